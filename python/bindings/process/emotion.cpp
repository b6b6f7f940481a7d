// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/emotion.hpp>

#include "process/emotional.hpp"
#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::Dataset simulate_emotion(const process::Emotion& emotion, const py::dict& given,
                                  const process::Experiment& experiment) {
    process::EmotionStart start;
    Initial initial(given);
    take_emotion(initial, start);
    initial.finish();
    return unlocked([&] { return process::simulate(emotion, start, experiment); });
}

void take_causes(Initial& initial, process::EmotionCauses<double>& causes) {
    initial.number("risk", causes.risk);
    initial.number("shelf", causes.shelf);
    initial.number("rumour", causes.rumour);
    initial.number("trust", causes.trust);
    initial.number("information", causes.information);
}

process::Dataset emotion_mean_field(const process::Emotion& emotion, const py::dict& given, double until,
                                    double every) {
    process::EmotionCrowd start;
    Initial initial(given);
    initial.number("panic", start.panic);
    initial.number("frightened", start.frightened);
    initial.number("onset", start.shock.onset);
    initial.number("duration", start.shock.duration);
    take_causes(initial, start.causes);
    initial.finish();
    return process::mean_field(emotion, start, until, every);
}

double steady_panic_of(const process::Emotion& emotion, const py::dict& given) {
    process::EmotionCauses<double> causes = process::EmotionCrowd{}.causes;
    Initial initial(given);
    take_causes(initial, causes);
    initial.finish();
    return process::steady_panic(emotion, causes);
}

}  // namespace

void bind_emotion(py::module_& module) {
    bind_parameters<process::Emotion>(module, "Emotion")
        .def("simulate", &simulate_emotion)
        .def("mean_field", &emotion_mean_field)
        .def("steady_panic", &steady_panic_of);
}

}  // namespace commonweal::python
