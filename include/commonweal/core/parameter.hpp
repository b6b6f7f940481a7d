// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/date_time.hpp>
#include <commonweal/core/error.hpp>

#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace commonweal::core {

class Distribution;
class ParameterTable;

/// How far a default value can be trusted.
enum class Evidence {
    sourced,     ///< Read from a named publication or data set.
    computed,    ///< Worked out from sourced figures.
    literature,  ///< Usual in the field's literature, without one figure to point to.
    assumed,     ///< Our assumption; sweep it.
};

std::string_view evidence_name(Evidence evidence);

/// What is known about a parameter besides its value. Texts must live as long as the program: write literals.
struct Field {
    std::string_view key;        ///< The member's own name; letters, digits and '_'.
    std::string_view meaning;    ///< One phrase for documentation and schema.
    std::string_view unit = "";  ///< Unit of the value in memory, as `Unit::parse` reads it; empty for plain numbers.
    double low = -std::numeric_limits<double>::infinity();  ///< Smallest right value, in `unit`.
    double high = std::numeric_limits<double>::infinity();  ///< Largest right value, in `unit`.
    bool low_open = false;                                  ///< `low` itself is wrong.
    bool high_open = false;                                 ///< `high` itself is wrong.
    Evidence evidence = Evidence::assumed;
    std::string_view source = "";   ///< Where the default comes from, such as "CNNIC report 48".
    bool required = false;          ///< There is no sensible default: the user must give one.
    std::string_view example = "";  ///< TOML of a right value, where neither default nor kind tells.
    bool live = false;              ///< May change while a run goes on.
};

/// Numbers in equal steps, such as rain per hour; in TOML { unit = "mm / h", values = [3, 7.5] }.
struct Series {
    std::vector<double> values;
    friend bool operator==(const Series&, const Series&) = default;
};

/// New values for parameters by path; in TOML { offices.emergency_duty = 0.9, "requests.patience" = "48 h" }.
struct Settings {
    struct Setting {
        std::string path;
        std::string text;  ///< As ParameterTable::set takes it.
        friend bool operator==(const Setting&, const Setting&) = default;
    };
    std::vector<Setting> values;
    friend bool operator==(const Settings&, const Settings&) = default;
};

/// One of a few names. The value is the name's position.
struct Choice {
    std::vector<std::string> names;
    std::function<std::size_t()> get;
    std::function<void(std::size_t)> set;
};

/// A vector of parameter structs; in TOML an array of tables, [[key]].
struct List {
    std::function<std::size_t()> size;
    std::function<void()> clear;
    std::function<void(std::size_t)> renew;  ///< Gives an element its default values; at the end, adds one.
    std::function<ParameterTable(std::size_t)> element;
    std::function<void(const std::function<void(const ParameterTable&)>&)> with_default_element;
};

/// One row of the table.
struct Parameter {
    using Target = std::variant<double*, std::int64_t*, int*, std::uint32_t*, bool*, std::string*, DateTime*, Series*,
                                std::vector<std::string>*, Distribution*, Settings*, Choice, List>;
    std::string path;  ///< Dotted, such as "warning.broadcast.delay"; elements of lists count from 0: "shock[0].start".
    Field field;
    Target target;  ///< Where the value lives.

    /// "number", "whole number", "true or false", "text", "date", "series", "texts", "distribution", "settings",
    /// "choice" or "list".
    std::string_view kind() const;
    /// The smallest and largest number that field and type allow.
    double low() const;
    double high() const;
    bool allows(double value) const;
    /// Whether no draw can lie outside; an end that is wrong itself may be one that draws only come near to.
    bool allows(const Distribution& distribution) const;
    /// "between 0 m and 5,000 m", "above 0 / h", "at least 1 and below 3"; empty where nothing is excluded.
    std::string range_text() const;
};

/// A table of parameters inside the table.
struct ParameterGroup {
    std::string path;
    std::string_view meaning;
};

/// A parameter struct: `void describe(core::ParameterTable&, T&)` stands beside it in its namespace.
template <class T>
concept Described = requires(ParameterTable& table, T& parameters) {
    describe(table, parameters);
};

/// Every parameter of a model with path, meaning, unit, range, source and the place where its value lives: the one
/// origin of reading, checking, writing and documenting configurations. It refers to the described structs, which must
/// outlive it and must not move. Not safe to use from two threads.
class ParameterTable {
public:
    /// \param prefix Path of the element that the table describes, such as "shock[0]"; empty for a whole configuration.
    explicit ParameterTable(std::string prefix = "");

    void add(double& value, const Field& field);
    void add(std::int64_t& value, const Field& field);
    void add(int& value, const Field& field);
    void add(std::uint32_t& value, const Field& field);
    void add(bool& value, const Field& field);
    void add(std::string& value, const Field& field);
    void add(DateTime& value, const Field& field);
    void add(Series& value, const Field& field);
    void add(std::vector<std::string>& value, const Field& field);
    void add(Distribution& value, const Field& field);
    void add(Settings& value, const Field& field);

    template <class E>
    void choice(E& value, std::span<const std::pair<std::string_view, std::type_identity_t<E>>> names,
                const Field& field);

    /// A struct inside the struct: its parameters stand below `key`.
    template <class T>
    void group(std::string_view key, std::string_view meaning, T& parameters);

    /// Any number of structs of one type.
    template <class T>
    void list(std::string_view key, std::string_view meaning, std::vector<T>& elements);

    const std::string& prefix() const { return root_; }
    const std::vector<Parameter>& rows() const { return rows_; }
    const std::vector<ParameterGroup>& groups() const { return groups_; }

    /// The row of a path, elements of lists included; nothing if there is none.
    std::optional<Parameter> find(std::string_view path) const;
    const Parameter* row(std::string_view path) const;
    bool has_group(std::string_view path) const;
    /// Every path that can be set; those of list elements with empty brackets: "shock[].start".
    std::vector<std::string> paths() const;

    /// The present value as TOML writes it, with its unit: "\"0.2 / d\"", "true". Lists: their size in brackets.
    std::string text(const Parameter& row) const;

    /// Gives a parameter the value that a user wrote on a command line: "0.2 / d", "true", "fast".
    /// \throws ConfigError as a configuration file does; arrays and tables are read by `io::read_toml` only.
    void set(std::string_view path, std::string_view text);

private:
    void insert(Choice target, const Field& field);
    void insert(List target, const Field& field);
    void insert_row(Parameter::Target target, const Field& field);
    std::string open(std::string_view key, std::string_view meaning);
    std::string below(std::string_view key) const;

    std::string root_;
    std::string prefix_;
    std::vector<Parameter> rows_;
    std::vector<ParameterGroup> groups_;
    std::map<std::string, std::size_t, std::less<>> positions_;
};

template <class E>
void ParameterTable::choice(E& value, std::span<const std::pair<std::string_view, std::type_identity_t<E>>> names,
                            const Field& field) {
    Choice target;
    std::vector<E> values;
    for (const auto& [name, meant] : names) {
        target.names.emplace_back(name);
        values.push_back(meant);
    }
    target.get = [&value, values] {
        std::size_t position = 0;
        while (position < values.size() && values[position] != value) ++position;
        return position;
    };
    target.set = [&value, values](std::size_t position) { value = values[position]; };
    insert(std::move(target), field);
}

template <class T>
void ParameterTable::group(std::string_view key, std::string_view meaning, T& parameters) {
    static_assert(Described<T>, "commonweal: this struct needs void describe(core::ParameterTable&, T&) beside it");
    if constexpr (Described<T>) {
        std::string outer = open(key, meaning);
        describe(*this, parameters);
        prefix_ = std::move(outer);
    }
}

template <class T>
void ParameterTable::list(std::string_view key, std::string_view meaning, std::vector<T>& elements) {
    static_assert(Described<T>, "commonweal: this struct needs void describe(core::ParameterTable&, T&) beside it");
    const std::string path = below(key);
    List target;
    target.size = [&elements] { return elements.size(); };
    target.clear = [&elements] { elements.clear(); };
    target.renew = [&elements](std::size_t position) {
        if (position == elements.size()) elements.emplace_back();
        elements.at(position) = T{};
    };
    target.element = [&elements, path](std::size_t position) {
        ParameterTable table(path + '[' + std::to_string(position) + ']');
        describe(table, elements.at(position));
        return table;
    };
    target.with_default_element = [path](const std::function<void(const ParameterTable&)>& visit) {
        T parameters{};
        ParameterTable table(path + "[]");
        describe(table, parameters);
        visit(table);
    };
    insert(std::move(target), {.key = key, .meaning = meaning});
}

}  // namespace commonweal::core
