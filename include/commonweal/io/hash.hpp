// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace commonweal::io {

/// SHA-256 (FIPS 180-4) as 64 lower-case hexadecimal digits.
std::string sha256(std::span<const std::byte> bytes);
std::string sha256(std::string_view text);
/// Of a file's contents; throws core::Error where it cannot be read.
std::string sha256_of_file(const std::filesystem::path& path);

}  // namespace commonweal::io
