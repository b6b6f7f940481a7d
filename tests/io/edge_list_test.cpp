// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/error.hpp>
#include <commonweal/io/edge_list.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace io = commonweal::io;
namespace fs = std::filesystem;
using namespace commonweal::core;
using io::Separator;
using io::TieKind;

namespace {

constexpr Column<float> weight{"weight"};
constexpr Column<std::uint16_t> visits{"visits"};

class EdgeListFile : public testing::Test {
protected:
    EdgeListFile() { fs::create_directories(folder); }
    ~EdgeListFile() override { fs::remove_all(folder); }

    io::EdgesWithIds read(const std::string& text, const io::EdgeListOptions& options = {}) const {
        std::ofstream(file, std::ios::binary) << text;
        return io::read_edge_list(file, options);
    }

    std::vector<std::string> mistakes(const std::string& text, const io::EdgeListOptions& options = {}) const {
        try {
            read(text, options);
        } catch (const ConfigError& error) {
            std::vector<std::string> texts;
            for (const Mistake& mistake : error.mistakes())
                texts.push_back(mistake.text().substr(mistake.text().find(file.string()) + file.string().size()));
            return texts;
        }
        return {};
    }

    std::string written() const {
        std::ifstream stream(file, std::ios::binary);
        return (std::ostringstream() << stream.rdbuf()).str();
    }

    const fs::path folder = fs::path(testing::TempDir()) /
                            ("edge_list_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    const fs::path file = folder / "ties.csv";
};

using Texts = std::vector<std::string>;

template <class T>
std::vector<T> any_values(std::size_t count) {
    return *rc::gen::container<std::vector<T>>(count, rc::gen::arbitrary<T>());
}

std::vector<float> any_numbers(std::size_t count) {
    std::vector<float> numbers;
    while (numbers.size() < count) {
        const auto bits = *rc::gen::arbitrary<std::uint32_t>();
        float number = 0;
        std::memcpy(&number, &bits, sizeof number);
        if (!std::isnan(number)) numbers.push_back(number);
    }
    return numbers;
}

std::vector<AgentId> any_ids() {
    const auto ids =
        *rc::gen::container<std::set<AgentId>>(*rc::gen::inRange<std::size_t>(2, 20), rc::gen::inRange(0u, nobody));
    return {ids.rbegin(), ids.rend()};
}

EdgeList any_edges(Index size, Index target_size, TieKind kind) {
    std::set<Edge> edges;
    for (int k = 0; k < 30; ++k) {
        Edge edge(*rc::gen::inRange(0u, size), *rc::gen::inRange(0u, target_size));
        if (kind == TieKind::undirected && edge.first > edge.second) std::swap(edge.first, edge.second);
        if (kind == TieKind::bipartite || edge.first != edge.second) edges.insert(edge);
    }
    EdgeList list({edges.begin(), edges.end()});
    const std::size_t count = list.ends.size();
    list.columns.add(weight, std::span<const float>(any_numbers(count)));
    list.columns.add(visits, std::span<const std::uint16_t>(any_values<std::uint16_t>(count)));
    list.columns.add(Column<std::int32_t>{"height"}, std::span<const std::int32_t>(any_values<std::int32_t>(count)));
    list.columns.add(Column<std::uint32_t>{"since"}, std::span<const std::uint32_t>(any_values<std::uint32_t>(count)));
    list.columns.add(Column<std::uint8_t>{"kin"}, std::span<const std::uint8_t>(any_values<std::uint8_t>(count)));
    return list;
}

void expect_same(const EdgeList& one, const EdgeList& other) {
    RC_ASSERT(one.ends == other.ends);
    RC_ASSERT(one.columns.columns().size() == other.columns.columns().size());
    for (std::size_t k = 0; k < one.columns.columns().size(); ++k) {
        RC_ASSERT(one.columns.columns()[k].name == other.columns.columns()[k].name);
        RC_ASSERT(one.columns.columns()[k].type == other.columns.columns()[k].type);
        RC_ASSERT(one.columns.columns()[k].bytes == other.columns.columns()[k].bytes);
    }
}

}  // namespace

TEST_F(EdgeListFile, names_columns_of_floats_and_of_other_types) {
    const auto read =
        this->read("# who knows whom\n\nsource,target,weight,visits:u16\n17,4,0.5,3\n# the rest\n4,9,2,1\n");
    EXPECT_EQ(read.ids, (std::vector<AgentId>{4, 9, 17}));
    EXPECT_EQ(read.edges.ends, (std::vector<Edge>{{2, 0}, {0, 1}}));
    EXPECT_EQ(read.edges.columns.values(weight)[0], 0.5f);
    EXPECT_EQ(read.edges.columns.values(visits)[1], 1u);
}

TEST_F(EdgeListFile, finds_what_parts_the_fields) {
    const std::vector<Edge> expected{{0, 1}, {1, 2}};
    EXPECT_EQ(read("source,target\n1,2\n2,3\n").edges.ends, expected);
    EXPECT_EQ(read("source;target\n1;2\n2;3").edges.ends, expected);
    EXPECT_EQ(read("source\ttarget\r\n1\t2\r\n2\t3\r\n").edges.ends, expected);
    EXPECT_EQ(read("  source   target \n 1  2\n2\t3 \n").edges.ends, expected);
    EXPECT_EQ(read("\xEF\xBB\xBF\"source\" , \"target\"\n1 ,2\n2, 3\n").edges.ends, expected);
}

TEST_F(EdgeListFile, keeps_the_rows_of_given_ids) {
    const std::vector<AgentId> ids{30, 10, 20, 40};
    const auto read = this->read("source,target\n10,20\n", {.ids = ids});
    EXPECT_EQ(read.edges.ends, (std::vector<Edge>{{1, 2}}));
    EXPECT_EQ(read.ids, ids);
    const std::vector<AgentId> twice{3, 3};
    EXPECT_THROW(this->read("source,target\n", {.ids = twice}), Error);
}

TEST_F(EdgeListFile, bipartite_ends_are_of_two_kinds) {
    const std::vector<AgentId> offices{7, 5};
    const auto read = this->read("source,target\n5,5\n8,7\n", {.kind = TieKind::bipartite, .target_ids = offices});
    EXPECT_EQ(read.edges.ends, (std::vector<Edge>{{0, 1}, {1, 0}}));
    EXPECT_EQ(read.ids, (std::vector<AgentId>{5, 8}));
    EXPECT_EQ(read.target_ids, offices);
    EXPECT_THROW(this->read("source,target\n", {.target_ids = offices}), Error);
}

TEST_F(EdgeListFile, tells_all_mistakes_with_their_places) {
    const std::vector<AgentId> ids{1, 2, 3, 9};
    const Texts expected{
        ":2:5: weight is x; must be a number that 32 bits can hold.",
        ":3:1: edge is 1,2; must have 4 fields, not 2.",
        ":4:5: weight is nan; must be a number that 32 bits can hold.",
        ":4:9: visits is 65536; must be a whole number from 0 to 65535.",
        ":5:1: source is -1; must be an id, from 0 to 4294967294.",
        ":5:4: target is empty; must be an id, from 0 to 4294967294.",
        ":6:1: source is 4; must be the id of one of the 4 agents, which lie between 1 and 9.",
        ":7:1: tie is 3 to 3; must tie two different agents.",
        ":9:1: tie is 2 to 1; must be listed once, and is in line 8 already.",
    };
    const std::string text =
        "source,target,weight,visits:u16\n1,2,x,1\n1,2\n1,2,nan,65536\n-1,,1,1\n4,1,1,1\n3,3,1,1\n1,2,1,1\n2,1,1,1\n";
    EXPECT_EQ(mistakes(text, {.ids = ids}), expected);
}

TEST_F(EdgeListFile, tells_ten_mistakes_and_how_many_more_there_are) {
    std::string text = "source,target\n";
    for (int k = 0; k < 25; ++k) text += "1,1\n";
    const Texts told = mistakes(text);
    ASSERT_EQ(told.size(), 11u);
    EXPECT_EQ(told.front(), ":2:1: tie is 1 to 1; must tie two different agents.");
    EXPECT_EQ(told.back(), ": has 39 more mistakes.");
}

TEST_F(EdgeListFile, names_that_are_not_right_are_all_that_is_told) {
    EXPECT_EQ(mistakes("1,2\n2,3\n"),
              (Texts{":1:1: this is 1,2; must name the columns, the first two source and target."}));
    EXPECT_EQ(mistakes("source,target,a:f23\nx"),
              (Texts{":1:17: type of a is f23; must be f32, i32, u32, u16 or u8. Did you mean f32?"}));
    EXPECT_EQ(mistakes("source,target,a,a\nx"), (Texts{":1:17: column is a; must be named once."}));
    EXPECT_EQ(mistakes("source,target,target\n"), (Texts{":1:15: column is target; must not be the name of an end."}));
    EXPECT_EQ(mistakes("# only this\n"),
              (Texts{": holds no edges; the first line must name the columns, such as source,target."}));
}

TEST_F(EdgeListFile, a_comma_for_a_point_is_suggested_away) {
    EXPECT_EQ(mistakes("source;target;weight\n1;2;0,5\n"),
              (Texts{":2:5: weight is 0,5; must be a number that 32 bits can hold. Did you mean 0.5?"}));
}

TEST_F(EdgeListFile, untidy_ties_are_passed_on_where_they_will_be_dropped) {
    const auto read = this->read("source,target\n1,1\n1,2\n2,1\n", {.untidy = Untidy::drop});
    EXPECT_EQ(read.edges.ends.size(), 3u);
    EXPECT_EQ(this->read("source,target\n1,2\n2,1\n", {.kind = TieKind::directed}).edges.ends.size(), 2u);
}

TEST_F(EdgeListFile, what_is_no_edge_list_is_one_error) {
    EXPECT_THROW(io::read_edge_list(folder / "missing.csv"), Error);
    EXPECT_THROW(io::read_edge_list(folder), Error);
    EXPECT_TRUE(rc::check("random bytes", [this] {
        const auto bytes = *rc::gen::arbitrary<std::string>();
        const bool names = *rc::gen::arbitrary<bool>();
        const Texts told = mistakes((names ? "source,target,weight\n" : "") + bytes);
        RC_ASSERT(told.size() <= 11u);
        if (!names) RC_ASSERT(told.size() == 1u);
    }));
}

TEST_F(EdgeListFile, import_of_export_is_identity) {
    EXPECT_TRUE(rc::check("import of export is identity", [this] {
        const auto kind = *rc::gen::element(TieKind::undirected, TieKind::directed, TieKind::bipartite);
        const auto separator =
            *rc::gen::element(Separator::comma, Separator::semicolon, Separator::tab, Separator::blanks);
        const auto ids = any_ids();
        const auto target_ids = kind == TieKind::bipartite ? any_ids() : ids;
        const EdgeList edges = any_edges(static_cast<Index>(ids.size()), static_cast<Index>(target_ids.size()), kind);
        io::write_edge_list(file, edges, ids, target_ids, separator);
        io::EdgeListOptions options{.separator = *rc::gen::element(separator, Separator::found), .kind = kind};
        options.ids = ids;
        if (kind == TieKind::bipartite) options.target_ids = target_ids;
        const auto read = io::read_edge_list(file, options);
        expect_same(read.edges, edges);
        RC_ASSERT(read.ids == ids);
        if (kind == TieKind::bipartite) RC_ASSERT(read.target_ids == target_ids);
    }));
}

TEST_F(EdgeListFile, what_cannot_be_written_leaves_the_file_as_it_was) {
    const std::vector<AgentId> ids{5, 6};
    EdgeList edges({{0, 1}});
    io::write_edge_list(file, edges, ids, ids);
    EXPECT_EQ(written(), "source,target\n5,6\n");
    EXPECT_THROW(io::write_edge_list(file, EdgeList({{0, 2}}), ids, ids), Error);
    const std::vector<float> one{1.0f};
    edges.columns.add(Column<float>{"a,b"}, std::span<const float>(one));
    EXPECT_THROW(io::write_edge_list(file, edges, ids, ids), Error);
    EXPECT_THROW(io::write_edge_list(folder / "missing" / "ties.csv", EdgeList({}), ids, ids), Error);
    EXPECT_EQ(written(), "source,target\n5,6\n");
}
