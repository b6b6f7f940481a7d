// SPDX-License-Identifier: Apache-2.0
#include <commonweal/io/journal.hpp>
#include <commonweal/io/results.hpp>

#include "io/detail/files.hpp"
#include "io/detail/table_store.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace commonweal::io {

using core::Error;
using core::RecordTable;
using detail::Handle;
using detail::TableStore;
using study::Committed;

namespace {

constexpr std::size_t copy_rows = 4096;

/// Rows per chunk: a few days of hourly rows, or as many events, which are narrower and come in crowds.
std::size_t chunk_rows(const core::RecordSchema& schema) { return schema.row_dimension == "time" ? 64 : 1024; }

constexpr const char* committed_group = "committed";
constexpr const char* committed_name = "committed_rows";

/// Texts of one length, padded with zeros. HDF5 keeps texts of any length outside of what its checksums guard, and
/// writes beyond its memory where their lengths are damaged.
Handle padded_type(std::size_t length) {
    Handle type(H5Tcopy(H5T_C_S1), H5Tclose, "copy a type");
    detail::check(H5Tset_size(type.get(), length), "make a text type");
    detail::check(H5Tset_strpad(type.get(), H5T_STR_NULLPAD), "make a text type");
    detail::check(H5Tset_cset(type.get(), H5T_CSET_UTF8), "make a text type");
    return type;
}

void write_texts(hid_t object, const char* name, const std::vector<std::string>& texts) {
    std::size_t length = 1;
    for (const std::string& text : texts) length = std::max(length, text.size());
    std::string letters;
    for (const std::string& text : texts) letters += text + std::string(length - text.size(), '\0');
    const Handle type = padded_type(length);
    const hsize_t size = texts.size();
    const Handle space(H5Screate_simple(1, &size, nullptr), H5Sclose, "make a data space");
    const Handle attribute(H5Acreate2(object, name, type.get(), space.get(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose,
                           "create an attribute");
    detail::check(H5Awrite(attribute.get(), type.get(), letters.data()), "write an attribute");
}

/// The hour, then the rows of each table, in one write, so that a kill cannot part them.
Handle create_committed(hid_t file, const study::OutputDescription& description) {
    const Handle group = detail::create_group(file, committed_group);
    const hsize_t size = 1 + description.tables.size();
    const Handle space(H5Screate_simple(1, &size, nullptr), H5Sclose, "make a data space");
    const Handle creation(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, "make a property list");
    detail::check(H5Pset_obj_track_times(creation.get(), false), "switch object times off");
    detail::check(H5Pset_alloc_time(creation.get(), H5D_ALLOC_TIME_EARLY), "allocate early");
    Handle dataset(
        H5Dcreate2(group.get(), committed_name, H5T_STD_I64LE, space.get(), H5P_DEFAULT, creation.get(), H5P_DEFAULT),
        H5Dclose, "create a dataset");
    std::vector<std::string> meanings{"hour"};
    for (const core::RecordSchema& schema : description.tables) meanings.push_back(schema.name);
    write_texts(dataset.get(), "counts", meanings);
    return dataset;
}

std::vector<std::int64_t> read_numbers(hid_t dataset) {
    const Handle space(H5Dget_space(dataset), H5Sclose, "read a data space");
    std::vector<std::int64_t> numbers(
        static_cast<std::size_t>(detail::check(H5Sget_simple_extent_npoints(space.get()), "read a data space")));
    detail::check(H5Dread(dataset, H5T_NATIVE_INT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, numbers.data()), "read numbers");
    return numbers;
}

std::vector<std::string> read_texts(hid_t object, const char* name) {
    const Handle attribute(H5Aopen(object, name, H5P_DEFAULT), H5Aclose, "open an attribute");
    const Handle space(H5Aget_space(attribute.get()), H5Sclose, "read a data space");
    const Handle stored(H5Aget_type(attribute.get()), H5Tclose, "read a type");
    if (H5Tget_class(stored.get()) != H5T_STRING || H5Tis_variable_str(stored.get()) > 0)
        throw detail::Hdf5Failure("its row counts are damaged");
    const std::size_t length = H5Tget_size(stored.get());
    const Handle type = padded_type(length);
    const auto size =
        static_cast<std::size_t>(detail::check(H5Sget_simple_extent_npoints(space.get()), "read a data space"));
    std::string letters(size * length, '\0');
    detail::check(H5Aread(attribute.get(), type.get(), letters.data()), "read an attribute");
    std::vector<std::string> texts;
    for (std::size_t k = 0; k < size; ++k) {
        const std::string padded = letters.substr(k * length, length);
        texts.push_back(padded.substr(0, padded.find('\0')));
    }
    return texts;
}

JournalStatus read_status(const Handle& file) {
    const Handle group = detail::open_group(file.get(), committed_group);
    const Handle dataset = detail::open_dataset(group.get(), committed_name);
    const std::vector<std::int64_t> numbers = read_numbers(dataset.get());
    const std::vector<std::string> names = read_texts(dataset.get(), "counts");
    const auto is_wrong = [](std::int64_t number) { return number < 0; };
    if (numbers.empty() || names.size() != numbers.size() || !std::in_range<core::Tick>(numbers.front()) ||
        std::any_of(numbers.begin(), numbers.end(), is_wrong))
        throw detail::Hdf5Failure("its row counts are damaged");
    JournalStatus status{.hour = static_cast<core::Tick>(numbers.front()), .tables = {}};
    for (std::size_t i = 1; i < names.size(); ++i)
        status.tables.push_back({.name = names[i], .rows = static_cast<std::uint64_t>(numbers[i])});
    return status;
}

void check_description(const study::OutputDescription& description) {
    std::size_t series = 0;
    for (std::size_t i = 0; i < description.tables.size(); ++i) {
        const core::RecordSchema& schema = description.tables[i];
        if (schema.row_dimension == "time" && ++series == 2)
            throw Error("two tables have the row dimension time; only the hourly series can");
        for (const core::Dimension& dimension : description.dimensions)
            if (dimension.name == schema.row_dimension)
                throw Error("table " + schema.name + " grows along the dimension " + dimension.name +
                            ", which has a fixed length");
        for (std::size_t j = 0; j < i; ++j)
            if (description.tables[j].name == schema.name) throw Error("table " + schema.name + " is declared twice");
    }
}

}  // namespace

struct Journal::State {
    /// Rows that wait until a chunk is full, and where they go.
    struct Table {
        RecordTable waiting;
        TableStore store;
        std::uint64_t written = 0;
    };

    JournalFiles files;
    std::optional<Committed> resumed;
    study::OutputDescription description;
    Handle file;
    Handle committed_rows;
    std::vector<Table> tables;
    Committed committed;

    ~State() {
        const detail::Library library;
        close();
    }

    void close() noexcept {
        tables.clear();
        committed_rows = Handle();
        file = Handle();
    }

    template <class Work>
    decltype(auto) write(Work&& work) {
        return detail::in_file(files.journal, "write", work);
    }

    void create();
    void copy_committed_rows();
    void write_waiting(Table& table);
    void write_committed(core::Tick hour);
};

void Journal::State::create() {
    file = detail::create_file(detail::partial_name(files.journal), detail::Format::journal);
    detail::write_description(file.get(), description);
    for (const core::RecordSchema& schema : description.tables) {
        TableStore store = TableStore::create(file.get(), schema, description,
                                              {.format = detail::Format::journal, .chunk_rows = chunk_rows(schema)});
        tables.push_back({.waiting = RecordTable(schema, description.dimensions), .store = std::move(store)});
    }
    committed_rows = create_committed(file.get(), description);
    committed.rows.assign(tables.size(), 0);
}

void Journal::State::copy_committed_rows() {
    if (resumed->rows.size() != tables.size())
        throw Error("cannot resume " + files.journal.string() + ": it has other tables than this run");
    detail::in_file(files.journal, "resume", [&] {
        const Handle old = detail::open_own_journal(files.journal);
        for (std::size_t i = 0; i < tables.size(); ++i) {
            Table& table = tables[i];
            const detail::JournalRows rows{.file = old.get(), .count = resumed->rows[i], .batch = copy_rows};
            for_each_batch(
                rows, table.waiting.schema(), description.dimensions,
                [&](const RecordTable& batch, hsize_t at) { table.store.write(batch, 0, batch.rows(), at); });
            table.written = resumed->rows[i];
        }
    });
    write_committed(resumed->hour);
}

void Journal::State::write_waiting(Table& table) {
    table.store.write(table.waiting, 0, table.waiting.rows(), table.written);
    table.written += table.waiting.rows();
    table.waiting.clear();
}

void Journal::State::write_committed(core::Tick hour) {
    committed.hour = hour;
    std::vector<std::int64_t> numbers{std::int64_t{hour}};
    for (std::size_t i = 0; i < tables.size(); ++i) {
        committed.rows[i] = tables[i].written;
        numbers.push_back(static_cast<std::int64_t>(tables[i].written));
    }
    // The rows first: a reader that finds a count finds the rows it counts.
    detail::check(H5Fflush(file.get(), H5F_SCOPE_LOCAL), "flush rows");
    detail::check(H5Dwrite(committed_rows.get(), H5T_NATIVE_INT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, numbers.data()),
                  "write the row counts");
    detail::check(H5Fflush(file.get(), H5F_SCOPE_LOCAL), "flush the row counts");
    detail::sync_file(file.get());
}

Journal::Journal(JournalFiles files) : state_(std::make_unique<State>()) { state_->files = std::move(files); }

Journal Journal::resume(JournalFiles files, Committed committed) {
    Journal journal(std::move(files));
    journal.state_->resumed = std::move(committed);
    return journal;
}

Journal::Journal(Journal&&) noexcept = default;
Journal& Journal::operator=(Journal&&) noexcept = default;
Journal::~Journal() = default;

void Journal::begin(const study::OutputDescription& description) {
    State& state = *state_;
    if (state.file) throw Error("a journal begins only once");
    check_description(description);
    state.description = description;
    const detail::PartialFile partial(detail::partial_name(state.files.journal));
    state.write([&] {
        state.create();
        if (state.resumed) state.copy_committed_rows();
        // From here on HDF5 keeps the file readable at every moment, and nothing may be created in it any more.
        detail::check(H5Fstart_swmr_write(state.file.get()), "start writing for readers");
        state.write_committed(state.resumed ? state.resumed->hour : 0);
        detail::rename_durably(partial.path(), state.files.journal);
    });
}

void Journal::append(const RecordTable& rows) {
    State& state = *state_;
    const auto table = std::find_if(state.tables.begin(), state.tables.end(), [&](const State::Table& candidate) {
        return candidate.waiting.schema().name == rows.schema().name;
    });
    if (table == state.tables.end())
        throw Error("table " + rows.schema().name + " was not declared before the run began");
    table->waiting.append(rows);
    if (table->waiting.rows() < chunk_rows(rows.schema())) return;
    state.write([&] {
        state.write_waiting(*table);
        detail::check(H5Fflush(state.file.get(), H5F_SCOPE_LOCAL), "flush rows");
    });
}

Committed Journal::commit(core::Tick hour) {
    State& state = *state_;
    if (!state.file) throw Error("a journal must begin before it commits");
    return state.write([&] {
        for (State::Table& table : state.tables) state.write_waiting(table);
        state.write_committed(hour);
        return state.committed;
    });
}

void Journal::finish(const std::vector<RecordTable>& final_tables,
                     const std::vector<study::Attribute>& final_attributes) {
    State& state = *state_;
    commit(state.committed.hour);
    state.write([&] {
        state.tables.clear();
        state.committed_rows.close("close a dataset");
        state.file.close("close the file");
    });
    write_results({.journal = state.files.journal,
                   .description = state.description,
                   .committed = state.committed,
                   .final_tables = final_tables,
                   .final_attributes = final_attributes},
                  state.files.results);
}

JournalStatus read_journal_status(const std::filesystem::path& journal) {
    return detail::in_file(journal, "read", [&] { return read_status(detail::open_journal(journal)); });
}

JournalStatus repair_journal(const std::filesystem::path& journal) {
    return detail::in_file(journal, "repair", [&] {
        detail::clear_status_flags(journal);
        return read_status(detail::open_journal(journal));
    });
}

void check_journal(const std::filesystem::path& journal, const study::OutputDescription& description,
                   const Committed& committed) {
    if (committed.rows.size() != description.tables.size())
        throw Error("cannot read " + journal.string() + ": it has other tables than this run");
    detail::in_file(journal, "read", [&] {
        const Handle file = detail::open_own_journal(journal);
        for (std::size_t i = 0; i < description.tables.size(); ++i)
            detail::for_each_batch({.file = file.get(), .count = committed.rows[i], .batch = copy_rows},
                                   description.tables[i], description.dimensions, [](const RecordTable&, hsize_t) {});
    });
}

}  // namespace commonweal::io
