// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "io/detail/hdf5.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace commonweal::io::detail {

/// "2021-07-17 08:00:00", local time.
std::string date_text(std::int64_t minutes);

/// The group of a table: the series live in the root, every other table in a group of its name.
std::string group_of(const core::RecordSchema& schema);

/// The title, the start and the parameters, as attributes of the root.
void write_description(hid_t file, const study::OutputDescription& description);

struct Storage {
    Format format = Format::results;
    hsize_t rows = 0;        ///< Of a finished table; a journal's grow.
    hsize_t chunk_rows = 1;  ///< Rows per chunk.
};

/// The datasets of one table in a file.
class TableStore {
public:
    /// Makes the datasets, their scales and attributes.
    static TableStore create(hid_t file, const core::RecordSchema& schema, const study::OutputDescription& description,
                             const Storage& storage);
    /// Finds them in a journal.
    static TableStore open_journal(hid_t file, const core::RecordSchema& schema,
                                   std::span<const core::Dimension> dimensions);

    /// Stores `count` rows of `table`, from its row `from` on, as the file's rows from `at` on.
    void write(const core::RecordTable& table, std::size_t from, std::size_t count, hsize_t at);
    /// Rows of a journal.
    core::RecordTable read(hsize_t at, std::size_t count) const;
    hsize_t rows() const;

private:
    struct Column {
        Handle dataset;
        Handle text;  ///< A journal's letters; its dataset then holds where each text ends.
        core::ValueType type = core::ValueType::f32;
        std::vector<hsize_t> shape;         ///< Without the rows.
        std::optional<std::size_t> source;  ///< Column of the record table; none for row numbers.
        bool complete = false;              ///< Rows that are the places of a declared dimension need no numbers.
        std::size_t width() const noexcept;
    };

    TableStore(const core::RecordSchema& schema, std::span<const core::Dimension> dimensions)
        : schema_(schema), dimensions_(dimensions.begin(), dimensions.end()) {}

    std::vector<core::RecordColumn> stored_columns() const;
    Column make_column(const core::RecordColumn& column) const;
    Column create_column(hid_t file, hid_t group, const core::RecordColumn& declared, const Storage& storage) const;
    void attach_scales(hid_t group, const core::RecordColumn& declared, const Column& column) const;
    void create_columns(hid_t file, hid_t group, const study::OutputDescription& description, const Storage& storage);
    void write_numbers(Column& column, const void* data, hsize_t at, hsize_t count);
    void write_journal_text(Column& column, std::span<const std::string> texts, hsize_t at, hsize_t count);
    void write_text(Column& column, std::span<const std::string> texts, hsize_t at, hsize_t count);
    void read_journal_text(const Column& column, std::span<std::string> texts, hsize_t at, hsize_t count) const;

    core::RecordSchema schema_;
    std::vector<core::Dimension> dimensions_;
    Format format_ = Format::journal;
    std::vector<Column> columns_;
};

/// Rows of one table in an open journal, to be read a batch at a time.
struct JournalRows {
    hid_t file = H5I_INVALID_HID;
    std::uint64_t count = 0;
    std::size_t batch = 1;
};

/// Hands the rows over in order, with the number of the first; checksums are verified on the way.
void for_each_batch(const JournalRows& rows, const core::RecordSchema& schema,
                    std::span<const core::Dimension> dimensions,
                    const std::function<void(const core::RecordTable&, hsize_t)>& take);

}  // namespace commonweal::io::detail
