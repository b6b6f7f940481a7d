// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/study/sink.hpp>

#include <string_view>
#include <vector>

namespace commonweal::study {

/// Keeps a run's whole output in memory, for tests and for Python.
class MemorySink final : public ResultSink {
public:
    MemorySink();
    ~MemorySink() override;

    void begin(const OutputDescription& description) override;
    void append(const core::RecordTable& rows) override;
    Committed commit(core::Tick hour) override;
    void finish(const std::vector<core::RecordTable>& final_tables,
                const std::vector<Attribute>& final_attributes) override;

    const OutputDescription& description() const noexcept { return description_; }
    /// A table of the description, or a final one; throws Error where there is none of that name.
    const core::RecordTable& table(std::string_view name) const;
    const std::vector<core::RecordTable>& tables() const noexcept { return tables_; }
    const std::vector<core::RecordTable>& final_tables() const noexcept { return final_tables_; }
    const std::vector<Attribute>& final_attributes() const noexcept { return final_attributes_; }
    const Committed& committed() const noexcept { return committed_; }
    bool finished() const noexcept { return finished_; }

private:
    OutputDescription description_;
    std::vector<core::RecordTable> tables_;
    std::vector<core::RecordTable> final_tables_;
    std::vector<Attribute> final_attributes_;
    Committed committed_;
    bool finished_ = false;
};

}  // namespace commonweal::study
