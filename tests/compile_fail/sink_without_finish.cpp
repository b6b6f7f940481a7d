// SPDX-License-Identifier: Apache-2.0
// says: a result sink needs begin(const OutputDescription&), append(const RecordTable&), Committed commit(Tick) and
// finish
#include <commonweal/study/run.hpp>

using namespace commonweal;

struct Unfinished {
    void begin(const study::OutputDescription&) {}
    void append(const core::RecordTable&) {}
    study::Committed commit(core::Tick hour) { return {.hour = hour, .rows = {}}; }
};

void run(model::Simulation& district) {
    Unfinished sink;
    study::run(district, sink);
}
