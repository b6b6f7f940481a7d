// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

/// The project's root. Only places.cpp is compiled with its path, so that caches serve every clone.
std::string project_root();

/// The program that runs, and resumes, the flood of a test (tests/contract/run_flood.cpp).
std::string run_flood_program();
