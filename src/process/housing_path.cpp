// SPDX-License-Identifier: Apache-2.0
#include "process/detail/housing_path.hpp"

#include "process/detail/replicates.hpp"

#include <algorithm>
#include <array>
#include <commonweal/core/math.hpp>
#include <functional>
#include <limits>
#include <numeric>
#include <queue>
#include <utility>

namespace commonweal::process::detail {

namespace math = core::math;

namespace {

constexpr double never = std::numeric_limits<double>::infinity();
/// Ceilings that reach the cost but for rounding do.
constexpr double paid = 1e-9;

/// Draws of one home, always in the same order, so that no choice of tables or funds changes another delay.
class HomeDraws {
public:
    HomeDraws(core::Seed seed, std::size_t row, double surge)
        : draws_(seed, stream, {.agent = static_cast<core::AgentId>(row)}), surge_(surge) {}

    double time(const HousingTime& time) {
        const double normal = draws_.normal();
        return surge_ * time.median * math::exp(time.dispersion * normal);
    }

private:
    static constexpr core::StreamId stream = core::StreamId::of(people, "housing_delays");
    core::Stream draws_;
    double surge_;
};

/// What the draws make of one home.
struct HomeTimes {
    HousingSteps steps;
    double repair = 0.0;
    double relief = 0.0;
    double subsidy = 0.0;
    double insurance = 0.0;
    double loan = 0.0;
    double aid = 0.0;
};

HousingTime financing_of(const HousingDelays& delays, const DamagedHome& home) {
    if (home.insured) return delays.insurance;
    return home.credit ? delays.loan : delays.grant;
}

HomeTimes draw_home(const HousingRecovery& process, const DamagedHome& home, core::Seed seed, std::size_t row) {
    HomeDraws draws(seed, row, process.surge);
    const HousingDelays delays = housing_delays(process.delays, home.state);
    HomeTimes times;
    times.steps.inspection = draws.time(delays.rapid);
    times.steps.inspection += draws.time(delays.inspection);
    times.steps.inspection += draws.time(delays.cleanup);
    times.steps.financing = draws.time(financing_of(delays, home));
    times.steps.engineering = draws.time(delays.engineering);
    times.steps.permit = draws.time(delays.permit);
    times.steps.contractor = draws.time(delays.contractor);
    times.steps.demolition = draws.time(delays.demolition);
    HousingTime repair = housing_repair(process.repair, home.state);
    if (repair.dispersion <= 0.0) repair.dispersion = process.repair_dispersion;
    times.repair = draws.time(process.delays == HousingDelayTable::joplin ? joplin_time(home.state) : repair);
    const auto fund = [&](double delay) {
        return draws.time({.median = delay, .dispersion = process.fund_dispersion});
    };
    times.relief = fund(process.relief_delay);
    times.subsidy = fund(process.subsidy_delay);
    times.insurance = fund(process.insurance_delay);
    times.loan = fund(process.loan_delay);
    times.aid = fund(process.aid_delay);
    return times;
}

double public_part(const HousingRecovery& process, const DamagedHome& home) {
    return home.registered ? 1.0 : process.unregistered_part;
}

double subsidy_of(const HousingRecovery& process, const DamagedHome& home) {
    return home.tenant ? 0.0 : public_part(process, home) * process.subsidy_ceiling;
}

/// When all funds that a home may have, asked at once, have brought the cost; counted from the asking.
double parallel_money(const HousingRecovery& process, const DamagedHome& home, const HomeTimes& times) {
    std::array<std::pair<double, double>, 5> money{{{times.relief, public_part(process, home) * process.relief_ceiling},
                                                    {times.subsidy, subsidy_of(process, home)},
                                                    {times.insurance, home.insured ? process.insurance_ceiling : 0.0},
                                                    {times.loan, home.credit ? process.loan_ceiling : 0.0},
                                                    {times.aid, public_part(process, home) * process.aid_ceiling}}};
    std::sort(money.begin(), money.end());
    double missing = 1.0 - home.savings;
    if (missing <= paid) return 0.0;
    for (const auto& [delay, ceiling] : money) {
        missing -= ceiling;
        if (missing <= paid) return delay <= process.patience ? delay : never;
    }
    return never;
}

/// One office after the other gives what is missing.
class MoneyInTurn {
public:
    MoneyInTurn(const HousingRecovery& process, const std::vector<DamagedHome>& homes,
                const std::vector<HomeTimes>& times)
        : process_(process), homes_(homes), times_(times) {
        for (std::size_t row = 0; row < homes.size(); ++row) {
            const bool damaged = homes[row].state != DamageState::none;
            missing_.push_back(damaged ? 1.0 - homes[row].savings : 0.0);
            now_.push_back(times[row].steps.inspection);
        }
    }

    std::vector<double> run() {
        const auto insurance = [&](const DamagedHome& home) { return home.insured ? process_.insurance_ceiling : 0.0; };
        const auto loan = [&](const DamagedHome& home) { return home.credit ? process_.loan_ceiling : 0.0; };
        const auto subsidy = [&](const DamagedHome& home) { return subsidy_of(process_, home); };
        ask(process_.insurance_processors, insurance, &HomeTimes::insurance);
        ask(process_.subsidy_processors, subsidy, &HomeTimes::subsidy);
        ask(process_.loan_processors, loan, &HomeTimes::loan);
        for (std::size_t row = 0; row < now_.size(); ++row) now_[row] = missing_[row] <= paid ? now_[row] : never;
        return std::move(now_);
    }

private:
    void ask(std::uint32_t processors, const std::function<double(const DamagedHome&)>& ceiling,
             double HomeTimes::*service) {
        HousingLine line;
        for (std::size_t row = 0; row < homes_.size(); ++row) {
            const bool asks = missing_[row] > paid && ceiling(homes_[row]) > 0.0;
            line.arrival.push_back(asks ? now_[row] : never);
            line.service.push_back(times_[row].*service);
            line.deadline.push_back(times_[row].steps.inspection + process_.patience);
        }
        const HousingServed served = serve_line(line, processors);
        for (std::size_t row = 0; row < homes_.size(); ++row) {
            if (line.arrival[row] == never) continue;
            now_[row] = served.ended[row];
            missing_[row] -= ceiling(homes_[row]);
        }
    }

    const HousingRecovery& process_;
    const std::vector<DamagedHome>& homes_;
    const std::vector<HomeTimes>& times_;
    std::vector<double> missing_;
    std::vector<double> now_;
};

/// When each home's money is there.
std::vector<double> money_times(const HousingRecovery& process, const std::vector<DamagedHome>& homes,
                                const std::vector<HomeTimes>& times) {
    if (process.funds == HousingFunds::sequence) return MoneyInTurn(process, homes, times).run();
    std::vector<double> funded;
    for (std::size_t row = 0; row < homes.size(); ++row) {
        const HousingSteps& steps = times[row].steps;
        const double wait =
            process.funds == HousingFunds::table ? steps.financing : parallel_money(process, homes[row], times[row]);
        funded.push_back(steps.inspection + wait);
    }
    return funded;
}

/// The whole time as it was found, without steps.
std::vector<HousingPath> whole_paths(const std::vector<HomeTimes>& times) {
    std::vector<HousingPath> paths;
    for (const HomeTimes& each : times) paths.push_back({.ready = each.repair});
    return paths;
}

}  // namespace

HousingServed serve_line(const HousingLine& line, std::uint32_t servers) {
    const std::size_t count = line.arrival.size();
    HousingServed served{std::vector<double>(count, never), std::vector<double>(count, never)};
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t one, std::size_t other) { return line.arrival[one] < line.arrival[other]; });
    std::priority_queue<double, std::vector<double>, std::greater<>> free;
    for (const std::size_t row : order) {
        if (line.arrival[row] == never) break;
        const bool idle = servers == 0 || free.size() < servers;
        const double begin = idle ? line.arrival[row] : std::max(line.arrival[row], free.top());
        if (begin > line.deadline[row]) continue;
        served.begun[row] = begin;
        served.ended[row] = begin + line.service[row];
        if (servers == 0) continue;
        if (!idle) free.pop();
        free.push(served.ended[row]);
    }
    return served;
}

std::vector<HousingPath> housing_paths(const HousingRecovery& process, const std::vector<DamagedHome>& homes,
                                       core::Seed seed) {
    std::vector<HomeTimes> times;
    times.reserve(homes.size());
    for (std::size_t row = 0; row < homes.size(); ++row) {
        const bool damaged = homes[row].state != DamageState::none;
        times.push_back(damaged ? draw_home(process, homes[row], seed, row) : HomeTimes{});
    }
    if (process.delays == HousingDelayTable::joplin) return whole_paths(times);
    const std::vector<double> funded = money_times(process, homes, times);
    HousingLine line;
    for (std::size_t row = 0; row < homes.size(); ++row) {
        HousingSteps steps = times[row].steps;
        steps.financing = funded[row] - steps.inspection;
        const bool damaged = homes[row].state != DamageState::none;
        line.arrival.push_back(damaged ? repair_start(steps) : never);
        line.service.push_back(times[row].repair);
        line.deadline.push_back(line.arrival.back() + process.patience);
    }
    const HousingServed served = serve_line(line, process.crews);
    std::vector<HousingPath> paths(homes.size());
    for (std::size_t row = 0; row < homes.size(); ++row) {
        if (homes[row].state == DamageState::none) continue;
        paths[row] = {.funded = funded[row], .start = served.begun[row], .ready = served.ended[row]};
    }
    return paths;
}

}  // namespace commonweal::process::detail
