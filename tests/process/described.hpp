// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <commonweal/core/error.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/core/quantity.hpp>
#include <cstdint>
#include <string>
#include <type_traits>
#include <variant>

/// Expects that every parameter of a struct is in its table: as many as there are, each with a meaning, a known unit
/// and a range that holds the default and that a user cannot leave, each where setting it by its path changes it.
template <class T>
void expect_described(T& process, std::size_t parameters) {
    commonweal::core::ParameterTable table;
    describe(table, process);
    EXPECT_EQ(table.rows().size(), parameters);
    for (const auto& row : table.rows()) {
        EXPECT_FALSE(row.field.meaning.empty()) << row.path;
        std::visit(
            [&](auto target) {
                using Target = decltype(target);
                if constexpr (std::is_same_v<Target, double*> || std::is_same_v<Target, std::uint32_t*>) {
                    EXPECT_TRUE(row.allows(static_cast<double>(*target))) << row.path;
                    const auto upper = commonweal::core::quantity_text(row.high(), row.field.unit);
                    table.set(row.path, upper);
                    EXPECT_EQ(static_cast<double>(*target), row.high()) << row.path;
                    const auto beyond = commonweal::core::quantity_text(row.high() + 1.0, row.field.unit);
                    EXPECT_THROW(table.set(row.path, beyond), commonweal::core::ConfigError) << row.path;
                } else if constexpr (std::is_same_v<Target, commonweal::core::Choice>) {
                    for (std::size_t position = 0; position < target.names.size(); ++position) {
                        table.set(row.path, target.names[position]);
                        EXPECT_EQ(target.get(), position) << row.path;
                    }
                    EXPECT_THROW(table.set(row.path, "nothing"), commonweal::core::ConfigError) << row.path;
                } else {
                    ADD_FAILURE() << row.path << " is neither a number, a count nor a choice";
                }
            },
            row.target);
    }
}
