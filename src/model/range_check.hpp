// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/parameter.hpp>

#include <vector>

namespace commonweal::model::detail {

/// What lies outside its range in a table, elements of lists included: for what is filled in from C++, where no reader
/// has checked.
std::vector<core::Mistake> out_of_range(const core::ParameterTable& table);

template <core::Described T>
std::vector<core::Mistake> out_of_range(T parameters) {
    core::ParameterTable table;
    describe(table, parameters);
    return out_of_range(table);
}

}  // namespace commonweal::model::detail
