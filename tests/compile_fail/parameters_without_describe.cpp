// SPDX-License-Identifier: Apache-2.0
// says: this struct needs void describe(core::ParameterTable&, T&) beside it
#include <commonweal/core/parameter.hpp>

struct Bakery {
    double loaves = 100.0;
};

void describe(commonweal::core::ParameterTable& table, Bakery& bakery, int) { table.group("bakery", "Bread", bakery); }
