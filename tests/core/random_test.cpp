// SPDX-License-Identifier: Apache-2.0
#include <Random123/philox.h>
#undef philox4x32  // Random123's macro would replace our function's name.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/exponential.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <cmath>
#include <commonweal/core/detail/count_chances.hpp>
#include <commonweal/core/error.hpp>
#include <commonweal/core/random.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <numeric>
#include <string>
#include <vector>

using namespace commonweal::core;

namespace {

constexpr StreamId warning = StreamId::of("resident", "warning");
constexpr Seed seed{.value = 720, .replicate = 3};

static_assert(warning.value() < (1u << 24));
static_assert(!(warning == StreamId::of("resident", "opinion")));
static_assert(to_unit_float(0u) == 0.0F && to_unit_float(~0u) == 1.0F - 0x1p-24F);
static_assert(to_open_unit_float(0u) == 0x1p-24F && to_open_unit_float(~0u) == 1.0F - 0x1p-24F);
static_assert(to_unit_double(0u, 0u) == 0.0 && to_unit_double(~0u, ~0u) == 1.0 - 0x1p-53);
static_assert(to_open_unit_double(0u, 0u) == 0x1p-53 && to_open_unit_double(~0u, ~0u) == 1.0 - 0x1p-53);
static_assert(Stream(seed, warning, {.agent = 7, .tick = 1}).bits() ==
              draw_words(seed, warning, {.agent = 7, .tick = 1}, 0)[0]);

/// One draw for each of `count` agents, each from a stream of its own.
template <class Draw>
auto over_agents(std::uint32_t count, Draw draw) {
    std::vector<decltype(draw(std::declval<Stream&>()))> drawn;
    for (AgentId agent = 0; agent < count; ++agent) {
        Stream stream(seed, warning, {.agent = agent, .tick = 12});
        drawn.push_back(draw(stream));
    }
    return drawn;
}

/// Kolmogorov and Smirnov's distance times sqrt(n): above 2.2 with probability 1.3e-4 where the cdf is right.
double distance_from(std::vector<double> drawn, const std::function<double(double)>& cdf) {
    std::sort(drawn.begin(), drawn.end());
    const auto n = static_cast<double>(drawn.size());
    double distance = 0.0;
    for (std::size_t i = 0; i < drawn.size(); ++i) {
        const double expected = cdf(drawn[i]);
        distance =
            std::max({distance, (static_cast<double>(i) + 1.0) / n - expected, expected - static_cast<double>(i) / n});
    }
    return distance * std::sqrt(n);
}

/// Pearson's chi-square in standard errors above its mean, with the counts of small expectation taken together.
double excess_chi_square(const std::vector<double>& drawn, const std::function<double(double)>& chance) {
    std::map<double, double> counts;
    for (const double x : drawn) counts[x] += 1.0;
    const auto n = static_cast<double>(drawn.size());
    double square = 0.0, cells = 0.0, seen = 0.0, expected_here = 0.0;
    for (const auto& [x, observed] : counts) {
        const double expected = n * chance(x);
        if (expected < 10.0) continue;
        square += (observed - expected) * (observed - expected) / expected;
        cells += 1.0;
        seen += observed;
        expected_here += expected;
    }
    const double rest = n - expected_here;
    if (rest >= 10.0) {
        square += (n - seen - rest) * (n - seen - rest) / rest;
        cells += 1.0;
    }
    return (square - (cells - 1.0)) / std::sqrt(2.0 * (cells - 1.0));
}

double mean_of(const std::vector<double>& x) {
    return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
}

/// Correlation times sqrt(n): about standard normal for independent columns.
double correlation_score(const std::vector<double>& x, const std::vector<double>& y) {
    const double x_mean = mean_of(x), y_mean = mean_of(y);
    double xx = 0.0, yy = 0.0, xy = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        xx += (x[i] - x_mean) * (x[i] - x_mean);
        yy += (y[i] - y_mean) * (y[i] - y_mean);
        xy += (x[i] - x_mean) * (y[i] - y_mean);
    }
    return xy / std::sqrt(xx * yy) * std::sqrt(static_cast<double>(x.size()));
}

std::vector<double> uniforms(Seed s, StreamId id, AgentId first_agent, Tick tick, AgentId partner = nobody) {
    std::vector<double> drawn;
    for (AgentId i = 0; i < 20000; ++i) {
        drawn.push_back(Stream(s, id, {.agent = first_agent + i, .partner = partner, .tick = tick}).uniform());
    }
    return drawn;
}

constexpr std::uint32_t many = 40000;
constexpr double ks_limit = 2.2;
constexpr double chi_limit = 5.0;

TEST(Stream, many_floats_at_once_are_those_drawn_one_by_one) {
    for (const std::size_t before : {0u, 1u, 3u, 4u}) {
        for (const std::size_t count : {0u, 1u, 4u, 7u, 40u}) {
            Stream singly({3, 1}, StreamId::of("resident", "meet"), {.agent = 9, .tick = 4});
            Stream together = singly;
            for (std::size_t k = 0; k < before; ++k) ASSERT_EQ(singly.bits(), together.bits());
            std::vector<float> found(count);
            together.uniform_floats(found);
            for (const float draw : found) ASSERT_EQ(draw, singly.uniform_float());
            ASSERT_EQ(singly.bits(), together.bits());
        }
    }
    Stream stream({3, 1}, StreamId::of("resident", "meet"), {.agent = 9, .tick = 4});
    std::vector<float> too_many(4 * draw_blocks + 1);
    EXPECT_THROW(stream.uniform_floats(too_many), Error);
}

}  // namespace

/// Random123, tests/kat_vectors, philox4x32 with 10 rounds.
TEST(Philox, gives_the_published_known_answers) {
    using detail::philox4x32;
    using detail::PhiloxCounter;
    EXPECT_EQ(philox4x32({0, 0, 0, 0}, {0, 0}), (PhiloxCounter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
    EXPECT_EQ(philox4x32({~0u, ~0u, ~0u, ~0u}, {~0u, ~0u}),
              (PhiloxCounter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
    EXPECT_EQ(philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
              (PhiloxCounter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

RC_GTEST_PROP(Philox, is_random123s, (std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key)) {
    r123::Philox4x32 reference;
    const auto expected = reference({{counter[0], counter[1], counter[2], counter[3]}}, {{key[0], key[1]}});
    const auto got = detail::philox4x32(counter, key);
    RC_ASSERT(std::equal(got.begin(), got.end(), expected.begin()));
}

TEST(Stream, words_are_philox_of_seed_agents_tick_and_stream_in_the_documented_places) {
    r123::Philox4x32 reference;
    for (std::uint32_t block : {0u, 1u, 255u}) {
        const auto expected = reference({{5, 9, 31, (warning.value() << 8) | block}}, {{720, 3}});
        Stream stream(seed, warning, {.agent = 9, .partner = 5, .tick = 31});
        for (std::uint32_t skipped = 0; skipped < 4 * block; ++skipped) stream.bits();
        for (const std::uint32_t word : expected) EXPECT_EQ(stream.bits(), word);
    }
    const auto alone = reference({{5, 0xFFFFFFFFu, 31, warning.value() << 8}}, {{720, 3}});
    EXPECT_EQ(Stream(seed, warning, {.agent = 5, .tick = 31}).bits(), alone[0]);
}

RC_GTEST_PROP(Stream, a_pair_draws_the_same_in_either_order, (AgentId a, AgentId b, Tick tick)) {
    Stream one(seed, warning, {.agent = a, .partner = b, .tick = tick});
    Stream other(seed, warning, {.agent = b, .partner = a, .tick = tick});
    for (int i = 0; i < 9; ++i) RC_ASSERT(one.bits() == other.bits());
}

RC_GTEST_PROP(Stream, every_part_of_the_key_changes_the_draw, (AgentId agent, AgentId partner, Tick tick)) {
    RC_PRE(agent != nobody && partner != nobody);
    const auto words = [](Seed s, StreamId id, DrawKey key) { return draw_words(s, id, key, 0); };
    const DrawKey key{.agent = agent, .partner = partner, .tick = tick};
    const auto base = words(seed, warning, key);
    RC_ASSERT(base != words({.value = 721, .replicate = 3}, warning, key));
    RC_ASSERT(base != words({.value = 720, .replicate = 4}, warning, key));
    RC_ASSERT(base != words(seed, StreamId::of("resident", "opinion"), key));
    RC_ASSERT(base != words(seed, warning, {.agent = agent, .partner = partner, .tick = tick + 1}));
    RC_ASSERT(base != words(seed, warning, {.agent = agent, .tick = tick}));
    RC_ASSERT(base != draw_words(seed, warning, key, 1));
}

TEST(Stream, refuses_the_word_after_its_256_blocks) {
    Stream stream(seed, warning, {.agent = 1, .tick = 2});
    for (int i = 0; i < 1024; ++i) stream.bits();
    EXPECT_THROW(stream.bits(), Error);
    EXPECT_THROW(stream.bits(), Error);
}

TEST(Stream, draws_of_neighbouring_keys_are_uncorrelated) {
    const auto base = uniforms(seed, warning, 0, 5);
    EXPECT_LT(std::fabs(correlation_score(base, uniforms(seed, warning, 1, 5))), 4.0) << "next agent";
    EXPECT_LT(std::fabs(correlation_score(base, uniforms(seed, warning, 0, 6))), 4.0) << "next tick";
    EXPECT_LT(std::fabs(correlation_score(base, uniforms(seed, warning, 0, 5, 77))), 4.0) << "with a partner";
    EXPECT_LT(std::fabs(correlation_score(base, uniforms({.value = 721, .replicate = 3}, warning, 0, 5))), 4.0);
    EXPECT_LT(std::fabs(correlation_score(base, uniforms({.value = 720, .replicate = 4}, warning, 0, 5))), 4.0);
    EXPECT_LT(std::fabs(correlation_score(base, uniforms(seed, StreamId::of("resident", "opinion"), 0, 5))), 4.0);
    EXPECT_GT(correlation_score(base, base), 100.0) << "the score can see dependence";
}

TEST(Draws, bits_are_fair_in_every_place) {
    std::array<double, 32> ones{};
    for (const std::uint32_t word : over_agents(many, [](Stream& s) { return s.bits(); })) {
        for (std::size_t bit = 0; bit < 32; ++bit) ones[bit] += (word >> bit) & 1u;
    }
    for (const double count : ones) EXPECT_LT(std::fabs(count - many / 2.0), 4.5 * std::sqrt(many / 4.0));
}

TEST(Draws, uniforms_are_uniform) {
    const auto identity = [](double x) { return x; };
    EXPECT_LT(distance_from(over_agents(many, [](Stream& s) { return s.uniform(); }), identity), ks_limit);
    EXPECT_LT(distance_from(over_agents(many, [](Stream& s) { return s.open_uniform(); }), identity), ks_limit);
    EXPECT_LT(distance_from(over_agents(many, [](Stream& s) { return double{s.uniform_float()}; }), identity),
              ks_limit);
    EXPECT_GT(distance_from(over_agents(many, [](Stream& s) { return s.uniform(); }), [](double x) { return x * x; }),
              ks_limit);
}

TEST(Draws, the_words_of_one_stream_are_uniform_too) {
    std::vector<double> drawn;
    for (AgentId agent = 0; agent < 100; ++agent) {
        Stream stream(seed, warning, {.agent = agent, .tick = 1});
        for (int i = 0; i < 500; ++i) drawn.push_back(stream.uniform());
    }
    EXPECT_LT(distance_from(drawn, [](double x) { return x; }), ks_limit);
}

TEST(Draws, chance_is_never_at_0_always_at_1_and_as_often_as_asked_between) {
    const auto share = [](double p) {
        return mean_of(over_agents(many, [p](Stream& s) { return s.chance(p) ? 1.0 : 0.0; }));
    };
    EXPECT_EQ(share(0.0), 0.0);
    EXPECT_EQ(share(1.0), 1.0);
    for (const double p : {0.001, 0.3, 0.9}) EXPECT_NEAR(share(p), p, 4.0 * std::sqrt(p * (1.0 - p) / many));
}

TEST(Draws, normal_follows_its_cdf) {
    const boost::math::normal reference;
    const auto drawn = over_agents(many, [](Stream& s) { return s.normal(); });
    EXPECT_LT(distance_from(drawn, [&](double x) { return boost::math::cdf(reference, x); }), ks_limit);
}

TEST(Draws, exponential_follows_its_cdf) {
    const boost::math::exponential reference(1.0 / 36.0);
    const auto drawn = over_agents(many, [](Stream& s) { return s.exponential({.mean = 36.0}); });
    EXPECT_LT(distance_from(drawn, [&](double x) { return boost::math::cdf(reference, x); }), ks_limit);
}

TEST(Draws, gamma_follows_its_cdf_for_shapes_below_and_above_1) {
    for (const double shape : {0.2, 1.0, 2.5, 40.0}) {
        const boost::math::gamma_distribution<> reference(shape, 3.0);
        const auto drawn = over_agents(many / 2, [=](Stream& s) { return s.gamma({.shape = shape, .scale = 3.0}); });
        EXPECT_LT(distance_from(drawn, [&](double x) { return boost::math::cdf(reference, x); }), ks_limit) << shape;
    }
}

TEST(Draws, poisson_follows_its_chances_for_small_and_large_means) {
    for (const double mean : {0.02, 1.0, 9.99, 10.0, 37.5, 4000.0}) {
        const boost::math::poisson reference(mean);
        const auto drawn = over_agents(many, [=](Stream& s) { return static_cast<double>(s.poisson(mean)); });
        EXPECT_LT(excess_chi_square(drawn, [&](double k) { return boost::math::pdf(reference, k); }), chi_limit)
            << mean;
        EXPECT_NEAR(mean_of(drawn), mean, 4.0 * std::sqrt(mean / many));
    }
    EXPECT_EQ(Stream(seed, warning, {}).poisson(0.0), 0u);
}

TEST(Draws, poisson_of_a_huge_mean_has_its_mean_and_variance) {
    const double mean = 2e9;
    const auto scores =
        over_agents(many, [=](Stream& s) { return (static_cast<double>(s.poisson(mean)) - mean) / std::sqrt(mean); });
    const boost::math::normal reference;
    EXPECT_LT(distance_from(scores, [&](double x) { return boost::math::cdf(reference, x); }), ks_limit);
}

TEST(Draws, binomial_follows_its_chances) {
    struct Trials {
        std::uint32_t n;
        double p;
    };
    for (const Trials& trials : {Trials{1, 0.3}, Trials{12, 0.5}, Trials{1000, 0.004}, Trials{30, 0.4},
                                 Trials{30, 0.97}, Trials{5000, 0.2}, Trials{5000, 0.9}}) {
        const std::uint32_t n = trials.n;
        const double p = trials.p;
        const boost::math::binomial reference(n, p);
        const auto drawn = over_agents(many, [=](Stream& s) { return static_cast<double>(s.binomial(n, p)); });
        const auto chance = [&](double k) { return boost::math::pdf(reference, k); };
        EXPECT_LT(excess_chi_square(drawn, chance), chi_limit) << n << " trials of " << p;
        EXPECT_NEAR(mean_of(drawn), n * p, 4.0 * std::sqrt(n * p * (1.0 - p) / many));
        EXPECT_LE(*std::max_element(drawn.begin(), drawn.end()), n);
    }
    EXPECT_EQ(Stream(seed, warning, {}).binomial(50, 0.0), 0u);
    EXPECT_EQ(Stream(seed, warning, {}).binomial(50, 1.0), 50u);
    EXPECT_EQ(Stream(seed, warning, {}).binomial(0, 0.5), 0u);
}

TEST(Draws, categorical_follows_its_weights_and_never_gives_a_weight_of_0) {
    const std::vector<double> weights{0.0, 3.0, 0.0, 1.0, 6.0, 0.0};
    const auto drawn = over_agents(many, [&](Stream& s) { return static_cast<double>(s.categorical(weights)); });
    EXPECT_LT(excess_chi_square(drawn, [&](double k) { return weights[static_cast<std::size_t>(k)] / 10.0; }),
              chi_limit);
    EXPECT_EQ(std::count(drawn.begin(), drawn.end(), 0.0) + std::count(drawn.begin(), drawn.end(), 5.0), 0);
}

TEST(Draws, below_gives_each_number_equally_often) {
    for (const std::uint32_t n : {2u, 7u, 1000u}) {
        const auto drawn = over_agents(many, [=](Stream& s) { return static_cast<double>(s.below(n)); });
        EXPECT_LT(*std::max_element(drawn.begin(), drawn.end()), n);
        EXPECT_LT(excess_chi_square(drawn, [=](double) { return 1.0 / n; }), chi_limit) << n;
    }
    EXPECT_EQ(Stream(seed, warning, {}).below(1), 0u);
    const std::uint32_t large = 3u << 30;
    const auto thirds = over_agents(many, [=](Stream& s) { return static_cast<double>(s.below(large) >> 30); });
    EXPECT_LT(excess_chi_square(thirds, [](double) { return 1.0 / 3.0; }), chi_limit) << "plain scaling is biased here";
}

TEST(Draws, refuse_parameters_without_a_distribution) {
    Stream stream(seed, warning, {});
    EXPECT_THROW(stream.poisson(-1.0), Error);
    EXPECT_THROW(stream.poisson(std::nan("")), Error);
    EXPECT_THROW(stream.poisson(3e9), Error);
    EXPECT_THROW(stream.binomial(3, 1.5), Error);
    EXPECT_THROW(stream.exponential({.mean = 0.0}), Error);
    EXPECT_THROW(stream.gamma({.shape = -1.0, .scale = 1.0}), Error);
    EXPECT_THROW(stream.gamma({.shape = 1.0, .scale = 0.0}), Error);
    EXPECT_THROW(stream.categorical(std::vector<double>{0.0, 0.0}), Error);
    EXPECT_THROW(stream.categorical(std::vector<double>{1.0, -1.0}), Error);
    EXPECT_THROW(stream.categorical({}), Error);
    EXPECT_THROW(stream.below(0), Error);
}

TEST(CountChances, equal_the_reference_librarys) {
    for (const double mean : {0.5, 10.0, 333.3, 1e5}) {
        const boost::math::poisson reference(mean);
        for (const double share : {0.0, 0.5, 0.9, 1.0, 1.1, 2.0}) {
            const double k = std::floor(mean * share);
            const double expected = boost::math::pdf(reference, k);
            if (expected < 1e-290) continue;
            EXPECT_NEAR(detail::log_poisson_chance(k, mean) / std::log(expected), 1.0, 1e-11) << k << " of " << mean;
        }
    }
    const boost::math::binomial reference(200.0, 0.3);
    for (const double k : {0.0, 1.0, 7.0, 60.0, 150.0, 199.0, 200.0}) {
        const double expected = std::log(boost::math::pdf(reference, k));
        EXPECT_NEAR(detail::log_binomial_chance(k, 200.0, 0.3) / expected, 1.0, 1e-11) << k;
    }
}

TEST(StreamNames, give_the_id_of_the_names_as_often_as_asked) {
    StreamNames names;
    EXPECT_EQ(names.add("resident", "warning"), warning);
    EXPECT_EQ(names.add("resident", "warning"), warning);
}

TEST(StreamNames, the_border_between_the_two_names_counts) {
    EXPECT_FALSE(StreamId::of("ab", "c") == StreamId::of("a", "bc"));
}

TEST(StreamNames, refuse_two_names_of_one_id) {
    std::map<std::uint32_t, std::string> seen;
    for (int i = 0;; ++i) {
        const std::string rule = "rule_" + std::to_string(i);
        const auto [place, is_new] = seen.emplace(StreamId::of("resident", rule).value(), rule);
        if (is_new) continue;
        StreamNames names;
        names.add("resident", place->second);
        EXPECT_THROW(names.add("resident", rule), Error);
        break;
    }
}

/// The birthday rule: among n random ids of 24 bits, about n^2 / 2^25 pairs clash.
TEST(StreamId, clashes_are_as_rare_as_chance_allows) {
    std::map<std::uint32_t, int> seen;
    for (int i = 0; i < 8192; ++i) ++seen[StreamId::of("resident", "rule_" + std::to_string(i)).value()];
    const double clashes = 8192.0 - static_cast<double>(seen.size());
    EXPECT_LE(clashes, 2.0 + 5.0 * std::sqrt(2.0));
}
