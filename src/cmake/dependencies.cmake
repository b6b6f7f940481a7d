# SPDX-License-Identifier: Apache-2.0
# Everything the library links; found once here, repeated for users in commonwealConfig.cmake.in.
set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
find_package(Boost 1.74 REQUIRED)
find_package(HDF5 REQUIRED COMPONENTS C HL)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(tomlplusplus 3.3 REQUIRED)
find_package(nlohmann_json 3.11 REQUIRED)
if(COMMONWEAL_PARALLEL STREQUAL "tbb")
  find_package(TBB 2021.8 REQUIRED)
elseif(NOT COMMONWEAL_PARALLEL STREQUAL "threads")
  message(FATAL_ERROR "COMMONWEAL_PARALLEL is '${COMMONWEAL_PARALLEL}'; it must be tbb or threads")
endif()
