// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <commonweal/core/layers.hpp>
#include <commonweal/core/rule.hpp>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// How departments come to use each other's data.
enum class SharingForm : std::uint8_t {
    mutual,   ///< by agreement of two: both use the other's, or neither does
    one_way,  ///< each by itself lets another use its data
    hub,      ///< those who join a common platform use the data of all who did
};

/// What becomes of the data of others.
enum class ReceivedData : std::uint8_t {
    kept,       ///< stays where it came to
    passed_on,  ///< goes on to all whom one's own data go to
};

/// Departments look at the same wards through sensors of their own and use those of others as far as these share them:
/// data islands, and what it costs communities to fill in the same forms again for each of them.
struct DataSharing {
    SharingForm form = SharingForm::mutual;
    ReceivedData received = ReceivedData::kept;
    /// Chance that two departments share, or that one lets another use its data or joins the hub, in [0, 1]. [A]
    double share_chance = 0.3;
    /// Precision of what a department sees by itself, 1 / variance in the unit of the ward's state, in (0, 1e6]. [A]
    double precision = 1.0;
    /// Correlation of the errors of two departments, in [0, .99]: that of where they have it from. [A]
    double correlation = 0.0;
    /// Precision with which everybody knows wards beforehand, such as from past years, in [0, 1e6]. [A]
    double prior_precision = 0.0;
    /// Platforms of a department that a community has to fill, 1 to 100. [A]
    std::uint32_t platforms = 1;
    /// Time that a platform's forms cost a community where no other department's data are used, h in a week, in
    /// [0, 168]. [A]
    double form_hours = 2.0;
};

/// Sums over sensors whose errors have one correlation: what the best estimate needs, in any order of sensors.
struct Fusion {
    double sensors = 0.0;
    double roots = 0.0;  ///< of precisions
    double precisions = 0.0;
    double root_reports = 0.0;  ///< times what is reported
    double reports = 0.0;       ///< precisions times what is reported

    /// Takes a sensor in; one of precision 0 says nothing.
    void add(double precision, double report) {
        const double root = std::sqrt(precision);
        sensors += precision > 0.0 ? 1.0 : 0.0;
        roots += root;
        precisions += precision;
        root_reports += root * report;
        reports += precision * report;
    }
    /// Precision of the estimate: that of the prior and, by the inverse of the covariance of errors, of the sensors;
    /// their sum where errors are independent.
    double precision(const DataSharing& sharing) const {
        return sharing.prior_precision + combined(sharing, precisions, roots);
    }
    /// The estimate of least variance, against a prior mean of 0; NaN where nothing is known.
    double estimate(const DataSharing& sharing) const {
        return combined(sharing, reports, root_reports) / precision(sharing);
    }

private:
    double combined(const DataSharing& sharing, double sum, double root_sum) const {
        const double r = sharing.correlation;
        const double common = sensors > 1.0 ? r * roots * root_sum / (1.0 + (sensors - 1.0) * r) : r * sum;
        return (sum - common) / (1.0 - r);
    }
};

/// Variance of the error of the best estimate from these sensors; infinite where nothing is known. Throws Error unless
/// all precisions are finite and at least 0.
double fused_variance(const DataSharing& sharing, std::span<const double> precisions);

namespace columns {
inline constexpr core::Column<float> sensor_precision{"sensor_precision"};      ///< of one's own sensors, at least 0
inline constexpr core::Column<float> sensor_report{"sensor_report"};            ///< what they say now
inline constexpr core::Column<float> fused_estimate{"fused_estimate"};          ///< of all that one may use
inline constexpr core::Column<float> estimate_precision{"estimate_precision"};  ///< of that
}  // namespace columns

/// Fusion as a rule, over the layer `shares`, in which a department's row lists those whose data it uses: what they and
/// one's own sensors report becomes an estimate.
struct FuseReports {
    static constexpr std::string_view name = "fuse_reports";
    static constexpr core::Layer layer{"shares"};
    static constexpr auto uses = core::each_neighbour(layer, columns::sensor_precision, columns::sensor_report) |
                                 core::read(columns::sensor_precision) | core::read(columns::sensor_report) |
                                 core::write(columns::fused_estimate) | core::write(columns::estimate_precision);
    using Gathered = Fusion;

    DataSharing sharing{};

    void visit(Fusion& gathered, float precision, float report) const {
        gathered.add(static_cast<double>(precision), static_cast<double>(report));
    }
    void operator()(const Fusion& gathered, float precision, float report, float& estimate,
                    float& estimate_precision) const {
        Fusion all = gathered;
        visit(all, precision, report);
        estimate = static_cast<float>(all.estimate(sharing));
        estimate_precision = static_cast<float>(all.precision(sharing));
    }
};

struct SharingStart {
    /// Precision of each department's own sensors, at least 0, and above that without a prior; without it that of the
    /// parameters.
    std::optional<AgentValues> precision{};
    /// Instead of share_chance: the chance that department i uses the data of j at i * departments + j, in [0, 1].
    /// Symmetric where sharing is mutual; not for a hub.
    std::vector<double> chances{};
};

/// Draws who shares with whom and lets departments, `size` of them, estimate the state of `until` wards (100). A graph
/// tells who may share with whom: a row lists those whose data the department may use, each with the same chances.
/// Over replicate and department: partners (whose data are used), variance (of the error, given who shares),
/// squared_error (its mean over wards) and form_hours (of a community, in a week); over replicate: islands (groups
/// that share nothing) and disagreement (variance of the departments' estimates of one ward, its mean over wards).
/// Throws ConfigError with everything that is wrong.
Dataset simulate(const DataSharing& sharing, const SharingStart& start, const Experiment& experiment);

/// Mean variance of the error of one of so many departments that are alike and may all share. This and the next two
/// throw Error unless there are 1 to 2,000, and the first two where data are passed on without a hub.
double expected_variance(const DataSharing& sharing, std::uint32_t departments);

/// Mean time that a community fills in forms for all departments, h in a week:
/// departments * platforms * form_hours * (1 - share of pairs linked).
double expected_form_hours(const DataSharing& sharing, std::uint32_t departments);

/// Chance that all departments hang together, directly or by way of others (Gilbert 1959); for a hub that all join.
double one_island_chance(const DataSharing& sharing, std::uint32_t departments);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, DataSharing& process);

}  // namespace commonweal::process
