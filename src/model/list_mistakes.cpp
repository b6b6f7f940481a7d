// SPDX-License-Identifier: Apache-2.0
#include "model/list_mistakes.hpp"

#include <commonweal/model/district.hpp>

#include <cmath>
#include <numeric>
#include <set>
#include <utility>

namespace commonweal::model {

std::string element_path(std::string_view list, std::size_t element) {
    return std::string(list) + '[' + std::to_string(element) + ']';
}

bool is_plain_name(std::string_view name) {
    const auto is_letter = [](char sign) { return sign >= 'a' && sign <= 'z'; };
    const auto fits = [&](char sign) { return is_letter(sign) || (sign >= '0' && sign <= '9') || sign == '_'; };
    return !name.empty() && is_letter(name.front()) && std::all_of(name.begin(), name.end(), fits);
}

std::vector<std::uint32_t> communities_of(const core::Series& listed, std::uint32_t count) {
    std::vector<std::uint32_t> communities;
    for (const double number : listed.values) communities.push_back(static_cast<std::uint32_t>(number));
    if (communities.empty()) {
        communities.resize(count);
        std::iota(communities.begin(), communities.end(), 0u);
    }
    std::sort(communities.begin(), communities.end());
    return communities;
}

void ListMistakes::refuse(std::string path, std::string rule, std::string value, std::string suggestion) const {
    found_.push_back({.path = std::move(path),
                      .rule = std::move(rule),
                      .value = std::move(value),
                      .suggestion = std::move(suggestion)});
}

void ListMistakes::check_name(const std::string& name, bool again, const std::string& path) const {
    const std::string value = core::quoted(core::excerpt(name));
    if (!is_plain_name(name)) {
        refuse(path + ".name", "must be a name of small letters, digits and '_' that begins with a letter", value);
    } else if (again) {
        refuse(path + ".name", "must be a name that none before it in the list has", value);
    }
}

void ListMistakes::check_stream(core::StreamNames& streams, std::string_view kind, std::string_view name,
                                const std::string& path) const {
    try {
        streams.add(kind, name);
    } catch (const core::Error&) {
        refuse(path + ".name", "must be another name: one before it in the list has the same random stream",
               core::quoted(core::excerpt(name)));
    }
}

void ListMistakes::check_communities(const core::Series& listed, const std::string& path) const {
    const std::uint32_t count = community_count(scenario_);
    std::set<double> seen;
    for (const double number : listed.values) {
        const bool known = number == std::floor(number) && number >= 0.0 && number < count;
        if (seen.insert(number).second && known) continue;
        refuse(path + ".communities",
               "must hold each number once, whole and between 0 and " + std::to_string(count - 1) + " in this scenario",
               core::number_text(number));
    }
}

}  // namespace commonweal::model
