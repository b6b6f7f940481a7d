// SPDX-License-Identifier: Apache-2.0
#include "model/range_check.hpp"

#include <commonweal/core/distribution.hpp>
#include <commonweal/core/text.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <variant>

namespace commonweal::model::detail {

std::vector<core::Mistake> out_of_range(const core::ParameterTable& table) {
    std::vector<core::Mistake> found;
    for (const core::Parameter& row : table.rows()) {
        const auto check = [&](double value) {
            if (row.allows(value)) return true;
            found.push_back(
                {.path = row.path, .rule = "must be " + row.range_text(), .value = core::number_text(value)});
            return false;
        };
        if (const auto* list = std::get_if<core::List>(&row.target)) {
            for (std::size_t k = 0; k < list->size(); ++k) {
                for (core::Mistake& mistake : out_of_range(list->element(k))) found.push_back(std::move(mistake));
            }
        }
        if (const auto* drawn = std::get_if<core::Distribution*>(&row.target); drawn && !row.allows(**drawn)) {
            found.push_back({.path = row.path, .rule = "must stay " + row.range_text(), .value = table.text(row)});
        }
        if (const auto* number = std::get_if<double*>(&row.target)) check(**number);
        if (const auto* count = std::get_if<std::uint32_t*>(&row.target)) check(**count);
        if (const auto* count = std::get_if<std::int64_t*>(&row.target)) check(static_cast<double>(**count));
        if (const auto* series = std::get_if<core::Series*>(&row.target)) {
            for (const double value : (*series)->values)
                if (!check(value)) break;
        }
    }
    return found;
}

}  // namespace commonweal::model::detail
