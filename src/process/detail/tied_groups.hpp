// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <commonweal/core/types.hpp>
#include <numeric>
#include <utility>
#include <vector>

namespace commonweal::process::detail {

/// Groups of agents that are tied, each known by one of them; at first everybody is alone.
class TiedGroups {
public:
    explicit TiedGroups(core::Index size) : parent_(size), size_(size, 1) {
        std::iota(parent_.begin(), parent_.end(), 0u);
    }

    core::Index group_of(core::Index v) {
        while (parent_[v] != v) {
            parent_[v] = parent_[parent_[v]];
            v = parent_[v];
        }
        return v;
    }
    void tie(core::Index v, core::Index w) {
        core::Index larger = group_of(v);
        core::Index smaller = group_of(w);
        if (larger == smaller) return;
        if (size_[larger] < size_[smaller]) std::swap(larger, smaller);
        parent_[smaller] = larger;
        size_[larger] += size_[smaller];
    }
    core::Index size_of(core::Index v) { return size_[group_of(v)]; }
    /// Of a group that has been joined to another one a size is left; it is not the largest.
    core::Index largest() const { return *std::max_element(size_.begin(), size_.end()); }

private:
    std::vector<core::Index> parent_;
    std::vector<core::Index> size_;
};

}  // namespace commonweal::process::detail
