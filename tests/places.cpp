// SPDX-License-Identifier: Apache-2.0
#include "places.hpp"

std::string project_root() { return COMMONWEAL_SOURCE_DIR; }

std::string run_flood_program() { return COMMONWEAL_RUN_FLOOD; }
