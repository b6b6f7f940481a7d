// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/parameter.hpp>

#include <string>

namespace commonweal::io {

/// All parameters in MyST's Markdown: a section for each group and list, and in it a definition of each path with
/// meaning, default, range, evidence and source, and with an id to link to, such as "param-shock-start". The defaults
/// are the table's present values, so describe a struct that nobody changed; a number is rounded to six digits and says
/// so. Elements of lists stand as "shock[].start".
std::string parameter_reference_markdown(const core::ParameterTable& table);

}  // namespace commonweal::io
