// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

namespace commonweal::io {

/// A library of others that this one is made with.
struct LibraryVersion {
    std::string name;
    std::string built_with;  ///< Version of the headers it was compiled with.
    std::string running;     ///< Version that was found when it was loaded; empty for libraries of headers only.
};

/// Those libraries, by the alphabet; the one that the threads come from is core::thread_library().
std::vector<LibraryVersion> libraries();

}  // namespace commonweal::io
