// SPDX-License-Identifier: Apache-2.0
#include <commonweal/io/libraries.hpp>

#include <hdf5.h>
#include <openssl/crypto.h>
#include <openssl/opensslv.h>
#include <toml++/impl/version.h>
#include <boost/version.hpp>
#include <nlohmann/json.hpp>

namespace commonweal::io {

namespace {

std::string numbers(unsigned major, unsigned minor, unsigned patch) {
    return std::to_string(major) + '.' + std::to_string(minor) + '.' + std::to_string(patch);
}

std::string running_hdf5() {
    unsigned major = 0;
    unsigned minor = 0;
    unsigned release = 0;
    return H5get_libversion(&major, &minor, &release) < 0 ? "" : numbers(major, minor, release);
}

}  // namespace

std::vector<LibraryVersion> libraries() {
    return {
        {"Boost", numbers(BOOST_VERSION / 100'000, BOOST_VERSION / 100 % 1'000, BOOST_VERSION % 100), ""},
        {"HDF5", numbers(H5_VERS_MAJOR, H5_VERS_MINOR, H5_VERS_RELEASE), running_hdf5()},
        {"OpenSSL", OPENSSL_VERSION_TEXT, OpenSSL_version(OPENSSL_VERSION)},
        {"nlohmann_json",
         numbers(NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR, NLOHMANN_JSON_VERSION_PATCH), ""},
        {"toml++", numbers(TOML_LIB_MAJOR, TOML_LIB_MINOR, TOML_LIB_PATCH), ""},
    };
}

}  // namespace commonweal::io
