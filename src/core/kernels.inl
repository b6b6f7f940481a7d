// SPDX-License-Identifier: Apache-2.0
// Included once per instruction set by kernels_<name>.cpp, inside an unnamed namespace there.

using FloatRow [[gnu::vector_size(16), gnu::may_alias]] = float;

// Philox with each 32-bit word in a 64-bit lane, so that a product needs no shuffles.
#if defined(__AVX512F__)
using Lanes [[gnu::vector_size(64)]] = std::uint64_t;
inline Lanes multiply(Lanes words, Lanes by) {
    // Plain _mm512_mul_epu32 passes gcc a value that is not set, of which gcc itself warns.
    constexpr __mmask8 all = 0xFF;
    return reinterpret_cast<Lanes>(
        _mm512_maskz_mul_epu32(all, reinterpret_cast<__m512i>(words), reinterpret_cast<__m512i>(by)));
}
#elif defined(__AVX2__)
using Lanes [[gnu::vector_size(32)]] = std::uint64_t;
inline Lanes multiply(Lanes words, Lanes by) {
    return reinterpret_cast<Lanes>(_mm256_mul_epu32(reinterpret_cast<__m256i>(words), reinterpret_cast<__m256i>(by)));
}
#elif defined(__SSE2__)
using Lanes [[gnu::vector_size(16)]] = std::uint64_t;
inline Lanes multiply(Lanes words, Lanes by) {
    return reinterpret_cast<Lanes>(_mm_mul_epu32(reinterpret_cast<__m128i>(words), reinterpret_cast<__m128i>(by)));
}
#else
using Lanes [[gnu::vector_size(16)]] = std::uint64_t;
inline Lanes multiply(Lanes words, Lanes by) { return words * by; }
#endif
constexpr std::size_t lane_count = sizeof(Lanes) / sizeof(std::uint64_t);
constexpr std::uint64_t low_word = 0xFFFFFFFFu;

inline void philox_lanes(Lanes& c0, Lanes& c1, Lanes& c2, Lanes& c3, PhiloxKey key) {
    const Lanes multiplier0 = Lanes{} + std::uint64_t{0xD2511F53u};
    const Lanes multiplier1 = Lanes{} + std::uint64_t{0xCD9E8D57u};
    for (int round = 0; round < 10; ++round) {
        const Lanes product0 = multiply(c0, multiplier0);
        const Lanes product1 = multiply(c2, multiplier1);
        c0 = (product1 >> 32) ^ c1 ^ std::uint64_t{key[0]};
        c2 = (product0 >> 32) ^ c3 ^ std::uint64_t{key[1]};
        c1 = product1 & low_word;
        c3 = product0 & low_word;
        key[0] += 0x9E3779B9u;
        key[1] += 0xBB67AE85u;
    }
}

using Words [[gnu::vector_size(lane_count * sizeof(std::uint32_t))]] = std::uint32_t;
using Integers [[gnu::vector_size(lane_count * sizeof(std::int32_t))]] = std::int32_t;
using Floats [[gnu::vector_size(lane_count * sizeof(float))]] = float;

inline void store_unit_floats(const Lanes& words, float* out) {
    const Floats values = __builtin_convertvector(__builtin_convertvector(words >> 8, Integers), Floats) * 0x1p-24f;
    std::memcpy(out, &values, sizeof values);
}

inline void fill_lanes(PhiloxKey key, std::uint32_t tick, std::uint32_t stream_and_block, const Words& ids,
                       std::size_t first, float* const* out) {
    Lanes c0 = __builtin_convertvector(ids, Lanes);
    Lanes c1 = Lanes{} + std::uint64_t{nobody};
    Lanes c2 = Lanes{} + std::uint64_t{tick};
    Lanes c3 = Lanes{} + std::uint64_t{stream_and_block};
    philox_lanes(c0, c1, c2, c3, key);
    store_unit_floats(c0, out[0] + first);
    store_unit_floats(c1, out[1] + first);
    store_unit_floats(c2, out[2] + first);
    store_unit_floats(c3, out[3] + first);
}

void fill_uniforms(PhiloxKey key, std::uint32_t tick, std::uint32_t stream_and_block, const AgentId* ids,
                   std::size_t count, float* const* out) {
    Words words = {};
    std::size_t first = 0;
    for (; first + lane_count <= count; first += lane_count) {
        std::memcpy(&words, ids + first, sizeof words);
        fill_lanes(key, tick, stream_and_block, words, first, out);
    }
    if (first == count) return;
    std::memcpy(&words, ids + first, (count - first) * sizeof(AgentId));
    fill_lanes(key, tick, stream_and_block, words, first, out);
}

/// Lanes of two vectors in turn, sixteen words at most. As whole vectors: what is read again at once as a vector must
/// have been written as one.
inline void store_in_turn(const Lanes& low, const Lanes& high, std::uint32_t* out) {
#if defined(__AVX512F__)
    const Lanes all = __builtin_shufflevector(low, high, 0, 8, 1, 9, 2, 10, 3, 11);
    std::memcpy(out, &all, sizeof all);
#else
#if defined(__AVX2__)
    const Lanes first = __builtin_shufflevector(low, high, 0, 4, 1, 5);
    const Lanes second = __builtin_shufflevector(low, high, 2, 6, 3, 7);
#else
    const Lanes first = __builtin_shufflevector(low, high, 0, 2);
    const Lanes second = __builtin_shufflevector(low, high, 1, 3);
#endif
    std::memcpy(out, &first, sizeof first);
    std::memcpy(out + 2 * lane_count, &second, sizeof second);
#endif
}

void fill_blocks(PhiloxKey key, PhiloxCounter first, std::uint32_t* out) {
    constexpr std::size_t blocks = 4;
    for (std::size_t block = 0; block < blocks; block += lane_count) {
        Lanes c0 = Lanes{} + std::uint64_t{first[0]};
        Lanes c1 = Lanes{} + std::uint64_t{first[1]};
        Lanes c2 = Lanes{} + std::uint64_t{first[2]};
        Lanes c3 = Lanes{};
        for (std::size_t lane = 0; lane < lane_count; ++lane) c3[lane] = first[3] + block + lane;
        philox_lanes(c0, c1, c2, c3, key);
        // Two words side by side are one lane.
        const Lanes low = c0 | c1 << 32;
        const Lanes high = c2 | c3 << 32;
        store_in_turn(low, high, out + 4 * block);
    }
}

/// Four rows become four runs of one member each.
inline void store_transposed(const FloatRow& a, const FloatRow& b, const FloatRow& c, const FloatRow& d,
                             std::size_t first, float* const* out) {
    const FloatRow ab01 = __builtin_shufflevector(a, b, 0, 4, 1, 5);
    const FloatRow cd01 = __builtin_shufflevector(c, d, 0, 4, 1, 5);
    const FloatRow ab23 = __builtin_shufflevector(a, b, 2, 6, 3, 7);
    const FloatRow cd23 = __builtin_shufflevector(c, d, 2, 6, 3, 7);
    const FloatRow members[4] = {
        __builtin_shufflevector(ab01, cd01, 0, 1, 4, 5), __builtin_shufflevector(ab01, cd01, 2, 3, 6, 7),
        __builtin_shufflevector(ab23, cd23, 0, 1, 4, 5), __builtin_shufflevector(ab23, cd23, 2, 3, 6, 7)};
    for (std::size_t k = 0; k < 4; ++k) std::memcpy(out[k] + first, &members[k], sizeof(FloatRow));
}

inline FloatRow gathered_row(const FloatRow* packed, std::uint32_t begin, std::uint32_t end, const Index* targets,
                             Gathering gathering) {
    FloatRow sum = {};
    for (std::uint32_t arc = begin; arc < end; ++arc) sum += packed[targets[arc]];
    const std::uint32_t divisor = gathering == Gathering::mean && end > begin ? end - begin : 1;
    return sum / static_cast<float>(static_cast<std::int32_t>(divisor));
}

void gather_rows(const float* rows, const std::uint32_t* starts, const Index* targets, std::size_t count,
                 Gathering gathering, float* const* out) {
    const auto* packed = reinterpret_cast<const FloatRow*>(rows);
    const auto row = [&](std::size_t i) {
        return i < count ? gathered_row(packed, starts[i], starts[i + 1], targets, gathering) : FloatRow{};
    };
    for (std::size_t first = 0; first < count; first += 4) {
        store_transposed(row(first), row(first + 1), row(first + 2), row(first + 3), first, out);
    }
}

void unpack_rows(const float* rows, std::size_t count, float* const* members) {
    const auto* packed = reinterpret_cast<const FloatRow*>(rows);
    const auto row = [&](std::size_t i) { return i < count ? packed[i] : FloatRow{}; };
    for (std::size_t first = 0; first < count; first += 4) {
        store_transposed(row(first), row(first + 1), row(first + 2), row(first + 3), first, members);
    }
}

void pack_rows(const float* const* members, std::size_t count, float* rows) {
    auto* packed = reinterpret_cast<FloatRow*>(rows);
    for (std::size_t i = 0; i < count; ++i) {
        packed[i] = FloatRow{members[0][i], members[1][i], members[2][i], members[3][i]};
    }
}
