// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/error.hpp>
#include <commonweal/core/parameter.hpp>

#include <vector>

namespace commonweal::core {

/// What lies outside its range in a table, elements of lists included: for what is filled in from C++, where no reader
/// has checked.
std::vector<Mistake> out_of_range(const ParameterTable& table);

template <Described T>
std::vector<Mistake> out_of_range(T parameters) {
    ParameterTable table;
    describe(table, parameters);
    return out_of_range(table);
}

}  // namespace commonweal::core
