// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <commonweal/core/error.hpp>
#include <commonweal/core/nearest.hpp>
#include <commonweal/process/dataset.hpp>
#include <optional>

namespace commonweal::process {

namespace {

template <class T>
const T& named(const std::vector<T>& all, std::string_view name, std::string_view what) {
    const auto found = std::find_if(all.begin(), all.end(), [name](const T& one) { return one.name == name; });
    if (found != all.end()) return *found;
    std::vector<std::string> names;
    std::string listed;
    for (const T& one : all) {
        names.push_back(one.name);
        listed += (listed.empty() ? "" : ", ") + one.name;
    }
    const std::optional<std::string> near = core::nearest(name, names);
    throw core::Error("dataset: there is no " + std::string(what) + " '" + std::string(name) +
                      "'; there are: " + listed + (near ? ". Did you mean '" + *near + "'?" : ""));
}

}  // namespace

const Dataset::Dimension& Dataset::dimension(std::string_view name) const {
    return named(dimensions, name, "dimension");
}

const Dataset::Variable& Dataset::variable(std::string_view name) const { return named(variables, name, "variable"); }

}  // namespace commonweal::process
