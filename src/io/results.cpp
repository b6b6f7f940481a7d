// SPDX-License-Identifier: Apache-2.0
#include <commonweal/io/results.hpp>

#include "io/detail/files.hpp"
#include "io/detail/table_store.hpp"

#include <algorithm>

namespace commonweal::io {

using core::RecordTable;
using detail::Handle;
using detail::TableStore;

namespace {

/// Rows whose widest column fills a chunk of about one MiB.
std::size_t chunk_rows_for(const core::RecordSchema& schema, std::span<const core::Dimension> dimensions,
                           std::uint64_t rows) {
    constexpr std::size_t chunk_bytes = std::size_t{1} << 20;
    const RecordTable shape(schema, dimensions);
    std::size_t widest = 8;
    for (std::size_t i = 0; i < schema.columns.size(); ++i)
        widest = std::max(widest, shape.width(i) * core::value_size(schema.columns[i].type));
    return std::clamp<std::size_t>(chunk_bytes / widest, 1, std::max<std::size_t>(1, rows));
}

void copy_table(hid_t journal, hid_t file, const ResultsSource& source, std::size_t index,
                const std::filesystem::path& results) {
    const core::RecordSchema& schema = source.description.tables[index];
    const std::uint64_t rows = source.committed.rows[index];
    const std::size_t batch = chunk_rows_for(schema, source.description.dimensions, rows);
    TableStore store = TableStore::create(file, schema, source.description, {.rows = rows, .chunk_rows = batch});
    detail::in_file(source.journal, "read", [&] {
        detail::for_each_batch({.file = journal, .count = rows, .batch = batch}, schema, source.description.dimensions,
                               [&](const RecordTable& part, hsize_t at) {
                                   detail::in_file(results, "write", [&] { store.write(part, 0, part.rows(), at); });
                               });
    });
}

void write_table(hid_t file, const study::OutputDescription& description, const RecordTable& table) {
    const std::size_t batch = chunk_rows_for(table.schema(), description.dimensions, table.rows());
    TableStore store =
        TableStore::create(file, table.schema(), description, {.rows = table.rows(), .chunk_rows = batch});
    for (std::size_t at = 0; at < table.rows(); at += batch)
        store.write(table, at, std::min(batch, table.rows() - at), at);
}

void fill(hid_t journal, hid_t file, const ResultsSource& source, const std::filesystem::path& results) {
    detail::write_description(file, source.description);
    for (std::size_t i = 0; i < source.description.tables.size(); ++i) copy_table(journal, file, source, i, results);
    for (const RecordTable& table : source.final_tables) write_table(file, source.description, table);
    for (const study::Attribute& attribute : source.final_attributes) detail::write_attribute(file, attribute);
}

}  // namespace

void write_results(const ResultsSource& source, const std::filesystem::path& results) {
    if (source.committed.rows.size() != source.description.tables.size())
        throw core::Error("cannot write " + results.string() + ": the journal has other tables than the run");
    const detail::PartialFile partial(detail::partial_name(results));
    detail::in_file(source.journal, "read", [&] {
        const Handle journal = detail::open_journal(source.journal);
        detail::in_file(results, "write", [&] {
            Handle file = detail::create_file(partial.path(), detail::Format::results);
            fill(journal.get(), file.get(), source, results);
            detail::check(H5Fflush(file.get(), H5F_SCOPE_LOCAL), "flush the file");
            file.close("close the file");
        });
    });
    detail::sync_path(partial.path());
    detail::rename_durably(partial.path(), results);
}

}  // namespace commonweal::io
