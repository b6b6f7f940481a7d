// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/error.hpp>
#include <string>

/// What the call says as it refuses, or "accepted".
template <class Call>
std::string refusal(Call&& call) {
    try {
        call();
    } catch (const commonweal::core::Error& error) {
        return error.what();
    }
    return "accepted";
}
