// SPDX-License-Identifier: Apache-2.0
#include <commonweal/io/hash.hpp>

#include <commonweal/core/error.hpp>

#include "io/detail/files.hpp"
#include "io/detail/sha256.hpp"

#include <cerrno>
#include <fstream>
#include <vector>

namespace commonweal::io {

namespace detail {

namespace {

void require(int done) {
    if (done != 1) throw core::Error("OpenSSL cannot compute SHA-256");
}

}  // namespace

Sha256::Sha256() : context_(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
    require(context_ != nullptr && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1 ? 1 : 0);
}

void Sha256::add(std::span<const std::byte> bytes) {
    require(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()));
}

Digest Sha256::finish() {
    Digest digest;
    require(EVP_DigestFinal_ex(context_.get(), reinterpret_cast<unsigned char*>(digest.data()), nullptr));
    return digest;
}

std::string hexadecimal(const Digest& digest) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const std::byte byte : digest) {
        text += digits[std::to_integer<std::size_t>(byte >> 4)];
        text += digits[std::to_integer<std::size_t>(byte & std::byte{15})];
    }
    return text;
}

}  // namespace detail

std::string sha256(std::span<const std::byte> bytes) {
    detail::Sha256 hash;
    hash.add(bytes);
    return detail::hexadecimal(hash.finish());
}

std::string sha256(std::string_view text) { return sha256(std::as_bytes(std::span(text))); }

std::string sha256_of_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) detail::fail_at(path, "read");
    detail::Sha256 hash;
    std::vector<char> buffer(std::size_t{1} << 20);
    do {
        file.read(buffer.data(), static_cast<std::streamsize>(buffer.size()));
        hash.add(std::as_bytes(std::span(buffer).first(static_cast<std::size_t>(file.gcount()))));
    } while (file);
    if (!file.eof()) detail::fail_at(path, "read");
    return detail::hexadecimal(hash.finish());
}

}  // namespace commonweal::io
