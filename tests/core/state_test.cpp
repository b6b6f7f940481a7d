// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/state.hpp>

#include <rapidcheck/gtest.h>

#include <cmath>

using namespace commonweal::core;

namespace {

/// As a packed row of an agent kind is: floats, so that the compiler cannot know that no byte is padding.
struct Row {
    float water = 0;
    float fear = 0;
    std::uint16_t kind = 0;
    std::uint8_t age = 0;
    std::uint8_t home = 0;

    bool operator==(const Row&) const = default;
};

struct Padded {
    std::uint8_t small;
    std::uint32_t large;
};

enum class Phase : std::uint8_t { calm, warning };

template <class Read>
std::string problem_of(Read&& read) {
    try {
        read();
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

}  // namespace

namespace commonweal::core {
static_assert(sizeof(Row) == 2 * sizeof(float) + sizeof(std::uint16_t) + 2);
template <>
inline constexpr bool has_no_padding<Row> = true;
}  // namespace commonweal::core

static_assert(StateValue<Row> && StateValue<Phase> && StateValue<double> && StateValue<std::array<float, 3>>);
static_assert(!StateValue<Padded> && !StateValue<int*> && !StateValue<std::string> && !StateValue<long double>);

RC_GTEST_PROP(State, reads_back_what_was_written,
              (std::uint64_t number, double real, bool truth, const std::string& text, const std::vector<float>& list,
               const std::vector<std::int16_t>& other)) {
    StateWriter writer;
    writer.section("outer", [&] {
        writer.value(number);
        writer.section("inner", [&] {
            writer.text(text);
            writer.values(list);
        });
        writer.value(truth);
    });
    writer.section("next", [&] {
        writer.value(real);
        writer.values(other);
    });
    StateReader reader(writer.bytes());
    std::vector<float> list_again;
    std::vector<std::int16_t> other_again(other.size());
    reader.section("outer", [&] {
        RC_ASSERT(reader.value<std::uint64_t>() == number);
        reader.section("inner", [&] {
            RC_ASSERT(reader.text() == text);
            reader.values(list_again);
        });
        bool truth_again = !truth;
        reader.value(truth_again);
        RC_ASSERT(truth_again == truth);
    });
    reader.section("next", [&] {
        RC_ASSERT(std::bit_cast<std::uint64_t>(reader.value<double>()) == std::bit_cast<std::uint64_t>(real));
        reader.values(std::span(other_again));
    });
    reader.finish();
    RC_ASSERT(list_again == list);
    RC_ASSERT(other_again == other);
}

RC_GTEST_PROP(State, cut_anywhere_is_refused, (const std::vector<std::uint32_t>& list, const std::string& text)) {
    StateWriter writer;
    writer.section("town", [&] {
        writer.values(list);
        writer.text(text);
    });
    const std::span<const std::byte> whole = writer.bytes();
    const auto size = *rc::gen::inRange<std::size_t>(0, whole.size());
    StateReader reader(whole.first(size));
    std::vector<std::uint32_t> list_again;
    RC_ASSERT_THROWS_AS(reader.section("town",
                                       [&] {
                                           reader.values(list_again);
                                           reader.text();
                                       }),
                        Error);
}

RC_GTEST_PROP(State, changed_bytes_are_read_or_refused_and_never_run_past, (const std::vector<std::uint64_t>& list)) {
    StateWriter writer;
    writer.section("town", [&] {
        writer.values(list);
        writer.text("name");
    });
    std::vector<std::byte> bytes = writer.take();
    const auto place = *rc::gen::inRange<std::size_t>(0, bytes.size());
    bytes[place] = static_cast<std::byte>(*rc::gen::arbitrary<std::uint8_t>());
    std::vector<std::uint64_t> list_again;
    try {
        StateReader reader(bytes);
        reader.section("town", [&] {
            reader.values(list_again);
            reader.text();
        });
        reader.finish();
        RC_ASSERT(list_again.size() == list.size());
    } catch (const Error&) {
        RC_TAG("refused");
    }
}

TEST(State, rows_with_floats_are_written_as_they_lie_in_memory) {
    StateWriter writer;
    writer.values(std::vector<Row>{{.water = 1.0f, .kind = 513, .home = 7}});
    const std::span<const std::byte> bytes = writer.bytes();
    ASSERT_EQ(bytes.size(), 8 + sizeof(Row));
    EXPECT_EQ(bytes[8 + 3], std::byte{0x3f});  // 1.0f is 0x3f800000 (IEEE 754), least byte first
    EXPECT_EQ(bytes[8 + 8], std::byte{1});
    EXPECT_EQ(bytes[8 + 9], std::byte{2});
    EXPECT_EQ(bytes[8 + 11], std::byte{7});
}

TEST(State, another_section_is_refused_with_the_expected_one_named) {
    StateWriter writer;
    writer.section("clock", [&] { writer.value(1); });
    StateReader reader(writer.bytes());
    EXPECT_EQ(problem_of([&] { reader.section("graph", [] {}); }),
              "the state cannot be read: the section 'graph' was expected and another found");
}

TEST(State, a_section_that_is_read_too_far_is_named) {
    StateWriter writer;
    writer.section("clock", [&] { writer.value(std::uint8_t{1}); });
    writer.section("more", [&] { writer.value(std::uint64_t{1}); });
    StateReader reader(writer.bytes());
    EXPECT_EQ(problem_of([&] { reader.section("clock", [&] { reader.value<std::uint32_t>(); }); }),
              "the state cannot be read: in section 'clock': it is cut short");
}

TEST(State, bytes_left_over_in_a_section_or_behind_the_last_are_refused) {
    StateWriter writer;
    writer.section("clock", [&] { writer.value(std::uint32_t{1}); });
    EXPECT_EQ(problem_of([&] { StateReader(writer.bytes()).section("clock", [] {}); }),
              "the state cannot be read: in section 'clock': 4 bytes are left over");
    EXPECT_NE(problem_of([&] { StateReader(writer.bytes()).finish(); }), "");
}

TEST(State, a_list_of_another_length_does_not_fit_memory_that_is_there) {
    StateWriter writer;
    writer.values(std::vector<float>(3));
    std::vector<float> target(4);
    EXPECT_THROW(StateReader(writer.bytes()).values(std::span(target)), Error);
}

TEST(State, a_truth_value_is_zero_or_one) {
    const std::byte two{2};
    bool truth = false;
    EXPECT_THROW(StateReader({&two, 1}).value(truth), Error);
}
