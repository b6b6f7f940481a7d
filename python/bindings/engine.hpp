// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/parallel.hpp>
#include <commonweal/core/simulation.hpp>
#include <commonweal/core/whole_rule.hpp>

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace commonweal::python {

/// A condition for rules that is no Python.
struct Condition {
    std::function<bool(core::Tick)> holds;
};

/// The values of a column as they lie in memory, without a copy. The array keeps `owner` alive.
pybind11::array array_of(const core::WholeRule::Values& values, core::Index size, pybind11::handle owner,
                         bool writable);

/// A simulation, and what it calls in Python while it runs. Rules, conditions and observers of Python are known by
/// number; who runs the simulation says whom to call, so that forks call their own and no circle of references forms.
class Engine {
public:
    /// What run() is given: `calls` answers for rules, conditions and observers; the other two may be None.
    struct Calls {
        pybind11::object calls;
        pybind11::object progress;
        pybind11::object log;
    };

    explicit Engine(core::Simulation simulation) : Engine(std::move(simulation), std::make_shared<Running>()) {}
    ~Engine() = default;
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// To look at, at any time.
    core::Simulation& simulation() { return simulation_; }
    /// To be changed. Throws Error while it runs.
    core::Simulation& idle();
    /// To be copied. Throws Error in the middle of a tick.
    core::Simulation& between_ticks();
    /// Whether a tick is in the middle.
    bool is_busy() const { return state_ == State::busy; }

    /// As Simulation::run(), without Python's lock. Raises what was raised in Python: as the cause of an Error in a
    /// rule, a condition or an observer, and as it is in a callback or if it is no Exception, such as
    /// KeyboardInterrupt.
    bool run(const pybind11::object& self, core::Tick ticks, unsigned threads, Calls calls);

    std::unique_ptr<Engine> fork();
    pybind11::bytes save();

    /// What the core calls for the Python rule, condition or observer of a number.
    std::function<void(const core::WholeRule::Call&)> rule(std::size_t number, std::vector<bool> written) const;
    std::function<bool(core::Tick)> condition(std::size_t number, const std::string& rule) const;
    core::Observer observer(std::size_t number, const std::string& series) const;

private:
    /// Which of a simulation and its forks each thread runs; they share the functions that the core knows.
    using Running = std::map<std::thread::id, Engine*>;
    enum class State : std::uint8_t { idle, busy, calling_back };
    class Session;

    Engine(core::Simulation simulation, std::shared_ptr<Running> running)
        : simulation_(std::move(simulation)), running_(std::move(running)) {}

    void refuse(const char* what) const;
    template <class Work>
    auto asked(const std::string& place, Work&& work);
    template <class Work>
    bool called_back(Work&& work);
    core::Callbacks callbacks();
    bool report(core::Tick now, core::Tick end);
    void apply(std::size_t number, const std::vector<bool>& written, const core::WholeRule::Call& call);
    core::Workers& workers(unsigned threads);

    core::Simulation simulation_;
    std::shared_ptr<Running> running_;
    State state_ = State::idle;
    std::unique_ptr<core::Workers> workers_;
    unsigned threads_ = 0;
    // While it runs:
    pybind11::handle self_;
    Calls calls_;
    std::chrono::steady_clock::time_point next_report_{};
    std::optional<pybind11::error_already_set> raised_;
};

}  // namespace commonweal::python
