// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <cstdint>
#include <string_view>
namespace commonweal::core {
struct Seed {
    std::uint32_t value = 0;
    std::uint32_t replicate = 0;
};
class StreamId {
public:
    static constexpr StreamId of(std::string_view k, std::string_view r) {
        std::uint64_t h = 0xcbf29ce484222325ull;
        for (char c : k) {
            h ^= static_cast<unsigned char>(c);
            h *= 0x100000001b3ull;
        }
        h ^= '/';
        h *= 0x100000001b3ull;
        for (char c : r) {
            h ^= static_cast<unsigned char>(c);
            h *= 0x100000001b3ull;
        }
        return StreamId(static_cast<std::uint32_t>(h >> 40));
    }
    constexpr std::uint32_t value() const { return v_; }

private:
    explicit constexpr StreamId(std::uint32_t v) : v_(v) {}
    std::uint32_t v_;
};
}  // namespace commonweal::core
