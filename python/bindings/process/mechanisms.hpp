// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <pybind11/pybind11.h>

namespace commonweal::python {

// Each in the file of its name. Beside process.hpp, so that one mechanism more does not compile the others again.
void bind_allocation(pybind11::module_& module);
void bind_belonging(pybind11::module_& module);
void bind_business_recovery(pybind11::module_& module);
void bind_collaboration(pybind11::module_& module);
void bind_cooperation(pybind11::module_& module);
void bind_data_sharing(pybind11::module_& module);
void bind_decision(pybind11::module_& module);
void bind_dependence(pybind11::module_& module);
void bind_dependency_cascade(pybind11::module_& module);
void bind_depth_damage(pybind11::module_& module);
void bind_detection(pybind11::module_& module);
void bind_diffusion(pybind11::module_& module);
void bind_emotion(pybind11::module_& module);
void bind_epidemic(pybind11::module_& module);
void bind_evaluation(pybind11::module_& module);
void bind_fatigue(pybind11::module_& module);
void bind_fragility(pybind11::module_& module);
void bind_grievance(pybind11::module_& module);
void bind_hidden_hazard(pybind11::module_& module);
void bind_housing_recovery(pybind11::module_& module);
void bind_inoperability(pybind11::module_& module);
void bind_learning(pybind11::module_& module);
void bind_metrics(pybind11::module_& module);
void bind_mind(pybind11::module_& module);
void bind_mode_switch(pybind11::module_& module);
void bind_mutual_aid(pybind11::module_& module);
void bind_opinion(pybind11::module_& module);
void bind_panic_buying(pybind11::module_& module);
void bind_participation(pybind11::module_& module);
void bind_pilots(pybind11::module_& module);
void bind_plan(pybind11::module_& module);
void bind_platform(pybind11::module_& module);
void bind_point_process(pybind11::module_& module);
void bind_protective_action(pybind11::module_& module);
void bind_rain_depth(pybind11::module_& module);
void bind_replanning(pybind11::module_& module);
void bind_reporting_chain(pybind11::module_& module);
void bind_responsibility(pybind11::module_& module);
void bind_restoration(pybind11::module_& module);
void bind_rumour(pybind11::module_& module);
void bind_service_queue(pybind11::module_& module);
void bind_stock(pybind11::module_& module);
void bind_trust(pybind11::module_& module);
void bind_volunteering(pybind11::module_& module);
void bind_warning(pybind11::module_& module);

}  // namespace commonweal::python
