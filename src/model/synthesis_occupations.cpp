// SPDX-License-Identifier: Apache-2.0
#include "model/synthesis_parts.hpp"

#include <commonweal/core/error.hpp>
#include <commonweal/core/math.hpp>
#include <commonweal/core/text.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace commonweal::model::detail {

namespace {

constexpr std::uint32_t levels = 5;
constexpr std::size_t run = 8192;

/// The level of school for an age, or `levels`.
std::uint32_t school_level(std::uint32_t age) {
    constexpr std::array<std::uint32_t, levels + 1> from{3, 6, 12, 15, 18, 23};
    std::uint32_t level = 0;
    while (level < levels && age >= from[level + 1]) ++level;
    return age < from[0] ? levels : level;
}

std::uint32_t online_class(std::uint32_t age) { return age < 6 ? 0 : age <= 18 ? 1 : age < 60 ? 2 : 3; }

std::uint32_t cell_of(const City::Residents& residents, std::uint32_t row) {
    return age_group(residents.age[row]) * 2 + residents.sex[row];
}

template <class Task>
void for_each_resident(std::uint32_t residents, core::Workers& workers, Task task) {
    workers.for_each((residents + run - 1) / run, [&](std::size_t part) {
        const auto last = static_cast<std::uint32_t>(std::min<std::size_t>(residents, (part + 1) * run));
        for (auto row = static_cast<std::uint32_t>(part * run); row < last; ++row) task(row);
    });
}

void enrol(const Census& census, core::Seed seed, core::Workers& workers, City::Residents& residents) {
    for_each_resident(residents.size(), workers, [&](std::uint32_t row) {
        core::Stream stream(seed, core::StreamId::of("resident", "school"), {.agent = residents.id[row]});
        const std::uint32_t age = residents.age[row];
        residents.online[row] = stream.chance(census.online.values[online_class(age)]);
        const std::uint32_t level = school_level(age);
        const bool goes = level < levels && stream.chance(census.enrolment.values[level]);
        residents.activity[row] = static_cast<std::uint8_t>(goes ? level + 1 : 0);
    });
}

/// Chances of work by age group and sex of those who do not go to school: the profile of the census, brought to its
/// level.
std::vector<double> work_chances(const Census& census, const City::Residents& residents) {
    process::JointTable seed = process::JointTable::filled({2, age_groups, 2}, 0.0);
    std::vector<double> out_of_school(people_cells, 0.0);
    double people = 0.0;
    for (std::uint32_t row = 0; row < residents.size(); ++row)
        if (residents.activity[row] == 0) ++out_of_school[cell_of(residents, row)], ++people;
    for (std::uint32_t group = 0; group < age_groups; ++group) {
        const double rates[] = {census.employed_men.values[group], census.employed_women.values[group]};
        for (std::uint32_t sex = 0; sex < 2; ++sex) {
            const std::uint32_t cell = group * 2 + sex;
            // In age groups without anybody, any number will do.
            seed.cells[cell] = out_of_school[cell] * rates[sex];
            seed.cells[people_cells + cell] = out_of_school[cell] * (1.0 - rates[sex]);
        }
    }
    const double employed = census.employed_share * residents.size();
    double could_work = 0.0;
    for (std::size_t cell = 0; cell < out_of_school.size(); ++cell)
        if (seed.cells[cell] > 0.0) could_work += out_of_school[cell];
    if (employed > could_work)
        throw core::Error("synthesis: an employed_share of " + core::number_text(census.employed_share) +
                          " cannot be reached; only a share of " + core::number_text(could_work / residents.size()) +
                          " has left school and could be employed by employed_men and employed_women");
    const std::vector<process::Margin> margins{{{1, 2}, out_of_school}, {{0}, {employed, people - employed}}};
    const process::FittedTable fitted = process::fit(std::move(seed), margins, {.tolerance = 1e-6});
    std::vector<double> chances(people_cells, 0.0);
    for (std::size_t cell = 0; cell < chances.size(); ++cell)
        if (out_of_school[cell] > 0.0) chances[cell] = fitted.table.cells[cell] / out_of_school[cell];
    return chances;
}

void employ(const Census& census, core::Seed seed, core::Workers& workers, City::Residents& residents) {
    const std::vector<double> chances = work_chances(census, residents);
    for_each_resident(residents.size(), workers, [&](std::uint32_t row) {
        if (residents.activity[row] != 0) return;
        core::Stream stream(seed, core::StreamId::of("resident", "work"), {.agent = residents.id[row]});
        if (stream.chance(chances[cell_of(residents, row)]))
            residents.activity[row] = static_cast<std::uint8_t>(Activity::employed);
    });
}

class Founder {
public:
    Founder(const OrganisationPlan& plan, core::Seed seed, City& city) : plan_(plan), seed_(seed), city_(city) {}

    /// Schools take the pupils of a run of communities.
    void found_schools() {
        for (std::uint32_t level = 0; level < levels; ++level) {
            std::vector<std::uint32_t> pupils;
            for (std::uint32_t row = 0; row < city_.residents.size(); ++row)
                if (city_.residents.activity[row] == level + 1) pupils.push_back(row);
            if (pupils.empty()) continue;
            const auto count = static_cast<double>(pupils.size());
            const auto schools =
                std::max<std::uint64_t>(1, static_cast<std::uint64_t>(count / plan_.school_sizes.values[level] + 0.5));
            for (std::uint64_t k = 0; k < schools; ++k) {
                const std::size_t first = pupils.size() * k / schools;
                const std::size_t last = pupils.size() * (k + 1) / schools;
                found(static_cast<OrganisationKind>(level), std::span(pupils).subspan(first, last - first));
            }
        }
    }

    /// Workplaces take the next so many workers, who are ordered by where they live, loosely.
    void found_workplaces() {
        const std::vector<std::uint32_t> workers = workers_in_order();
        std::size_t first = 0;
        for (std::uint32_t number = 0; first < workers.size(); ++number) {
            core::Stream stream(seed_, core::StreamId::of("workplace", "size"), {.agent = number});
            const double drawn = core::math::pow(stream.open_uniform(), -1.0 / plan_.workplace_exponent);
            const double size = std::min(
                {drawn, static_cast<double>(plan_.largest_workplace), static_cast<double>(workers.size() - first)});
            const auto count = static_cast<std::size_t>(static_cast<std::int64_t>(size));
            found(OrganisationKind::workplace, std::span(workers).subspan(first, count));
            first += count;
        }
    }

    void found_associations() {
        const auto count =
            static_cast<std::uint32_t>(plan_.associations_per_1000 * city_.residents.size() / 1000.0 + 0.5);
        for (std::uint64_t k = 0; k < count; ++k)
            add(OrganisationKind::association, static_cast<std::uint32_t>(k * city_.communities.size() / count), 0);
    }

private:
    std::vector<std::uint32_t> workers_in_order() const {
        const City::Residents& residents = city_.residents;
        std::vector<std::pair<double, std::uint32_t>> places;
        for (std::uint32_t row = 0; row < residents.size(); ++row) {
            if (residents.activity[row] != static_cast<std::uint8_t>(Activity::employed)) continue;
            core::Stream stream(seed_, core::StreamId::of("resident", "commute"), {.agent = residents.id[row]});
            const double home = row / static_cast<double>(residents.size());
            places.emplace_back(home + plan_.commuting * (stream.uniform() - 0.5), row);
        }
        std::sort(places.begin(), places.end());
        std::vector<std::uint32_t> rows;
        rows.reserve(places.size());
        for (const auto& [place, row] : places) rows.push_back(row);
        return rows;
    }

    void found(OrganisationKind kind, std::span<const std::uint32_t> people) {
        for (const std::uint32_t row : people) city_.residents.organisation[row] = city_.organisations.size();
        const std::uint32_t household = city_.residents.household[people[people.size() / 2]];
        add(kind, city_.buildings.community[city_.households.building[household]],
            static_cast<std::uint32_t>(people.size()));
    }

    void add(OrganisationKind kind, std::uint32_t community, std::uint32_t people) {
        city_.organisations.id.push_back(city_.organisations.size());
        city_.organisations.kind.push_back(static_cast<std::uint8_t>(kind));
        city_.organisations.community.push_back(community);
        city_.organisations.people.push_back(people);
    }

    const OrganisationPlan& plan_;
    core::Seed seed_;
    City& city_;
};

}  // namespace

void occupy(const SynthesisPlan& plan, core::Seed seed, core::Workers& workers, City& city) {
    city.residents.activity.assign(city.residents.size(), 0);
    city.residents.online.assign(city.residents.size(), 0);
    city.residents.organisation.assign(city.residents.size(), no_row);
    enrol(plan.census, seed, workers, city.residents);
    employ(plan.census, seed, workers, city.residents);
    Founder founder(plan.organisations, seed, city);
    founder.found_schools();
    founder.found_workplaces();
    founder.found_associations();
}

}  // namespace commonweal::model::detail
