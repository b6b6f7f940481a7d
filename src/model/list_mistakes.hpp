// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/error.hpp>
#include <commonweal/core/random.hpp>
#include <commonweal/core/text.hpp>
#include <commonweal/model/scenario.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace commonweal::model {

/// "agents[2]"
std::string element_path(std::string_view list, std::size_t element);

/// Small letters, digits and '_', a letter first.
bool is_plain_name(std::string_view name);

/// The communities of a list, in rising order; all if it is empty.
std::vector<std::uint32_t> communities_of(const core::Series& listed, std::uint32_t count);

/// What may be wrong with the elements of any list of a scenario.
class ListMistakes {
public:
    ListMistakes(const Scenario& scenario, std::vector<core::Mistake>& found) : scenario_(scenario), found_(found) {}

    /// Names are plain, and each is there once.
    template <class Element>
    void check_name(const std::vector<Element>& list, std::size_t element, const std::string& path) const {
        const std::string& name = list[element].name;
        const auto upto = list.begin() + static_cast<std::ptrdiff_t>(element);
        const bool again = std::any_of(list.begin(), upto, [&](const Element& each) { return each.name == name; });
        check_name(name, again, path);
    }

    /// Names draw differently: no two have the same random stream.
    void check_stream(core::StreamNames& streams, std::string_view kind, std::string_view name,
                      const std::string& path) const;

    /// Numbers of communities are whole, and there are as many.
    void check_communities(const core::Series& listed, const std::string& path) const;

    void refuse(std::string path, std::string rule, std::string value, std::string suggestion = "") const;

private:
    void check_name(const std::string& name, bool again, const std::string& path) const;

    const Scenario& scenario_;
    std::vector<core::Mistake>& found_;
};

}  // namespace commonweal::model
