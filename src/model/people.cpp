// SPDX-License-Identifier: Apache-2.0
#include <commonweal/model/people.hpp>

#include <commonweal/core/rule.hpp>
#include <commonweal/core/sweep.hpp>
#include <commonweal/model/agent_groups.hpp>
#include <commonweal/model/district.hpp>
#include <commonweal/model/flood.hpp>
#include <commonweal/model/scenario.hpp>
#include <commonweal/model/timeline.hpp>
#include <commonweal/process/protective_action.hpp>
#include <commonweal/process/warning.hpp>

#include <algorithm>
#include <numeric>
#include <string_view>

namespace commonweal::model {

namespace {

/// Rising water below this wakes nobody, m.
constexpr double waking_depth = 0.05;

core::Population make_residents(const District& district) {
    std::vector<core::AgentId> ids(district.residents.size());
    std::iota(ids.begin(), ids.end(), 0u);
    std::vector<core::Index> sizes;
    for (std::uint32_t k = 0; k < district.communities.size(); ++k) {
        sizes.push_back(district.communities.residents[k + 1] - district.communities.residents[k]);
    }
    core::Population residents("resident", std::move(ids), sizes);
    residents.add_row(columns::informed, columns::protecting);
    for (const auto column : {columns::trust, columns::reach, columns::alarm, columns::expected_impact,
                              columns::mobility, columns::reluctance}) {
        residents.add(column, 0.0f);
    }
    residents.add(columns::informed_hour, no_hour);
    residents.add(columns::protected_hour, no_hour);
    return residents;
}

core::Layers make_layers(const District& district) {
    core::Layers layers;
    layers.refer(columns::contacts, district.contacts);
    return layers;
}

/// Residents hear the warning by broadcast and from neighbours.
struct HearWarning {
    static constexpr std::string_view name = "hear_warning";
    static constexpr auto uses = core::write(columns::informed) | core::write(columns::informed_hour) |
                                 core::read(columns::reach) |
                                 core::neighbour_mean(columns::contacts, columns::informed) | core::uniforms<1>();

    process::Warning warning;
    float on_air = 0.0f;  ///< 1 while a warning is in force.
    std::uint32_t hour = 0;

    void operator()(float& informed, std::uint32_t& informed_hour, float reach, float informed_neighbours,
                    float draw) const {
        const float chance = process::warned_chance(warning, on_air * reach, informed_neighbours, 1.0f);
        const bool hears = (informed < 0.5f) & (draw < chance);
        informed = hears ? 1.0f : informed;
        informed_hour = hears ? hour : informed_hour;
    }
};

/// Residents who hear, see or follow decide to protect themselves.
struct TakeAction {
    static constexpr std::string_view name = "take_action";
    static constexpr auto uses = core::write(columns::protecting) | core::write(columns::protected_hour) |
                                 core::read(columns::informed) | core::read(columns::trust) |
                                 core::read(columns::alarm) | core::read(columns::expected_impact) |
                                 core::read(columns::mobility) | core::read(columns::reluctance) |
                                 core::neighbour_mean(columns::contacts, columns::protecting) | core::uniforms<1>();

    process::ProtectiveAction action;
    std::uint32_t hour = 0;

    void operator()(float& protecting, std::uint32_t& protected_hour, float informed, float trust, float alarm,
                    float expected_impact, float mobility, float reluctance, float protecting_neighbours,
                    float draw) const {
        const float risk = process::perceived_risk(action, {.warned = informed,
                                                            .trust = trust,
                                                            .environmental = alarm,
                                                            .social = protecting_neighbours,
                                                            .experience = 0.0f,
                                                            .expected_impact = expected_impact});
        const float ready = process::readiness(action, risk, {.mobility = mobility});
        const float chance = process::action_chance(action, ready, reluctance, 1.0f);
        const bool acts = (protecting < 0.5f) & (draw < chance);
        protecting = acts ? 1.0f : protecting;
        protected_hour = acts ? hour : protected_hour;
    }
};

}  // namespace

struct People::Rules {
    core::Sweep<HearWarning> hear_warning;
    core::Sweep<TakeAction> take_action;
};

People::People(const Scenario& scenario, const District& district, core::Seed seed)
    : scenario_(&scenario),
      district_(&district),
      seed_(seed),
      residents_(make_residents(district)),
      layers_(make_layers(district)),
      rules_(new Rules{.hear_warning = {{.warning = scenario.warning}, residents_, layers_},
                       .take_action = {{.action = scenario.protective_action}, residents_, layers_}}),
      informed_count_(district.communities.size()),
      protecting_count_(district.communities.size()) {
    const AwarenessPlan& plan = scenario.awareness;
    const auto stream_id = core::StreamId::of("resident", "character");
    for (std::uint32_t k = 0; k < residents_.size(); ++k) {
        core::Stream stream(seed, stream_id, {.agent = residents_.ids()[k]});
        const double trust = plan.trust_low + (plan.trust_high - plan.trust_low) * stream.uniform();
        const bool low = district.households.ground_floor[district.residents.household[k]];
        residents_.values(columns::trust)[k] = static_cast<float>(trust);
        residents_.values(columns::reluctance)[k] = static_cast<float>(stream.open_uniform());
        residents_.values(columns::expected_impact)[k] =
            static_cast<float>(low ? plan.ground_floor_impact : plan.upper_floor_impact);
        residents_.values(columns::mobility)[k] = district.residents.age_group[k] == 2 ? 0.3f : 0.8f;
    }
    differ();
}

void People::differ() {
    if (scenario_->agents.empty()) return;
    const auto multiply = [&](core::Column<float> name, double AgentGroup::*factor) {
        const std::vector<float> factors = group_factors(*scenario_, *district_, factor);
        const auto values = residents_.values(name);
        for (std::uint32_t row = 0; row < residents_.size(); ++row)
            values[row] = std::min(1.0f, values[row] * factors[row]);
    };
    multiply(columns::trust, &AgentGroup::trust_factor);
    multiply(columns::mobility, &AgentGroup::mobility_factor);
    multiply(columns::expected_impact, &AgentGroup::impact_factor);
}

People::~People() = default;

std::vector<core::Block> People::active_blocks(const Timeline& timeline, const Flood& flood, core::Tick hour) {
    active_.clear();
    std::vector<core::Block> blocks;
    for (std::uint32_t k = 0; k < district_->communities.size(); ++k) {
        const Range cells = district_->cells_of(k);
        bool awake = timeline.heard_of[hour] != 0;
        for (std::uint32_t cell = cells.first; cell < cells.last && !awake; ++cell)
            awake = flood.rising(cell, waking_depth);
        if (!awake) continue;
        active_.push_back(k);
        const auto own = residents_.blocks(k);
        blocks.insert(blocks.end(), own.begin(), own.end());
    }
    return blocks;
}

void People::look_around(core::Workers& workers, double rain, const Flood& flood, std::span<const float> telecom) {
    const AwarenessPlan& plan = scenario_->awareness;
    const auto alarm = residents_.values(columns::alarm);
    const auto reach = residents_.values(columns::reach);
    workers.for_each(active_.size(), [&](std::size_t position) {
        const Range cells = district_->cells_of(active_[position]);
        for (std::uint32_t cell = cells.first; cell < cells.last; ++cell) {
            const double fall = rain * district_->cells.rain_share[cell] / plan.alarming_rain;
            const double seen = std::min(1.0, flood.depth()[cell] / plan.alarming_depth + fall);
            const double online = std::max(plan.offline_reach, plan.online_reach * static_cast<double>(telecom[cell]));
            const Range people = district_->residents_of_cell(cell);
            for (std::uint32_t k = people.first; k < people.last; ++k) {
                alarm[k] = static_cast<float>(seen);
                reach[k] = static_cast<float>(district_->residents.online[k] ? online : plan.offline_reach);
            }
        }
    });
}

void People::count(core::Workers& workers) {
    const auto informed = residents_.column(columns::informed);
    const auto protecting = residents_.column(columns::protecting);
    workers.for_each(active_.size(), [&](std::size_t position) {
        const std::uint32_t community = active_[position];
        std::uint32_t informed_sum = 0;
        std::uint32_t protecting_sum = 0;
        for (const core::Block& block : residents_.blocks(community)) {
            for (core::Index k = block.first; k < block.first + block.count; ++k) {
                informed_sum += informed[k] > 0.5f;
                protecting_sum += protecting[k] > 0.5f;
            }
        }
        informed_count_[community] = informed_sum;
        protecting_count_[community] = protecting_sum;
    });
}

void People::step(core::Workers& workers, const Timeline& timeline, const Flood& flood, std::span<const float> telecom,
                  core::Tick hour) {
    const std::vector<core::Block> blocks = active_blocks(timeline, flood, hour);
    if (blocks.empty()) return;
    look_around(workers, timeline.rain[hour], flood, telecom);
    rules_->hear_warning.rule().warning = scenario_->warning;
    rules_->hear_warning.rule().on_air = timeline.warning[hour] ? 1.0f : 0.0f;
    rules_->hear_warning.rule().hour = hour;
    rules_->take_action.rule().hour = hour;
    rules_->hear_warning.run(workers, seed_, hour, blocks);
    rules_->take_action.run(workers, seed_, hour, blocks);
    count(workers);
}

void People::save(core::StateWriter& writer) const {
    residents_.save(writer);
    writer.values(informed_count_);
    writer.values(protecting_count_);
}

void People::load(core::StateReader& reader) {
    residents_.load(reader);
    reader.values(informed_count_);
    reader.values(protecting_count_);
}

}  // namespace commonweal::model
