// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/column.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/random.hpp>

#include <functional>

namespace commonweal::python {

/// A generator with its parameters, of whatever type.
struct GraphModel {
    std::function<core::Graph(core::Index size, core::Layer layer, core::Seed seed, core::Workers& workers)> generate;
};

}  // namespace commonweal::python
