# SPDX-License-Identifier: Apache-2.0
"""Housing: published curves, the critical path, queues for money and crews, stages, who comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from commonweal.process import housing_recovery
from scipy import integrate, optimize, stats
from scipy.special import expit

from validation.case import Result, Row, case, exact, mean_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

#: Logarithms of days, mean and standard deviation, as pyincore has them.
JOPLIN = {"slight": (5.90, 0.50), "moderate": (6.06, 0.32), "extensive": (5.90, 0.60), "complete": (6.60, 0.53)}


@case(
    "V55",
    mechanism="housing_recovery",
    title="Joplin: homes with full function",
    source="Koliou and van de Lindt; pyincore",
)
def joplin(full: bool) -> Result:
    published = {
        "slight": ((180, 0.0787), (365, 0.4999), (730, 0.9171)),
        "complete": ((180, 0.0040), (365, 0.0933), (730, 0.4948)),
    }
    rows: list[Row] = []
    params = housing_recovery.HousingRecovery(delays="joplin")
    size, runs = (2_000, 100) if full else (500, 20)
    courses = {}
    for number, (state, points) in enumerate(published.items()):
        damage = {"damage": 1 if state == "slight" else 4}
        courses[state] = housing_recovery.simulate(
            params, size=size, initial=damage, until=1_095, every=5, step=5, replicates=runs, seed=number
        )
        for days, share in points:
            closed = housing_recovery.joplin_share(state=state, days=days)
            rows += [exact(f"{state}, {days} d, closed form", share, closed, within=1e-4)]
            simulated = courses[state].repaired.sel(time=days)
            rows += [mean_of(f"{state}, {days} d, simulated", share, simulated, bias=1e-4)]

    def draw(axes: Axes) -> None:
        days = np.linspace(1, 1_095, 365)
        for state, (mean, sd) in JOPLIN.items():
            (line,) = axes.plot(days, stats.lognorm(s=sd, scale=np.exp(mean)).cdf(days), label=state)
            if state in courses:
                course = courses[state].repaired.mean("replicate")[::12]
                axes.plot(course.time, course, "o", fillstyle="none", color=line.get_color())
        axes.set_xlabel("time since the tornado (d)")
        axes.set_ylabel("share of homes with full function")
        axes.legend(title="lines: SciPy; circles: simulated")

    return Result(rows, draw)


@case("V56", mechanism="housing_recovery", title="Who has to leave", source="Lin 2008; Rosenheim; pyincore")
def dislocation(full: bool) -> Result:
    params = housing_recovery.HousingRecovery(dislocation_black=-0.01826, dislocation_hispanic=-0.01198)
    published: tuple[tuple[dict[str, Any], float], ...] = (
        ({"loss": 0}, 0.283556),
        ({"loss": 50}, 0.577644),
        ({"loss": 100}, 0.825362),
        ({"loss": 50, "single_family": False}, 0.693125),
        ({"loss": 50, "black": 10, "hispanic": 5}, 0.517645),
    )
    rows = [
        exact(", ".join(f"{k} {v}" for k, v in home.items()), chance, chance_of, within=1e-6)
        for home, chance in published
        for chance_of in [housing_recovery.dislocation_chance(params, **home)]
    ]
    # Complete damage is a loss of 100 %; of those without damage nobody leaves.
    size, runs = (2_000, 100) if full else (500, 20)
    for damage, family, reference in ((4, 1, 0.825362), (4, 0, 0.886430), (0, 1, 0.0)):
        start = {"damage": damage, "single_family": family}
        found = housing_recovery.simulate(params, size=size, initial=start, until=7, replicates=runs, seed=damage)
        rows += [
            mean_of(f"simulated, state {damage}, single family {family}", reference, found.dislocated.mean("agent"))
        ]

    def draw(axes: Axes) -> None:
        losses = np.linspace(0, 100, 51)
        for single, label in ((True, "single family"), (False, "several families")):
            measured = [housing_recovery.dislocation_chance(params, loss=x, single_family=single) for x in losses]
            (line,) = axes.plot(losses, measured, label=label)
            logit = -0.42523 + 0.0248 * losses[::5] - 0.50166 * single
            axes.plot(losses[::5], expit(logit), "o", fillstyle="none", color=line.get_color())
        axes.set_xlabel("loss (% of the value)")
        axes.set_ylabel("chance of having to leave")
        axes.legend(title="circles: logit by SciPy")

    return Result(rows, draw)


def lognormals(
    draws: np.random.Generator, steps: dict[str, tuple[float, float]], name: str, size: int
) -> NDArray[np.float64]:
    median, dispersion = steps[name]
    return np.asarray(median * np.exp(dispersion * draws.standard_normal(size)))


@case(
    "Housing-1",
    mechanism="housing_recovery",
    title="The critical path",
    source="Monte Carlo in NumPy; medians of lognormal times",
)
def critical_path(full: bool) -> Result:
    rows: list[Row] = []
    size, runs = (2_000, 100) if full else (500, 30)
    draws = np.random.default_rng(1)
    kept = {}
    for table in ("redi", "pyrecodes"):
        params = housing_recovery.HousingRecovery(delays=table, repair="archetype_6")
        for number, state in ((2, "moderate"), (4, "complete")):
            steps = housing_recovery.delay_table(params)[state]
            start = {"damage": number, "insured": 0.3, "credit": 0.5}
            found = housing_recovery.simulate(params, size=size, initial=start, until=7, replicates=runs, seed=number)
            many = 1_000_000 if full else 200_000
            time = {name: lognormals(draws, steps, name, many) for name in steps}
            insured = draws.random(many) < 0.3
            money = np.where(
                insured, time["insurance"], np.where(draws.random(many) < 0.5, time["loan"], time["grant"])
            )
            longest = np.maximum.reduce([money, time["engineering"] + time["permit"], time["contractor"]])
            begin = time["rapid"] + time["inspection"] + time["cleanup"] + longest + time["demolition"]
            noise = begin.mean() / np.sqrt(many) * 4
            what = f"{table}, {state}"
            rows += [mean_of(f"{what}, start, mean (d)", begin.mean(), found.start_time.mean("agent"), bias=noise)]
            ready = begin + time["repair"]
            rows += [mean_of(f"{what}, ready, mean (d)", ready.mean(), found.ready_time.mean("agent"), bias=noise)]
            below = (found.ready_time < np.median(ready)).mean("agent")
            rows += [mean_of(f"{what}, share before the median of NumPy", 0.5, below, bias=4 * 0.5 / np.sqrt(many))]
            kept[what] = (found.ready_time.to_numpy().ravel(), ready)
    # The repair alone is lognormal.
    only = housing_recovery.HousingRecovery(repair="archetype_7")
    found = housing_recovery.simulate(
        only, size=size, initial={"damage": 1, "insured": 1}, until=7, replicates=runs, seed=9
    )
    repair = found.ready_time - found.start_time
    for days in (4.0, 8.585, 20.0):
        share = float(stats.lognorm(s=0.58, scale=np.exp(2.15)).cdf(days))
        measured = (repair < days).mean("agent")
        rows += [mean_of(f"archetype 7, slight: repaired within {days} d of the start", share, measured, bias=3e-4)]

    def draw(axes: Axes) -> None:
        for what, (simulated, numpy) in kept.items():
            at = np.quantile(numpy, np.linspace(0.01, 0.99, 99))
            (line,) = axes.plot(at, np.linspace(0.01, 0.99, 99), label=what)
            some = np.quantile(simulated, [0.05, 0.25, 0.5, 0.75, 0.95])
            axes.plot(some, [0.05, 0.25, 0.5, 0.75, 0.95], "o", fillstyle="none", color=line.get_color())
        axes.set_xscale("log")
        axes.set_xlabel("time until the home is repaired (d)")
        axes.set_ylabel("share of homes")
        axes.legend(title="lines: NumPy; circles: simulated")

    return Result(rows, draw)


@case(
    "Housing-2",
    mechanism="housing_recovery",
    title="Funds for Chinese households: delays, ceilings, eligibility",
    source="lognormal times of the fund that closes the gap",
)
def funds(full: bool) -> Result:
    rows: list[Row] = []
    size, runs = (2_000, 100) if full else (500, 30)
    params = housing_recovery.HousingRecovery(funds="parallel", delays="pyrecodes", fund_dispersion=0.3)
    # Savings .1 + relief .1 + subsidy .3 + loan .6 = 1.1; without the loan + aid .3 = .8: never.
    owner = {"damage": 2, "insured": 0, "tenant": 0, "registered": 1, "credit": 1, "savings": 0.1}
    inspected = (1 + 7 + 3) * np.exp(0.02)
    draws = np.random.default_rng(2)

    def last_of(delays: tuple[float, ...]) -> float:
        times = [delay * np.exp(0.3 * draws.standard_normal(1_000_000)) for delay in delays]
        return float(np.maximum.reduce(times).mean())

    def second_last(one: float, other: float, more: tuple[float, ...]) -> float:
        """Where either of two will do beside others that must come."""
        times = [delay * np.exp(0.3 * draws.standard_normal(1_000_000)) for delay in (one, other)]
        rest = [delay * np.exp(0.3 * draws.standard_normal(1_000_000)) for delay in more]
        return float(np.maximum.reduce([np.minimum(*times), *rest]).mean())

    def funded(start: dict[str, float], own: housing_recovery.HousingRecovery = params) -> NDArray[np.float64]:
        found = housing_recovery.simulate(own, size=size, initial=start, until=7, replicates=runs, seed=3)
        return np.asarray(found.funded_time.mean("agent"))

    # .6 and .3 are needed of loan (.6), subsidy (.3) and aid (.3), with savings of .1: relief is not.
    reference = inspected + second_last(180, 365, (105,))
    noise = 4 * 80 / 1_000
    rows += [mean_of("owner, registered, given a loan (d)", reference, funded(owner), bias=noise)]
    tenant = {**owner, "tenant": 1}
    rows += [
        mean_of("tenant: aid in place of the subsidy (d)", inspected + last_of((105, 365)), funded(tenant), bias=noise)
    ]
    insured = {**owner, "insured": 1, "credit": 0}
    alone = inspected + 42 * np.exp(0.045)
    rows += [mean_of("insured: savings and insurance do (d)", alone, funded(insured), bias=noise)]
    half = params.replace(unregistered_part=1.0)
    floating = {**owner, "registered": 0}
    rows += [mean_of("not registered, served as others (d)", reference, funded(floating, half), bias=noise)]
    found = housing_recovery.simulate(params, size=size, initial=floating, until=4_000, every=4_000, replicates=2)
    rows += [exact("not registered: share ever repaired", 0.0, float(found.repaired[:, -1].max()), within=0)]

    def draw(axes: Axes) -> None:
        people = {"owner": owner, "tenant": tenant, "insured": insured, "not registered": floating}
        for label, start in people.items():
            course = housing_recovery.simulate(params, size=1_000, initial=start, until=1_000, every=14, replicates=5)
            (line,) = axes.plot(course.time, course.funded.mean("replicate"), label=label)
            if label == "insured":
                axes.axvline(alone, color=line.get_color(), linestyle=":", label="mean by the closed form")
            if label == "owner":
                axes.axvline(reference, color=line.get_color(), linestyle=":")
        axes.set_xlabel("time (d)")
        axes.set_ylabel("share of homes paid for")
        axes.legend()

    return Result(rows, draw)


def line_in_python(arrival: NDArray[np.float64], service: NDArray[np.float64], desks: int, patience: float) -> Any:
    """Lindley's recursion for several desks; those who would wait longer leave."""
    free = np.zeros(desks)
    begun = np.full(len(arrival), np.nan)
    for who in np.argsort(arrival, kind="stable"):
        desk = int(np.argmin(free))
        start = max(arrival[who], free[desk])
        if start - arrival[who] <= patience:
            begun[who] = start
            free[desk] = start + service[who]
    return begun


@case(
    "Housing-3",
    mechanism="housing_recovery",
    title="Offices and crews that are few",
    source="recursion of Kiefer and Wolfowitz in NumPy",
)
def lines(full: bool) -> Result:
    rows: list[Row] = []
    size, runs = (1_000, 60) if full else (300, 20)
    base = housing_recovery.HousingRecovery(
        funds="sequence", insurance_ceiling=1.0, patience=36_500, fund_dispersion=0.4
    )
    draws = np.random.default_rng(3)
    kept = {}
    for desks, crews, patience in ((20, 0, 36_500.0), (0, 30, 36_500.0), (0, 30, 150.0)):
        params = base.replace(insurance_processors=desks, crews=crews, patience=patience)
        start = {"damage": 3, "insured": 1}
        found = housing_recovery.simulate(params, size=size, initial=start, until=7, replicates=runs, seed=4)
        steps = housing_recovery.delay_table(params)["extensive"]
        begun, share = [], []
        for _ in range(runs * 3):
            time = {name: lognormals(draws, steps, name, size) for name in steps}
            work = 42 * np.exp(0.4 * draws.standard_normal(size))
            asked = time["inspection"]
            paid = (line_in_python(asked, work, desks, patience) if desks else asked) + work
            ready = np.maximum.reduce([paid, asked + time["engineering"] + time["permit"], asked + time["contractor"]])
            at = line_in_python(ready, time["repair"], crews, patience) if crews else ready
            begun.append(np.nanmean(at))
            share.append(np.isfinite(at).mean())
        what = f"{desks or 'any'} desks, {crews or 'any'} crews, patience {patience:.0f} d"
        spread = float(np.std(begun)) / np.sqrt(runs * 3) * 4
        rows += [
            mean_of(
                f"mean start of repair (d), {what}", float(np.mean(begun)), found.start_time.mean("agent"), bias=spread
            )
        ]
        spread = float(np.std(share)) / np.sqrt(runs * 3) * 4
        measured = found.start_time.notnull().mean("agent")
        rows += [mean_of(f"share repaired, {what}", float(np.mean(share)), measured, bias=spread + 1e-12)]
        kept[what] = (np.sort(found.start_time.to_numpy(), axis=1).mean(axis=0), np.sort(at))

    def draw(axes: Axes) -> None:
        for what, (simulated, numpy) in kept.items():
            (line,) = axes.plot(numpy, np.arange(size) / size, label=what)
            axes.plot(simulated[:: size // 12], np.arange(size)[:: size // 12] / size, "o", color=line.get_color())
        axes.set_xlabel("start of the repair (d)")
        axes.set_ylabel("share of homes")
        axes.legend(title="lines: NumPy; points: simulated", fontsize="small", loc="lower right")

    return Result(rows, draw)


@case("Housing-4", mechanism="housing_recovery", title="Stages of housing", source="powers of the matrix in NumPy")
def stages(full: bool) -> Result:
    rows: list[Row] = []
    size, runs = (5_000, 60) if full else (1_000, 20)
    free = {"setbacks_year": 1000, "setbacks_two_years": 1000, "setbacks_all": 1000, "deadline": 10_000}
    params = housing_recovery.HousingStages(**free, skip=0.0)
    kept = {}
    for vulnerability in (0.1, 0.9):
        slow, harm = 1 - 0.6 * vulnerability, 1 + 2 * vulnerability
        on, back = np.array([0.7, 0.4, 0.15]) * slow, np.array([0.04, 0.04, 0.002]) * harm
        matrix = np.diag(on, 1) + np.diag(back, -1)
        matrix += np.diag(1 - matrix.sum(axis=1))
        difference = np.abs(housing_recovery.stage_chances(params, vulnerability=vulnerability) - matrix).max()
        rows += [exact(f"largest difference of the matrix, vulnerability {vulnerability}", 0, difference, within=1e-12)]
        initial = {"vulnerability": vulnerability}
        course = housing_recovery.simulate_stages(params, size=size, initial=initial, replicates=runs, seed=1)
        expected = housing_recovery.stage_shares(params, vulnerability=vulnerability)
        for month in (3, 12, 60):
            power = np.linalg.matrix_power(matrix, month)[0]
            for stage in (3, 4):
                what = f"stage {stage} after {month} months, vulnerability {vulnerability}"
                closed = float(expected.share.sel(time=month, stage=stage))
                rows += [exact(f"{what}, equations", power[stage - 1], closed, within=1e-12)]
                rows += [mean_of(what, power[stage - 1], course.share.sel(time=month, stage=stage))]
        kept[vulnerability] = (course.share.mean("replicate"), matrix)
    # Whoever is not in stage 4 in month 85 has failed; with no way forward from stage 3 that is everybody.
    late = params.replace(deadline=85)
    course = housing_recovery.simulate_stages(late, size=size, initial={"vulnerability": 0.9}, replicates=runs, seed=2)
    power = np.linalg.matrix_power(kept[0.9][1], 85)[0]
    rows += [mean_of("failed in month 85, vulnerability 0.9", 1 - power[3], course.share.sel(time=85, stage=5))]

    def draw(axes: Axes) -> None:
        for vulnerability, (course, matrix) in kept.items():
            powers = np.array([np.linalg.matrix_power(matrix, month)[0] for month in range(91)])
            for stage, colour in ((1, "#b3412e"), (2, "#d8a03d"), (3, "#5a9e6f"), (4, "#3b6ea5")):
                style = "-" if vulnerability < 0.5 else "--"
                label = f"stage {stage}" if vulnerability < 0.5 else None
                axes.plot(powers[:, stage - 1], style, color=colour, label=label)
                axes.plot(course.time[::6], course.sel(stage=stage)[::6], ".", color=colour)
        axes.set_xlabel("time (months)")
        axes.set_ylabel("share of households")
        axes.legend(title="lines: matrix powers\n(dashed: vulnerable)")

    return Result(rows, draw)


def home_alone(params: housing_recovery.HousingRecovery) -> float:
    """The logit of somebody with a job, an open school, lifelines and a repaired home."""
    return (
        params.return_base + params.return_repaired + params.return_lifelines + params.return_school + params.return_job
    )


@case(
    "Housing-5",
    mechanism="housing_recovery",
    title="Who comes back: fixed points and tipping",
    source="Brock and Durlauf 2001; root and ODE of SciPy",
)
def returning(full: bool) -> Result:
    rows: list[Row] = []
    size, runs = (4_000, 20) if full else (500, 12)
    ready = {"damage": 2, "lifeline": 0, "school": 0, "job": 1, "tenant": 0}
    # Everybody had to leave, and homes are repaired at once but for rounding.
    base = housing_recovery.HousingRecovery(
        delays="pyrecodes", surge=0.1, dislocation_base=10, reconsider_rate=0.1, return_neighbours=2.0
    )
    for level in (-4.0, -5.0, -6.0):
        params = base.replace(return_base=level)
        own = home_alone(params)
        fixed = optimize.brentq(lambda p, own=own: p - expit(own + 2 * p), 0, 1)
        rows += [exact(f"fixed point, constant {level}", fixed, housing_recovery.return_levels(params)[0], within=1e-9)]
        course = housing_recovery.simulate(
            params, size=size, initial=ready, until=420, every=7, step=1, replicates=runs, seed=1
        )
        rows += [mean_of(f"simulated, constant {level}", fixed, course.home[:, -1], bias=2 / size)]
    strong = base.replace(return_base=-8.0, return_neighbours=7.0)

    def pull(p: float) -> float:
        return float(p - expit(home_alone(strong) + 7 * p))

    ends = [optimize.brentq(pull, *between) for between in ((0.0, 0.2), (0.2, 0.8), (0.8, 1.0))]
    found = housing_recovery.return_levels(strong)
    rows += [exact("number of fixed points, strong ties", 3, len(found), within=0)]
    rows += [exact(f"fixed point {k + 1}", ends[k], found[k], within=1e-9) for k in range(min(3, len(found)))]
    # From a crowd of whom few had to leave all come back; where all had to leave few do.
    mixed = {}
    for share in (0.35, 1.0):
        own = strong.replace(dislocation_base=min(10.0, float(np.log(share / (1 - share + 1e-9)))), dislocation_loss=0)
        own = own.replace(dislocation_single_family=0)
        course = housing_recovery.simulate(
            own, size=size, initial=ready, until=420, every=7, step=1, replicates=runs, seed=2
        )
        mixed[share] = course.home.mean("replicate")
        levels = housing_recovery.return_levels(own, dislocated=share)
        reference = levels[-1] if share < 0.5 else levels[0]
        rows += [mean_of(f"at home in the end, {share:.0%} had to leave", reference, course.home[:, -1], bias=0.004)]
    # The way there: homes are ready from the start, in a mean field.
    swift = base.replace(return_base=-5.0)
    course = housing_recovery.simulate(
        swift, size=size, initial={**ready, "damage": 1}, until=70, every=1, step=0.25, replicates=runs, seed=3
    )
    assert float(course.ready_time.max()) < 70
    first = float(course.ready_time.max())
    start = int(np.ceil(first))
    measured = course.home.mean("replicate").to_numpy()
    solved = integrate.solve_ivp(
        lambda _, p: 0.1 * (expit(home_alone(swift) + 2 * p) - p),
        (start, 70),
        [measured[start]],
        rtol=1e-8,
        dense_output=True,
    )
    for day in (start + 7, start + 14, 70):
        samples = course.home[:, day]
        # The start is itself measured, and half a tick of delay is left.
        rows += [
            mean_of(f"mean field, day {day}", float(solved.sol(day)[0]), samples, bias=0.004 + 1 / np.sqrt(size * runs))
        ]

    def draw(axes: Axes) -> None:
        for share, course in mixed.items():
            axes.plot(course.time, course, label=f"{share:.0%} had to leave")
        for k, end in enumerate(ends):
            label = ("fixed points, all had to leave", None, None)[k]
            axes.axhline(end, color="#888888", linestyle=":" if k != 1 else "--", label=label)
        axes.set_xlabel("time (d)")
        axes.set_ylabel("share of households at home")
        axes.legend()

    return Result(rows, draw)


CASES = (joplin, dislocation, critical_path, funds, lines, stages, returning)
