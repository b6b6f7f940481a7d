// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <commonweal/core/detail/kernels.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/layers.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/population.hpp>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace commonweal::core::detail {

/// Where the values of one block lie while a rule runs: for each argument a pointer to contiguous values, either into
/// the column itself or into `scratch`.
struct BlockFrame {
    static constexpr std::size_t slot_bytes = Block::capacity * sizeof(float);
    static constexpr std::size_t slot_limit = 64;

    alignas(64) std::byte scratch[slot_limit][slot_bytes];
    std::byte* slot[slot_limit];
};

struct SeenColumn;

/// What the arguments of one or several rules are, bound to a population's columns. Knows no rule: it fills a frame
/// before the rules' loops over a block and stores the results after them. Rules that use the same column, or gather
/// the same one, share a slot; a later rule sees what an earlier one wrote into the agent's own columns.
class SweepPlan {
public:
    explicit SweepPlan(Population& population);

    /// The arguments that are added next are those of this rule.
    void begin_rule(std::string_view rule, const Layers& layers);
    /// Each returns the slot of the argument, or the first of its consecutive slots.
    std::size_t add_read(std::string_view column, ColumnType type);
    std::size_t add_write(std::string_view column, ColumnType type);
    /// `weight` names a float column of the layer's edges; none if empty.
    std::size_t add_neighbours(std::string_view layer, std::string_view column, ColumnType type, Gathering gathering,
                               std::string_view weight = {});
    std::size_t add_uniforms(std::size_t count);
    /// The ties of a layer; throws Error naming the rule if they are not those of this kind.
    const Ties& ties(std::string_view layer) const;
    /// The kind that ties lead to.
    const Population& population_seen(const Ties& ties) const { return ties.targets ? *ties.targets : *population_; }
    /// A column of each neighbour, for the fold form.
    const Population::Slot& neighbour_column(const Ties& ties, std::string_view column, ColumnType type);
    /// Sees to what only the whole shows: what is written and seen by neighbours needs a second copy. Call once, last.
    void finish_binding();

    struct Own {
        std::size_t slot;
        Population::Slot column;
        bool written;
        std::size_t rule;  ///< the last one that uses it
    };
    /// The agent's own columns that the rules use.
    std::span<const Own> own() const;
    struct Seen {
        const Population* population;
        Population::Slot column;
        std::string rule;
    };
    /// Columns of neighbours that the rules see.
    std::span<const Seen> seen() const;
    std::size_t slots() const { return slots_; }

    Population& population() const { return *population_; }
    /// What mixed crowds add up to now, for prepare(); empty if the rules see none.
    std::vector<double> crowd_totals(Workers& workers) const;
    void prepare(BlockFrame& frame, Block block, PhiloxKey key, std::uint32_t tick,
                 std::span<const double> crowd_totals) const;
    void store(BlockFrame& frame, Block block) const;
    void commit(std::span<const Block> blocks, bool all) const;

private:
    struct Gather {
        std::size_t slot;
        Population::Slot column;
        const Ties* ties;
        Gathering gathering;
        std::string weight;
    };
    static constexpr std::size_t no_slot = BlockFrame::slot_limit;
    struct RowGather {  ///< several members of one row of floats, over one layer, in one pass
        std::size_t store;
        const Ties* ties;
        Gathering gathering;
        std::array<std::size_t, 4> slot;  ///< no_slot where the rule does not ask for the member
    };
    struct WholeRow {  ///< a row of four floats, all of which the rule reads or writes
        std::size_t store;
        std::array<std::size_t, 4> slot;
        bool all_written;
    };
    struct Written {
        std::size_t store;
        bool packed;
        bool doubled;  ///< neighbours see it too, so the next state is a second copy
    };

    struct Uniforms {
        std::uint32_t stream;
        std::size_t first_slot;
        std::size_t count;
    };

    std::size_t take_slots(std::size_t count);
    std::size_t add_own(std::string_view column, ColumnType type, bool written);
    void see(const Ties& ties, const Population::Slot& column);
    void bind_gathers();
    void bind_whole_rows();
    bool in_whole_row(const Own& own) const;
    void load_own(BlockFrame& frame, Block block) const;
    void gather(BlockFrame& frame, Block block, std::span<const double> crowd_totals) const;
    void draw(BlockFrame& frame, Block block, PhiloxKey key, std::uint32_t tick) const;
    const Population::Slot& column_of(const Population& population, std::string_view column, ColumnType type) const;
    void refuse_unweighted(const Ties& ties, std::string_view weight) const;
    bool in_row_gather(const Gather& gather) const;
    SeenColumn seen(const Gather& gather) const;
    bool wholly_written(std::size_t store) const;
    const Written* written(std::size_t store) const;
    std::byte* target(std::size_t store) const;

    Population* population_;
    const Kernels* kernels_;
    std::string rule_;
    std::size_t rule_number_ = 0;
    const Layers* layers_ = nullptr;
    std::size_t slots_ = 0;
    std::vector<Own> own_;
    std::vector<Seen> seen_;
    std::vector<Gather> gathers_;
    std::vector<RowGather> row_gathers_;
    std::vector<WholeRow> whole_rows_;
    std::vector<Uniforms> uniforms_;
    std::vector<std::size_t> seen_stores_;
    std::vector<Written> written_;
};

}  // namespace commonweal::core::detail
