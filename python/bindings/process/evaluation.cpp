// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/evaluation.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::Dataset judge_offices(const process::Evaluation& evaluation, const py::dict& given,
                               const process::Experiment& experiment) {
    process::EvaluationStart start;
    Initial initial(given);
    initial.values("weight", start.weight);
    initial.values("ability", start.ability);
    initial.values("expected", start.expected);
    initial.finish();
    return unlocked([&] { return process::simulate(evaluation, start, experiment); });
}

process::Dataset evaluation_mean_field(const process::Evaluation& evaluation, const py::dict& given,
                                       std::uint32_t rounds) {
    process::EvaluationMind start;
    Initial initial(given);
    initial.number("weight", start.weight);
    initial.number("expected", start.expected);
    initial.finish();
    return process::mean_field(evaluation, start, rounds);
}

py::dict service_content(const process::Service<double>& done) {
    py::dict content;
    content["speed"] = done.speed;
    content["solved"] = done.solved;
    content["skill"] = done.skill;
    content["quality"] = done.quality;
    content["reported"] = done.reported;
    return content;
}

}  // namespace

void bind_evaluation(py::module_& module) {
    using process::Evaluation;
    bind_parameters<Evaluation>(module, "Evaluation")
        .def("simulate", &judge_offices)
        .def("mean_field", &evaluation_mean_field)
        .def("false_share",
             [](const Evaluation& evaluation, double weight) { return process::false_share(evaluation, weight); })
        .def("steady_service",
             [](const Evaluation& evaluation, double weight, double demand) {
                 return service_content(process::steady_service(evaluation, weight, demand));
             })
        .def("best_weight", &process::best_weight)
        .def("ratchet_level", [](const Evaluation& evaluation, double mean, double sd) {
            return process::ratchet_level(evaluation, {.mean = mean, .sd = sd});
        });
}

}  // namespace commonweal::python
