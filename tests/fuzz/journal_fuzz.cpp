// SPDX-License-Identifier: Apache-2.0
// A journal that was damaged, or that says something else than its writer did, either reads or gives an Error.
#include <commonweal/core/error.hpp>
#include <commonweal/core/record.hpp>
#include <commonweal/io/journal.hpp>
#include <io/synthetic_run.hpp>

#include <time.h>

#include <hdf5.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace io = commonweal::io;
namespace study = commonweal::study;
using Bytes = std::span<const std::uint8_t>;

/// A journal of three hours as its writer left it.
struct Written {
    study::OutputDescription about = synthetic::description();
    study::Committed committed{};
    std::string bytes{};

    Written() {
        const synthetic::TemporaryFolder folder;
        const io::JournalFiles files = synthetic::files_in(folder.path());
        {
            io::Journal journal(files);
            journal.begin(about);
            synthetic::Town town;
            commonweal::core::RecordTable series(about.tables[0], about.dimensions);
            commonweal::core::RecordTable events(about.tables[1], about.dimensions);
            while (town.hour < 3) synthetic::step(town, series, events);
            journal.append(series);
            journal.append(events);
            committed = journal.commit(town.hour);
        }
        bytes = synthetic::contents(files.journal);
    }
};

const Written& written() {
    static const Written journal;
    return journal;
}

/// A number of `size` bytes from the front, which are taken away; 0 behind the end.
std::uint64_t take(Bytes& input, std::size_t size) {
    std::uint64_t number = 0;
    size = std::min(size, input.size());
    for (std::size_t k = 0; k < size; ++k) number |= std::uint64_t{input[k]} << 8 * k;
    input = input.subspan(size);
    return number;
}

/// Turns bits: three bytes say where, one which. With `cut`, three bytes before say how much of the file there is.
std::string damaged(Bytes input, bool cut) {
    std::string bytes = written().bytes;
    if (cut) bytes.resize(take(input, 3) % (bytes.size() + 1));
    while (!input.empty() && !bytes.empty()) {
        char& letter = bytes[take(input, 3) % bytes.size()];
        letter = static_cast<char>(letter ^ static_cast<char>(take(input, 1)));
    }
    return bytes;
}

void need(bool fine) {
    if (!fine) std::abort();
}

/// Puts numbers of eight bytes in place of the first of a dataset, and gives back all that it then holds.
std::vector<std::int64_t> replace_numbers(hid_t file, const char* name, Bytes& input, std::size_t most) {
    const hid_t dataset = H5Dopen2(file, name, H5P_DEFAULT);
    const hid_t space = H5Dget_space(dataset);
    std::vector<std::int64_t> numbers(static_cast<std::size_t>(H5Sget_simple_extent_npoints(space)));
    need(H5Dread(dataset, H5T_NATIVE_INT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, numbers.data()) >= 0);
    for (std::size_t k = 0; k < std::min(most, numbers.size()) && !input.empty(); ++k)
        numbers[k] = static_cast<std::int64_t>(take(input, sizeof(std::int64_t)));
    need(H5Dwrite(dataset, H5T_NATIVE_INT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, numbers.data()) >= 0);
    H5Sclose(space);
    H5Dclose(dataset);
    return numbers;
}

/// HDF5 asks for a file's real name, which one that lies in memory alone has not.
std::filesystem::path place(std::string_view bytes) {
    static const synthetic::TemporaryFolder folder;
    const std::filesystem::path file = folder.path() / "journal.h5";
    std::ofstream(file, std::ios::binary) << bytes;
    return file;
}

/// What a reader may do with a file.
void read(const std::filesystem::path& file, std::span<const std::int64_t> counts) {
    try {
        const io::JournalStatus status = io::read_journal_status(file);
        need(status.tables.size() < written().bytes.size());
        if (!counts.empty()) {
            need(std::int64_t{status.hour} == counts[0] && status.tables.size() + 1 == counts.size());
            for (std::size_t k = 1; k < counts.size(); ++k)
                need(counts[k] >= 0 && status.tables[k - 1].rows == static_cast<std::uint64_t>(counts[k]));
        }
    } catch (const commonweal::core::Error&) {
    }
    try {
        io::check_journal(file, written().about, written().committed);
    } catch (const commonweal::core::Error&) {
    }
}

}  // namespace

/// HDF5 itself leaks where it gives up on a damaged file.
extern "C" const char* __lsan_default_suppressions() { return "leak:libhdf5"; }

/// HDF5 waits for a writer where a checksum is wrong. None is at work here; longer sleeps are libFuzzer's.
extern "C" int nanosleep(const timespec* time, timespec* left) {
    return time->tv_sec == 0 ? 0 : clock_nanosleep(CLOCK_MONOTONIC, 0, time, left);
}

/// A first byte 'd' damages the file, 'c' cuts it first; with 'n' it is sound, checksums and all, but has other numbers
/// for the committed rows and, behind these, for the ends of its texts.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Bytes input(data, size);
    const auto kind = static_cast<char>(take(input, 1));
    if (kind == 'd' || kind == 'c') {
        read(place(damaged(input, kind == 'c')), {});
    } else if (kind == 'n') {
        const std::filesystem::path file = place(written().bytes);
        const hid_t opened = H5Fopen(file.c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
        need(opened >= 0);
        const std::vector<std::int64_t> counts = replace_numbers(opened, "committed/committed_rows", input, 3);
        replace_numbers(opened, "events/note", input, 64);
        need(H5Fclose(opened) >= 0);
        read(file, counts);
    }
    return 0;
}
