// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/error.hpp>
#include <string>

namespace commonweal::core::detail {

/// What `find` finds for a rule; the Error that it throws names the rule.
template <class Find>
decltype(auto) of_rule(const std::string& rule, const Find& find) {
    try {
        return find();
    } catch (const Error& error) {
        throw Error("rule " + rule + ": " + error.what());
    }
}

}  // namespace commonweal::core::detail
