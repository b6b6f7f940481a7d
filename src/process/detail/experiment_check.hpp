// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/error.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/process/experiment.hpp>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace commonweal::process::detail {

/// Collects what is wrong with what a mechanism alone is given, to tell all of it at once.
class ExperimentCheck {
public:
    explicit ExperimentCheck(const Experiment& experiment);

    /// How many people there are.
    core::Index size() const { return size_; }

    template <core::Described T>
    void parameters(T parameters) {
        core::ParameterTable table;
        describe(table, parameters);
        rows(table);
    }
    void starters(const std::string& name, const Starters& starters);
    struct Range {
        double low = -std::numeric_limits<double>::infinity();
        double high = std::numeric_limits<double>::infinity();
    };
    void number(const std::string& name, double value, Range range);
    void values(const std::string& name, const AgentValues& values, Range range);
    void that(bool right, const std::string& name, const std::string& value, const std::string& rule);

    /// Throws ConfigError with all mistakes, if there are any.
    void finish() const;

private:
    void rows(const core::ParameterTable& table);

    core::Index size_ = 0;
    std::vector<core::Mistake> mistakes_;
};

}  // namespace commonweal::process::detail
