// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/event_log.hpp>
#include <commonweal/core/state.hpp>

#include <rapidcheck/gtest.h>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <string>
#include <vector>

#include "core/refusal.hpp"

using namespace commonweal::core;

namespace event_log_test {

namespace {

using Rows = std::vector<EventRow>;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

Rows rows_of(const EventLog& log) { return {log.rows().begin(), log.rows().end()}; }

std::vector<std::byte> state_of(const EventLog& log) {
    StateWriter writer;
    log.save(writer);
    return writer.take();
}

/// Two rules whose names stand in the other order than their numbers.
EventLog two_rules() {
    EventLog log;
    log.rule("warn");
    log.rule("flee");
    return log;
}

}  // namespace

TEST(EventLog, rules_are_numbered_in_the_order_of_asking) {
    EventLog log = two_rules();
    EXPECT_EQ(log.rule("mend"), 2);
    EXPECT_EQ(log.rule("warn"), 0);
    EXPECT_EQ(log.rule("flee"), 1);
    EXPECT_EQ(std::vector<std::string>(log.rule_names().begin(), log.rule_names().end()),
              (std::vector<std::string>{"warn", "flee", "mend"}));
}

TEST(EventLog, a_finished_tick_is_sorted_by_rule_name_agent_what_and_value) {
    EventLog log = two_rules();
    const EventRow by_name{.tick = 3, .rule = 1, .agent = 9, .what = 9, .value = 9.0};
    const EventRow by_agent{.tick = 3, .rule = 0, .agent = 1, .what = 7, .value = 7.0};
    const EventRow by_what{.tick = 3, .rule = 0, .agent = 2, .what = 1, .value = 5.0};
    const EventRow zero{.tick = 3, .rule = 0, .agent = 2, .what = 2, .value = 0.0};
    const EventRow half{.tick = 3, .rule = 0, .agent = 2, .what = 2, .value = 0.5};
    const EventRow minus{.tick = 3, .rule = 0, .agent = 2, .what = 2, .value = -1.0};  // the sign is the highest bit
    for (const EventRow& row : {minus, half, zero, by_what, by_agent, by_name}) log.append(row);
    EXPECT_TRUE(log.rows().empty());
    log.finish(3);
    EXPECT_EQ(rows_of(log), (Rows{by_name, by_agent, by_what, zero, half, minus}));
}

TEST(EventLog, ticks_may_be_finished_one_by_one_or_together) {
    const Rows rows{{.tick = 2, .rule = 1}, {.tick = 0, .rule = 0}, {.tick = 0, .rule = 1}, {.tick = 2, .rule = 0}};
    EventLog together = two_rules();
    EventLog one_by_one = two_rules();
    for (const EventRow& row : rows) together.append(row);
    together.finish(2);
    for (Tick tick = 0; tick < 3; ++tick) {
        for (const EventRow& row : rows) {
            if (row.tick == tick) one_by_one.append(row);
        }
        one_by_one.finish(tick);
    }
    EXPECT_EQ(rows_of(together), (Rows{rows[2], rows[1], rows[0], rows[3]}));
    EXPECT_EQ(rows_of(one_by_one), rows_of(together));
}

TEST(EventLog, cleared_rows_are_gone_and_open_ones_stay) {
    EventLog log = two_rules();
    log.append({.tick = 0, .agent = 1});
    log.finish(0);
    log.append({.tick = 1, .agent = 2});
    log.clear();
    EXPECT_TRUE(log.rows().empty());
    EXPECT_EQ(log.rule("flee"), 1);
    log.finish(1);
    EXPECT_EQ(rows_of(log), (Rows{{.tick = 1, .agent = 2}}));
}

TEST(EventLog, rewound_to_a_mark_it_is_as_it_was_then) {
    EventLog log = two_rules();
    log.append({.tick = 0, .agent = 1});
    log.finish(0);
    log.append({.tick = 1, .agent = 2});
    const std::vector<std::byte> before = state_of(log);
    const EventLog::Mark mark = log.mark();
    log.append({.tick = 1, .rule = log.rule("beg"), .agent = 3});
    EXPECT_EQ(log.rule("beg"), 2);
    log.rewind(mark);
    EXPECT_EQ(state_of(log), before);
    EXPECT_EQ(log.rule("arm"), 2);
    EXPECT_EQ(log.rule("warn"), 0);
    log.finish(1);
    log.rewind(mark);
    EXPECT_EQ(log.rule_names().size(), 3u) << "a finished tick is not taken back";
}

TEST(EventLog, every_nan_is_kept_with_the_same_bits) {
    EventLog log = two_rules();
    log.append({.value = -nan});
    log.append({.value = std::bit_cast<double>(std::uint64_t{0x7ff8'0000'dead'beef})});
    log.finish(0);
    ASSERT_EQ(log.rows().size(), 2u);
    for (const EventRow& row : log.rows()) EXPECT_EQ(std::bit_cast<std::uint64_t>(row.value), 0x7ff8'0000'0000'0000u);
}

RC_GTEST_PROP(EventLog, the_order_of_appending_cannot_show, (std::uint32_t shuffle)) {
    const auto count = *rc::gen::inRange<std::size_t>(0, 40);
    Rows rows;
    for (std::size_t k = 0; k < count; ++k) {
        rows.push_back({.tick = *rc::gen::inRange<Tick>(0, 2),
                        .rule = *rc::gen::inRange<std::uint16_t>(0, 2),
                        .agent = *rc::gen::inRange<AgentId>(0, 3),
                        .what = *rc::gen::inRange<std::uint32_t>(0, 3),
                        .value = *rc::gen::element(-1.0, -0.0, 0.0, 1.0, nan)});
    }
    EventLog log = two_rules();
    for (const EventRow& row : rows) log.append(row);
    log.finish(1);
    std::shuffle(rows.begin(), rows.end(), std::mt19937(shuffle));
    EventLog shuffled = two_rules();
    for (const EventRow& row : rows) shuffled.append(row);
    shuffled.finish(1);
    RC_ASSERT(log.rows().size() == count);
    RC_ASSERT(state_of(log) == state_of(shuffled));
}

RC_GTEST_PROP(EventLog, loaded_between_any_two_calls_it_goes_on_as_if_it_had_not_stopped, ()) {
    const auto agents = *rc::gen::container<std::vector<AgentId>>(rc::gen::inRange<AgentId>(0, 5));
    const auto middle = *rc::gen::inRange<std::size_t>(0, agents.size() + 1);
    EventLog whole = two_rules();
    EventLog loaded;
    const auto act = [&](EventLog& log, std::size_t k) {
        const auto tick = static_cast<Tick>(k / 3);
        log.append({.tick = tick, .rule = log.rule(agents[k] < 2 ? "late" : "warn"), .agent = agents[k], .value = 0.5});
        if (k % 3 == 2) log.finish(tick);
        if (k % 12 == 11) log.clear();
    };
    for (std::size_t k = 0; k < middle; ++k) act(whole, k);
    const std::vector<std::byte> state = state_of(whole);
    StateReader reader(state);
    loaded.load(reader);
    reader.finish();
    RC_ASSERT(state_of(loaded) == state);
    for (std::size_t k = middle; k < agents.size(); ++k) {
        act(whole, k);
        act(loaded, k);
    }
    RC_ASSERT(state_of(loaded) == state_of(whole));
}

TEST(EventLog, rows_of_no_rule_or_of_a_finished_tick_are_refused) {
    EventLog log = two_rules();
    EXPECT_EQ(refusal([&] { log.append({.rule = 2}); }), "event log: a row of rule 2; rules have numbers below 2");
    log.finish(4);
    EXPECT_EQ(refusal([&] { log.append({.tick = 4, .rule = 1}); }),
              "event log: rule 'flee' adds a row to tick 4 when tick 4 is finished");
    EXPECT_EQ(refusal([&] { log.finish(4); }), "event log: tick 4 ends after tick 4; it must be later");
    log.append({.tick = 7, .rule = 1});
    EXPECT_EQ(refusal([&] { log.finish(6); }), "event log: tick 6 ends when rule 'flee' has told of tick 7");
    EXPECT_TRUE(log.rows().empty());
    log.finish(7);
    EXPECT_EQ(log.rows().size(), 1u);
}

TEST(EventLog, there_are_65536_numbers_for_names) {
    EventLog log;
    EXPECT_EQ(refusal([&] { log.rule(""); }), "event log: a rule has no name");
    for (int k = 0; k < 65536; ++k) log.rule("rule_" + std::to_string(100'000 + k));
    EXPECT_EQ(log.rule("rule_165535"), 65535);
    EXPECT_EQ(refusal([&] { log.rule("one_more"); }),
              "event log: no number is left for rule 'one_more'; there are 65536");
}

TEST(EventLog, a_state_with_other_numbers_of_rules_is_refused_and_changes_nothing) {
    EventLog saved = two_rules();
    saved.append({.tick = 0, .rule = 1});
    saved.finish(0);
    std::vector<std::byte> state = state_of(saved);
    const auto refused_by = [&](EventLog& log) {
        const std::vector<std::byte> before = state_of(log);
        StateReader reader(state);
        const std::string text = refusal([&] { log.load(reader); });
        EXPECT_EQ(state_of(log), before);
        return text;
    };
    EventLog turned;
    turned.rule("flee");
    EXPECT_EQ(refused_by(turned), "event log: rule 0 is 'warn' in the state, here 'flee'");
    EventLog more = two_rules();
    more.rule("mend");
    EXPECT_EQ(refused_by(more), "event log: the state has no rule 'mend'");
    EventLog same = two_rules();
    StateReader cut(std::span<const std::byte>(state).first(state.size() - 1));
    EXPECT_THROW(same.load(cut), Error);
    EXPECT_TRUE(same.rows().empty());
}

TEST(EventLog, a_state_that_contradicts_itself_is_refused) {
    const auto state = [](std::string_view second_name, std::uint16_t rule, std::size_t agents) {
        StateWriter writer;
        writer.section("events", [&] {
            writer.value(std::uint64_t{2});
            writer.text("warn");
            writer.text(second_name);
            writer.value(true);
            writer.value(Tick{0});
            writer.values(std::vector<Tick>{0});
            writer.values(std::vector<std::uint16_t>{rule});
            writer.values(std::vector<AgentId>(agents));
            writer.values(std::vector<std::uint32_t>{0});
            writer.values(std::vector<double>{0.0});
            for (int column = 0; column < 5; ++column) writer.value(std::uint64_t{0});
        });
        return writer.take();
    };
    const auto refused = [](const std::vector<std::byte>& bytes) {
        EventLog log;
        StateReader reader(bytes);
        return refusal([&] { log.load(reader); });
    };
    EXPECT_EQ(refused(state("flee", 1, 1)), "accepted");
    EXPECT_EQ(refused(state("flee", 2, 1)), "event log: the state holds a row of rule 2 and names 2");
    EXPECT_EQ(refused(state("warn", 1, 1)), "event log: rule 1 is 'warn' in the state for the second time");
    EXPECT_EQ(refused(state("flee", 1, 2)),
              "the state cannot be read: in section 'events': it holds 2 values where 1 belong");
}

}  // namespace event_log_test
