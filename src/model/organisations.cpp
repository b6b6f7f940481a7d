// SPDX-License-Identifier: Apache-2.0
#include "model/list_mistakes.hpp"

#include <commonweal/core/nearest.hpp>
#include <commonweal/core/quantity.hpp>
#include <commonweal/model/organisations.hpp>
#include <commonweal/model/shift.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace commonweal::model {

void describe(core::ParameterTable& table, Organisation& plan) {
    const auto hours = [&](double& value, std::string_view key, std::string_view meaning, double high) {
        table.add(value, {.key = key, .meaning = meaning, .unit = "h", .low = 0.0, .high = high});
    };
    table.add(plan.name, {.key = "name", .meaning = "What it is called", .required = true});
    table.add(plan.communities,
              {.key = "communities", .meaning = "Numbers of the communities that it serves; all if empty", .low = 0.0});
    table.add(plan.members_per_10k, {.key = "members_per_10k",
                                     .meaning = "Members per 10,000 registered residents of these communities",
                                     .low = 0.0,
                                     .high = 5000.0,
                                     .low_open = true});
    table.add(plan.serves, {.key = "serves",
                            .meaning = "Kinds of request: everyday, power, drainage, rescue, care; all if empty",
                            .example = "[\"drainage\", \"care\"]"});
    table.add(plan.speed, {.key = "speed",
                           .meaning = "Work that a member does in an hour over that of the offices' staff",
                           .low = 0.01,
                           .high = 100.0});
    hours(plan.calm_shift_start, "calm_shift_start", "Hour of the day at which the calm shift begins", 23.0);
    hours(plan.calm_shift, "calm_shift", "Length of the calm shift; \"0 h\" if they come in response only", 24.0);
    table.add(plan.emergency_duty, {.key = "emergency_duty",
                                    .meaning = "Share of the members on duty at any hour in response",
                                    .low = 0.0,
                                    .high = 1.0});
    table.add(plan.start,
              {.key = "start", .meaning = "A date, or a condition over the hourly series, from which it is there"});
    table.add(plan.end,
              {.key = "end", .meaning = "The same for its end; if empty, it leaves when what starts it does not hold"});
}

namespace {

/// Requests hold who serves them in one byte.
constexpr std::size_t most_organisations = 254;

void check_kinds(const Organisation& organisation, const std::string& path, const ListMistakes& lists) {
    const std::vector<std::string> kinds(request_kind_names.begin(), request_kind_names.end());
    for (const std::string& kind : organisation.serves) {
        if (std::find(kinds.begin(), kinds.end(), kind) != kinds.end()) continue;
        lists.refuse(path + ".serves", "must hold kinds of request: everyday, power, drainage, rescue or care",
                     core::quoted(core::excerpt(kind)), core::nearest(kind, kinds).value_or(""));
    }
}

/// Members come and go on the hour.
void check_hours(const Organisation& organisation, const std::string& path, const ListMistakes& lists) {
    const auto check = [&](double hours, std::string_view key) {
        if (hours == std::floor(hours)) return;
        lists.refuse(path + std::string(key), "must be whole hours", core::quoted(core::quantity_text(hours, "h")));
    };
    check(organisation.calm_shift_start, ".calm_shift_start");
    check(organisation.calm_shift, ".calm_shift");
}

std::uint8_t bits_of(const std::vector<std::string>& kinds) {
    if (kinds.empty()) return 0xFF;
    unsigned bits = 0;
    for (std::size_t k = 0; k < request_kind_count; ++k) {
        if (std::find(kinds.begin(), kinds.end(), request_kind_names[k]) != kinds.end()) bits |= 1u << k;
    }
    return static_cast<std::uint8_t>(bits);
}

std::vector<Organisations::Post> posts_in(const Scenario& scenario, const District& district) {
    std::vector<Organisations::Post> posts;
    for (std::uint32_t k = 0; k < scenario.organisations.size(); ++k) {
        const Organisation& plan = scenario.organisations[k];
        for (const std::uint32_t community : communities_of(plan.communities, district.communities.size())) {
            const double wanted = plan.members_per_10k * district.communities.registered[community] / 1e4;
            posts.push_back({k, community, std::max(1u, static_cast<std::uint32_t>(wanted + 0.5))});
        }
    }
    std::stable_sort(posts.begin(), posts.end(),
                     [](const auto& a, const auto& b) { return a.community < b.community; });
    return posts;
}

}  // namespace

std::vector<core::Mistake> organisation_mistakes(const Scenario& scenario) {
    std::vector<core::Mistake> found;
    if (scenario.organisations.empty()) return found;
    const ListMistakes lists(scenario, found);
    if (scenario.organisations.size() > most_organisations) {
        lists.refuse("organisations",
                     "must hold at most " + std::to_string(most_organisations) + ", which a byte can number",
                     std::to_string(scenario.organisations.size()));
    }
    const core::Vocabulary vocabulary = condition_vocabulary(scenario);
    for (std::size_t k = 0; k < scenario.organisations.size(); ++k) {
        const Organisation& each = scenario.organisations[k];
        const std::string path = element_path("organisations", k);
        lists.check_name(scenario.organisations, k, path);
        if (each.name == "office")
            lists.refuse(path + ".name", "must not be office, which the offices' staff are called", "\"office\"");
        lists.check_communities(each.communities, path);
        check_kinds(each, path, lists);
        check_hours(each, path, lists);
        for (core::Mistake& mistake : Spells::mistakes(each.start, each.end, vocabulary, path))
            found.push_back(std::move(mistake));
    }
    return found;
}

Organisations::Organisations(const Scenario& scenario, const District& district)
    : scenario_(&scenario), posts_(posts_in(scenario, district)), on_duty_(posts_.size()) {
    first_post_.assign(district.communities.size() + 1, 0);
    for (const Post& post : posts_) ++first_post_[post.community + 1];
    for (std::size_t k = 1; k < first_post_.size(); ++k) first_post_[k] += first_post_[k - 1];
    if (scenario.organisations.empty()) return;
    const core::Vocabulary vocabulary = condition_vocabulary(scenario);
    for (const Organisation& each : scenario.organisations) {
        served_.push_back(bits_of(each.serves));
        spells_.add(each.start, each.end, vocabulary);
    }
    spells_.look(nullptr, 0);
}

void Organisations::look(const core::RecordTable& series, core::Tick hour) { spells_.look(&series, hour + 1); }

void Organisations::call_to_duty(std::span<const std::uint8_t> in_response, std::uint32_t hour_of_day) {
    for (std::size_t k = 0; k < posts_.size(); ++k) {
        const Post& post = posts_[k];
        const Shift shift = shift_of(scenario_->organisations[post.organisation]);
        on_duty_[k] = present()[post.organisation]
                          ? model::on_duty(shift, post.members, in_response[post.community] != 0, hour_of_day)
                          : 0;
    }
}

bool Organisations::serves(std::uint32_t organisation, RequestKind kind) const {
    return (served_[organisation] >> static_cast<unsigned>(kind) & 1u) != 0;
}

double Organisations::hours_per_day(std::uint32_t number, bool in_response) const {
    const Post& post = posts_[number];
    if (!present()[post.organisation]) return 0.0;
    const Shift shift = shift_of(scenario_->organisations[post.organisation]);
    return model::hours_per_day(shift, in_response) * post.members * speed(post.organisation);
}

}  // namespace commonweal::model
