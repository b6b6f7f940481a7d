// SPDX-License-Identifier: Apache-2.0
#include "detail/did_you_mean.hpp"

#include <algorithm>
#include <commonweal/core/record.hpp>
#include <utility>

namespace commonweal::core {

namespace {

constexpr const char* type_names[] = {"f32", "f64", "i32", "i64", "u8", "u16", "u32", "text"};

const char* name_of(ValueType type) noexcept { return type_names[static_cast<std::size_t>(type)]; }

bool is_whole(ValueType type) noexcept {
    return type != ValueType::f32 && type != ValueType::f64 && type != ValueType::text;
}

bool is_word(const std::string& label) { return !label.empty() && label.find_first_of(" \t\r\n") == std::string::npos; }

/// Names become HDF5 links, where a slash would open a group.
bool is_name(const std::string& name) {
    return !name.empty() && name != "." && name.find('/') == std::string::npos && name.find('\0') == std::string::npos;
}

void check_column(const std::string& where, const RecordColumn& column) {
    if (!is_name(column.name)) throw Error(where + " is not a name for a column");
    const bool coded = !column.labels.empty() || column.missing;
    if (coded && !is_whole(column.type)) throw Error(where + ": only whole numbers have labels or a missing value");
    if (!std::all_of(column.labels.begin(), column.labels.end(), is_word))
        throw Error(where + ": every label must be a single word");
}

std::size_t size_of_dimension(const std::string& where, const std::string& name,
                              std::span<const Dimension> dimensions) {
    for (const Dimension& dimension : dimensions)
        if (dimension.name == name) {
            if (dimension.size() == 0) throw Error(where + " has the dimension " + name + ", which is empty");
            return dimension.size();
        }
    throw Error(where + " has the dimension " + name + ", which is not declared");
}

}  // namespace

std::size_t value_size(ValueType type) noexcept {
    constexpr std::size_t sizes[] = {4, 8, 4, 8, 1, 2, 4, 0};
    return sizes[static_cast<std::size_t>(type)];
}

std::size_t Dimension::size() const noexcept {
    return std::visit([](const auto& list) { return list.size(); }, values);
}

RecordTable::RecordTable(RecordSchema schema, std::span<const Dimension> dimensions) : schema_(std::move(schema)) {
    if (!is_name(schema_.name) || !is_name(schema_.row_dimension))
        throw Error("a record table needs a name and a row dimension, both without slashes");
    for (std::size_t i = 0; i < schema_.columns.size(); ++i) {
        const RecordColumn& column = schema_.columns[i];
        const std::string where = "column " + schema_.name + '.' + column.name;
        check_column(where, column);
        for (std::size_t j = 0; j < i; ++j)
            if (schema_.columns[j].name == column.name) throw Error(where + " is declared twice");
        if (column.name == schema_.row_dimension && !column.dimensions.empty())
            throw Error(where + " gives the rows' coordinates and can have no further dimension");
        Store store;
        for (const std::string& name : column.dimensions) {
            if (name == schema_.row_dimension) throw Error(where + " repeats the row dimension");
            store.width *= size_of_dimension(where, name, dimensions);
        }
        store.row_bytes = store.width * value_size(column.type);
        stores_.push_back(std::move(store));
    }
}

std::size_t RecordTable::find(std::string_view name, ValueType type) const {
    for (std::size_t i = 0; i < schema_.columns.size(); ++i) {
        const RecordColumn& column = schema_.columns[i];
        if (column.name != name) continue;
        if (column.type == type) return i;
        throw Error("column " + schema_.name + '.' + column.name + " holds " + name_of(column.type) + ", not " +
                    name_of(type));
    }
    std::vector<std::string> names;
    for (const RecordColumn& column : schema_.columns) names.push_back(column.name);
    const std::string near = detail::did_you_mean(name, names);
    throw Error("table " + schema_.name + " has no column '" + std::string(name) + "'" +
                (near.empty() ? detail::there_are(names) : near));
}

void RecordTable::append(std::size_t rows) {
    rows_ += rows;
    for (std::size_t i = 0; i < stores_.size(); ++i) {
        Store& store = stores_[i];
        if (schema_.columns[i].type == ValueType::text)
            store.texts.resize(rows_ * store.width);
        else
            store.bytes.resize(rows_ * store.row_bytes);
    }
}

void RecordTable::append(const RecordTable& other) {
    if (other.schema_ != schema_) throw Error("rows of another schema cannot be added to table " + schema_.name);
    for (std::size_t i = 0; i < stores_.size(); ++i) {
        const Store& from = other.stores_[i];
        if (from.width != stores_[i].width)
            throw Error("rows of another width cannot be added to column " + schema_.name + '.' +
                        schema_.columns[i].name);
    }
    const std::size_t added = other.rows_;
    for (std::size_t i = 0; i < stores_.size(); ++i) {
        const Store& from = other.stores_[i];
        stores_[i].bytes.insert(stores_[i].bytes.end(), from.bytes.begin(), from.bytes.end());
        stores_[i].texts.insert(stores_[i].texts.end(), from.texts.begin(), from.texts.end());
    }
    rows_ += added;
}

void RecordTable::truncate(std::size_t rows) {
    if (rows > rows_) throw Error("table " + schema_.name + " has fewer rows than it is to be cut to");
    rows_ = rows;
    for (std::size_t i = 0; i < stores_.size(); ++i) {
        Store& store = stores_[i];
        store.bytes.resize(rows * store.row_bytes);
        if (schema_.columns[i].type == ValueType::text) store.texts.resize(rows * store.width);
    }
}

}  // namespace commonweal::core
