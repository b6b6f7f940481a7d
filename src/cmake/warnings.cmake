# SPDX-License-Identifier: Apache-2.0
add_library(commonweal_warnings INTERFACE)
target_compile_options(commonweal_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Wno-missing-field-initializers
  $<$<CXX_COMPILER_ID:Clang>:-Wno-unknown-pragmas>
  $<$<BOOL:${COMMONWEAL_WARNINGS_AS_ERRORS}>:-Werror>)
