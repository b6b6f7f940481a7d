# SPDX-License-Identifier: Apache-2.0
# The Debian package libcommonweal-dev: headers, the static library, CMake's files and the examples. The one command that
# makes it and tries it is tools/debian_package.sh.
set(doc "${CMAKE_INSTALL_DATAROOTDIR}/doc/libcommonweal-dev")
set(packaging "${PROJECT_SOURCE_DIR}/tools/debian")
configure_file("${packaging}/changelog" "${PROJECT_BINARY_DIR}/changelog.Debian" @ONLY)
find_program(COMMONWEAL_GZIP gzip REQUIRED)
function(compress from to)
  execute_process(COMMAND "${COMMONWEAL_GZIP}" -9 --no-name --stdout "${from}" OUTPUT_FILE "${to}" COMMAND_ERROR_IS_FATAL ANY)
endfunction()
compress("${PROJECT_SOURCE_DIR}/CHANGELOG.md" "${PROJECT_BINARY_DIR}/changelog.gz")
compress("${PROJECT_BINARY_DIR}/changelog.Debian" "${PROJECT_BINARY_DIR}/changelog.Debian.gz")
install(FILES "${packaging}/copyright" "${PROJECT_SOURCE_DIR}/NOTICE"
  "${PROJECT_BINARY_DIR}/changelog.gz" "${PROJECT_BINARY_DIR}/changelog.Debian.gz"
  DESTINATION "${doc}" COMPONENT development)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/examples" "${PROJECT_SOURCE_DIR}/scenarios"
  DESTINATION "${doc}" COMPONENT development PATTERN "python" EXCLUDE PATTERN "__pycache__" EXCLUDE)

# HDF5 ends a program whose headers are of another release than the library.
string(REGEX MATCH "^([0-9]+\\.[0-9]+)\\.([0-9]+)" hdf5 "${HDF5_VERSION}")
math(EXPR next "${CMAKE_MATCH_2} + 1")
set(hdf5_next "${CMAKE_MATCH_1}.${next}~")

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME commonweal)
set(CPACK_PACKAGE_CONTACT "The commonweal maintainers <maintainers@commonweal.invalid>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
  OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_COMPONENTS_ALL development)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_SOURCE commonweal)
set(CPACK_DEBIAN_DEVELOPMENT_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libcommonweal-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
  "libhdf5-dev (>= ${hdf5}), libhdf5-dev (<< ${hdf5_next}), libssl-dev (>= 3), libtbb-dev (>= 2021.8)")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SUGGESTS "cmake (>= 3.25), g++ (>= 4:12), libboost-graph-dev (>= 1.74)")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "agent-based simulation of community resilience (development files)")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION
"Residents, organisations and government are agents on a layered social graph;
a storm, an outage or an outbreak meets them, and a run tells, community by
community and hour by hour, how they resist, adapt and recover. The same
scenario, seed and version give the same bits on every machine.

This package has the headers, the static library, the files that CMake's
find_package(commonweal) needs, and examples.")
include(CPack)
