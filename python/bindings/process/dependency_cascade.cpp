// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/backup.hpp>
#include <commonweal/process/dependency_cascade.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

using process::DependencyCascade;
using process::SupplyCascade;

process::Dataset cascade_networks(const DependencyCascade& process, const py::dict& initially,
                                  const process::Experiment& experiment) {
    Initial initial(initially);
    initial.finish();
    return unlocked([&] { return process::simulate(process, experiment); });
}

process::Dataset cascade_supply(const SupplyCascade& process, const py::dict& initially,
                                const process::Experiment& experiment) {
    process::SupplyStart start;
    Initial initial(initially);
    initial.rows("user", start.user);
    initial.rows("supplier", start.supplier);
    initial.list("need", start.need);
    initial.list("backup", start.backup);
    initial.list("recharge", start.recharge);
    initial.values("own", start.own);
    initial.values("repaired", start.repaired);
    initial.finish();
    return unlocked([&] { return process::simulate(process, start, experiment); });
}

py::list backup_rows() {
    py::list rows;
    for (std::size_t k = 0; k < process::backup_user_count; ++k) {
        const process::BackupDefault& row = process::backup_default(static_cast<process::BackupUser>(k));
        rows.append(py::make_tuple(std::string(row.name), row.backup.capacity, row.backup.recharge, row.lowest,
                                   row.highest, std::string(row.source)));
    }
    return rows;
}

}  // namespace

void bind_dependency_cascade(py::module_& module) {
    bind_parameters<DependencyCascade>(module, "DependencyCascade")
        .def("simulate", &cascade_networks)
        .def("percolation_threshold",
             [](const DependencyCascade& process) {
                 const process::PercolationThreshold found = process::percolation_threshold(process);
                 return py::make_tuple(found.intact, found.giant);
             })
        .def("giant_share", [](const DependencyCascade& process) { return process::giant_share(process); })
        .def("mean_field", [](const DependencyCascade& process, std::uint32_t stages) {
            return process::mean_field(process, stages);
        });
    bind_parameters<SupplyCascade>(module, "SupplyCascade").def("simulate", &cascade_supply);
    module.def("backup_rows", &backup_rows);
}

}  // namespace commonweal::python
