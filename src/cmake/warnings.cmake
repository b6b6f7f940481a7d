# SPDX-License-Identifier: Apache-2.0
add_library(commonweal_warnings INTERFACE)
# Files compiled as one (the sanitizers' presets, for speed) shadow each other's names; the other presets warn.
if(CMAKE_UNITY_BUILD)
  target_compile_options(commonweal_warnings INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
  return()
endif()
target_compile_options(commonweal_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Wno-missing-field-initializers
  $<$<CXX_COMPILER_ID:Clang>:-Wno-unknown-pragmas>
  $<$<BOOL:${COMMONWEAL_WARNINGS_AS_ERRORS}>:-Werror>)
