// SPDX-License-Identifier: Apache-2.0
// Every tests/broken/<name>.toml is a scenario with mistakes, and <name>.txt all that is said of it. After an intended
// change, COMMONWEAL_UPDATE_EXPECTED=1 writes the texts anew, fails, and leaves it to their author to read them.
#include <places.hpp>

#include <commonweal/core/error.hpp>
#include <commonweal/io/run.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;
using commonweal::core::ConfigError;
using commonweal::core::Mistake;

fs::path folder() { return fs::path(project_root()) / "tests/broken"; }

std::vector<std::string> names_with(const std::string& extension) {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder()))
        if (entry.path().extension() == extension) names.push_back(entry.path().stem().string());
    std::sort(names.begin(), names.end());
    return names;
}

std::string content_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// Stands in the folder, so that messages have paths as a user there would see them.
class Standing {
public:
    Standing() : before_(fs::current_path()) { fs::current_path(folder()); }
    ~Standing() { fs::current_path(before_); }
    Standing(const Standing&) = delete;
    Standing& operator=(const Standing&) = delete;

private:
    fs::path before_;
};

std::vector<Mistake> mistakes_in(const std::string& name, std::string& said) {
    const Standing standing;
    try {
        commonweal::io::load_scenario(name + ".toml");
    } catch (const ConfigError& error) {
        said = error.what();
        return error.mistakes();
    }
    return {};
}

class BrokenFiles : public testing::TestWithParam<std::string> {};

}  // namespace

TEST_P(BrokenFiles, say_what_is_expected) {
    std::string said;
    ASSERT_FALSE(mistakes_in(GetParam(), said).empty()) << "no mistake is found";
    const fs::path file = folder() / (GetParam() + ".txt");
    if (std::getenv("COMMONWEAL_UPDATE_EXPECTED")) {
        std::ofstream(file, std::ios::binary) << said << '\n';
        FAIL() << "wrote " << file << "; read it:\n" << said;
    }
    EXPECT_EQ(said + '\n', content_of(file));
}

TEST_P(BrokenFiles, have_mistakes_in_the_order_of_their_lines_with_a_caret_where_something_is_wrong) {
    std::string said;
    const std::vector<Mistake> mistakes = mistakes_in(GetParam(), said);
    for (std::size_t k = 1; k < mistakes.size(); ++k) {
        if (mistakes[k].file != mistakes[k - 1].file) continue;
        EXPECT_LE(std::pair(mistakes[k - 1].line, mistakes[k - 1].column),
                  std::pair(mistakes[k].line, mistakes[k].column));
    }
    for (const Mistake& mistake : mistakes) {
        EXPECT_FALSE(mistake.file.empty()) << mistake.text();
        EXPECT_FALSE(mistake.rule.empty()) << mistake.text();
        EXPECT_EQ(mistake.marked.empty(), mistake.length == 0) << mistake.text();
        // Only what is missing in the file as a whole stands nowhere.
        EXPECT_TRUE(mistake.length > 0 || mistake.rule.starts_with("is missing")) << mistake.text();
    }
}

INSTANTIATE_TEST_SUITE_P(Each, BrokenFiles, testing::ValuesIn(names_with(".toml")),
                         [](const auto& each) { return each.param; });

TEST(BrokenFiles, are_many_and_each_has_its_text) {
    EXPECT_GE(names_with(".toml").size(), 60u);
    EXPECT_EQ(names_with(".toml"), names_with(".txt"));
}
