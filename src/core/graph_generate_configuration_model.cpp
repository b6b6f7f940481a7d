// SPDX-License-Identifier: Apache-2.0
#include <bit>
#include <commonweal/core/graph_generate.hpp>
#include <numeric>

#include "core/detail/generate.hpp"

namespace commonweal::core {

namespace {

using detail::RowParts;
using detail::value_text;

void refuse(const ConfigurationModel& model, Index size) {
    detail::ParameterFaults faults("configuration model");
    faults.require(model.degrees.size() == size, "the number of degrees", std::to_string(model.degrees.size()),
                   "the number of agents, " + value_text(size));
    faults.require_each(std::span(model.degrees), "degrees", "below the number of agents, " + value_text(size),
                        [size](std::uint32_t degree) { return degree < size; });
    faults.refuse();
}

/// One end of a future tie, and its random place among all stubs. Two of one place stand in the order of their owners.
struct Stub {
    std::uint64_t place;
    Index owner;
    friend auto operator<=>(const Stub&, const Stub&) = default;
};

/// The owners of all stubs in the order of their places: sorted by the high bits into buckets, then each by itself.
class StubShuffle {
public:
    StubShuffle(std::span<const std::uint32_t> degrees, const detail::RowDraws& draws, Workers& workers)
        : degrees_(degrees),
          draws_(draws),
          workers_(workers),
          parts_(degrees.size()),
          bits_(choose_bits(degrees)),
          buckets_(std::size_t{1} << bits_) {}

    detail::UnsetHugeVector<Index> run() {
        count();
        scatter();
        detail::UnsetHugeVector<Index> owners(stubs_.size());
        workers_.for_each(buckets_, [&](std::size_t bucket) {
            const std::uint64_t first = bucket_first_[bucket];
            sort_owners({stubs_.data() + first, bucket_first_[bucket + 1] - first}, owners.data() + first);
        });
        return owners;
    }

private:
    /// For buckets of some 2^14 stubs.
    static int choose_bits(std::span<const std::uint32_t> degrees) {
        std::uint64_t stubs = 0;
        for (const std::uint32_t degree : degrees) stubs += degree;
        return std::clamp(static_cast<int>(std::bit_width(stubs >> 14)), 1, 12);
    }

    std::size_t bucket_of(const Stub& stub) const { return stub.place >> (64 - bits_); }

    template <class Visit>
    void for_each_stub(std::size_t part, Visit visit) const {
        for (std::uint64_t row = parts_.first(part); row < parts_.last(part); ++row) {
            const auto owner = static_cast<Index>(row);
            for (std::uint32_t k = 0; k < degrees_[owner]; k += 2) {
                const auto words = draws_(owner, k / 2);
                visit(Stub{std::uint64_t{words[0]} << 32 | words[1], owner});
                if (k + 1 < degrees_[owner]) visit(Stub{std::uint64_t{words[2]} << 32 | words[3], owner});
            }
        }
    }

    /// Where the stubs of each part go within each bucket.
    void count() {
        next_.assign(parts_.count() * buckets_, 0);
        workers_.for_each(parts_.count(), [&](std::size_t part) {
            std::uint64_t* const counts = next_.data() + part * buckets_;
            for_each_stub(part, [&](const Stub& stub) { ++counts[bucket_of(stub)]; });
        });
        std::uint64_t stubs = 0;
        for (std::size_t bucket = 0; bucket < buckets_; ++bucket) {
            bucket_first_.push_back(stubs);
            for (std::size_t part = 0; part < parts_.count(); ++part) {
                stubs += std::exchange(next_[part * buckets_ + bucket], stubs);
            }
        }
        bucket_first_.push_back(stubs);
        stubs_.resize(stubs);
    }

    void scatter() {
        workers_.for_each(parts_.count(), [&](std::size_t part) {
            std::uint64_t* const next = next_.data() + part * buckets_;
            for_each_stub(part, [&](const Stub& stub) { stubs_[next[bucket_of(stub)]++] = stub; });
        });
    }

    /// Places are uniform: with a cell for each stub of a bucket, by the bits that follow, next to nothing is left to
    /// sort.
    void sort_owners(std::span<const Stub> stubs, Index* owners) const {
        const int cell_bits = std::clamp(static_cast<int>(std::bit_width(stubs.size())), 1, 20);
        const auto cell_of = [&](const Stub& stub) { return (stub.place << bits_) >> (64 - cell_bits); };
        std::vector<std::uint64_t> last((std::size_t{1} << cell_bits) + 1, 0);
        for (const Stub& stub : stubs) ++last[cell_of(stub) + 1];
        std::partial_sum(last.begin(), last.end(), last.begin());
        detail::UnsetHugeVector<Stub> sorted(stubs.size());
        for (const Stub& stub : stubs) sorted[last[cell_of(stub)]++] = stub;
        std::uint64_t first = 0;
        for (std::size_t cell = 0; cell + 1 < last.size(); ++cell) {
            std::sort(sorted.data() + first, sorted.data() + last[cell]);
            first = last[cell];
        }
        for (const Stub& stub : sorted) *owners++ = stub.owner;
    }

    std::span<const std::uint32_t> degrees_;
    detail::RowDraws draws_;
    Workers& workers_;
    RowParts parts_;
    int bits_;  ///< of a place that name its bucket
    std::size_t buckets_;
    std::vector<std::uint64_t> next_;  ///< of part p in bucket b at p * buckets + b: a count, then the next place
    std::vector<std::uint64_t> bucket_first_;
    detail::UnsetHugeVector<Stub> stubs_;
};

}  // namespace

Graph generate(const ConfigurationModel& model, Index size, Layer layer, Seed seed, Workers& workers) {
    refuse(model, size);
    const detail::RowDraws draws(layer, "configuration_model", seed);
    const auto owners = StubShuffle(model.degrees, draws, workers).run();
    const std::uint64_t pairs = owners.size() / 2;
    const auto parts = detail::make_edges(pairs, 1.0, workers, [&](std::uint64_t pair, std::vector<Edge>& edges) {
        edges.emplace_back(owners[2 * pair], owners[2 * pair + 1]);
    });
    return Graph::undirected_parts(size, parts, {.untidy = Untidy::drop, .workers = &workers});
}

}  // namespace commonweal::core
