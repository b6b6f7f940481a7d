// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <bit>
#include <commonweal/core/random.hpp>
#include <cstdint>
#include <cstdio>
#include <vector>

/// Prints one hash per function and per draw, over millions of results: tools/cross_build.sh compares them between
/// compilers, optimisation levels and instruction sets.
namespace {

using namespace commonweal::core;

constexpr std::size_t length = 4096;
constexpr std::uint32_t rounds = 16;

class Hash {
public:
    void add(std::uint64_t word) { value_ = std::rotl((value_ ^ word) * 0x9E3779B97F4A7C15u, 29); }
    void add(double x) { add(std::bit_cast<std::uint64_t>(x)); }
    void add(float x) { add(std::uint64_t{std::bit_cast<std::uint32_t>(x)}); }
    std::uint64_t value() const { return value_; }

private:
    std::uint64_t value_ = 0xCBF29CE484222325u;
};

template <class Real>
using Column = std::array<Real, length>;

constexpr StreamId inputs = StreamId::of("hash", "inputs");

double from_bits(std::uint32_t high, std::uint32_t low, double) {
    return std::bit_cast<double>((std::uint64_t{high} << 32) | low);
}
float from_bits(std::uint32_t high, std::uint32_t, float) { return std::bit_cast<float>(high); }

/// Every bit pattern in even rounds, numbers from -40 to 40 and from 0 to 1 in turn in odd ones.
template <class Real>
void fill(Column<Real>& column, std::uint32_t round, std::uint32_t salt) {
    for (std::size_t i = 0; i < length; ++i) {
        const DrawKey key{.agent = static_cast<AgentId>(i), .tick = round};
        const auto words = draw_words({.value = salt}, inputs, key, 0);
        const double unit = to_unit_double(words[0], words[1]);
        const double ranged = round % 4 == 1 ? 80.0 * unit - 40.0 : unit;
        column[i] = round % 2 == 0 ? from_bits(words[2], words[3], Real{}) : static_cast<Real>(ranged);
    }
}

template <class Real, class Function>
[[gnu::noinline]] void apply(const Column<Real>& x, const Column<Real>& y, Column<Real>& result, Function function) {
    const Real* const in_x = x.data();
    const Real* const in_y = y.data();
    Real* const out = result.data();
#pragma GCC ivdep
    for (std::size_t i = 0; i < length; ++i) out[i] = function(in_x[i], in_y[i]);
}

template <class Real, class Function>
void show(const char* name, Function function) {
    static Column<Real> x, y, result;
    Hash hash;
    for (std::uint32_t round = 0; round < rounds; ++round) {
        fill(x, round, 1);
        fill(y, round, 2);
        apply(x, y, result, function);
        for (const Real r : result) hash.add(r);
    }
    std::printf("%s/%zu %016llx\n", name, 8 * sizeof(Real), static_cast<unsigned long long>(hash.value()));
}

template <class Real>
void show_functions() {
    show<Real>("exp", [](Real x, Real) { return math::exp(x); });
    show<Real>("expm1", [](Real x, Real) { return math::expm1(x); });
    show<Real>("log", [](Real x, Real) { return math::log(x); });
    show<Real>("log1p", [](Real x, Real) { return math::log1p(x); });
    show<Real>("pow", [](Real x, Real y) { return math::pow(x, y); });
    show<Real>("logistic", [](Real x, Real) { return math::logistic(x); });
    show<Real>("erfc", [](Real x, Real) { return math::erfc(x); });
    show<Real>("lgamma", [](Real x, Real) { return math::lgamma(x); });
    show<Real>("normal_cdf", [](Real x, Real) { return math::normal_cdf(x); });
    show<Real>("normal_quantile", [](Real x, Real) { return math::normal_quantile(x); });
}

/// The draws of a block loop: words to uniforms to normals, as one vector loop.
void show_block_draws() {
    static Column<float> uniform, normal;
    Hash hash;
    for (std::uint32_t round = 0; round < rounds; ++round) {
        float* const u = uniform.data();
        float* const z = normal.data();
#pragma GCC ivdep
        for (std::uint32_t i = 0; i < length; ++i) {
            const auto words = draw_words({.value = 7}, inputs, {.agent = i, .tick = round}, 0);
            u[i] = to_unit_float(words[0]) + to_open_unit_float(words[1]);
            z[i] = math::normal_quantile(to_open_unit_float(words[2]));
        }
        for (std::size_t i = 0; i < length; ++i) {
            hash.add(uniform[i]);
            hash.add(normal[i]);
        }
    }
    std::printf("block_draws %016llx\n", static_cast<unsigned long long>(hash.value()));
}

template <class Draw>
void show_draw(const char* name, Draw draw) {
    Hash hash;
    for (AgentId agent = 0; agent < rounds * length; ++agent) {
        Stream stream({.value = 2021, .replicate = 7}, inputs, {.agent = agent, .partner = agent / 3, .tick = 20});
        for (int i = 0; i < 3; ++i) hash.add(draw(stream, agent));
    }
    std::printf("%s %016llx\n", name, static_cast<unsigned long long>(hash.value()));
}

void show_draws() {
    static const std::vector<double> weights{0.1, 0.0, 2.5, 0.7, 1.0};
    const auto varied = [](AgentId agent) { return 1.0 + static_cast<double>(agent % 1000); };
    show_draw("bits", [](Stream& s, AgentId) { return std::uint64_t{s.bits()}; });
    show_draw("uniform", [](Stream& s, AgentId) { return s.uniform(); });
    show_draw("open_uniform", [](Stream& s, AgentId) { return s.open_uniform(); });
    show_draw("uniform_float", [](Stream& s, AgentId) { return s.uniform_float(); });
    show_draw("uniform_floats", [](Stream& s, AgentId) {
        std::array<float, 11> draws;
        s.uniform_floats(draws);
        return draws[3] + 2.0F * draws[7] + 4.0F * draws[10];
    });
    show_draw("chance", [](Stream& s, AgentId) { return std::uint64_t{s.chance(0.3)}; });
    show_draw("normal", [](Stream& s, AgentId) { return s.normal(); });
    show_draw("exponential", [&](Stream& s, AgentId a) { return s.exponential({.mean = varied(a)}); });
    show_draw("poisson", [&](Stream& s, AgentId a) { return s.poisson(0.1 * varied(a)); });
    show_draw("binomial", [&](Stream& s, AgentId a) { return std::uint64_t{s.binomial(a % 500, varied(a) / 1001.0)}; });
    show_draw("gamma", [&](Stream& s, AgentId a) { return s.gamma({.shape = 0.01 * varied(a), .scale = 2.0}); });
    show_draw("categorical", [](Stream& s, AgentId) { return std::uint64_t{s.categorical(weights)}; });
    show_draw("below", [](Stream& s, AgentId a) { return std::uint64_t{s.below(a + 1)}; });
}

}  // namespace

int main() {
    show_functions<double>();
    show_functions<float>();
    show_block_draws();
    show_draws();
}
