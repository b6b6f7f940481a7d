// SPDX-License-Identifier: Apache-2.0
#include <commonweal/io/results.hpp>
#include <commonweal/study/memory_sink.hpp>

#include "synthetic_run.hpp"

#include <gtest/gtest.h>

#include <hdf5.h>
#include <hdf5_hl.h>

#include <functional>
#include <set>

using namespace commonweal;
using synthetic::TemporaryFolder;

namespace {

/// One whole run, its results open.
class Results : public testing::Test {
protected:
    Results() {
        synthetic::whole_run(folder_.path());
        file_ = H5Fopen((folder_.path() / "results.h5").c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
    }
    ~Results() override { H5Fclose(file_); }

    /// Calls `look(dataset, name)` on every dataset of a group.
    void for_each_dataset(const char* group, const std::function<void(hid_t, const std::string&)>& look) const {
        const hid_t id = H5Gopen2(file_, group, H5P_DEFAULT);
        H5G_info_t facts;
        H5Gget_info(id, &facts);
        for (hsize_t i = 0; i < facts.nlinks; ++i) {
            char name[100];
            H5Lget_name_by_idx(id, ".", H5_INDEX_NAME, H5_ITER_INC, i, name, sizeof(name), H5P_DEFAULT);
            const hid_t object = H5Oopen(id, name, H5P_DEFAULT);
            if (H5Iget_type(object) == H5I_DATASET) look(object, name);
            H5Oclose(object);
        }
        H5Gclose(id);
    }

    std::string text_attribute(hid_t object, const char* name) const {
        const hid_t attribute = H5Aopen(object, name, H5P_DEFAULT);
        if (attribute < 0) return "(none)";
        const hid_t type = H5Aget_type(attribute);
        char* text = nullptr;
        H5Aread(attribute, type, &text);
        const std::string copy = text;
        H5free_memory(text);
        H5Tclose(type);
        H5Aclose(attribute);
        return copy;
    }

    template <class T>
    std::vector<T> read(const std::string& path, hid_t type, std::size_t size) const {
        std::vector<T> values(size);
        const hid_t dataset = H5Dopen2(file_, path.c_str(), H5P_DEFAULT);
        const hid_t space = H5Dget_space(dataset);
        EXPECT_EQ(H5Sget_simple_extent_npoints(space), static_cast<hssize_t>(size)) << path;
        EXPECT_GE(H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), 0) << path;
        H5Sclose(space);
        H5Dclose(dataset);
        return values;
    }

    std::vector<std::string> read_texts(const std::string& path, std::size_t size) const {
        const hid_t type = H5Tcopy(H5T_C_S1);
        H5Tset_size(type, H5T_VARIABLE);
        H5Tset_cset(type, H5T_CSET_UTF8);
        std::vector<std::string> texts;
        for (char* text : read<char*>(path, type, size)) {
            texts.emplace_back(text);
            H5free_memory(text);
        }
        H5Tclose(type);
        return texts;
    }

    TemporaryFolder folder_;
    hid_t file_ = H5I_INVALID_HID;
};

}  // namespace

TEST_F(Results, hold_what_the_same_run_writes_into_memory) {
    study::MemorySink memory;
    synthetic::run(memory, {}, {});
    const core::RecordTable& series = memory.table("series");
    const core::RecordTable& events = memory.table("events");
    const auto function = series.values(series.field<float>("function"));
    const auto rain = series.values(series.field<double>("rain"));
    const auto agent = events.values(events.field<std::uint32_t>("agent"));
    const auto note = events.values(events.text_field("note"));
    ASSERT_GT(agent.size(), 100u);
    EXPECT_EQ(read<float>("function", H5T_NATIVE_FLOAT, function.size()),
              std::vector<float>(function.begin(), function.end()));
    EXPECT_EQ(read<double>("rain", H5T_NATIVE_DOUBLE, rain.size()), std::vector<double>(rain.begin(), rain.end()));
    EXPECT_EQ(read<std::uint32_t>("events/agent", H5T_NATIVE_UINT32, agent.size()),
              std::vector<std::uint32_t>(agent.begin(), agent.end()));
    EXPECT_EQ(read_texts("events/note", note.size()), std::vector<std::string>(note.begin(), note.end()));
    EXPECT_EQ(read_texts("tickets/origin", 2), (std::vector<std::string>{"resident", ""}));
}

TEST_F(Results, hours_and_row_numbers_count_from_zero) {
    std::vector<std::int64_t> expected(150);
    for (std::size_t i = 0; i < expected.size(); ++i) expected[i] = static_cast<std::int64_t>(i);
    EXPECT_EQ(read<std::int64_t>("time", H5T_NATIVE_INT64, 150), expected);
    EXPECT_EQ(read<std::int64_t>("tickets/ticket", H5T_NATIVE_INT64, 2), (std::vector<std::int64_t>{0, 1}));
}

TEST_F(Results, rows_that_stand_for_a_declared_dimension_carry_its_names) {
    EXPECT_EQ(read_texts("communities/community", 3), read_texts("community", 3));
    EXPECT_EQ(read_texts("community", 3)[0], "Gaozhuang");
}

TEST_F(Results, every_dataset_has_a_unit_a_meaning_and_a_scale_on_each_axis) {
    std::size_t seen = 0;
    for (const char* group : {"/", "/events", "/tickets", "/communities"}) {
        for_each_dataset(group, [&](hid_t dataset, const std::string& name) {
            ++seen;
            EXPECT_NE(text_attribute(dataset, "units"), "(none)") << name;
            EXPECT_NE(text_attribute(dataset, "long_name"), "(none)") << name;
            if (H5DSis_scale(dataset) > 0) return;
            const hid_t space = H5Dget_space(dataset);
            for (int axis = 0; axis < H5Sget_simple_extent_ndims(space); ++axis)
                EXPECT_EQ(H5DSget_num_scales(dataset, static_cast<unsigned>(axis)), 1) << name;
            H5Sclose(space);
        });
    }
    EXPECT_EQ(seen, 8u + 4u + 4u + 3u);
}

TEST_F(Results, times_are_hours_since_the_local_start_as_climate_and_forecast_files_write_them) {
    for (const char* name : {"time", "events/hour", "tickets/closed"}) {
        const hid_t dataset = H5Dopen2(file_, name, H5P_DEFAULT);
        EXPECT_EQ(text_attribute(dataset, "units"), "hours since 2021-07-17 08:00:00") << name;
        EXPECT_EQ(text_attribute(dataset, "calendar"), "standard") << name;
        H5Dclose(dataset);
    }
    std::int64_t offset = 0;
    H5LTget_attribute(file_, "/", "utc_offset_minutes", H5T_NATIVE_INT64, &offset);
    EXPECT_EQ(offset, 480);
}

TEST_F(Results, parameters_are_attributes_by_their_paths) {
    double rate = 0;
    std::int64_t count = 0, hours = 0;
    H5LTget_attribute_double(file_, "/", "warning.broadcast_rate", &rate);
    H5LTget_attribute(file_, "/", "residents.count", H5T_NATIVE_INT64, &count);
    H5LTget_attribute(file_, "/", "hours", H5T_NATIVE_INT64, &hours);
    EXPECT_EQ(rate, 0.2);
    EXPECT_EQ(count, 5000);
    EXPECT_EQ(hours, 150);
    EXPECT_EQ(text_attribute(file_, "scenario"), "made up");
}

TEST_F(Results, codes_and_missing_values_are_explained) {
    const hid_t phase = H5Dopen2(file_, "phase", H5P_DEFAULT);
    EXPECT_EQ(text_attribute(phase, "flag_meanings"), "calm warning recovery");
    H5Dclose(phase);
    std::int32_t missing = 0;
    H5LTget_attribute_int(file_, "tickets/closed", "_FillValue", &missing);
    EXPECT_EQ(missing, -1);
}

TEST_F(Results, no_object_carries_a_clock_time) {
    const auto look = [](hid_t, const char*, const H5O_info_t* facts, void* found) {
        if (facts->atime != 0 || facts->mtime != 0 || facts->ctime != 0 || facts->btime != 0)
            *static_cast<bool*>(found) = true;
        return herr_t{0};
    };
    bool found = false;
    H5Ovisit2(file_, H5_INDEX_NAME, H5_ITER_INC, look, &found, H5O_INFO_ALL);
    EXPECT_FALSE(found);
}

TEST(WriteResults, the_same_run_gives_the_same_bytes_however_it_was_cut_into_batches) {
    const TemporaryFolder one, two;
    const std::string often = synthetic::whole_run(one.path(), {.commit_every = 5, .checkpoint_every = 75});
    const std::string seldom = synthetic::whole_run(two.path(), {.commit_every = 150, .checkpoint_every = 150});
    ASSERT_FALSE(often.empty());
    EXPECT_TRUE(often == seldom);
}

TEST(WriteResults, another_run_gives_other_bytes) {
    const TemporaryFolder one, two;
    io::Journal journal(synthetic::files_in(two.path()));
    synthetic::run(journal, {.number = 2}, {});
    EXPECT_FALSE(synthetic::whole_run(one.path()) == synthetic::contents(two.path() / "results.h5"));
}

TEST(WriteResults, a_run_of_no_hours_has_tables_without_rows) {
    const TemporaryFolder folder;
    EXPECT_FALSE(synthetic::whole_run(folder.path(), {.hours = 0}).empty());
    const hid_t file = H5Fopen((folder.path() / "results.h5").c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
    hsize_t rows = 1;
    H5LTget_dataset_info(file, "time", &rows, nullptr, nullptr);
    EXPECT_EQ(rows, 0u);
    H5Fclose(file);
}

TEST(WriteResults, a_final_table_must_have_a_row_for_each_place_of_its_dimension) {
    const TemporaryFolder folder;
    io::Journal journal(synthetic::files_in(folder.path()));
    journal.begin(synthetic::description());
    std::vector<core::RecordTable> tables = synthetic::final_tables({});
    tables[1].append(1);
    EXPECT_THROW(journal.finish(tables, {}), core::Error);
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "results.h5"));
}

TEST(WriteResults, more_rows_than_fit_one_chunk_are_all_there) {
    const TemporaryFolder folder;
    core::RecordTable large(
        {.name = "cells",
         .row_dimension = "cell",
         .columns = {{.name = "depth", .unit = "m", .meaning = "water depth", .type = core::ValueType::f64}}},
        {});
    large.append(300000);
    const auto depth = large.values(large.field<double>("depth"));
    for (std::size_t i = 0; i < depth.size(); ++i) depth[i] = static_cast<double>(i) / 8;
    io::Journal journal(synthetic::files_in(folder.path()));
    journal.begin(synthetic::description());
    journal.finish({large}, {});
    std::vector<double> read(depth.size());
    const hid_t file = H5Fopen((folder.path() / "results.h5").c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
    H5LTread_dataset_double(file, "cells/depth", read.data());
    H5Fclose(file);
    EXPECT_TRUE(std::equal(read.begin(), read.end(), depth.begin()));
}
