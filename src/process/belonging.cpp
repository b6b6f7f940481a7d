// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/belonging.hpp>

#include "process/detail/equations.hpp"
#include "process/detail/experiment_check.hpp"
#include "process/detail/replicates.hpp"
#include "process/detail/time_curves.hpp"

#include <array>
#include <commonweal/core/error.hpp>
#include <commonweal/core/text.hpp>
#include <string>
#include <utility>
#include <vector>

namespace commonweal::process {

namespace math = core::math;

namespace {

using core::Index;

constexpr detail::ExperimentCheck::Range belonging_share{.low = 0.0, .high = 1.0};

void check_place(detail::ExperimentCheck& check, const Belonging& place) {
    check.parameters(place);
    const double weights = place.spirit_weight + place.belonging_weight + place.seen_weight;
    check.that(!(weights > 1.0 + 1e-9), "spirit_weight + belonging_weight + seen_weight", core::number_text(weights),
               "must be at most 1");
}

std::vector<double> drawn_traits(const AgentValues& chances, const core::Population& crowd, core::Seed seed,
                                 std::string_view name) {
    const std::vector<double> all = detail::drawn(chances, crowd, seed, name);
    const core::StreamId stream = core::StreamId::of(detail::people, name);
    std::vector<double> found;
    for (Index row = 0; row < crowd.size(); ++row) {
        core::Stream draws(seed, stream, {.agent = crowd.ids()[row], .tick = 1});
        found.push_back(draws.uniform() < all[row] ? 1.0 : 0.0);
    }
    return found;
}

/// What residents are and stay.
void add_traits(const Belonging& place, const BelongingStart& start, core::Population& crowd, const core::Ties& ties,
                core::Seed seed) {
    const std::vector<double> owner = drawn_traits(start.owner, crowd, seed, "belonging_owner");
    const std::vector<double> elder = drawn_traits(start.elder, crowd, seed, "belonging_elder");
    const std::vector<double> online = drawn_traits(start.online, crowd, seed, "belonging_online");
    const std::vector<double> status = drawn_traits(start.status, crowd, seed, "belonging_status");
    std::vector<double> odds;
    std::vector<double> per_tie;
    for (Index row = 0; row < crowd.size(); ++row) {
        const auto neighbours = static_cast<double>(ties.degree(row));
        per_tie.push_back(neighbours > 0.0 ? 1.0 / neighbours : 0.0);
        odds.push_back(
            own_odds(place, {.owner = owner[row], .elder = elder[row], .online = online[row], .status = status[row]}));
    }
    detail::add_column(crowd, columns::belonging_owner, owner);
    detail::add_column(crowd, columns::belonging_status, status);
    detail::add_column(crowd, columns::belonging_odds, odds);
    detail::add_column(crowd, columns::belonging_per_tie, per_tie);
}

/// What residents feel and do at the start.
void add_residents(const Belonging& place, const BelongingStart& start, core::Population& crowd, core::Seed seed) {
    const std::array<std::pair<core::Column<float>, const AgentValues*>, 7> values{
        {{columns::belonging_contact, &start.contact},
         {columns::belonging, &start.belonging},
         {columns::belonging_spirit, &start.spirit},
         {columns::belonging_seen, &start.seen},
         {columns::belonging_tie, &start.tie},
         {columns::belonging_threat, &start.threat},
         {columns::belonging_threat_left, &start.threat_days}}};
    for (const auto& [column, given] : values) {
        detail::add_column(crowd, column, detail::drawn(*given, crowd, seed, column.name));
    }
    const AgentValues uniform{.drawn = core::Distribution::uniform({.low = 0.0, .high = 1.0})};
    detail::add_column(crowd, columns::belonging_reserve, detail::drawn(uniform, crowd, seed, "belonging_reserve"));
    crowd.add(columns::belonging_moves, 0.0f);
    crowd.add(columns::belonging_credit, 0.0f);
    crowd.add_row(columns::belonging_cooperation, columns::belonging_participates, columns::belonging_moved,
                  columns::belonging_gift);
    for (Index row = 0; row < crowd.size(); ++row) {
        const ResidentMind<float> mind{.belonging = crowd.values(columns::belonging)[row],
                                       .spirit = crowd.values(columns::belonging_spirit)[row],
                                       .seen = crowd.values(columns::belonging_seen)[row],
                                       .threat = crowd.values(columns::belonging_threat)[row]};
        const float cooperation = cooperation_of(place, mind);
        const float chance =
            participation_chance(place, crowd.values(columns::belonging_odds)[row], mind.belonging, cooperation);
        const bool takes_part = crowd.values(columns::belonging_reserve)[row] < chance;
        crowd.column(columns::belonging_cooperation)[row] = cooperation;
        crowd.column(columns::belonging_participates)[row] = takes_part ? 1.0f : 0.0f;
        crowd.column(columns::belonging_gift)[row] = cooperation * crowd.values(columns::belonging_per_tie)[row];
    }
}

core::Observer mean_of_residents(core::Column<float> column) {
    return core::observe_mean(std::string(detail::people), column);
}

/// The mean of a column, each resident with the weight of another one; not a number if all are 0.
core::Observer weighted_mean(core::Column<float> column, core::Column<float> weight, bool turned = false) {
    return [=](const core::Agents& agents, core::Workers&) {
        const core::Population& crowd = agents.at(detail::people);
        const auto values = crowd.column(column);
        const auto weights = crowd.column(weight);
        double sum = 0.0;
        double all = 0.0;
        for (Index row = 0; row < crowd.size(); ++row) {
            const double counts = turned ? 1.0 - static_cast<double>(weights[row]) : static_cast<double>(weights[row]);
            sum += counts * static_cast<double>(values[row]);
            all += counts;
        }
        return sum / all;
    };
}

double cohesion(const core::Agents& agents, core::Workers& workers) {
    double product = 1.0;
    for (const core::Column<float> column :
         {columns::belonging_tie, columns::belonging, columns::belonging_participates}) {
        product *= mean_of_residents(column)(agents, workers);
    }
    return product;
}

/// Share of high status among the voices of those who take part over their share of residents.
core::Observer heard(double voice) {
    const core::Observer all = mean_of_residents(columns::belonging_status);
    const core::Observer present = weighted_mean(columns::belonging_status, columns::belonging_participates);
    return [=](const core::Agents& agents, core::Workers& workers) {
        const double high = voice * present(agents, workers);
        return high / (high + 1.0 - high / voice) / all(agents, workers);
    };
}

double open_claims(const core::Agents& agents, core::Workers&) {
    const auto credits = agents.at(detail::people).column(columns::belonging_credit);
    double sum = 0.0;
    for (std::size_t row = 0; row < credits.size(); ++row) {
        sum += std::max(0.0, static_cast<double>(credits[row]));
    }
    return sum / static_cast<double>(credits.size());
}

std::vector<detail::Recorded> belonging_records(const Belonging& place) {
    const auto owners = [](core::Column<float> column) { return weighted_mean(column, columns::belonging_owner); };
    const auto tenants = [](core::Column<float> column) {
        return weighted_mean(column, columns::belonging_owner, true);
    };
    return {
        {"belonging", "1", "Mean belonging", mean_of_residents(columns::belonging)},
        {"spirit", "1", "Mean public spirit", mean_of_residents(columns::belonging_spirit)},
        {"cooperation", "1", "Mean cooperation", mean_of_residents(columns::belonging_cooperation)},
        {"tie", "1", "Mean strength of ties", mean_of_residents(columns::belonging_tie)},
        {"threat", "1", "Mean of the threat, or what is left of it", mean_of_residents(columns::belonging_threat)},
        {"participating", "1", "Share of residents who take part", mean_of_residents(columns::belonging_participates)},
        {"cohesion", "1", "Mean tie times mean belonging times the share who take part", cohesion},
        {"moves", "1", "Moves so far for each home", mean_of_residents(columns::belonging_moves)},
        {"belonging_owners", "1", "Mean belonging of owners", owners(columns::belonging)},
        {"belonging_tenants", "1", "Mean belonging of tenants", tenants(columns::belonging)},
        {"participating_owners", "1", "Share of owners who take part", owners(columns::belonging_participates)},
        {"participating_tenants", "1", "Share of tenants who take part", tenants(columns::belonging_participates)},
        {"presence_status", "1", "Share of high status among those who take part over that of all", heard(1.0)},
        {"voice_status", "1", "The same among the voices heard", heard(place.status_voice)},
        {"claims", "d", "Mean of claims on help, in full days of help", open_claims}};
}

void check_belonging_setting(detail::ExperimentCheck& check, const BelongingSetting& setting) {
    check.number("contact", setting.contact, belonging_share);
    check.number("owner", setting.owner, belonging_share);
    check.number("belonging", setting.mind.belonging, belonging_share);
    check.number("spirit", setting.mind.spirit, belonging_share);
    check.number("seen", setting.mind.seen, belonging_share);
    check.number("tie", setting.mind.tie, belonging_share);
    check.number("threat", setting.mind.threat, belonging_share);
    check.number("threat_days", setting.mind.threat_left, {.low = 0.0, .high = 1e6});
}

void refuse_activity(const Belonging& place) {
    if (place.activity > 0.0) throw core::Error("belonging: with an activity above 0 see simulate()");
}

/// One tenure of a crowd where all meet: its share and its moves, 1 / d.
struct Tenure {
    double share;
    double moves;
};

std::array<Tenure, 2> tenures_of(const Belonging& place, double owner) {
    return {{{owner, place.owner_moves / days_in_a_year}, {1.0 - owner, place.tenant_moves / days_in_a_year}}};
}

/// A crowd's state in the equations: belonging, spirit and tie of owners and of tenants, what is seen, and the time.
enum BelongingPlace : std::size_t {
    of_belonging = 0,
    of_spirit = 2,
    of_tie = 4,
    of_seen = 6,
    of_time = 7,
    state_size = 8
};

struct CrowdEquations {
    const Belonging& place;
    const BelongingSetting& setting;
    std::array<Tenure, 2> tenures = tenures_of(place, setting.owner);

    double mean(const std::vector<double>& at, std::size_t first) const {
        return tenures[0].share * at[first] + tenures[1].share * at[first + 1];
    }
    double threat(double time) const {
        const double since = std::max(0.0, time - setting.mind.threat_left);
        return setting.mind.threat * math::exp(-fade_rate(place) * since);
    }
    double cooperation(const std::vector<double>& at) const {
        return cooperation_of<double>(place, {.belonging = mean(at, of_belonging),
                                              .spirit = mean(at, of_spirit),
                                              .seen = at[of_seen],
                                              .threat = threat(at[of_time])});
    }
    void operator()(const std::vector<double>& at, std::vector<double>& change) const {
        change.assign(state_size, 0.0);
        const double gain = place.belonging_gain * setting.contact;
        const double tying = place.tie_gain * setting.contact;
        const double urge = place.covenant_rate * place.covenant;
        const double moving = tenures[0].share * tenures[0].moves + tenures[1].share * tenures[1].moves;
        for (std::size_t k = 0; k < 2; ++k) {
            const double moves = tenures[k].moves;
            const double belonging = at[of_belonging + k];
            const double spirit = at[of_spirit + k];
            const double tie = at[of_tie + k];
            change[of_belonging + k] = gain * (1.0 - belonging) - place.belonging_loss * belonging +
                                       moves * (place.newcomer_belonging - belonging);
            change[of_spirit + k] = place.spirit_rate * (at[of_seen] - spirit) + urge * (1.0 - spirit) +
                                    moves * (place.newcomer_spirit - spirit);
            change[of_tie + k] = tying * (1.0 - tie) - (1.0 / place.tie_time + moves + moving) * tie;
        }
        change[of_seen] = place.notice_rate * (cooperation(at) - at[of_seen]);
        change[of_time] = 1.0;
    }
    /// A step in which nothing goes far: where rates are high, longer ones miss the course or leave all bounds.
    double step() const {
        const double learning = place.belonging_gain + place.belonging_loss + place.spirit_rate + place.covenant_rate;
        const double tying = place.tie_gain + 1.0 / place.tie_time + 2.0 * (tenures[0].moves + tenures[1].moves);
        return std::min(1.0, 0.5 / (learning + tying + place.notice_rate));
    }
};

struct SteadyLevels {
    double belonging = 0.0;
    double spirit = 0.0;
    double cooperation = 0.0;
    double tie = 0.0;
    std::array<double, 2> of_tenure{};  ///< belonging of owners and of tenants
};

SteadyLevels steady_levels(const Belonging& place, const BelongingSetting& setting) {
    const auto tenures = tenures_of(place, setting.owner);
    const double moving = tenures[0].share * tenures[0].moves + tenures[1].share * tenures[1].moves;
    const double gain = place.belonging_gain * setting.contact;
    const double tying = place.tie_gain * setting.contact;
    const double urge = place.covenant_rate * place.covenant;
    const auto divided = [](double above, double below) {
        if (below <= 1e-12) throw core::Error("belonging: nothing holds a level, so that it stays where it begins");
        return above / below;
    };
    SteadyLevels levels;
    double follows = 0.0;  // of spirit, with what is seen
    double stands = 0.0;   // of spirit, whatever is seen
    for (std::size_t k = 0; k < 2; ++k) {
        const auto [share, moves] = tenures[k];
        levels.of_tenure[k] = divided(gain + moves * place.newcomer_belonging, gain + place.belonging_loss + moves);
        levels.belonging += share * levels.of_tenure[k];
        levels.tie += share * tying / (tying + 1.0 / place.tie_time + moves + moving);
        const double pull = place.spirit_rate + urge + moves;
        follows += share * divided(place.spirit_rate, pull);
        stands += share * (urge + moves * place.newcomer_spirit) / pull;
    }
    const double freed = 1.0 - place.bank;
    const double calm = place.spirit_weight * stands + place.belonging_weight * levels.belonging;
    levels.cooperation =
        divided(place.bank + freed * calm, 1.0 - freed * (place.spirit_weight * follows + place.seen_weight));
    levels.spirit = follows * levels.cooperation + stands;
    return levels;
}

void describe_rates(core::ParameterTable& table, Belonging& process) {
    const auto rate = [&table](double& value, std::string_view key, std::string_view meaning, double high) {
        table.add(value, {.key = key, .meaning = meaning, .unit = "1 / d", .low = 0, .high = high});
    };
    const auto moves = [&table](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key,
                          .meaning = meaning,
                          .unit = "1 / a",
                          .low = 0,
                          .high = 100,
                          .evidence = core::Evidence::sourced,
                          .source = "US Census Bureau, Geographical Mobility 2012 to 2013: 5.2 and 24.9 %"});
    };
    rate(process.belonging_gain, "belonging_gain", "Rate at which full contact raises belonging to 1", 10);
    rate(process.belonging_loss, "belonging_loss", "Rate at which belonging is lost", 10);
    rate(process.spirit_rate, "spirit_rate", "Rate at which public spirit follows the cooperation seen", 10);
    rate(process.covenant_rate, "covenant_rate", "Rate at which a covenant of strength 1 raises public spirit to 1",
         10);
    rate(process.tie_gain, "tie_gain", "Rate at which full contact raises a tie to 1", 10);
    rate(process.notice_rate, "notice_rate", "Rate at which what is seen of others' cooperation is renewed", 100);
    moves(process.owner_moves, "owner_moves", "Moves of owners");
    moves(process.tenant_moves, "tenant_moves", "Moves of tenants");
}

void describe_levels(core::ParameterTable& table, Belonging& process) {
    const auto share = [&table](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .low = 0, .high = 1});
    };
    const auto time = [&table](double& value, core::Field field) {
        field.unit = "d";
        field.low = 1;
        field.high = 1e5;
        table.add(value, field);
    };
    share(process.activity, "activity", "Share of missing contact that neighbours who all take part supply");
    share(process.covenant, "covenant", "Strength of the residents' covenant; 0 for none");
    time(process.tie_time,
         {.key = "tie_time", .meaning = "A tie falls to 1/e in it without contact; one to two years"});
    share(process.newcomer_belonging, "newcomer_belonging", "Belonging of newcomers");
    share(process.newcomer_spirit, "newcomer_spirit", "Public spirit of newcomers");
    share(process.spirit_weight, "spirit_weight", "Weight of public spirit in cooperation");
    share(process.belonging_weight, "belonging_weight", "Weight of belonging in cooperation");
    share(process.seen_weight, "seen_weight", "Weight in cooperation of what others are seen to do");
    share(process.threat_effect, "threat_effect", "Share of what is withheld that a threat of 1 frees");
    time(process.fade_time, {.key = "fade_time",
                             .meaning = "Cooperation raised by a threat falls to 1/e in it, once that is over",
                             .evidence = core::Evidence::literature,
                             .source = "Collins 2004: back to normal six to nine months after the attack"});
    share(process.institutionalised, "institutionalised",
          "How far that is made lasting; its time is divided by the rest");
    share(process.bank, "bank", "Share of what is withheld that trust in a time bank frees; 0 for no bank");
}

void describe_voices(core::ParameterTable& table, Belonging& process) {
    const auto odds = [&table](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .low = -10, .high = 10});
    };
    const auto ratio = [&table](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .low = 0.01, .high = 100});
    };
    odds(process.base_odds, "base_odds",
         "Log odds to take part of the young off-line tenant of low status who neither belongs nor cooperates");
    odds(process.belonging_odds, "belonging_odds", "What full belonging adds to the log odds");
    odds(process.cooperation_odds, "cooperation_odds", "What full cooperation adds to the log odds");
    ratio(process.owner_ratio, "owner_ratio", "Odds ratio of owners");
    ratio(process.elder_ratio, "elder_ratio", "Odds ratio of the old");
    ratio(process.online_ratio, "online_ratio", "Odds ratio of those on line");
    ratio(process.status_ratio, "status_ratio", "Odds ratio of those of high status");
    ratio(process.status_voice, "status_voice", "Voices that one of high status is heard as");
}

}  // namespace

double own_odds(const Belonging& place, const ResidentTraits& traits) {
    return place.base_odds + traits.owner * math::log(place.owner_ratio) + traits.elder * math::log(place.elder_ratio) +
           traits.online * math::log(place.online_ratio) + traits.status * math::log(place.status_ratio);
}

Dataset simulate(const Belonging& place, const BelongingStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check_place(check, place);
    check.values("contact", start.contact, belonging_share);
    check.values("owner", start.owner, belonging_share);
    check.values("elder", start.elder, belonging_share);
    check.values("online", start.online, belonging_share);
    check.values("status", start.status, belonging_share);
    check.values("belonging", start.belonging, belonging_share);
    check.values("spirit", start.spirit, belonging_share);
    check.values("seen", start.seen, belonging_share);
    check.values("tie", start.tie, belonging_share);
    check.values("threat", start.threat, belonging_share);
    check.values("threat_days", start.threat_days, {.low = 0.0, .high = 1e6});
    check.finish();
    const detail::Course course{.step = 1.0, .every = 30.0, .longest = 1826.25};
    const double step = experiment.step.value_or(course.step);
    const auto build = [&](core::Simulation& simulation, core::Population& crowd) {
        const core::Ties& ties = simulation.layers(detail::people).ties(detail::contacts.name);
        add_traits(place, start, crowd, ties, simulation.seed());
        add_residents(place, start, crowd, simulation.seed());
        simulation.add(LiveTogether{.place = place, .step = step}, detail::people);
    };
    return detail::run_replicates(experiment, course, belonging_records(place), build);
}

Dataset mean_field(const Belonging& place, const BelongingSetting& setting, double until, double every) {
    detail::ExperimentCheck check(Experiment{.until = until, .every = every});
    check_place(check, place);
    check_belonging_setting(check, setting);
    check.finish();
    refuse_activity(place);
    const CrowdEquations crowd{.place = place, .setting = setting};
    const ResidentMind<double>& mind = setting.mind;
    detail::TimeCurves curves("d", {{"belonging", "1", "Mean belonging"},
                                    {"spirit", "1", "Mean public spirit"},
                                    {"cooperation", "1", "Mean cooperation"},
                                    {"tie", "1", "Mean strength of ties"},
                                    {"threat", "1", "The threat, or what is left of it"},
                                    {"belonging_owners", "1", "Mean belonging of owners"},
                                    {"belonging_tenants", "1", "Mean belonging of tenants"}});
    const std::vector<double> state{mind.belonging, mind.belonging, mind.spirit, mind.spirit,
                                    mind.tie,       mind.tie,       mind.seen,   0.0};
    for (const auto& at : detail::integrate(crowd, state, until, every, crowd.step())) {
        curves.add(at[of_time],
                   {crowd.mean(at, of_belonging), crowd.mean(at, of_spirit), crowd.cooperation(at),
                    crowd.mean(at, of_tie), crowd.threat(at[of_time]), at[of_belonging], at[of_belonging + 1]});
    }
    return std::move(curves).take();
}

Dataset steady_state(const Belonging& place, const BelongingSetting& setting) {
    detail::ExperimentCheck check(Experiment{});
    check_place(check, place);
    check_belonging_setting(check, setting);
    check.finish();
    refuse_activity(place);
    const SteadyLevels levels = steady_levels(place, setting);
    const auto level = [](const char* name, const char* meaning, double value) {
        return Dataset::Variable{name, "1", meaning, {}, {value}};
    };
    Dataset dataset;
    dataset.variables = {level("belonging", "Mean belonging", levels.belonging),
                         level("spirit", "Mean public spirit", levels.spirit),
                         level("cooperation", "Mean cooperation", levels.cooperation),
                         level("tie", "Mean strength of ties", levels.tie),
                         level("belonging_owners", "Mean belonging of owners", levels.of_tenure[0]),
                         level("belonging_tenants", "Mean belonging of tenants", levels.of_tenure[1])};
    return dataset;
}

Representation representation(const Belonging& place, const RepresentationSetting& setting) {
    detail::ExperimentCheck check(Experiment{});
    check_place(check, place);
    check.that(setting.status > 0.0 && setting.status <= 1.0, "status", core::number_text(setting.status),
               "must be above 0 and at most 1");
    check.number("belonging", setting.belonging, belonging_share);
    check.number("cooperation", setting.cooperation, belonging_share);
    check.number("owner", setting.others.owner, belonging_share);
    check.number("elder", setting.others.elder, belonging_share);
    check.number("online", setting.others.online, belonging_share);
    check.finish();
    const auto present = [&](double status) {
        ResidentTraits traits = setting.others;
        traits.status = status;
        return participation_chance(place, own_odds(place, traits), setting.belonging, setting.cooperation);
    };
    const double high = setting.status * present(1.0);
    const double low = (1.0 - setting.status) * present(0.0);
    const double heard = place.status_voice * high;
    return {.presence = high / (high + low) / setting.status, .voice = heard / (heard + low) / setting.status};
}

void describe(core::ParameterTable& table, Belonging& process) {
    describe_rates(table, process);
    describe_levels(table, process);
    describe_voices(table, process);
}

}  // namespace commonweal::process
