// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <commonweal/core/detail/philox.hpp>
#include <commonweal/core/math.hpp>
#include <commonweal/core/types.hpp>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace commonweal::core {

/// What tells one run's draws from another's.
struct Seed {
    std::uint32_t value = 0;
    std::uint32_t replicate = 0;  ///< Counts the repeats of one scenario under one value.
};

/// Names one rule of one agent kind in every draw it makes: 24 bits, made from the two names.
class StreamId {
public:
    static constexpr StreamId of(std::string_view kind, std::string_view rule) noexcept {
        std::uint64_t hash = 0xCBF29CE484222325u;  // FNV-1a (Fowler, Noll, Vo), with a zero byte between the names
        for (const char c : kind) hash = mixed(hash, c);
        hash = mixed(hash, '\0');
        for (const char c : rule) hash = mixed(hash, c);
        return StreamId{static_cast<std::uint32_t>((hash ^ (hash >> 24) ^ (hash >> 48)) & 0xFFFFFFu)};
    }

    constexpr std::uint32_t value() const noexcept { return value_; }
    friend constexpr bool operator==(StreamId, StreamId) = default;

private:
    explicit constexpr StreamId(std::uint32_t value) noexcept : value_(value) {}
    static constexpr std::uint64_t mixed(std::uint64_t hash, char c) noexcept {
        return (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
    }

    std::uint32_t value_;
};

/// The streams in use; refuses two different names that share one id.
class StreamNames {
public:
    /// Throws Error naming both streams where another one already has this id; the same names may come again.
    StreamId add(std::string_view kind, std::string_view rule);

private:
    std::map<std::uint32_t, std::pair<std::string, std::string>> names_;
};

/// Whose draw it is, and when. A pair's two orders are one key.
struct DrawKey {
    AgentId agent = 0;
    AgentId partner = nobody;
    Tick tick = 0;
};

/// Blocks of four words that one key gives.
inline constexpr std::uint32_t draw_blocks = 256;

/// Four independent uniform words: the one place where a draw's names become bits. `block` counts from 0 to 255.
[[gnu::always_inline]] constexpr std::array<std::uint32_t, 4> draw_words(Seed seed, StreamId stream, DrawKey key,
                                                                         std::uint32_t block) noexcept {
    const AgentId lower = key.agent < key.partner ? key.agent : key.partner;
    const AgentId higher = key.agent < key.partner ? key.partner : key.agent;
    return detail::philox4x32({lower, higher, key.tick, (stream.value() << 8) | block}, {seed.value, seed.replicate});
}

/// In [0, 1), a multiple of 2^-24.
[[gnu::always_inline]] constexpr float to_unit_float(std::uint32_t word) noexcept {
    return static_cast<float>(static_cast<std::int32_t>(word >> 8)) * 0x1p-24F;
}

/// In (0, 1), an odd multiple of 2^-24; for what is infinite at 0 or 1, such as a quantile.
[[gnu::always_inline]] constexpr float to_open_unit_float(std::uint32_t word) noexcept {
    return (static_cast<float>(static_cast<std::int32_t>(word >> 9)) + 0.5F) * 0x1p-23F;
}

/// In [0, 1), a multiple of 2^-53.
[[gnu::always_inline]] constexpr double to_unit_double(std::uint32_t high, std::uint32_t low) noexcept {
    const auto top = static_cast<double>(static_cast<std::int32_t>(high >> 5));
    return (top * 0x1p26 + static_cast<double>(static_cast<std::int32_t>(low >> 6))) * 0x1p-53;
}

/// In (0, 1), an odd multiple of 2^-53.
[[gnu::always_inline]] constexpr double to_open_unit_double(std::uint32_t high, std::uint32_t low) noexcept {
    const auto top = static_cast<double>(static_cast<std::int32_t>(high >> 6));
    return (top * 0x1p26 + static_cast<double>(static_cast<std::int32_t>(low >> 6)) + 0.5) * 0x1p-52;
}

struct Exponential {
    double mean = 1.0;  ///< Positive and finite.
};

struct Gamma {
    double shape = 1.0;  ///< Positive and finite; the mean is shape times scale.
    double scale = 1.0;  ///< Positive and finite.
};

/// The random numbers of one agent (or pair) in one tick for one rule: made where they are needed, never stored, so
/// that no draw depends on who drew before. Gives 1,024 words; beyond them every draw throws Error.
class Stream {
public:
    constexpr Stream(Seed seed, StreamId stream, DrawKey key) noexcept : seed_(seed), stream_(stream), key_(key) {}

    /// 32 independent fair bits.
    constexpr std::uint32_t bits() {
        if (used_ % 4 == 0) refill();
        return words_[used_++ % 4];
    }

    /// In [0, 1), a multiple of 2^-53; takes two words.
    constexpr double uniform() {
        const std::uint32_t high = bits();
        return to_unit_double(high, bits());
    }

    /// In (0, 1), an odd multiple of 2^-53; takes two words.
    constexpr double open_uniform() {
        const std::uint32_t high = bits();
        return to_open_unit_double(high, bits());
    }

    /// In [0, 1), a multiple of 2^-24; takes one word.
    constexpr float uniform_float() { return to_unit_float(bits()); }

    /// As many draws of uniform_float() as `draws` has places, in less time than one by one.
    constexpr void uniform_floats(std::span<float> draws) {
        std::size_t done = 0;
        for (; done < draws.size() && used_ % 4 != 0; ++done) draws[done] = uniform_float();
        for (; draws.size() - done >= 4; done += 4) {
            if (used_ == 4 * draw_blocks) throw_exhausted();
            const auto words = draw_words(seed_, stream_, key_, used_ / 4);
            for (std::size_t k = 0; k < 4; ++k) draws[done + k] = to_unit_float(words[k]);
            used_ += 4;
        }
        for (; done < draws.size(); ++done) draws[done] = uniform_float();
    }

    /// True with probability p: never for p <= 0 or NaN, always for p >= 1; takes two words.
    constexpr bool chance(double p) { return uniform() < p; }

    /// Mean 0, variance 1, by inversion, so that it grows with open_uniform(); takes two words.
    double normal() { return math::normal_quantile(open_uniform()); }

    /// By inversion; takes two words.
    double exponential(Exponential parameters);

    /// Exact for every mean from 0 to 2^31: inversion below 10, Hoermann's transformed rejection from 10 on.
    std::uint64_t poisson(double mean);

    /// Successes in n trials of chance p in [0, 1]: inversion for small means, Hoermann's transformed rejection else.
    std::uint32_t binomial(std::uint32_t n, double p);

    /// Marsaglia and Tsang's method.
    double gamma(Gamma parameters);

    /// An index with probability in proportion to its weight; weights are finite, none negative, not all 0.
    std::size_t categorical(std::span<const double> weights);

    /// From 0 to n - 1, each with exactly the same probability; n above 0.
    std::uint32_t below(std::uint32_t n);

private:
    constexpr void refill() {
        if (used_ == 4 * draw_blocks) throw_exhausted();
        words_ = draw_words(seed_, stream_, key_, used_ / 4);
    }
    [[noreturn]] void throw_exhausted() const;

    Seed seed_;
    StreamId stream_;
    DrawKey key_;
    std::uint32_t used_ = 0;
    std::array<std::uint32_t, 4> words_{};
};

}  // namespace commonweal::core
