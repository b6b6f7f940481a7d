// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/error.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/core/value.hpp>

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace commonweal::core {

/// Rules between parameters, such as "the end lies after the start": run when all values are in place. A mistake gives
/// path and rule; where the path was written and, unless given, the value are filled in. A column is one in the text
/// that was given for the path.
using Check = std::function<std::vector<Mistake>()>;

/// Gives the parameters of a table the values that a user wrote, and keeps the book of what was written where and of
/// every mistake. Right values arrive at once; a wrong one leaves its parameter as it was.
class Assignment {
public:
    /// \param other_keys Keys at the top that are no parameters but that the user may have meant.
    explicit Assignment(ParameterTable& table, std::vector<std::string> other_keys = {});

    /// Takes a configuration or a part of one. Of several that give a value, the last holds. A list takes the place of
    /// one that was read before; but where its elements must have a `name`, each takes the place of the element of that
    /// name, or else stands behind all. An empty list leaves none.
    void read(const Value::Table& configuration, const std::string& file);

    /// Finds the mistakes that a part of a configuration has in itself, and takes nothing. In the mistakes `prefix`
    /// stands before its paths.
    void check(const Value::Table& part, const std::string& prefix, const std::string& file);

    /// Takes one path, whether or not it was read before, and a list as it is; `source` stands in mistakes for the
    /// file, if not empty.
    void set(std::string_view path, const Value& value, const std::string& source);

    /// What is written nowhere is missing in this file; without a call, in the one that was read last.
    void set_main_file(std::string file);

    /// Adds a mistake found elsewhere.
    void add(Mistake mistake);

    /// Reports the required parameters that nobody gave; call when everything was read.
    void report_missing() { report_missing(table_); }

    /// Runs the rules between parameters, and drops what they say of paths that are wrong already: those hold a
    /// default, which the user did not write.
    void run(const Check& check);

    /// By file, in the order of reading, line and column; those without a line last.
    std::vector<Mistake> mistakes() const;

private:
    /// Where a path was written, and what, but for arrays and tables.
    struct Origin {
        std::string file;
        Value value;
    };

    void begin(const std::string& file);
    void read_entries(const ParameterTable& table, const std::string& prefix, const Value::Table& entries);
    void read_node(const ParameterTable& table, const std::string& path, const Value& value);
    void read_value(const Parameter& row, const Value& value);
    void read_list(const Parameter& row, const List& list, const Value& value);
    void read_element(const ParameterTable& inside, const Value& element);
    void clear(const Parameter& row, const List& list);
    void check_list(const Parameter& row, const List& list, const Value& value);
    void report_unknown(const ParameterTable& table, const std::string& path, const Value& value);
    void report_missing(const ParameterTable& table);
    void wrong(const std::string& path, const Value& value, std::string rule);
    void remember(const std::string& path, const Value& value);
    /// What was written where, of every path that begins so.
    void forget(std::string_view prefix);
    Origin origin(std::string_view path) const;
    void complete(Mistake& mistake) const;

    ParameterTable& table_;
    std::vector<std::string> other_keys_;
    bool only_checks_ = false;
    std::vector<std::string> files_;
    std::string file_;
    std::string main_file_;
    std::map<std::string, Origin, std::less<>> written_;
    std::vector<Mistake> mistakes_;
};

/// A command line's text for a path: text, dates and choices as they are, all else through `scalar_value`.
Value bare_value(const ParameterTable& table, std::string_view path, std::string_view text);

}  // namespace commonweal::core
