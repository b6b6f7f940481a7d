// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/study/sink.hpp>

#include <filesystem>
#include <vector>

namespace commonweal::io {

/// What a results file is made from.
struct ResultsSource {
    std::filesystem::path journal;
    study::OutputDescription description;
    study::Committed committed;  ///< Rows of the journal that count.
    std::vector<core::RecordTable> final_tables;
    std::vector<study::Attribute> final_attributes;
};

/// Copies a closed journal, and the final tables, into `results` in an order that depends on nothing but their
/// contents. The file appears under its name when it is complete and on the disk.
void write_results(const ResultsSource& source, const std::filesystem::path& results);

}  // namespace commonweal::io
