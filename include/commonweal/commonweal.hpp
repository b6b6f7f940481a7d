// SPDX-License-Identifier: Apache-2.0
/// Everything but the opt-in headers; the names that most programs need, as commonweal::X.
#pragma once

#include <commonweal/core/error.hpp>
#include <commonweal/core/types.hpp>
#include <commonweal/core/version.hpp>
#include <commonweal/fwd.hpp>

namespace commonweal {

using core::ConfigError;
using core::Error;
using core::Mistake;
using core::version;

}  // namespace commonweal
