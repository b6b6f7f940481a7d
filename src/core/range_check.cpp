// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/distribution.hpp>
#include <commonweal/core/range_check.hpp>
#include <commonweal/core/text.hpp>

#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>

namespace commonweal::core {

namespace {

/// Collects what is wrong with one row; called with what the row holds.
struct RowCheck {
    const ParameterTable& table;
    const Parameter& row;
    std::vector<Mistake>& found;

    template <typename T>
    void operator()(T* value) const {
        if constexpr (std::is_arithmetic_v<T> && !std::is_same_v<T, bool>) number(static_cast<double>(*value));
    }
    void operator()(const Choice&) const {}
    void operator()(const List& list) const {
        for (std::size_t k = 0; k < list.size(); ++k) {
            for (Mistake& mistake : out_of_range(list.element(k))) found.push_back(std::move(mistake));
        }
    }
    void operator()(Distribution* drawn) const {
        if (row.allows(*drawn)) return;
        found.push_back({.path = row.path, .rule = "must stay " + row.range_text(), .value = table.text(row)});
    }
    void operator()(Series* series) const {
        for (const double value : series->values)
            if (!number(value)) break;
    }
    bool number(double value) const {
        if (row.allows(value)) return true;
        found.push_back({.path = row.path, .rule = "must be " + row.range_text(), .value = number_text(value)});
        return false;
    }
};

}  // namespace

std::vector<Mistake> out_of_range(const ParameterTable& table) {
    std::vector<Mistake> found;
    for (const Parameter& row : table.rows()) std::visit(RowCheck{table, row, found}, row.target);
    return found;
}

}  // namespace commonweal::core
