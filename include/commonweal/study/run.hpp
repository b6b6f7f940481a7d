// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/types.hpp>
#include <commonweal/model/simulation.hpp>
#include <commonweal/study/sink.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace commonweal::study {

/// How far a run has come.
struct Progress {
    core::Tick hour = 0;   ///< Hours that have been run, those before a resume included.
    core::Tick hours = 0;  ///< In all.
};

/// How a run ended that did not fail.
enum class RunEnd : std::uint8_t {
    complete,  ///< It reached its last hour, and the sink has everything.
    stopped,   ///< The caller asked for it; a checkpoint was made.
};

/// What happens beside the model while it runs; nothing of it changes the results.
struct RunControl {
    core::Tick commit_every = 64;     ///< h; a kill costs at most so much output.
    core::Tick checkpoint_every = 0;  ///< h; 0: only when the run is stopped.
    /// Called after each hour; false stops the run. May throw: the run is then abandoned, and the exception goes on.
    std::function<bool(const Progress&)> progress{};
    /// Takes the whole state after `hour` hours, and how far the output was safe then.
    std::function<void(core::Tick hour, std::span<const std::byte> state, const Committed& committed)> checkpoint{};
};

/// What a simulation is going to write. Its attributes are the seed, the library's version and every parameter of the
/// scenario by its dotted path: numbers without a unit as numbers, all else as text, such as "0.2 / d".
OutputDescription describe_output(model::Simulation& simulation);

/// Runs from the simulation's present hour to its last one, or until it is stopped. The sink is a new one, or one that
/// goes on from the hour that the simulation was loaded at.
RunEnd run(model::Simulation& simulation, ResultSink& sink, const RunControl& control = {});

/// The same into a sink of any type. Does not compile, in one sentence, for a type that lacks a member of a Sink.
template <class S>
RunEnd run(model::Simulation& simulation, S& sink, const RunControl& control = {}) {
    if constexpr (std::derived_from<S, ResultSink>) {
        return run(simulation, static_cast<ResultSink&>(sink), control);
    } else {
        static_assert(Sink<S>,
                      "commonweal: a result sink needs begin(const OutputDescription&), append(const RecordTable&), "
                      "Committed commit(Tick) and finish(const std::vector<RecordTable>&, const "
                      "std::vector<Attribute>&)");
        if constexpr (Sink<S>) {
            detail::SinkOf<S> base(sink);
            return run(simulation, static_cast<ResultSink&>(base), control);
        }
        return RunEnd::stopped;
    }
}

/// The whole state of a simulation, and back; loading throws core::Error where the state is of another scenario, seed
/// or version.
std::vector<std::byte> save(const model::Simulation& simulation);
void load(model::Simulation& simulation, std::span<const std::byte> state);

}  // namespace commonweal::study
