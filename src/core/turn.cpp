// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/error.hpp>
#include <commonweal/core/turn.hpp>

namespace commonweal::core {

void Turn::refuse_plan() {
    throw Error("a rule of the form office has no queue; name an event rule in `plans` and plan there");
}

}  // namespace commonweal::core
