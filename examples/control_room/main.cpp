// SPDX-License-Identifier: Apache-2.0
//   scenario -- district, hour by hour -- series --> pharmacies (a rule) ; a sink ; errors
// What a control room could run beside its own work. The tutorial builds this program step by step.
#include <commonweal/commonweal.hpp>

#include <iostream>

using namespace commonweal;

// read
/// What a series says of the hour that was run last: one number, or one for each cell or community.
template <class T>
std::span<const T> newest(Simulation& district, std::string_view name) {
    RecordTable& series = district.records().front();
    return series.last(series.field<T>(name));
}
// end read

// rule
constexpr Column<float> lit{"lit"};               // share of the homes around that have power
constexpr Column<std::uint16_t> warm{"warm"};     // hours without power so far
constexpr Column<std::uint8_t> spoilt{"spoilt"};  // 1 once the medicine was warm for too long

/// For every pharmacy: its cupboard stays cold for some hours after the power has gone.
struct Spoil {
    static constexpr std::string_view name = "spoil";
    static constexpr auto uses = read(lit) | write(warm) | write(spoilt);
    std::uint16_t keeps_cold = 6;  // h

    void operator()(float share, std::uint16_t& hours, std::uint8_t& lost) const {
        hours = share < 0.5f ? static_cast<std::uint16_t>(hours + 1) : std::uint16_t{0};
        if (hours > keeps_cold) lost = 1;
    }
};
// end rule

// sink
/// Lines of comma-separated values for another program, as the run goes on.
class Lines {
public:
    explicit Lines(std::ostream& out) : out_(out) {}

    void begin(const study::OutputDescription&) { out_ << "hour,rain,homes_without_power\n"; }
    void append(const RecordTable& rows) {
        if (rows.schema().name != "series") return;
        const auto rain = rows.values(rows.field<float>("rain"));
        const auto dark = rows.values(rows.field<std::uint32_t>("households_without_power"));
        for (std::size_t row = 0; row < rows.rows(); ++row, ++hour_)
            if (rain[row] > 0.0f) out_ << hour_ << ',' << rain[row] << ',' << dark[row] << '\n';
    }
    study::Committed commit(Tick hour) { return {.hour = hour, .rows = {}}; }
    void finish(const std::vector<RecordTable>&, const std::vector<study::Attribute>&) { out_.flush(); }

private:
    std::ostream& out_;
    Tick hour_ = 1;
};
// end sink

int main() try {
    const Scenario scenario = load_scenario("town.toml");
    Workers workers;
    Simulation district(scenario, {.value = 1, .replicate = 0}, workers);
    std::cout << scenario.title << ": " << district.hours() << " hours\n";

    // step
    do district.step();
    while (newest<float>(district, "rain").front() == 0.0f);
    std::cout << "it rains from hour " << district.hour() << " on\n";
    // end step

    // agents
    const std::size_t cells = newest<float>(district, "powered").size();
    core::Simulation shops({.value = 1});
    Population& pharmacies = shops.add(Population::numbered("pharmacy", static_cast<core::Index>(cells)));
    pharmacies.add(lit, 1.0f);
    pharmacies.add(warm, std::uint16_t{0});
    pharmacies.add(spoilt, std::uint8_t{0});
    shops.add(Spoil{.keeps_cold = 8}, "pharmacy");
    shops.observe("spoilt", core::observe_sum("pharmacy", spoilt));
    // end agents

    // both
    while (district.hour() < district.hours()) {
        district.step();
        const auto powered = newest<float>(district, "powered");
        const auto around = pharmacies.values(lit);
        for (std::size_t cell = 0; cell < cells; ++cell) around[cell] = powered[cell];
        shops.step(workers);
    }
    std::cout << "medicine is lost in " << shops.series().at("spoilt").last() << " of " << cells << " pharmacies\n";
    // end both

    // run
    Simulation another(scenario, {.value = 2, .replicate = 0}, workers);
    Lines lines(std::cout);
    run(another, lines, {.commit_every = 1});
    // end run

    // wrong
    try {
        load_scenario("town.toml", {.overrides = {{.path = "residents.cuont", .value = "4000"}}});
    } catch (const ConfigError& error) {
        for (const Mistake& mistake : error.mistakes()) std::cout << "wrong: " << mistake.text() << '\n';
    }
    // end wrong
} catch (const Error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
