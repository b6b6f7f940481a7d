// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/opinion.hpp>

#include "process/detail/bounded_confidence.hpp"

#include <array>
#include <cmath>
#include <numeric>
#include <utility>

namespace commonweal::process {

namespace {

using core::Index;

struct PairMeeting {
    std::uint32_t place;  ///< in the order of the tick, by a draw
    Index one;
    Index other;
};

/// Who meets whom in a tick, in the order of rows: this depends on no opinion.
std::vector<PairMeeting> draw_meetings(const core::Turn& turn, const core::Ties& ties, Index people, double chance) {
    std::vector<PairMeeting> meetings;
    for (Index row = 0; row < people; ++row) {
        core::Stream draws = turn.draws_with(row);
        if (draws.uniform() >= chance) continue;
        const std::uint32_t place = draws.bits();
        if (const std::optional<Index> met = ties.any_neighbour(row, draws)) meetings.push_back({place, row, *met});
    }
    return meetings;
}

constexpr unsigned place_digit_bits = 11;

/// By that many bits of the place from `shift` on; those that are equal there stay in their order.
void sort_meetings(std::vector<PairMeeting>& meetings, std::vector<PairMeeting>& scratch, unsigned shift) {
    constexpr std::uint32_t digits = 1u << place_digit_bits;
    const auto digit = [shift](const PairMeeting& meeting) { return (meeting.place >> shift) & (digits - 1u); };
    std::array<std::size_t, digits> starts{};
    for (const PairMeeting& meeting : meetings) ++starts[digit(meeting)];
    std::exclusive_scan(starts.begin(), starts.end(), starts.begin(), std::size_t{0});
    scratch.resize(meetings.size());
    for (const PairMeeting& meeting : meetings) scratch[starts[digit(meeting)]++] = meeting;
    std::swap(meetings, scratch);
}

}  // namespace

void MeetInPairs::operator()(core::Turn& turn, core::ColumnView<float> opinions, const core::Ties& ties) const {
    turn.plan(turn.agent, turn.now + 1);
    const auto people = static_cast<Index>(opinions.size());
    std::vector<PairMeeting> meetings = draw_meetings(turn, ties, people, chance_of(1.0, step));
    // Two digits: of four million pairs of meetings one stays in the order of rows.
    std::vector<PairMeeting> scratch;
    sort_meetings(meetings, scratch, 0);
    sort_meetings(meetings, scratch, place_digit_bits);
    for (const PairMeeting& meeting : meetings) {
        if (!detail::hears(process, opinions[meeting.one], opinions[meeting.other])) continue;
        const double apart = static_cast<double>(opinions[meeting.other]) - static_cast<double>(opinions[meeting.one]);
        // Towards zero: two who differ by one grain stay as they are.
        const double grains = std::trunc(process.convergence * apart / detail::opinion_grain);
        const auto move = static_cast<float>(grains * detail::opinion_grain);
        opinions[meeting.one] += move;
        opinions[meeting.other] -= move;
    }
}

}  // namespace commonweal::process
