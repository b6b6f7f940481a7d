// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/assignment.hpp>
#include <commonweal/core/value.hpp>
#include <commonweal/io/toml_reader.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace commonweal::io::detail {

/// One file of a configuration: the values in it, apart from what the language itself says.
struct TomlFile {
    std::string name;  ///< As messages call it.
    core::Value::Table values;
    core::Value::Table profiles;  ///< A table of values for each name.
};

/// A file and all that it extends, each before those that build on it.
class TomlFiles {
public:
    /// Mistakes go to `assignment`, which must outlive this.
    explicit TomlFiles(core::Assignment& assignment) : assignment_(assignment) {}

    /// `library` is that of ReadOptions. \throws ConfigError where `file` itself cannot be read.
    void read(const std::string& file, const std::string& library);
    /// A text without a place among the files: it can extend none.
    void read_text(std::string_view text, std::string_view name);

    const std::vector<TomlFile>& files() const { return files_; }
    /// All that were read, whether or not they could be understood; of those that could, in the same order.
    std::vector<ReadSources::File> take_texts() && { return std::move(texts_); }
    /// Gives each mistake that lies in one of the files its line with a caret.
    void mark(std::vector<core::Mistake>& mistakes) const;
    /// Whether all files were found and could be understood as far as their keys; if not, what is missing is not worth
    /// telling.
    bool understood() const { return understood_; }
    /// Names of all profiles, in the order of the files.
    std::vector<std::string> profiles() const;

private:
    struct Origin;
    void add(const Origin& origin, std::string text);
    std::optional<core::Value::Table> understand(const Origin& origin, const std::string& text);
    void extend(const Origin& origin, const core::Value& bases);
    void extend(const Origin& origin, const core::Value& base, const std::string& written);
    void refuse(const std::string& file, const core::Value& value, std::string path, std::string rule,
                std::string suggestion = {});

    core::Assignment& assignment_;
    std::string library_;
    std::vector<TomlFile> files_;
    std::vector<ReadSources::File> texts_;
    bool understood_ = true;
};

/// The keys at the top of a file that are no parameters.
std::vector<std::string> language_keys();

}  // namespace commonweal::io::detail
