// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include <openssl/evp.h>

namespace commonweal::io::detail {

using Digest = std::array<std::byte, 32>;

/// SHA-256 of bytes that arrive in parts.
class Sha256 {
public:
    Sha256();
    void add(std::span<const std::byte> bytes);
    Digest finish();

private:
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

std::string hexadecimal(const Digest& digest);

}  // namespace commonweal::io::detail
