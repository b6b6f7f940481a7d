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
#include <type_traits>
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

namespace detail {

/// The one place where a draw's names become what Philox makes bits of. `block` counts from 0 to 255.
[[gnu::always_inline]] constexpr PhiloxCounter draw_counter(StreamId stream, DrawKey key,
                                                            std::uint32_t block) noexcept {
    const AgentId lower = key.agent < key.partner ? key.agent : key.partner;
    const AgentId higher = key.agent < key.partner ? key.partner : key.agent;
    return {lower, higher, key.tick, (stream.value() << 8) | block};
}
[[gnu::always_inline]] constexpr PhiloxKey draw_key(Seed seed) noexcept { return {seed.value, seed.replicate}; }

}  // namespace detail

/// Four independent uniform words; `block` counts from 0 to 255.
[[gnu::always_inline]] constexpr std::array<std::uint32_t, 4> draw_words(Seed seed, StreamId stream, DrawKey key,
                                                                         std::uint32_t block) noexcept {
    return detail::philox4x32(detail::draw_counter(stream, key, block), detail::draw_key(seed));
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
        if (used_ == end_) refill();
        return words_[used_++ - first_];
    }

    /// To be called before the first draw where more than eight words will be: they are then made together.
    void read_ahead() {
        if (used_ == end_) refill_many();
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
    void uniform_floats(std::span<float> draws);

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
    /// The first four words alone, as most streams give no more; then sixteen at once.
    constexpr void refill() {
        if (used_ > 0 && !std::is_constant_evaluated()) return refill_many();
        const auto block = draw_words(seed_, stream_, key_, used_ / 4);
        for (std::size_t k = 0; k < block.size(); ++k) words_[k] = block[k];
        first_ = used_;
        end_ = used_ + 4;
    }
    void refill_many();
    [[noreturn]] void throw_exhausted() const;

    Seed seed_;
    StreamId stream_;
    DrawKey key_;
    std::uint32_t used_ = 0;   ///< words
    std::uint32_t first_ = 0;  ///< of those at hand
    std::uint32_t end_ = 0;
    std::array<std::uint32_t, 16> words_;
};

}  // namespace commonweal::core
