// SPDX-License-Identifier: Apache-2.0
#include "io/detail/table_store.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <limits>
#include <numeric>

#include <hdf5_hl.h>

namespace commonweal::io::detail {

using core::RecordColumn;
using core::RecordTable;
using core::ValueType;

namespace {

constexpr const char* letters_group = "letters";

Handle data_space(const std::vector<hsize_t>& shape, const hsize_t* largest) {
    return Handle(H5Screate_simple(static_cast<int>(shape.size()), shape.data(), largest), H5Sclose,
                  "make a data space");
}

Handle creation_list(const std::vector<hsize_t>& shape, const Storage& storage, ValueType type) {
    Handle list(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, "make a property list");
    check(H5Pset_obj_track_times(list.get(), false), "switch object times off");
    check(H5Pset_fill_time(list.get(), H5D_FILL_TIME_ALLOC), "choose when to fill");
    const bool empty = std::find(shape.begin(), shape.end(), hsize_t{0}) != shape.end();
    const bool journal = storage.format == Format::journal;
    if (!journal && (empty || type == ValueType::text)) return list;
    std::vector<hsize_t> chunk = shape;
    chunk.front() = storage.chunk_rows;
    check(H5Pset_chunk(list.get(), static_cast<int>(chunk.size()), chunk.data()), "choose the chunks");
    if (journal) {
        check(H5Pset_fletcher32(list.get()), "switch checksums on");
    } else {
        check(H5Pset_shuffle(list.get()), "switch compression on");
        check(H5Pset_deflate(list.get(), 1), "switch compression on");
    }
    return list;
}

Handle create_dataset(hid_t parent, const std::string& name, ValueType type, const std::vector<hsize_t>& shape,
                      const Storage& storage) {
    std::vector<hsize_t> largest = shape;
    if (storage.format == Format::journal) largest.front() = H5S_UNLIMITED;
    const Handle space = data_space(shape, largest.data());
    const Handle creation = creation_list(shape, storage, type);
    return Handle(
        H5Dcreate2(parent, name.c_str(), value_type(type).get(), space.get(), H5P_DEFAULT, creation.get(), H5P_DEFAULT),
        H5Dclose, ("create the dataset " + name).c_str());
}

std::vector<hsize_t> extent_of(hid_t dataset) {
    const Handle space(H5Dget_space(dataset), H5Sclose, "read a data space");
    std::vector<hsize_t> extent(
        static_cast<std::size_t>(check(H5Sget_simple_extent_ndims(space.get()), "read a data space")));
    check(H5Sget_simple_extent_dims(space.get(), extent.data(), nullptr), "read a data space");
    return extent;
}

/// Some rows of a dataset, seen from the file and from memory.
struct Slab {
    Handle file;
    Handle memory;

    Slab(hid_t dataset, const std::vector<hsize_t>& shape, hsize_t at, hsize_t rows)
        : file(H5Dget_space(dataset), H5Sclose, "read a data space") {
        std::vector<hsize_t> start(shape.size() + 1), count(shape.size() + 1);
        start.front() = at;
        count.front() = rows;
        std::copy(shape.begin(), shape.end(), count.begin() + 1);
        memory = data_space(count, nullptr);
        check(H5Sselect_hyperslab(file.get(), H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr),
              "select rows");
    }
};

void write_slab(hid_t dataset, const std::vector<hsize_t>& shape, hid_t type, const void* data, hsize_t at,
                hsize_t rows) {
    const Slab slab(dataset, shape, at, rows);
    check(H5Dwrite(dataset, type, slab.memory.get(), slab.file.get(), H5P_DEFAULT, data), "write rows");
}

void read_slab(hid_t dataset, const std::vector<hsize_t>& shape, hid_t type, void* data, hsize_t at, hsize_t rows) {
    const Slab slab(dataset, shape, at, rows);
    check(H5Dread(dataset, type, slab.memory.get(), slab.file.get(), H5P_DEFAULT, data), "read rows");
}

void set_rows(hid_t dataset, const std::vector<hsize_t>& shape, hsize_t rows) {
    std::vector<hsize_t> extent(shape.size() + 1, rows);
    std::copy(shape.begin(), shape.end(), extent.begin() + 1);
    check(H5Dset_extent(dataset, extent.data()), "add rows");
}

std::vector<const char*> pointers_to(std::span<const std::string> texts) {
    std::vector<const char*> pointers;
    for (const std::string& text : texts) pointers.push_back(text.c_str());
    return pointers;
}

ValueType type_of(const core::Dimension& dimension) {
    if (std::holds_alternative<std::vector<double>>(dimension.values)) return ValueType::f64;
    if (std::holds_alternative<std::vector<std::string>>(dimension.values)) return ValueType::text;
    return ValueType::i64;
}

void write_values(hid_t dataset, const core::Dimension& dimension) {
    const Handle type = value_type(type_of(dimension));
    const auto write = [&](const void* data) {
        check(H5Dwrite(dataset, type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, data), "write coordinates");
    };
    if (const auto* texts = std::get_if<std::vector<std::string>>(&dimension.values))
        return write(pointers_to(*texts).data());
    if (const auto* numbers = std::get_if<std::vector<double>>(&dimension.values)) return write(numbers->data());
    write(std::get<std::vector<std::int64_t>>(dimension.values).data());
}

void make_scale(hid_t dataset, const std::string& name) {
    check(H5DSset_scale(dataset, name.c_str()), "make a dimension scale");
}

/// The scale of a dimension in a group; each group has its own, so that it can be read alone.
Handle scale_in(hid_t group, const core::Dimension& dimension) {
    if (check(H5Lexists(group, dimension.name.c_str(), H5P_DEFAULT), "look for a dataset") > 0)
        return open_dataset(group, dimension.name);
    const std::vector<hsize_t> shape{dimension.size()};
    const Handle space = data_space(shape, nullptr);
    const Handle creation = creation_list({0}, {.format = Format::results}, ValueType::text);
    Handle scale(H5Dcreate2(group, dimension.name.c_str(), value_type(type_of(dimension)).get(), space.get(),
                            H5P_DEFAULT, creation.get(), H5P_DEFAULT),
                 H5Dclose, "create a dimension");
    write_values(scale.get(), dimension);
    make_scale(scale.get(), dimension.name);
    write_attribute(scale.get(), "long_name", dimension.meaning);
    write_attribute(scale.get(), "units", dimension.unit);
    return scale;
}

void write_labels(hid_t dataset, const RecordColumn& column) {
    std::vector<std::int64_t> codes(column.labels.size());
    std::iota(codes.begin(), codes.end(), std::int64_t{0});
    std::string meanings;
    for (const std::string& label : column.labels) meanings += (meanings.empty() ? "" : " ") + label;
    write_attribute(dataset, "flag_values", codes, column.type);
    write_attribute(dataset, "flag_meanings", meanings);
}

/// Units and meaning, as the netCDF Climate and Forecast conventions name them.
void describe(hid_t dataset, const RecordColumn& column, std::int64_t start_minutes) {
    write_attribute(dataset, "long_name", column.meaning);
    if (column.unit == core::hours_since_start) {
        write_attribute(dataset, "units", "hours since " + date_text(start_minutes));
        write_attribute(dataset, "calendar", std::string("standard"));
    } else {
        write_attribute(dataset, "units", column.unit);
    }
    if (!column.labels.empty()) write_labels(dataset, column);
    if (column.missing) write_attribute(dataset, "_FillValue", std::span(&*column.missing, 1), column.type);
}

/// A journal's texts, which SWMR cannot hold as texts, lie beside the tables as one row of letters.
Handle create_letters(hid_t file, const std::string& name) {
    const std::string folder = std::string("/") + letters_group;
    const bool there = check(H5Lexists(file, folder.c_str(), H5P_DEFAULT), "look for a group") > 0;
    const Handle all = there ? open_group(file, folder) : create_group(file, folder);
    return create_dataset(all.get(), name, ValueType::u8, {0}, {.format = Format::journal, .chunk_rows = 4096});
}

const core::Dimension* find(std::span<const core::Dimension> dimensions, const std::string& name) {
    const auto found = std::find_if(dimensions.begin(), dimensions.end(),
                                    [&](const core::Dimension& dimension) { return dimension.name == name; });
    return found == dimensions.end() ? nullptr : &*found;
}

}  // namespace

std::string date_text(std::int64_t minutes) {
    using namespace std::chrono;
    const sys_time<std::chrono::minutes> instant{std::chrono::minutes{minutes}};
    const auto day = floor<days>(instant);
    const year_month_day date{day};
    const hh_mm_ss time{instant - day};
    char text[48];
    std::snprintf(text, sizeof(text), "%04d-%02u-%02u %02d:%02d:00", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()));
    return text;
}

std::string group_of(const core::RecordSchema& schema) {
    return schema.row_dimension == "time" ? "/" : '/' + schema.name;
}

void write_description(hid_t file, const study::OutputDescription& description) {
    write_attribute(file, "Conventions", std::string("CF-1.8"));
    write_attribute(file, "title", description.title);
    write_attribute(file, "start", date_text(description.start_minutes));
    write_attribute(file, study::Attribute{"utc_offset_minutes", std::int64_t{description.utc_offset_minutes}});
    for (const study::Attribute& attribute : description.attributes) write_attribute(file, attribute);
    for (const core::Dimension& dimension : description.dimensions) scale_in(file, dimension);
}

std::size_t TableStore::Column::width() const noexcept {
    return std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>());
}

std::vector<RecordColumn> TableStore::stored_columns() const {
    std::vector<RecordColumn> columns = schema_.columns;
    const auto coordinate = std::find_if(columns.begin(), columns.end(), [&](const RecordColumn& column) {
        return column.name == schema_.row_dimension;
    });
    if (coordinate != columns.end()) {
        std::rotate(columns.begin(), coordinate, coordinate + 1);
        return columns;
    }
    const bool hours = schema_.row_dimension == "time";
    columns.insert(columns.begin(), {.name = schema_.row_dimension,
                                     .unit = hours ? std::string(core::hours_since_start) : "1",
                                     .meaning = hours ? "local time" : "number of the row in this table",
                                     .type = ValueType::i64});
    return columns;
}

TableStore::Column TableStore::make_column(const RecordColumn& column) const {
    Column made;
    made.type = column.type;
    for (const std::string& name : column.dimensions) made.shape.push_back(find(dimensions_, name)->size());
    for (std::size_t i = 0; i < schema_.columns.size(); ++i)
        if (schema_.columns[i].name == column.name) made.source = i;
    return made;
}

TableStore TableStore::create(hid_t file, const core::RecordSchema& schema, const study::OutputDescription& description,
                              const Storage& storage) {
    TableStore store(schema, description.dimensions);
    store.format_ = storage.format;
    const std::string name = group_of(schema);
    const Handle group = name == "/" ? open_group(file, name) : create_group(file, name);
    store.create_columns(file, group.get(), description, storage);
    return store;
}

TableStore::Column TableStore::create_column(hid_t file, hid_t group, const RecordColumn& declared,
                                             const Storage& storage) const {
    Column column = make_column(declared);
    if (const core::Dimension* places = find(dimensions_, schema_.row_dimension); places && !column.source) {
        if (places->size() != storage.rows)
            throw core::Error("table " + schema_.name + " has " + std::to_string(storage.rows) +
                              " rows and its dimension " + places->name + ' ' + std::to_string(places->size()));
        column.dataset = scale_in(group, *places);
        column.complete = true;
        return column;
    }
    std::vector<hsize_t> shape{storage.rows};
    shape.insert(shape.end(), column.shape.begin(), column.shape.end());
    const bool letters = format_ == Format::journal && column.type == ValueType::text;
    column.dataset = create_dataset(group, declared.name, letters ? ValueType::i64 : column.type, shape, storage);
    if (letters) column.text = create_letters(file, schema_.name + '.' + declared.name);
    return column;
}

void TableStore::attach_scales(hid_t group, const RecordColumn& declared, const Column& column) const {
    check(H5DSattach_scale(column.dataset.get(), columns_.front().dataset.get(), 0), "attach a scale");
    for (std::size_t i = 0; i < declared.dimensions.size(); ++i) {
        const Handle scale = scale_in(group, *find(dimensions_, declared.dimensions[i]));
        check(H5DSattach_scale(column.dataset.get(), scale.get(), static_cast<unsigned>(i + 1)), "attach a scale");
    }
}

void TableStore::create_columns(hid_t file, hid_t group, const study::OutputDescription& description,
                                const Storage& storage) {
    for (const RecordColumn& declared : stored_columns()) {
        Column column = create_column(file, group, declared, storage);
        if (!column.complete) describe(column.dataset.get(), declared, description.start_minutes);
        if (!columns_.empty())
            attach_scales(group, declared, column);
        else if (!column.complete)
            make_scale(column.dataset.get(), declared.name);
        columns_.push_back(std::move(column));
    }
}

TableStore TableStore::open_journal(hid_t file, const core::RecordSchema& schema,
                                    std::span<const core::Dimension> dimensions) {
    TableStore store(schema, dimensions);
    const Handle group = open_group(file, group_of(schema));
    for (const RecordColumn& declared : store.stored_columns()) {
        Column column = store.make_column(declared);
        column.dataset = open_dataset(group.get(), declared.name);
        std::vector<hsize_t> extent = extent_of(column.dataset.get());
        if (extent.empty() || std::vector(extent.begin() + 1, extent.end()) != column.shape)
            throw Hdf5Failure("its dataset " + declared.name + " has another shape than this run's");
        if (column.type == ValueType::text)
            column.text =
                open_dataset(file, std::string("/") + letters_group + '/' + schema.name + '.' + declared.name);
        store.columns_.push_back(std::move(column));
    }
    return store;
}

hsize_t TableStore::rows() const {
    hsize_t rows = std::numeric_limits<hsize_t>::max();
    for (const Column& column : columns_) rows = std::min(rows, extent_of(column.dataset.get()).front());
    return rows;
}

void TableStore::write(const RecordTable& table, std::size_t from, std::size_t count, hsize_t at) {
    if (count == 0) return;
    for (Column& column : columns_) {
        if (column.complete) continue;
        if (!column.source) {
            std::vector<std::int64_t> numbers(count);
            std::iota(numbers.begin(), numbers.end(), static_cast<std::int64_t>(at));
            write_numbers(column, numbers.data(), at, count);
        } else if (column.type != ValueType::text) {
            const std::size_t row_bytes = column.width() * core::value_size(column.type);
            write_numbers(column, table.bytes(*column.source).data() + from * row_bytes, at, count);
        } else {
            const auto texts = table.texts(*column.source).subspan(from * column.width(), count * column.width());
            format_ == Format::journal ? write_journal_text(column, texts, at, count)
                                       : write_text(column, texts, at, count);
        }
    }
}

void TableStore::write_numbers(Column& column, const void* data, hsize_t at, hsize_t count) {
    if (format_ == Format::journal) set_rows(column.dataset.get(), column.shape, at + count);
    const Handle type = value_type(column.type);
    write_slab(column.dataset.get(), column.shape, type.get(), data, at, count);
}

void TableStore::write_text(Column& column, std::span<const std::string> texts, hsize_t at, hsize_t count) {
    const Handle type = value_type(ValueType::text);
    write_slab(column.dataset.get(), column.shape, type.get(), pointers_to(texts).data(), at, count);
}

void TableStore::write_journal_text(Column& column, std::span<const std::string> texts, hsize_t at, hsize_t count) {
    const hsize_t start = extent_of(column.text.get()).front();
    std::string letters;
    std::vector<std::int64_t> ends;
    for (const std::string& text : texts) {
        letters += text;
        ends.push_back(static_cast<std::int64_t>(start + letters.size()));
    }
    set_rows(column.text.get(), {}, start + letters.size());
    if (!letters.empty())
        write_slab(column.text.get(), {}, value_type(ValueType::u8).get(), letters.data(), start, letters.size());
    set_rows(column.dataset.get(), column.shape, at + count);
    write_slab(column.dataset.get(), column.shape, value_type(ValueType::i64).get(), ends.data(), at, count);
}

RecordTable TableStore::read(hsize_t at, std::size_t count) const {
    RecordTable table(schema_, dimensions_);
    table.append(count);
    if (count == 0) return table;
    for (const Column& column : columns_) {
        if (!column.source) continue;
        if (column.type == ValueType::text) {
            read_journal_text(column, table.texts(*column.source), at, count);
        } else {
            const Handle type = value_type(column.type);
            read_slab(column.dataset.get(), column.shape, type.get(), table.bytes(*column.source).data(), at, count);
        }
    }
    return table;
}

void TableStore::read_journal_text(const Column& column, std::span<std::string> texts, hsize_t at,
                                   hsize_t count) const {
    const Handle number = value_type(ValueType::i64);
    const std::size_t width = column.width();
    std::vector<std::int64_t> ends(texts.size());
    read_slab(column.dataset.get(), column.shape, number.get(), ends.data(), at, count);
    std::vector<std::int64_t> before(width);
    if (at > 0) read_slab(column.dataset.get(), column.shape, number.get(), before.data(), at - 1, 1);
    const std::int64_t start = before.back();
    const auto all_letters = static_cast<std::int64_t>(extent_of(column.text.get()).front());
    if (start < 0 || !std::is_sorted(ends.begin(), ends.end()) || ends.front() < start || ends.back() > all_letters)
        throw Hdf5Failure("its texts are damaged");
    std::string letters(static_cast<std::size_t>(ends.back() - start), '\0');
    if (!letters.empty())
        read_slab(column.text.get(), {}, value_type(ValueType::u8).get(), letters.data(), static_cast<hsize_t>(start),
                  letters.size());
    std::size_t first = 0;
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const auto end = static_cast<std::size_t>(ends[i] - start);
        texts[i] = letters.substr(first, end - first);
        first = end;
    }
}

void for_each_batch(const JournalRows& rows, const core::RecordSchema& schema,
                    std::span<const core::Dimension> dimensions,
                    const std::function<void(const core::RecordTable&, hsize_t)>& take) {
    const TableStore store = TableStore::open_journal(rows.file, schema, dimensions);
    if (store.rows() < rows.count) throw Hdf5Failure("its table " + schema.name + " has lost committed rows");
    for (hsize_t at = 0; at < rows.count; at += rows.batch)
        take(store.read(at, static_cast<std::size_t>(std::min<hsize_t>(rows.batch, rows.count - at))), at);
}

}  // namespace commonweal::io::detail
