// SPDX-License-Identifier: Apache-2.0
//   scenario -- run -- a sink that keeps one number for each day and forgets the rest
// A sink is any type with four members. This one lets a run of any length go by in the memory of a batch of hours.
#include <commonweal/commonweal.hpp>

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <vector>

using namespace commonweal;

// sink
/// The most households without power at once, day by day.
struct WorstOfEachDay {
    std::vector<std::uint32_t> days;

    void begin(const study::OutputDescription& run) { std::cout << run.title << '\n'; }
    void append(const RecordTable& rows) {
        if (rows.schema().name != "series") return;
        for (const std::uint32_t dark : rows.values(rows.field<std::uint32_t>("households_without_power"))) {
            if (hour_++ % 24 == 0) days.push_back(0);
            days.back() = std::max(days.back(), dark);
        }
    }
    study::Committed commit(Tick hour) { return {.hour = hour, .rows = {}}; }  // nothing here survives a kill
    void finish(const std::vector<RecordTable>& tables, const std::vector<study::Attribute>&) {
        for (const RecordTable& table : tables)
            if (table.schema().name == "requests") std::cout << table.rows() << " requests in all\n";
    }

private:
    std::size_t hour_ = 0;
};
// end sink

int main(int count, char** words) try {
    if (count != 2) {
        std::cerr << "usage: own_sink SCENARIO\n";
        return 2;
    }
    const io::ReadOptions small{.overrides = {{"residents.count", "5000"}, {"time.duration", "20 d"}}};
    Workers workers;
    Simulation district(load_scenario(words[1], small), {.value = 1, .replicate = 0}, workers);
    WorstOfEachDay worst;
    study::run(district, worst);
    for (std::size_t day = 0; day < worst.days.size(); ++day)
        if (worst.days[day] > 0) std::cout << "day " << day + 1 << ": " << worst.days[day] << " without power\n";
} catch (const Error& error) {
    std::cerr << error.what() << '\n';
    return 1;
}
