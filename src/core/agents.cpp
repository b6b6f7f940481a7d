// SPDX-License-Identifier: Apache-2.0
#include "detail/did_you_mean.hpp"

#include <commonweal/core/agents.hpp>
#include <commonweal/core/error.hpp>
#include <utility>

namespace commonweal::core {

Agents::Kind::Kind(Population of_kind) : population(std::move(of_kind)) {}

Agents::Agents() = default;
Agents::~Agents() = default;
Agents::Agents(Agents&&) noexcept = default;
Agents& Agents::operator=(Agents&&) noexcept = default;

Agents::Agents(const Agents& other) {
    std::map<const Population*, const Population*> copies;
    for (const auto& [name, kind] : other.kinds_) copies[&kind->population] = &add(kind->population);
    for (const auto& [name, kind] : other.kinds_) find(name).layers = kind->layers.copied(copies);
}

Population& Agents::add(Population population) {
    const std::string name = population.kind();
    const auto [place, is_new] = kinds_.try_emplace(name);
    if (!is_new) throw Error("agents: there is a kind '" + name + "' already");
    place->second = std::make_unique<Kind>(std::move(population));
    return place->second->population;
}

Agents::Kind& Agents::find(std::string_view kind) const {
    const auto found = kinds_.find(kind);
    if (found != kinds_.end()) return *found->second;
    const std::vector<std::string> names = kinds();
    throw Error("agents: no kind '" + std::string(kind) + "'" + detail::there_are(names) +
                detail::did_you_mean(kind, names));
}

bool Agents::contains(std::string_view kind) const { return kinds_.contains(kind); }

std::vector<std::string> Agents::kinds() const {
    std::vector<std::string> names;
    for (const auto& [name, kind] : kinds_) names.push_back(name);
    return names;
}

void Agents::advance(Tick now) {
    for (const auto& [name, kind] : kinds_) kind->layers.advance(now);
}

void Agents::save(StateWriter& writer) const {
    for (const auto& [name, kind] : kinds_) {
        kind->population.save(writer);
        kind->layers.save(writer);
    }
}

void Agents::load(StateReader& reader) {
    for (const auto& [name, kind] : kinds_) {
        kind->population.load(reader);
        kind->layers.load(reader);
    }
}

}  // namespace commonweal::core
