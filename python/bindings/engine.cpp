// SPDX-License-Identifier: Apache-2.0
#include "engine.hpp"

#include <commonweal/core/error.hpp>

#include "arrays.hpp"
#include "bindings.hpp"

#include <tuple>
#include <vector>

namespace commonweal::python {

namespace py = pybind11;

using core::Tick;
using core::WholeRule;

namespace {

const char* dtype_name(core::ColumnType type) {
    switch (type) {
        case core::ColumnType::i32:
            return "int32";
        case core::ColumnType::u32:
            return "uint32";
        case core::ColumnType::u16:
            return "uint16";
        case core::ColumnType::u8:
            return "uint8";
        case core::ColumnType::f32:
            break;
    }
    return "float32";
}

py::array read_only(std::span<const float> values, py::handle owner) {
    py::array_t<float> array(static_cast<py::ssize_t>(values.size()), values.data(), owner);
    array.attr("setflags")(py::arg("write") = false);
    return array;
}

/// Agents of a call, and what is logged about each: codes and values.
using LogEntry = std::tuple<Array<core::Index>, Array<std::uint32_t>, Array<double>>;

void log(const LogEntry& entry, const WholeRule::Call& call) {
    const auto& [agents, codes, values] = entry;
    for (py::ssize_t k = 0; k < agents.size(); ++k) call.log(agents.at(k), codes.at(k), values.at(k));
}

py::list read_only(std::span<const std::span<const float>> all, py::handle owner) {
    py::list arrays;
    for (const std::span<const float> values : all) arrays.append(read_only(values, owner));
    return arrays;
}

/// "ValueError: what it says"; an Error of ours speaks for itself.
std::string sentence(const py::error_already_set& raised) {
    const std::string said = py::str(raised.value());
    if (raised.matches(error_class())) return said;
    const std::string name = py::str(raised.type().attr("__name__"));
    return said.empty() ? name : name + ": " + said;
}

}  // namespace

py::array array_of(const WholeRule::Values& values, core::Index size, py::handle owner, bool writable) {
    py::array array(py::dtype(dtype_name(values.type)), {static_cast<py::ssize_t>(size)},
                    {static_cast<py::ssize_t>(values.stride)}, values.first, owner);
    if (!writable) array.attr("setflags")(py::arg("write") = false);
    return array;
}

/// While one thread runs an engine.
class Engine::Session {
public:
    Session(Engine& engine, py::handle self, Calls calls) : engine_(engine), running_(*engine.running_) {
        Engine*& here = running_[std::this_thread::get_id()];
        before_ = std::exchange(here, &engine);
        engine.self_ = self;
        engine.calls_ = std::move(calls);
        engine.next_report_ = std::chrono::steady_clock::now();
        engine.raised_.reset();
        engine.state_ = State::busy;
    }
    ~Session() {
        engine_.state_ = State::idle;
        engine_.calls_ = {};
        if (before_) {
            running_[std::this_thread::get_id()] = before_;
        } else {
            running_.erase(std::this_thread::get_id());
        }
    }
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

private:
    Engine& engine_;
    Running& running_;
    Engine* before_;
};

void Engine::refuse(const char* what) const {
    throw core::Error(std::string("simulation: it is ") + (is_busy() ? "in the middle of a tick" : "running") + "; " +
                      what);
}

core::Simulation& Engine::idle() {
    if (state_ != State::idle) refuse("this call has to wait until it has stopped");
    return simulation_;
}

core::Simulation& Engine::between_ticks() {
    if (is_busy()) refuse("this call has to wait until the tick is over");
    return simulation_;
}

core::Workers& Engine::workers(unsigned threads) {
    if (!workers_ || threads != threads_) workers_ = std::make_unique<core::Workers>(threads);
    threads_ = threads;
    return *workers_;
}

bool Engine::run(const py::object& self, Tick ticks, unsigned threads, Calls calls) {
    idle();
    const Session session(*this, self, std::move(calls));
    bool reached = false;
    try {
        const core::Callbacks told = callbacks();
        const py::gil_scoped_release release;
        reached = simulation_.run(workers(threads), ticks, told);
    } catch (const core::Error& error) {
        if (!raised_) throw;
        py::error_already_set raised = std::move(*raised_);
        raised_.reset();
        if (!raised.matches(PyExc_Exception)) throw raised;
        py::raise_from(raised, error_class().ptr(), error.what());
        throw py::error_already_set();
    }
    if (raised_) throw py::error_already_set(*std::exchange(raised_, std::nullopt));
    return reached;
}

core::Callbacks Engine::callbacks() {
    core::Callbacks told;
    told.progress = [this](Tick now, Tick end) { return !raised_ && report(now, end); };
    if (calls_.log.is_none()) return told;
    told.log = [this](std::string_view line) {
        called_back([&] {
            calls_.log(to_python(std::string(line)));
            return true;
        });
    };
    return told;
}

/// Looks for Ctrl-C and tells Python how far it is; without anybody to tell, often enough for a person.
bool Engine::report(Tick now, Tick end) {
    const auto moment = std::chrono::steady_clock::now();
    if (calls_.progress.is_none() && moment < next_report_) return true;
    next_report_ = moment + std::chrono::milliseconds(20);
    return called_back([&] {
        if (PyErr_CheckSignals() != 0) throw py::error_already_set();
        if (calls_.progress.is_none()) return true;
        const py::object answer = calls_.progress(now, end);
        const int truth = answer.is_none() ? 1 : PyObject_IsTrue(answer.ptr());
        if (truth < 0) throw py::error_already_set();
        return truth == 1;
    });
}

/// Between two ticks: false, and the run is to stop, where Python raised.
template <class Work>
bool Engine::called_back(Work&& work) {
    const py::gil_scoped_acquire lock;
    state_ = State::calling_back;
    bool goes_on = false;
    try {
        goes_on = work();
    } catch (py::error_already_set& raised) {
        raised_.emplace(std::move(raised));
    }
    state_ = State::busy;
    return goes_on;
}

/// In a tick: what Python raises is kept, and told to the core in a sentence.
template <class Work>
auto Engine::asked(const std::string& place, Work&& work) {
    try {
        return work();
    } catch (py::error_already_set& raised) {
        const std::string told = place + sentence(raised);
        raised_.emplace(std::move(raised));
        throw core::Error(told);
    }
}

void Engine::apply(std::size_t number, const std::vector<bool>& written, const WholeRule::Call& call) {
    asked("", [&] {
        py::list columns;
        for (std::size_t k = 0; k < call.columns.size(); ++k)
            columns.append(array_of(call.columns[k], call.agents, self_, written[k]));
        const py::object logged = calls_.calls.attr("_call_rule")(
            number, call.agents, columns, read_only(call.neighbours, self_), read_only(call.draws, self_));
        for (const py::handle entry : logged) log(entry.cast<LogEntry>(), call);
    });
}

std::function<void(const WholeRule::Call&)> Engine::rule(std::size_t number, std::vector<bool> written) const {
    return [running = running_, number, written = std::move(written)](const WholeRule::Call& call) {
        const py::gil_scoped_acquire lock;
        running->at(std::this_thread::get_id())->apply(number, written, call);
    };
}

std::function<bool(Tick)> Engine::condition(std::size_t number, const std::string& rule) const {
    return [running = running_, number, rule](Tick tick) {
        const py::gil_scoped_acquire lock;
        Engine& engine = *running->at(std::this_thread::get_id());
        return engine.asked("rule " + rule + ": only_if at tick " + std::to_string(tick) + ": ", [&] {
            return engine.calls_.calls.attr("_ask_condition")(number, tick).template cast<bool>();
        });
    };
}

core::Observer Engine::observer(std::size_t number, const std::string& series) const {
    return [running = running_, number, series](const core::Agents&, core::Workers&) {
        const py::gil_scoped_acquire lock;
        Engine& engine = *running->at(std::this_thread::get_id());
        const std::string now = std::to_string(engine.simulation_.now());
        return engine.asked("series '" + series + "': at tick " + now + ": ",
                            [&] { return engine.calls_.calls.attr("_observe")(number).template cast<double>(); });
    };
}

std::unique_ptr<Engine> Engine::fork() {
    const core::Simulation& original = between_ticks();
    const State before = std::exchange(state_, State::busy);
    std::optional<core::Simulation> copy;
    try {
        const py::gil_scoped_release release;
        copy = original.fork();
    } catch (...) {
        state_ = before;
        throw;
    }
    state_ = before;
    return std::unique_ptr<Engine>(new Engine(std::move(*copy), running_));
}

py::bytes Engine::save() {
    const std::vector<std::byte> state = between_ticks().save();
    return {reinterpret_cast<const char*>(state.data()), state.size()};
}

}  // namespace commonweal::python
