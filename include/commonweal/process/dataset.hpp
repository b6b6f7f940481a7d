// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace commonweal::process {

/// Labelled numbers: what a mechanism alone has done, or what its equations say.
struct Dataset {
    struct Dimension {
        std::string name;            ///< Such as "time".
        std::string unit;            ///< Of the values; "1" for plain numbers.
        std::vector<double> values;  ///< One for each place along it.
    };
    struct Variable {
        std::string name;
        std::string unit;
        std::string meaning;                  ///< One phrase.
        std::vector<std::string> dimensions;  ///< Names; the last one's places lie side by side.
        std::vector<double> values;
    };

    std::vector<Dimension> dimensions;
    std::vector<Variable> variables;

    /// Throws Error naming what there is, and the nearest name.
    const Dimension& dimension(std::string_view name) const;
    const Variable& variable(std::string_view name) const;
};

}  // namespace commonweal::process
