// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/study/sink.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace commonweal::io {

/// Where a run writes while it runs, and where its results go when it ends.
struct JournalFiles {
    std::filesystem::path journal;  ///< `journal.h5`
    std::filesystem::path results;  ///< `results.h5`
};

/// A table of a journal and how many of its rows count.
struct CommittedTable {
    std::string name;
    std::uint64_t rows = 0;

    bool operator==(const CommittedTable&) const = default;
};

/// How far a journal is complete, read from the file alone.
struct JournalStatus {
    core::Tick hour = 0;
    std::vector<CommittedTable> tables;

    bool operator==(const JournalStatus&) const = default;
};

/// Writes a run's output so that a kill at any moment loses nothing that was committed: HDF5 with single-writer
/// multiple-reader marks, checksums, and a count of committed rows that is written after the rows. Other programs may
/// read the file meanwhile. Every failure throws core::Error with the file and the reason, such as a full disk.
class Journal final : public study::ResultSink {
public:
    /// A journal for a run from its first hour; an older file of the name is replaced when `begin` is called.
    explicit Journal(JournalFiles files);
    /// A journal that keeps `committed` of the file that is there; `begin` cuts off the rest. The file must not be in
    /// use; until its replacement is complete it stays as it was.
    static Journal resume(JournalFiles files, study::Committed committed);

    Journal(Journal&&) noexcept;
    Journal& operator=(Journal&&) noexcept;
    /// Closes the file; rows after the last commit are lost.
    ~Journal() override;

    void begin(const study::OutputDescription& description) override;
    void append(const core::RecordTable& rows) override;
    study::Committed commit(core::Tick hour) override;
    /// Closes the journal and writes the results from it.
    void finish(const std::vector<core::RecordTable>& final_tables,
                const std::vector<study::Attribute>& final_attributes) override;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Reads how far a journal is complete and changes nothing, whether its writer lives or not.
JournalStatus read_journal_status(const std::filesystem::path& journal);

/// Makes the journal of a killed run readable by programs that know nothing of SWMR, and tells how many rows of each
/// table count. Never to be called while the run lives: hold the run folder's lock.
JournalStatus repair_journal(const std::filesystem::path& journal);

/// Throws core::Error unless the journal holds every row of `committed` undamaged. The run must not live.
void check_journal(const std::filesystem::path& journal, const study::OutputDescription& description,
                   const study::Committed& committed);

}  // namespace commonweal::io
