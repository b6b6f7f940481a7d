// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/process/dataset.hpp>
#include <cstddef>
#include <string>
#include <utility>

namespace commonweal::process::detail {

/// A dimension whose places are numbered from 0.
inline Dataset::Dimension counted(std::string name, std::size_t count) {
    Dataset::Dimension dimension{std::move(name), "1", {}};
    for (std::size_t place = 0; place < count; ++place) dimension.values.push_back(static_cast<double>(place));
    return dimension;
}

}  // namespace commonweal::process::detail
