// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/error.hpp>
#include <commonweal/core/text.hpp>

#include "core/detail/generate.hpp"

namespace commonweal::core::detail {

void ParameterFaults::require(bool holds, std::string_view name, const std::string& value, std::string_view rule) {
    if (!holds) require_none(1, std::string(name), value, rule);
}

void ParameterFaults::require_none(std::size_t failed, const std::string& name, const std::string& value,
                                   std::string_view rule) {
    text_ += (any_ ? ", and " : "") + name + " is " + value + ", but must be " + std::string(rule);
    if (failed > 1) text_ += " (as must " + std::to_string(failed - 1) + (failed > 2 ? " others)" : " other)");
    any_ = true;
}

void ParameterFaults::refuse() const {
    if (any_) throw Error(text_);
}

std::string value_text(double value) { return number_text(value); }
std::string value_text(std::uint32_t value) { return std::to_string(value); }

std::vector<std::uint64_t> group_starts(std::span<const Index> sizes) {
    std::vector<std::uint64_t> starts{0};
    starts.reserve(sizes.size() + 1);
    for (const Index size : sizes) starts.push_back(starts.back() + size);
    return starts;
}

}  // namespace commonweal::core::detail
