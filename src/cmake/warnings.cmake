# SPDX-License-Identifier: Apache-2.0
add_library(commonweal_warnings INTERFACE)
set(checked -Wall -Wextra -Wpedantic -Wconversion -Wnon-virtual-dtor -Wold-style-cast -Wno-missing-field-initializers
  $<$<BOOL:${COMMONWEAL_WARNINGS_AS_ERRORS}>:-Werror>)
# Files compiled as one shadow each other's names. Those of the sanitizers' presets (clang, for speed) do without.
if(CMAKE_UNITY_BUILD)
  target_compile_options(commonweal_warnings INTERFACE $<$<CXX_COMPILER_ID:GNU>:${checked};-Wno-subobject-linkage>)
else()
  target_compile_options(commonweal_warnings INTERFACE ${checked} -Wshadow $<$<CXX_COMPILER_ID:Clang>:-Wno-unknown-pragmas>)
endif()
