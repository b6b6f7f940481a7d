// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/parameter.hpp>

#include <string>

namespace commonweal::io {

/// The complete configuration as `read_toml_text` reads it back, bit for bit, defaults included.
/// \throws Error naming the parameter that holds an infinite number or none.
std::string write_toml(const core::ParameterTable& table);

}  // namespace commonweal::io
