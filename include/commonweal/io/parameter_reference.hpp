// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/parameter.hpp>

#include <string>

namespace commonweal::io {

/// One Markdown table of all parameters: path, meaning, default, range, unit, evidence, source. The defaults are the
/// table's present values, so describe a struct that nobody changed. Elements of lists stand as "shock[].start".
std::string parameter_reference_markdown(const core::ParameterTable& table);

}  // namespace commonweal::io
