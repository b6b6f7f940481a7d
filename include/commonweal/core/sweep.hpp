// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <commonweal/core/detail/ivdep.hpp>
#include <commonweal/core/detail/pack.hpp>
#include <commonweal/core/detail/rule_call.hpp>
#include <commonweal/core/detail/sweep_plan.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/population.hpp>
#include <commonweal/core/random.hpp>
#include <commonweal/core/rule.hpp>
#include <commonweal/core/types.hpp>
#include <cstddef>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace commonweal::core {

namespace detail {

template <class Access, class R>
struct Argument;

template <class T, class R>
struct Argument<Read<T>, R> {
    struct Scratch {};
    using Pointers = Pack<const T*>;
    Argument(SweepPlan& plan, const Read<T>& access) : slot(plan.add_read(access.column, column_type<T>())) {}
    Pointers pointers(const R&, const BlockFrame& frame, Block, Scratch&) const {
        return {{reinterpret_cast<const T*>(frame.slot[slot])}};
    }
    std::size_t slot;
};

template <class T, class R>
struct Argument<Write<T>, R> {
    struct Scratch {};
    using Pointers = Pack<T*>;
    Argument(SweepPlan& plan, const Write<T>& access) : slot(plan.add_write(access.column, column_type<T>())) {}
    Pointers pointers(const R&, const BlockFrame& frame, Block, Scratch&) const {
        return {{reinterpret_cast<T*>(frame.slot[slot])}};
    }
    std::size_t slot;
};

template <class R>
struct GatherArgument {
    struct Scratch {};
    using Pointers = Pack<const float*>;
    explicit GatherArgument(std::size_t of_plan) : slot(of_plan) {}
    Pointers pointers(const R&, const BlockFrame& frame, Block, Scratch&) const {
        return {{reinterpret_cast<const float*>(frame.slot[slot])}};
    }
    std::size_t slot;
};

template <class T, class R>
struct Argument<NeighbourSum<T>, R> : GatherArgument<R> {
    Argument(SweepPlan& plan, const NeighbourSum<T>& access)
        : GatherArgument<R>(
              plan.add_neighbours(access.layer, access.column, column_type<T>(), Gathering::sum, access.weight)) {}
};

template <class T, class R>
struct Argument<NeighbourMean<T>, R> : GatherArgument<R> {
    Argument(SweepPlan& plan, const NeighbourMean<T>& access)
        : GatherArgument<R>(
              plan.add_neighbours(access.layer, access.column, column_type<T>(), Gathering::mean, access.weight)) {}
};

/// A place in a slot of its own for each of some draws.
template <class Draws>
struct DrawPointers;

template <std::size_t... draw>
struct DrawPointers<std::index_sequence<draw...>> {
    template <std::size_t>
    struct Of {
        using Type = const float*;
    };
    using Type = Pack<typename Of<draw>::Type...>;
    static Type in(std::byte* const* slots) { return {{reinterpret_cast<const float*>(slots[draw])}...}; }
};

template <std::size_t count, class R>
struct Argument<Uniforms<count>, R> {
    struct Scratch {};
    using Pointers = typename DrawPointers<std::make_index_sequence<count>>::Type;
    Argument(SweepPlan& plan, const Uniforms<count>&) : first_slot(plan.add_uniforms(count)) {}
    Pointers pointers(const R&, const BlockFrame& frame, Block, Scratch&) const {
        return DrawPointers<std::make_index_sequence<count>>::in(frame.slot + first_slot);
    }
    std::size_t first_slot;
};

/// Visits the neighbours of each agent of a block one by one; the scratch holds what the visits leave.
template <class... T, class R>
struct Argument<EachNeighbour<T...>, R> {
    using Gathered = typename R::Gathered;
    using Pointers = Pack<const Gathered*>;
    using Scratch = std::array<Gathered, Block::capacity>;

    explicit Argument(SweepPlan& plan, const EachNeighbour<T...>& access)
        : ties(&plan.ties(access.layer)),
          people(&plan.population_seen(*ties)),
          slots_seen(bind(plan, *ties, access, std::index_sequence_for<T...>{})) {}

    Pointers pointers(const R& rule, const BlockFrame&, Block block, Scratch& gathered) const {
        // Looked up for each block: a packed row changes places when a sweep has written it.
        std::array<const std::byte*, sizeof...(T)> first;
        for (std::size_t k = 0; k < sizeof...(T); ++k) first[k] = people->storage(slots_seen[k]);
        for (Index i = 0; i < block.count; ++i) {
            gathered[i] = Gathered{};
            visit_all(rule, gathered[i], first, *ties, block.first + i);
            for (const Ties* part : ties->joined) visit_all(rule, gathered[i], first, *part, block.first + i);
        }
        return {{gathered.data()}};
    }

private:
    using Slots = std::array<Population::Slot, sizeof...(T)>;

    template <std::size_t... k>
    static Slots bind(SweepPlan& plan, const Ties& ties, const EachNeighbour<T...>& access, std::index_sequence<k...>) {
        return {plan.neighbour_column(ties, access.columns[k], column_type<T>())...};
    }
    void visit_all(const R& rule, Gathered& state, const std::array<const std::byte*, sizeof...(T)>& first,
                   const Ties& part, Index agent) const {
        for (const Index neighbour : part.neighbours(agent)) {
            visit(rule, state, first, neighbour, std::index_sequence_for<T...>{});
        }
    }
    template <std::size_t... k>
    void visit(const R& rule, Gathered& state, const std::array<const std::byte*, sizeof...(T)>& first, Index neighbour,
               std::index_sequence<k...>) const {
        rule.visit(state, *reinterpret_cast<const T*>(first[k] + neighbour * slots_seen[k].stride)...);
    }

    const Ties* ties;
    const Population* people;
    Slots slots_seen;
};

/// The arguments of a rule, each bound to its columns.
template <class R, class UsesOfRule>
class Arguments;

template <class R, class... Access>
class Arguments<R, Uses<Access...>> {
    template <std::size_t... k, class... P>
    static RuleCall<R, decltype(*std::declval<P>())...> call_of(const PackOf<std::index_sequence<k...>, P...>&);

public:
    using Call = decltype(call_of((Pack<>{} | ... | std::declval<typename Argument<Access, R>::Pointers>())));

    Arguments(SweepPlan& plan, const Pack<Access...>& accesses)
        : Arguments(plan, accesses, std::index_sequence_for<Access...>{}) {}

    /// Runs the rule over a block whose frame is prepared.
    void apply(const R& rule, const BlockFrame& frame, Block block) const {
        apply(rule, frame, block, std::index_sequence_for<Access...>{});
    }

private:
    // Braces: the plan's slots are taken in the order of the rule's arguments.
    template <std::size_t... k>
    Arguments(SweepPlan& plan, const Pack<Access...>& accesses, std::index_sequence<k...>)
        : bound_{{Argument<Access, R>(plan, at<k>(accesses))}...} {}

    template <std::size_t... k>
    void apply(const R& rule, const BlockFrame& frame, Block block, std::index_sequence<k...>) const {
        Pack<typename Argument<Access, R>::Scratch...> scratch;
        run_loop(rule, block.count, (Pack<>{} | ... | at<k>(bound_).pointers(rule, frame, block, at<k>(scratch))));
    }

    template <std::size_t... k, class... P>
    static void run_loop(const R& rule, Index count, const PackOf<std::index_sequence<k...>, P...>& pointers) {
        run_loop(rule, count, at<k>(pointers)...);
    }
    template <class... P>
    static void run_loop(const R& rule, Index count, P... values) {
        const R local = rule;  // a copy, so that its members provably do not alias the columns
        COMMONWEAL_IVDEP
        for (Index i = 0; i < count; ++i) local(values[i]...);
    }

    Pack<Argument<Access, R>...> bound_;
};

/// Tells at compile time what is wrong with a rule of the form block, in one sentence; false if anything is.
template <class R, class... Access>
constexpr bool check_block(std::type_identity<Uses<Access...>>) {
    constexpr bool listed = !(for_turns<Access> || ...);
    static_assert(listed,
                  "commonweal: read_all, write_all, ties and plans are for rules of the form event or office; this one "
                  "does not say that it is one");
    if constexpr (listed) {
        constexpr bool visiting = (visits<R, Access> && ...);
        static_assert(
            visiting,
            "commonweal: a rule with each_neighbour needs a type `Gathered` that starts by itself, and a const "
            "`visit` that takes Gathered& and then the values of a neighbour");
        if constexpr (visiting) {
            using Call = typename Arguments<R, Uses<Access...>>::Call;
            static_assert(
                Call::fits,
                "commonweal: the rule's operator() must be const and take the arguments that its `uses` lists, in that "
                "order: T for read, T& for write, float for each neighbour sum, mean and draw, const Gathered& for "
                "each_neighbour");
            return Call::check();
        }
    }
    return false;
}

}  // namespace detail

/// A rule bound to the columns of a population: run it, tick by tick. Writes appear when the rule has finished for
/// every agent, so the order of agents, and the number of threads, cannot matter.
template <Rule R>
class Sweep {
public:
    /// Throws Error naming the rule if a column or layer is unknown or of another type. The population and the layers
    /// must outlive the sweep and keep their columns.
    Sweep(R rule, Population& population, const Layers& layers)
        : rule_(rule), plan_(population), arguments_((plan_.begin_rule(R::name, layers), plan_), uses_of<R>.accesses) {
        if constexpr (detail::check_block<R>(std::type_identity<UsesOf<R>>())) plan_.finish_binding();
    }

    R& rule() { return rule_; }

    /// One step of every agent.
    void run(Workers& workers, Seed seed, Tick tick) { run(workers, seed, tick, plan_.population().blocks(), true); }

    /// One step of the agents of some blocks; all others keep their values.
    void run(Workers& workers, Seed seed, Tick tick, std::span<const Block> blocks) {
        run(workers, seed, tick, blocks, false);
    }

private:
    using Arguments = detail::Arguments<R, UsesOf<R>>;

    void run(Workers& workers, Seed seed, Tick tick, std::span<const Block> blocks, bool all) {
        const detail::PhiloxKey key{seed.value, seed.replicate};
        const std::vector<double> crowd_totals = plan_.crowd_totals(workers);
        workers.for_each(blocks.size(), [&](std::size_t k) { run_block(blocks[k], key, tick, crowd_totals); });
        plan_.commit(blocks, all);
    }

    void run_block(Block block, detail::PhiloxKey key, Tick tick, std::span<const double> crowd_totals) const {
        detail::BlockFrame frame;
        plan_.prepare(frame, block, key, tick, crowd_totals);
        arguments_.apply(rule_, frame, block);
        plan_.store(frame, block);
    }

    R rule_;
    detail::SweepPlan plan_;
    Arguments arguments_;
};

}  // namespace commonweal::core
