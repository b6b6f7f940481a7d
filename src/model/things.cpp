// SPDX-License-Identifier: Apache-2.0
#include "model/recorder.hpp"

#include <commonweal/process/depth_damage.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <utility>

namespace commonweal::model {

namespace {

using core::RecordColumn;
using core::RecordTable;

/// A table filled column by column; all columns have one length.
class ThingTable {
public:
    ThingTable(std::string name, std::string row_dimension) : name_(std::move(name)), row_(std::move(row_dimension)) {}

    template <core::RecordValue T>
    ThingTable& add(const std::string& column, const std::string& unit, const std::string& meaning,
                    std::vector<T> values, std::optional<std::int64_t> missing = {},
                    const std::vector<std::string>& labels = {}) {
        columns_.push_back({.name = column,
                            .unit = unit,
                            .meaning = meaning,
                            .type = core::value_type_of<T>(),
                            .dimensions = {},
                            .missing = missing,
                            .labels = labels});
        rows_ = values.size();
        fillers_.push_back([column, values = std::move(values)](RecordTable& table) {
            const auto target = table.values(table.field<T>(column));
            std::copy(values.begin(), values.end(), target.begin());
        });
        return *this;
    }

    RecordTable make() const {
        RecordTable table({.name = name_, .row_dimension = row_, .columns = columns_}, {});
        table.append(rows_);
        for (const auto& fill : fillers_) fill(table);
        return table;
    }

private:
    std::string name_;
    std::string row_;
    std::vector<RecordColumn> columns_;
    std::size_t rows_ = 0;
    std::vector<std::function<void(RecordTable&)>> fillers_;
};

/// Hours since the start as results hold them: what has not happened is not a number.
std::vector<double> hours_or_none(const std::vector<double>& hours, double until) {
    std::vector<double> values(hours);
    for (double& hour : values) {
        if (!(hour <= until)) hour = std::numeric_limits<double>::quiet_NaN();
    }
    return values;
}

std::vector<std::uint32_t> numbered(std::size_t size) {
    std::vector<std::uint32_t> ids(size);
    for (std::size_t k = 0; k < size; ++k) ids[k] = static_cast<std::uint32_t>(k);
    return ids;
}

template <class Of>
auto map_rows(std::size_t size, Of&& of) {
    std::vector<decltype(of(std::uint32_t{}))> values(size);
    for (std::size_t k = 0; k < size; ++k) values[k] = of(static_cast<std::uint32_t>(k));
    return values;
}

const std::string hours_unit(core::hours_since_start);

/// Who serves each request: "office", or an organisation's name.
void add_servers(const Observed& o, ThingTable& table) {
    std::vector<std::string> names{"office"};
    for (const Organisation& each : o.scenario.organisations) names.push_back(each.name);
    const auto served_by = map_rows(o.requests.tickets().size(), [&](std::uint32_t k) {
        const std::optional<std::uint32_t> organisation = o.requests.organisation_of(k);
        return static_cast<std::uint8_t>(organisation ? *organisation + 1 : 0);
    });
    table.add("served_by", "1", "Who has it, or had it last", served_by, {}, names);
}

RecordTable request_table(const Observed& o, core::Tick hours) {
    const process::Tickets& tickets = o.requests.tickets();
    const std::size_t size = tickets.size();
    const auto kinds =
        map_rows(size, [&](std::uint32_t k) { return static_cast<std::uint8_t>(o.requests.kinds()[k]); });
    const auto states = map_rows(size, [&](std::uint32_t k) { return static_cast<std::uint8_t>(tickets.state[k]); });
    ThingTable table("requests", "request");
    table.add("id", "1", "Number of the request", tickets.id)
        .add("kind", "1", "What was asked for", kinds, {}, {request_kind_names.begin(), request_kind_names.end()})
        .add("community", "1", "Community of the household",
             std::vector(o.requests.communities().begin(), o.requests.communities().end()))
        .add("household", "1", "Household that asked",
             std::vector(o.requests.households().begin(), o.requests.households().end()))
        .add("priority", "1", "Class, 0 is served first", tickets.priority)
        .add("created", hours_unit, "When it was made", tickets.created)
        .add("started", hours_unit, "When service began", hours_or_none(tickets.started, hours))
        .add("ended", hours_unit, "When it was closed or given up", hours_or_none(tickets.ended, hours))
        .add("state", "1", "What has become of it", states, {}, {"waiting", "serving", "closed", "abandoned"});
    if (o.organisations.size() > 0) add_servers(o, table);
    return table.make();
}

RecordTable member_table(const Observed& o) {
    std::vector<std::uint32_t> groups, ids;
    for (std::uint32_t group = 0; group < o.district.groups.size(); ++group) {
        for (const std::uint32_t row : o.district.groups[group]) {
            groups.push_back(group);
            ids.push_back(o.people.residents().ids()[row]);
        }
    }
    return ThingTable("group_members", "member")
        .add("group_number", "1", "Place of the group in the scenario's list", std::move(groups))
        .add("resident_id", "1", "Persistent id of a resident in it", std::move(ids))
        .make();
}

RecordTable repair_table(const Observed& o, core::Tick hours) {
    const process::RepairJobs& jobs = o.lifelines.jobs();
    const auto components = o.lifelines.components();
    const auto place = map_rows(jobs.size(), [&](std::uint32_t k) { return components[jobs.place[k]].place; });
    return ThingTable("repairs", "repair")
        .add("id", "1", "Number of the repair", jobs.id)
        .add("kind", "1", "What was repaired", jobs.kind, {}, {"switchgear", "feeder", "substation"})
        .add("component", "1", "Number of the component", jobs.place)
        .add("place", "1", "Cell, community or subdistrict that it feeds", place)
        .add("households", "1", "Households that it feeds", jobs.customers)
        .add("reported", hours_unit, "When the utility learned of it", jobs.reported)
        .add("started", hours_unit, "When a crew set out", hours_or_none(jobs.started, hours))
        .add("ended", hours_unit, "When it was repaired", hours_or_none(jobs.ended, hours))
        .make();
}

RecordTable report_table(const Observed& o) {
    const Reports::Rows& rows = o.reports.rows();
    const auto community =
        map_rows(rows.size(), [&](std::uint32_t k) { return o.district.cells.community[rows.cell[k]]; });
    return ThingTable("reports", "report")
        .add("id", "1", "Number of the report", numbered(rows.size()))
        .add("cell", "1", "Cell that it tells of", rows.cell)
        .add("community", "1", "Community whose office receives it", community)
        .add("sent", hours_unit, "When the grid worker wrote it", rows.sent)
        .add("received", hours_unit, "When the office had it, or will have it", rows.received)
        .add("wet", "1", "1 if it says that streets are flooded", rows.wet)
        .add("powered", "1", "1 if it says that there is power", rows.powered)
        .make();
}

/// Function of one community over time, the mean of its dimensions.
std::vector<double> mean_function(const FunctionHistory& history, std::uint32_t communities, std::uint32_t community,
                                  core::Tick hours) {
    std::vector<double> mean(hours);
    for (core::Tick hour = 0; hour < hours; ++hour) {
        const float* values = &history[(std::size_t{hour} * communities + community) * function_dimension_count];
        double sum = 0.0;
        for (std::size_t d = 0; d < function_dimension_count; ++d) sum += static_cast<double>(values[d]);
        mean[hour] = sum / function_dimension_count;
    }
    return mean;
}

bool has_collapsed(const Observed& o, const FunctionHistory& history, std::uint32_t community, core::Tick hours) {
    const std::uint32_t communities = o.district.communities.size();
    std::vector<double> values(std::size_t{hours} * function_dimension_count);
    for (core::Tick hour = 0; hour < hours; ++hour) {
        const std::size_t from = (std::size_t{hour} * communities + community) * function_dimension_count;
        for (std::size_t d = 0; d < function_dimension_count; ++d) {
            values[hour * function_dimension_count + d] = static_cast<double>(history[from + d]);
        }
    }
    return process::collapsed(o.scenario.resilience, values, function_dimension_count, 1.0);
}

RecordTable community_table(const Observed& o, const FunctionHistory& history, core::Tick hours) {
    const auto& communities = o.district.communities;
    const std::uint32_t size = communities.size();
    std::vector<process::ResilienceMetrics> metrics(size);
    for (std::uint32_t k = 0; k < size && hours >= 2; ++k) {
        metrics[k] = process::resilience(o.scenario.resilience, mean_function(history, size, k, hours), 1.0);
    }
    const auto count = [&](const std::vector<std::uint32_t>& begin) {
        return map_rows(size, [&](std::uint32_t k) { return begin[k + 1] - begin[k]; });
    };
    const auto metric = [&](double process::ResilienceMetrics::*member) {
        return map_rows(size, [&](std::uint32_t k) {
            const double value = metrics[k].*member;
            return std::isfinite(value) ? value : std::numeric_limits<double>::quiet_NaN();
        });
    };
    const auto collapse = map_rows(size, [&](std::uint32_t k) {
        return static_cast<std::uint8_t>(hours >= 2 && has_collapsed(o, history, k, hours));
    });
    return ThingTable("communities", "community_id")
        .add("community_id", "1", "Number of the community", numbered(size))
        .add("subdistrict", "1", "Subdistrict", communities.subdistrict)
        .add("residents", "1", "Residents, newcomers included", count(communities.residents))
        .add("households", "1", "Households", count(communities.households))
        .add("staff", "1", "Community staff", std::vector(o.offices.staff().begin(), o.offices.staff().end()))
        .add("resilience_loss", "h", "Integral of 1 - Q, Q the mean over the dimensions of function",
             metric(&process::ResilienceMetrics::loss))
        .add("robustness", "1", "Lowest Q", metric(&process::ResilienceMetrics::robustness))
        .add("time_regained", "h", "When Q last came back to the share that counts as regained",
             metric(&process::ResilienceMetrics::time_regained))
        .add("rapidity", "1 / h", "Mean rise of Q from its lowest until regained",
             metric(&process::ResilienceMetrics::rapidity))
        .add("collapsed", "1", "1 if enough dimensions failed together for long enough", collapse)
        .make();
}

RecordTable cell_table(const Observed& o) {
    const auto& cells = o.district.cells;
    const std::uint32_t size = cells.size();
    return ThingTable("cells", "cell_id")
        .add("cell_id", "1", "Number of the cell", numbered(size))
        .add("community", "1", "Community", cells.community)
        .add("column", "1", "Place in the raster, from the west", cells.column)
        .add("row", "1", "Place in the raster, from the north", cells.row)
        .add("area", "m2", "Area", cells.area)
        .add("ground", "m", "Lowest ground", cells.ground)
        .add("rain_share", "1", "Rain over that of the wettest place", cells.rain_share)
        .add("residents", "1", "Residents",
             map_rows(size, [&](std::uint32_t k) { return cells.residents[k + 1] - cells.residents[k]; }))
        .add("households", "1", "Households",
             map_rows(size, [&](std::uint32_t k) { return cells.households[k + 1] - cells.households[k]; }))
        .add("peak_depth", "m", "Deepest water at the lowest ground",
             std::vector(o.flood.peak_depth().begin(), o.flood.peak_depth().end()))
        .make();
}

RecordTable household_table(const Observed& o) {
    const auto& households = o.district.households;
    const std::uint32_t size = households.size();
    const process::DamagePoints& curve = process::damage_points(process::DamageCurve::jrc_asia_residential);
    const auto damage = map_rows(size, [&](std::uint32_t k) {
        const double depth = static_cast<double>(o.requests.peak_indoor_depth()[k]);
        const double saved =
            o.people.protecting(households.residents[k]) ? o.scenario.awareness.saved_by_protection : 0.0;
        return static_cast<float>(process::damage_share(curve, depth) * (1.0 - saved));
    });
    return ThingTable("households", "household_id")
        .add("household_id", "1", "Number of the household", numbered(size))
        .add("cell", "1", "Cell", households.cell)
        .add("members", "1", "Members",
             map_rows(size, [&](std::uint32_t k) { return households.residents[k + 1] - households.residents[k]; }))
        .add("ground_floor", "1", "1 if the home is on a ground floor", households.ground_floor)
        .add("elderly_alone", "1", "1 if nobody is younger than 65", households.elderly_alone)
        .add("peak_indoor_depth", "m", "Deepest water indoors",
             std::vector(o.requests.peak_indoor_depth().begin(), o.requests.peak_indoor_depth().end()))
        .add("damage", "1", "Damaged share of the home's value", damage)
        .make();
}

RecordTable resident_table(const Observed& o) {
    const auto& residents = o.people.residents();
    const auto hours = [&](core::Column<std::uint32_t> name) {
        const auto values = residents.values(name);
        return std::vector(values.begin(), values.end());
    };
    return ThingTable("residents", "resident_id")
        .add("resident_id", "1", "Persistent id", std::vector(residents.ids().begin(), residents.ids().end()))
        .add("household", "1", "Household", o.district.residents.household)
        .add("age_group", "1", "Age", o.district.residents.age_group, {}, {"to_14", "15_to_64", "65_and_older"})
        .add("informed_hour", "h", "Hours from the start to hearing the warning", hours(columns::informed_hour),
             std::int64_t{no_hour})
        .add("protected_hour", "h", "Hours from the start to protective action", hours(columns::protected_hour),
             std::int64_t{no_hour})
        .make();
}

}  // namespace

std::vector<RecordTable> things(const Observed& observed, const FunctionHistory& history, core::Tick hours) {
    std::vector<RecordTable> tables;
    tables.push_back(request_table(observed, hours));
    tables.push_back(repair_table(observed, hours));
    tables.push_back(report_table(observed));
    tables.push_back(community_table(observed, history, hours));
    tables.push_back(cell_table(observed));
    tables.push_back(household_table(observed));
    tables.push_back(resident_table(observed));
    if (!observed.district.groups.empty()) tables.push_back(member_table(observed));
    return tables;
}

}  // namespace commonweal::model
