// SPDX-License-Identifier: Apache-2.0
#include "model/synthesis_parts.hpp"

#include <algorithm>
#include <utility>

namespace commonweal::model::detail {

namespace {

using core::Stream;

constexpr int oldest = 99;
constexpr int of_age = 18;

/// How many there are of each generation in a household.
struct Composition {
    int parents = 0;
    int children = 0;
    int grandparents = 0;
};

/// Draws one household after the other.
class Composer {
public:
    Composer(const SynthesisPlan& plan, const JointTables& tables, core::Seed seed)
        : plan_(plan.families), census_(plan.census), tables_(tables), seed_(seed) {
        const double collective = census_.collective_share / mean_collective(census_);
        const double family = (1.0 - census_.collective_share) / mean_family(census_);
        collective_chance_ = collective / (collective + family);
    }

    Candidates draw(std::uint32_t count) {
        for (std::uint32_t row = 0; row < count; ++row) {
            Stream stream(seed_, core::StreamId::of("candidate", "household"), {.agent = row});
            if (stream.chance(collective_chance_))
                add_collective(stream);
            else
                add_family(stream);
            made_.first_member.push_back(static_cast<std::uint32_t>(made_.age.size()));
        }
        return std::move(made_);
    }

private:
    void add_household(HouseholdType type, std::uint32_t tenure, std::uint32_t registration) {
        made_.type.push_back(static_cast<std::uint8_t>(type));
        made_.tenure.push_back(static_cast<std::uint8_t>(tenure));
        made_.registration.push_back(static_cast<std::uint8_t>(registration));
    }

    void add(int age, Sex sex, Role role) {
        made_.age.push_back(static_cast<std::uint8_t>(std::clamp(age, 0, oldest)));
        made_.sex.push_back(static_cast<std::uint8_t>(sex));
        made_.role.push_back(static_cast<std::uint8_t>(role));
    }

    static Sex any_sex(Stream& stream) { return stream.chance(0.5) ? Sex::male : Sex::female; }
    static int between(Stream& stream, int first, int last) {
        return first + static_cast<int>(stream.below(static_cast<std::uint32_t>(last - first + 1)));
    }
    /// Whole years around a mean, cut.
    static int years(Stream& stream, double mean, double spread, int lowest, int highest) {
        const double drawn =
            std::clamp(mean + spread * stream.normal(), static_cast<double>(lowest), static_cast<double>(highest));
        return static_cast<int>(drawn + 100.5) - 100;
    }
    int partner_gap(Stream& stream) const { return years(stream, plan_.partner_gap, plan_.partner_gap_spread, -6, 12); }
    int birth_age(Stream& stream, int latest) const {
        return years(stream, plan_.first_birth_age, plan_.first_birth_age_spread, of_age, std::max(of_age, latest));
    }

    void add_collective(Stream& stream) {
        const bool elsewhere = stream.chance(census_.collective_registered_elsewhere);
        add_household(HouseholdType::collective, static_cast<std::uint32_t>(Tenure::rented), elsewhere);
        const auto size = static_cast<int>(stream.categorical(census_.collective_sizes.values)) + 1;
        const Sex sex = any_sex(stream);
        const bool students = stream.chance(plan_.student_room_share);
        const int around = students ? 20 : between(stream, 20, 55);
        for (int k = 0; k < size; ++k) {
            const int age = students ? between(stream, of_age, 22) : years(stream, around, 5.0, of_age, 64);
            add(age, sex, k == 0 ? Role::head : Role::housemate);
        }
    }

    void add_family(Stream& stream) {
        const auto cell = static_cast<std::uint32_t>(stream.categorical(tables_.sizes.cells));
        const auto home = static_cast<std::uint32_t>(stream.categorical(tables_.registration.cells));
        const std::uint32_t generations = cell % 3 + 1;
        int size = static_cast<int>(cell / 3) + 1;
        if (size == static_cast<int>(size_classes))
            size += static_cast<int>(stream.categorical(census_.large_family_sizes.values));
        const HouseholdType type = type_of(generations, size, stream);
        add_household(type, home % tenure_names.size(), home / tenure_names.size());
        switch (type) {
            case HouseholdType::alone:
                return add(between(stream, of_age, 94), any_sex(stream), Role::head);
            case HouseholdType::couple:
                return add_couple(between(stream, 20, 88), stream);
            case HouseholdType::flatmates:
                return add_flatmates(size, stream);
            case HouseholdType::couple_with_children:
                return add_generations({.parents = 2, .children = size - 2}, stream);
            case HouseholdType::one_parent:
                return add_generations({.parents = 1, .children = size - 1}, stream);
            case HouseholdType::grandparents_with_grandchildren:
                return add_grandparents(std::min(2, size - 1), size, stream);
            default:
                return add_generations(three_generations(size, stream), stream);
        }
    }

    HouseholdType type_of(std::uint32_t generations, int size, Stream& stream) const {
        if (generations == 3) return HouseholdType::three_generations;
        if (generations == 1) {
            if (size == 1) return HouseholdType::alone;
            return size == 2 && stream.chance(plan_.couple_share) ? HouseholdType::couple : HouseholdType::flatmates;
        }
        if (size <= 4 && stream.chance(plan_.grandparents_share)) return HouseholdType::grandparents_with_grandchildren;
        if (size == 2 || (size <= 4 && stream.chance(plan_.one_parent_share))) return HouseholdType::one_parent;
        return HouseholdType::couple_with_children;
    }

    static Composition three_generations(int size, Stream& stream) {
        if (size == 3) return {.parents = 1, .children = 1, .grandparents = 1};
        if (size == 4) {
            if (stream.chance(0.7)) return {.parents = 2, .children = 1, .grandparents = 1};
            return {.parents = 1, .children = 1, .grandparents = 2};
        }
        if (size == 5 && stream.chance(0.4)) return {.parents = 2, .children = 2, .grandparents = 1};
        return {.parents = 2, .children = size - 4, .grandparents = 2};
    }

    void add_couple(int woman, Stream& stream) {
        add(std::max(20, woman + partner_gap(stream)), Sex::male, Role::head);
        add(woman, Sex::female, Role::partner);
    }

    void add_flatmates(int size, Stream& stream) {
        const int around = between(stream, 20, 45);
        for (int k = 0; k < size; ++k)
            add(years(stream, around, 4.0, of_age, oldest), any_sex(stream), k == 0 ? Role::head : Role::housemate);
    }

    /// Ages of brothers and sisters, the youngest first.
    std::vector<int> siblings(int count, int youngest, Stream& stream) const {
        std::vector<int> ages{youngest};
        while (static_cast<int>(ages.size()) < count) {
            const int spacing = years(stream, plan_.birth_spacing, plan_.birth_spacing_spread, 1, 12);
            // Births lie within 27 years, however many children there are.
            const int room = 27 - (count - static_cast<int>(ages.size()) - 1) - (ages.back() - youngest);
            ages.push_back(ages.back() + std::clamp(spacing, 1, room));
        }
        return ages;
    }

    void add_generations(const Composition& household, Stream& stream) {
        const std::vector<int> children = siblings(household.children, between(stream, 0, 24), stream);
        const int mother = children.back() + birth_age(stream, 45 - (children.back() - children.front()));
        const int father = mother + std::max(partner_gap(stream), of_age - (mother - children.back()));
        const bool is_father = household.parents == 2 || stream.chance(0.25);
        add(is_father ? father : mother, is_father ? Sex::male : Sex::female, Role::head);
        if (household.parents == 2) add(mother, Sex::female, Role::partner);
        for (const int age : children) add(age, any_sex(stream), Role::child);
        if (household.grandparents == 0) return;
        const int grandmother = (is_father ? father : mother) + birth_age(stream, 45);
        const int gap = std::max(partner_gap(stream), 0);
        if (household.grandparents == 2 || stream.chance(0.75))
            add(grandmother, Sex::female, Role::parent);
        else
            add(grandmother + gap, Sex::male, Role::parent);
        if (household.grandparents == 2) add(grandmother + gap, Sex::male, Role::parent);
    }

    void add_grandparents(int grandparents, int size, Stream& stream) {
        const std::vector<int> children = siblings(size - grandparents, between(stream, 0, 17), stream);
        const int grandmother = children.back() + birth_age(stream, 40) + birth_age(stream, 40);
        const bool is_man = grandparents == 2 || stream.chance(0.25);
        const int grandfather = grandmother + std::max(partner_gap(stream), 0);
        add(is_man ? grandfather : grandmother, is_man ? Sex::male : Sex::female, Role::head);
        if (grandparents == 2) add(grandmother, Sex::female, Role::partner);
        for (const int age : children) add(age, any_sex(stream), Role::grandchild);
    }

    const FamilyPlan& plan_;
    const Census& census_;
    const JointTables& tables_;
    core::Seed seed_;
    double collective_chance_ = 0.0;
    Candidates made_;
};

}  // namespace

Candidates draw_candidates(const SynthesisPlan& plan, const JointTables& tables, core::Seed seed) {
    return Composer(plan, tables, seed).draw(plan.candidates);
}

}  // namespace commonweal::model::detail
