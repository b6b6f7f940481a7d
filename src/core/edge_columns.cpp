// SPDX-License-Identifier: Apache-2.0
#include "detail/did_you_mean.hpp"

#include <algorithm>
#include <cmath>
#include <commonweal/core/edge_columns.hpp>
#include <commonweal/core/error.hpp>
#include <commonweal/core/state.hpp>
#include <cstring>

namespace commonweal::core {

namespace {

void refuse_not_a_number(std::string_view name, std::span<const std::byte> bytes) {
    const std::span values(reinterpret_cast<const float*>(bytes.data()), bytes.size() / sizeof(float));
    const auto wrong = std::find_if(values.begin(), values.end(), [](float value) { return std::isnan(value); });
    if (wrong == values.end()) return;
    const auto count = std::count_if(wrong, values.end(), [](float value) { return std::isnan(value); });
    throw Error("edge column '" + std::string(name) + "': " + std::to_string(count) +
                (count == 1 ? " value is" : " values are") + " not a number, the first at position " +
                std::to_string(wrong - values.begin()));
}

}  // namespace

void EdgeColumns::add(std::string_view name, ColumnType type, std::span<const std::byte> bytes) {
    for (const Named& column : columns_) {
        if (column.name == name) throw Error("edge column '" + column.name + "': there is one of this name already");
    }
    if (bytes.size() != size_ * bytes_of(type)) {
        throw Error("edge column '" + std::string(name) + "': " + std::to_string(bytes.size() / bytes_of(type)) +
                    " values for " + std::to_string(size_) + " edges");
    }
    if (type == ColumnType::f32) refuse_not_a_number(name, bytes);
    columns_.push_back({std::string(name), type, {bytes.begin(), bytes.end()}});
}

const EdgeColumns::Named& EdgeColumns::find(std::string_view name, ColumnType type) const {
    const auto found = std::find_if(columns_.begin(), columns_.end(), [&](const Named& c) { return c.name == name; });
    if (found == columns_.end()) {
        std::vector<std::string> names;
        for (const Named& column : columns_) names.push_back(column.name);
        throw Error("edges have no column '" + std::string(name) + "'" + detail::there_are(names) +
                    detail::did_you_mean(name, names));
    }
    if (found->type != type) throw Error("edge column '" + found->name + "'" + detail::is_not(found->type, type));
    return *found;
}

EdgeColumns EdgeColumns::taken(std::span<const std::uint64_t> order) const {
    EdgeColumns taken(order.size());
    for (const Named& column : columns_) {
        const std::size_t bytes = bytes_of(column.type);
        Named& copy = taken.columns_.emplace_back(Named{column.name, column.type, {}});
        copy.bytes.resize(order.size() * bytes);
        for (std::size_t k = 0; k < order.size(); ++k) {
            std::memcpy(copy.bytes.data() + k * bytes, column.bytes.data() + order[k] * bytes, bytes);
        }
    }
    return taken;
}

void EdgeColumns::append(const EdgeColumns& more) {
    COMMONWEAL_ASSERT(columns_.size() == more.columns_.size());
    for (std::size_t k = 0; k < columns_.size(); ++k) {
        const auto& added = more.columns_[k].bytes;
        columns_[k].bytes.insert(columns_[k].bytes.end(), added.begin(), added.end());
    }
    size_ += more.size_;
}

EdgeColumns EdgeColumns::zeros(std::size_t size) const {
    EdgeColumns zeros(0);
    for (const Named& column : columns_) zeros.columns_.push_back({column.name, column.type, {}});
    zeros.resize(size);
    return zeros;
}

void EdgeColumns::resize(std::size_t size) {
    size_ = size;
    for (Named& column : columns_) column.bytes.resize(size * bytes_of(column.type));
}

void EdgeColumns::clear(std::size_t edge) {
    for (Named& column : columns_) {
        const std::size_t bytes = bytes_of(column.type);
        std::memset(column.bytes.data() + edge * bytes, 0, bytes);
    }
}

void EdgeColumns::save(StateWriter& writer) const {
    writer.section("edge columns", [&] {
        writer.value(std::uint64_t{size_});
        for (const Named& column : columns_) writer.values(std::span<const std::byte>(column.bytes));
    });
}

void EdgeColumns::load(StateReader& reader) {
    reader.section("edge columns", [&] {
        resize(static_cast<std::size_t>(reader.value<std::uint64_t>()));
        for (Named& column : columns_) reader.values(std::span<std::byte>(column.bytes));
    });
}

std::span<const EdgeColumns::Named> EdgeColumns::columns() const { return columns_; }

}  // namespace commonweal::core
