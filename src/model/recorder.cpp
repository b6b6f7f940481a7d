// SPDX-License-Identifier: Apache-2.0
#include "model/recorder.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace commonweal::model {

namespace {

using core::Dimension;
using core::RecordColumn;
using core::RecordTable;
using core::ValueType;

std::vector<std::int64_t> counted(std::uint32_t size) {
    std::vector<std::int64_t> values(size);
    for (std::uint32_t k = 0; k < size; ++k) values[k] = k;
    return values;
}

template <std::size_t n>
std::vector<std::string> texts(const std::array<std::string_view, n>& names) {
    return {names.begin(), names.end()};
}

template <class Element>
std::vector<std::string> names_of(const std::vector<Element>& list) {
    std::vector<std::string> names;
    for (const Element& each : list) names.push_back(each.name);
    return names;
}

RecordColumn column(std::string name, std::string unit, std::string meaning, std::vector<std::string> dimensions = {},
                    ValueType type = ValueType::f32) {
    return {.name = std::move(name),
            .unit = std::move(unit),
            .meaning = std::move(meaning),
            .type = type,
            .dimensions = std::move(dimensions),
            .missing = {},
            .labels = {}};
}

std::vector<RecordColumn> event_columns() {
    return {column("hour", std::string(core::hours_since_start), "Hour in which it happened", {}, ValueType::u32),
            column("rule", "1", "Rule that made it happen", {}, ValueType::text),
            column("agent", "1", "Id of the agent: community, component or household", {}, ValueType::u32),
            column("kind", "1", "What happened", {}, ValueType::text),
            column("place", "1", "Cell, community or subdistrict", {}, ValueType::u32),
            column("value", "1", "How much, where there is something to count")};
}

/// One row of the event log.
struct Event {
    std::string_view rule;
    std::uint32_t agent;
    std::string_view kind;
    std::uint32_t place;
    float value;
};

void collect_component_events(const Observed& observed, std::vector<Event>& events) {
    static constexpr std::string_view failed[] = {"switchgear_failed", "feeder_failed", "substation_failed"};
    static constexpr std::string_view repaired[] = {"switchgear_repaired", "feeder_repaired", "substation_repaired"};
    const auto components = observed.lifelines.components();
    const auto add = [&](std::uint32_t k, const std::string_view* kinds) {
        const auto& component = components[k];
        events.push_back({"lifelines", k, kinds[static_cast<std::size_t>(component.kind)], component.place,
                          static_cast<float>(component.households)});
    };
    for (const std::uint32_t k : observed.lifelines.failed_now()) add(k, failed);
    for (const std::uint32_t k : observed.lifelines.repaired_now()) add(k, repaired);
}

void collect_request_events(const Observed& observed, std::vector<Event>& events) {
    const Requests& requests = observed.requests;
    const auto add = [&](std::uint32_t row, std::string_view what) {
        events.push_back({"requests", requests.households()[row], what, requests.communities()[row],
                          static_cast<float>(requests.kinds()[row])});
    };
    for (const std::uint32_t row : requests.created_now()) {
        if (requests.kinds()[row] != RequestKind::everyday) add(row, "request_created");
    }
    for (const std::uint32_t row : requests.ended_now()) {
        if (requests.kinds()[row] == RequestKind::everyday) continue;
        const bool closed = requests.tickets().state[row] == process::TicketState::closed;
        add(row, closed ? "request_closed" : "request_abandoned");
    }
}

void collect_phase_events(const Observed& observed, std::vector<Event>& events) {
    for (const std::uint32_t community : observed.offices.changed_now()) {
        const PhaseClock& clock = observed.offices.phases()[community];
        events.push_back({"phases", community, phase_names[static_cast<std::size_t>(clock.phase)], community,
                          static_cast<float>(observed.reports.perceived_function(community))});
    }
}

void collect_shock_events(const Observed& observed, std::vector<Event>& events) {
    for (const std::uint32_t k : observed.shocks.striking()) events.push_back({"shocks", k, "struck", 0, 0.0f});
}

void collect_organisation_events(const Observed& observed, std::vector<Event>& events) {
    for (const std::uint32_t k : observed.organisations.changed_now())
        events.push_back({"organisations", k, observed.organisations.present()[k] ? "came" : "left", 0, 0.0f});
}

void collect_intervention_events(const Observed& observed, std::vector<Event>& events) {
    for (const std::uint32_t k : observed.interventions.changed_now())
        events.push_back({"interventions", k, observed.interventions.in_force()[k] ? "started" : "ended", 0, 0.0f});
}

}  // namespace

std::vector<RecordColumn> series_columns(const Scenario& scenario) {
    const std::vector<std::string> community{"community"};
    const std::vector<std::string> cell{"cell"};
    const auto count = [](std::string name, std::string meaning, std::vector<std::string> dimensions = {}) {
        return column(std::move(name), "1", std::move(meaning), std::move(dimensions), ValueType::u32);
    };
    std::vector<RecordColumn> columns{
        column("rain", "mm / h", "Rain where it is strongest"),
        column("warning_in_force", "1", "1 while an official warning is in force", {}, ValueType::u8),
        column("response_level", "1", "Level of response ordered by the city, 1 the highest, 0 none", {},
               ValueType::u8),
        column("depth", "m", "Water at the lowest ground of the cell", cell),
        column("powered", "1", "Share of the cell's homes with power", cell),
        count("households_without_power", "Households without power"),
        column("function", "1", "Function of the community in each dimension", {"community", "dimension"}),
        column("perceived_function", "1", "Function as the office perceives it, from reports of water and power",
               community),
        column("phase", "1", "Phase in which the community's office thinks it is", community, ValueType::u8),
        column("informed", "1", "Share of residents who have heard the warning", community),
        column("protected", "1", "Share of residents who have taken protective action", community),
        count("requests_created", "Requests created in the hour", {"request_kind"}),
        count("requests_waiting", "Requests that wait at the end of the hour", community),
        count("requests_open", "Requests that wait or are served at the end of the hour", community),
        count("requests_abandoned", "Requests given up since the start", community),
        count("staff_on_duty", "Community staff on duty", community),
        count("repairs_open", "Repairs reported and not finished"),
        count("crews_busy", "Repair crews under way or at work"),
    };
    for (RecordColumn& each : columns) {
        if (each.name == "phase") each.labels = texts(phase_names);
    }
    if (!scenario.agents.empty()) {
        columns.push_back(column("group_informed", "1", "Share of the group who have heard the warning", {"group"}));
        columns.push_back(
            column("group_protected", "1", "Share of the group who have taken protective action", {"group"}));
    }
    if (!scenario.organisations.empty()) {
        const std::vector<std::string> organisation{"organisation"};
        columns.push_back(count("members_on_duty", "Members of the organisation on duty", organisation));
        columns.push_back(
            count("organisation_open", "Requests that wait or are served with the organisation", organisation));
        columns.push_back(
            count("organisation_closed", "Requests that the organisation has closed since the start", organisation));
    }
    return columns;
}

std::vector<Dimension> record_dimensions(const Scenario& scenario, const District& district) {
    std::vector<Dimension> dimensions{
        {.name = "community", .meaning = "Community", .values = counted(district.communities.size()), .unit = "1"},
        {.name = "cell", .meaning = "Grid cell", .values = counted(district.cells.size()), .unit = "1"},
        {.name = "dimension",
         .meaning = "Dimension of function",
         .values = texts(function_dimension_names),
         .unit = "1"},
        {.name = "request_kind", .meaning = "Kind of request", .values = texts(request_kind_names), .unit = "1"}};
    if (!scenario.agents.empty())
        dimensions.push_back(
            {.name = "group", .meaning = "Group of residents", .values = names_of(scenario.agents), .unit = "1"});
    if (!scenario.organisations.empty())
        dimensions.push_back({.name = "organisation",
                              .meaning = "Organisation",
                              .values = names_of(scenario.organisations),
                              .unit = "1"});
    return dimensions;
}

std::vector<RecordTable> record_tables(const Scenario& scenario, std::span<const Dimension> dimensions,
                                       const Metrics& metrics) {
    std::vector<RecordTable> tables;
    std::vector<RecordColumn> columns = series_columns(scenario);
    columns.insert(columns.end(), metrics.columns().begin(), metrics.columns().end());
    tables.emplace_back(core::RecordSchema{.name = "series", .row_dimension = "time", .columns = std::move(columns)},
                        dimensions);
    tables.emplace_back(core::RecordSchema{.name = "events", .row_dimension = "event", .columns = event_columns()},
                        dimensions);
    return tables;
}

namespace {

struct RequestCount {
    std::uint32_t waiting = 0;
    std::uint32_t open = 0;
    std::uint32_t abandoned = 0;

    void add(const process::ServiceQueue& queue) {
        waiting += queue.waiting;
        open += static_cast<std::uint32_t>(queue.submitted - queue.closed - queue.abandoned);
        abandoned += static_cast<std::uint32_t>(queue.abandoned);
    }
};

/// Of a community's office and of the organisations there.
RequestCount requests_of(const Observed& observed, std::uint32_t community) {
    RequestCount count;
    count.add(observed.requests.office_queue(community));
    const Range posts = observed.organisations.posts_of(community);
    for (std::uint32_t post = posts.first; post < posts.last; ++post) count.add(observed.requests.post_queue(post));
    return count;
}

void record_groups(RecordTable& series, const Observed& observed) {
    if (observed.district.groups.empty()) return;
    const auto share = [&](std::uint32_t group, core::Column<float> name) {
        const std::vector<std::uint32_t>& members = observed.district.groups[group];
        const auto values = observed.people.residents().column(name);
        std::uint32_t sum = 0;
        for (const std::uint32_t row : members) sum += values[row] > 0.5f;
        return static_cast<float>(sum) / static_cast<float>(std::max<std::size_t>(1, members.size()));
    };
    const auto informed = series.last(series.field<float>("group_informed"));
    const auto protecting = series.last(series.field<float>("group_protected"));
    for (std::uint32_t group = 0; group < observed.district.groups.size(); ++group) {
        informed[group] = share(group, columns::informed);
        protecting[group] = share(group, columns::protecting);
    }
}

void record_organisations(RecordTable& series, const Observed& observed) {
    if (observed.organisations.size() == 0) return;
    const auto on_duty = series.last(series.field<std::uint32_t>("members_on_duty"));
    const auto open = series.last(series.field<std::uint32_t>("organisation_open"));
    const auto closed = series.last(series.field<std::uint32_t>("organisation_closed"));
    const auto posts = observed.organisations.posts();
    for (std::uint32_t post = 0; post < posts.size(); ++post) {
        const process::ServiceQueue& queue = observed.requests.post_queue(post);
        RequestCount count;
        count.add(queue);
        const std::uint32_t organisation = posts[post].organisation;
        on_duty[organisation] += observed.organisations.on_duty()[post];
        open[organisation] += count.open;
        closed[organisation] += static_cast<std::uint32_t>(queue.closed);
    }
}

void record_communities(RecordTable& series, const Observed& observed) {
    const District& district = observed.district;
    const auto function = series.last(series.field<float>("function"));
    const auto perceived = series.last(series.field<float>("perceived_function"));
    const auto phase = series.last(series.field<std::uint8_t>("phase"));
    const auto informed = series.last(series.field<float>("informed"));
    const auto protecting = series.last(series.field<float>("protected"));
    const auto waiting = series.last(series.field<std::uint32_t>("requests_waiting"));
    const auto open = series.last(series.field<std::uint32_t>("requests_open"));
    const auto abandoned = series.last(series.field<std::uint32_t>("requests_abandoned"));
    const auto staff = series.last(series.field<std::uint32_t>("staff_on_duty"));
    for (std::uint32_t k = 0; k < district.communities.size(); ++k) {
        const auto values = community_function(observed.scenario, district, observed.flood, observed.lifelines,
                                               observed.requests, observed.offices, observed.organisations, k);
        std::copy(values.begin(), values.end(), function.begin() + k * function_dimension_count);
        const RequestCount count = requests_of(observed, k);
        const auto people =
            static_cast<float>(std::max(1u, district.communities.residents[k + 1] - district.communities.residents[k]));
        perceived[k] = static_cast<float>(observed.reports.perceived_function(k));
        phase[k] = static_cast<std::uint8_t>(observed.offices.phases()[k].phase);
        informed[k] = static_cast<float>(observed.people.informed_count()[k]) / people;
        protecting[k] = static_cast<float>(observed.people.protecting_count()[k]) / people;
        waiting[k] = count.waiting;
        open[k] = count.open;
        abandoned[k] = count.abandoned;
        staff[k] = observed.offices.on_duty()[k];
    }
}

}  // namespace

void record_series(RecordTable& series, const Observed& observed, core::Tick hour) {
    series.append();
    series.set(series.field<float>("rain"), observed.timeline.rain[hour]);
    series.set(series.field<std::uint8_t>("warning_in_force"), observed.timeline.warning[hour]);
    series.set(series.field<std::uint8_t>("response_level"), observed.timeline.level[hour]);
    const auto depth = series.last(series.field<float>("depth"));
    const auto powered = series.last(series.field<float>("powered"));
    std::uint32_t dark = 0;
    for (std::uint32_t cell = 0; cell < observed.district.cells.size(); ++cell) {
        depth[cell] = static_cast<float>(observed.flood.depth()[cell]);
        powered[cell] = observed.lifelines.powered()[cell];
        if (!observed.lifelines.powered()[cell]) dark += observed.district.households_of_cell(cell).size();
    }
    series.set(series.field<std::uint32_t>("households_without_power"), dark);
    const auto created = series.last(series.field<std::uint32_t>("requests_created"));
    for (const std::uint32_t row : observed.requests.created_now()) {
        ++created[static_cast<std::size_t>(observed.requests.kinds()[row])];
    }
    series.set(series.field<std::uint32_t>("repairs_open"), observed.lifelines.open_repairs(hour));
    series.set(series.field<std::uint32_t>("crews_busy"), observed.lifelines.busy_crews(hour));
    record_communities(series, observed);
    record_groups(series, observed);
    record_organisations(series, observed);
    observed.metrics.record(series, hour);
}

void record_events(RecordTable& events, const Observed& observed, core::Tick hour) {
    std::vector<Event> found;
    collect_component_events(observed, found);
    collect_phase_events(observed, found);
    collect_request_events(observed, found);
    collect_shock_events(observed, found);
    collect_organisation_events(observed, found);
    collect_intervention_events(observed, found);
    std::stable_sort(found.begin(), found.end(), [](const Event& a, const Event& b) {
        return std::pair(a.rule, a.agent) < std::pair(b.rule, b.agent);
    });
    const auto hour_field = events.field<std::uint32_t>("hour");
    const auto agent_field = events.field<std::uint32_t>("agent");
    const auto place_field = events.field<std::uint32_t>("place");
    const auto value_field = events.field<float>("value");
    const auto rule_field = events.text_field("rule");
    const auto kind_field = events.text_field("kind");
    for (const Event& event : found) {
        events.append();
        events.set(hour_field, hour);
        events.set(agent_field, event.agent);
        events.set(place_field, event.place);
        events.set(value_field, event.value);
        events.set(rule_field, event.rule);
        events.set(kind_field, event.kind);
    }
}

}  // namespace commonweal::model
