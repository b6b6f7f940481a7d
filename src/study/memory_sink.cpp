// SPDX-License-Identifier: Apache-2.0
#include <commonweal/study/memory_sink.hpp>

#include <string>

namespace commonweal::study {

using core::Error;
using core::RecordTable;

MemorySink::MemorySink() = default;
MemorySink::~MemorySink() = default;

void MemorySink::begin(const OutputDescription& description) {
    description_ = description;
    tables_.clear();
    for (const core::RecordSchema& schema : description.tables) tables_.emplace_back(schema, description.dimensions);
    final_tables_.clear();
    final_attributes_.clear();
    committed_ = {.hour = 0, .rows = std::vector<std::uint64_t>(tables_.size())};
    finished_ = false;
}

void MemorySink::append(const RecordTable& rows) {
    for (RecordTable& table : tables_)
        if (table.schema().name == rows.schema().name) return table.append(rows);
    throw Error("table " + rows.schema().name + " was not declared before the run began");
}

Committed MemorySink::commit(core::Tick hour) {
    committed_.hour = hour;
    for (std::size_t i = 0; i < tables_.size(); ++i) committed_.rows[i] = tables_[i].rows();
    return committed_;
}

void MemorySink::finish(const std::vector<RecordTable>& final_tables, const std::vector<Attribute>& final_attributes) {
    final_tables_ = final_tables;
    final_attributes_ = final_attributes;
    finished_ = true;
}

const RecordTable& MemorySink::table(std::string_view name) const {
    for (const auto* tables : {&tables_, &final_tables_})
        for (const RecordTable& table : *tables)
            if (table.schema().name == name) return table;
    throw Error("the run wrote no table " + std::string(name));
}

}  // namespace commonweal::study
