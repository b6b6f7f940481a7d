# SPDX-License-Identifier: Apache-2.0
"""Distributions of every kind beside those of SciPy, and their texts."""

import math

import commonweal as cw
import numpy as np
import pytest
from commonweal.core import Distribution
from flood import FLOOD, SMALL
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

P = np.concatenate([10.0 ** np.arange(-12, -1), np.linspace(0.05, 0.95, 19), 1 - 10.0 ** np.arange(-10, -1)])
N = 100_000


def lognormal(mean, sd):
    square = (sd / mean) ** 2
    return stats.lognorm(math.sqrt(math.log1p(square)), scale=mean / math.sqrt(1 + square))


KINDS = {
    "uniform(low=-1, high=3)": stats.uniform(-1, 4),
    "triangular(low=0, mode=1, high=4)": stats.triang(0.25, 0, 4),
    "triangular(low=1, mode=1, high=2)": stats.triang(0, 1, 1),
    "triangular(low=-2, mode=0, high=0)": stats.triang(1, -2, 2),
    "normal(mean=-2, sd=0.5)": stats.norm(-2, 0.5),
    "lognormal(median=3, sigma=0.5)": stats.lognorm(0.5, scale=3),
    "lognormal(mean=3, sd=2)": lognormal(3, 2),
    "exponential(mean=2)": stats.expon(scale=2),
    "gamma(mean=24, shape=2)": stats.gamma(2, scale=12),
    "gamma(mean=4, shape=0.3)": stats.gamma(0.3, scale=4 / 0.3),
    "gamma(mean=4, sd=0.1)": stats.gamma(1600, scale=1 / 400),
    "weibull(scale=2, shape=1.5)": stats.weibull_min(1.5, scale=2),
    "weibull(median=2, shape=0.7)": stats.weibull_min(0.7, scale=2 / math.log(2) ** (1 / 0.7)),
    "beta(a=2, b=5)": stats.beta(2, 5),
    "beta(a=0.4, b=0.7)": stats.beta(0.4, 0.7),
    "beta(a=300, b=2)": stats.beta(300, 2),
    "beta(mean=0.3, sd=0.1)": stats.beta(6, 14),
    "loguniform(low=0.1, high=10)": stats.loguniform(0.1, 10),
}
LIMITS = {
    "uniform(low=-1, high=3": (0, 2),
    "triangular(low=0, mode=1, high=4": (0.5, 3),
    "normal(mean=-2, sd=0.5": (-2.5, 0),
    "lognormal(median=3, sigma=0.5": (2, 6),
    "exponential(mean=2": (0.5, 5),
    "gamma(mean=24, shape=2": (3, 100),
    "weibull(scale=2, shape=1.5": (1, 4),
    "beta(a=2, b=5": (0.1, 0.5),
    "loguniform(low=0.1, high=10": (0.5, 5),
}


@pytest.mark.parametrize("text", KINDS)
def test_chances_quantiles_and_means_are_those_of_scipy(text):
    ours, theirs = Distribution(text), KINDS[text]
    quantiles = theirs.ppf(P)
    np.testing.assert_allclose(ours.quantile(P), quantiles, rtol=1e-9, atol=1e-12 * theirs.std())
    # Where a quantile lies next to the end of a beta distribution, the numbers there are too coarse to go back.
    inside = np.abs(theirs.cdf(quantiles) - P) < 1e-9 * P
    np.testing.assert_allclose(ours.cdf(quantiles)[inside], P[inside], rtol=1e-8)
    assert ours.mean() == pytest.approx(theirs.mean(), rel=1e-12)
    assert ours.support == pytest.approx(theirs.support())


@pytest.mark.parametrize("opening", LIMITS)
def test_limits_leave_the_part_between_them(opening):
    low, high = LIMITS[opening]
    ours, theirs = Distribution(f"{opening}, min={low}, max={high})"), KINDS[opening + ")"]
    first, last = theirs.cdf([low, high])
    np.testing.assert_allclose(ours.quantile(P), theirs.ppf(first + P * (last - first)), rtol=1e-9, atol=1e-12)
    x = np.linspace(low, high, 41)
    np.testing.assert_allclose(ours.cdf(x), (theirs.cdf(x) - first) / (last - first), rtol=1e-9, atol=1e-12)
    assert ours.cdf([low - 1, high + 1]).tolist() == [0, 1]
    assert ours.mean() == pytest.approx(theirs.expect(lb=low, ub=high, conditional=True), rel=1e-8)
    assert ours.support == (low, high)
    draws = ours.draw(seed=1, size=N)
    assert draws.min() >= low
    assert draws.max() <= high
    assert stats.kstest(draws, ours.cdf).pvalue > 1e-4


@pytest.mark.parametrize("text", KINDS)
def test_draws_follow_scipys_distribution(text):
    draws, theirs = Distribution(text).draw(seed=1, size=N), KINDS[text]
    assert stats.kstest(draws, theirs.cdf).pvalue > 1e-4
    mean, variance, _, kurtosis = theirs.stats("mvsk")
    assert abs(draws.mean() - mean) < 4 * math.sqrt(variance / N)
    assert abs(draws.var() - variance) < 4 * variance * math.sqrt((kurtosis + 2) / N)


def test_a_constant_is_always_the_same():
    constant = Distribution("3 d", unit="h")
    assert constant.kind == "constant"
    assert constant.mean() == constant.quantile(0.1) == constant.draw(seed=5) == 72
    assert constant.cdf([71, 72]).tolist() == [0, 1]
    assert str(constant) == "72 h"


def test_draws_depend_on_the_seed_alone():
    waiting = Distribution("lognormal(median=3 d, sigma=0.5)", unit="h")
    assert waiting.draw(seed=1, size=(2, 3)).ravel().tolist() == waiting.draw(seed=1, size=9)[:6].tolist()
    assert waiting.draw(seed=1) == waiting.draw(seed=1, size=1)[0] != waiting.draw(seed=2)
    assert waiting.draw(seed=1, size=0).shape == (0,)
    longer = Distribution("lognormal(median=4 d, sigma=0.5)", unit="h")
    assert (longer.draw(seed=1, size=1000) > waiting.draw(seed=1, size=1000)).all()


def test_arrays_have_the_shape_that_goes_in():
    uniform = Distribution("uniform(low=0, high=10)")
    assert type(uniform.quantile(0.5)) is np.float64
    assert uniform.quantile(np.float32([[0, 0.25], [0.5, 1]])).tolist() == [[0, 2.5], [5, 10]]
    assert uniform.cdf(np.array([[1, 2], [3, 4]], order="F")).tolist() == [[0.1, 0.2], [0.3, 0.4]]


positive = st.floats(1e-80, 1e80)
shapes = st.floats(0.01, 1e6)


@given(
    st.sampled_from(["", "h", "1 / d", "mm / h"]),
    st.one_of(
        st.builds("lognormal(median={} {unit}, sigma={})".format, positive, st.floats(1e-9, 10), unit=st.just("UNIT")),
        st.builds("gamma(mean={} {unit}, shape={}, min=0 {unit})".format, positive, shapes, unit=st.just("UNIT")),
        st.builds("weibull(median={} {unit}, shape={})".format, positive, shapes, unit=st.just("UNIT")),
        st.builds(
            "normal(mean={} {unit}, sd={} {unit})".format, st.floats(-1e90, 1e90), positive, unit=st.just("UNIT")
        ),
        st.builds("{} {unit}".format, st.floats(-1e90, 1e90), unit=st.just("UNIT")),
    ),
)
def test_texts_read_back_as_equal_distributions(unit, text):
    written = text.replace(" UNIT", f" {unit.removeprefix('1 ')}" if unit else "")
    distribution = Distribution(written, unit=unit)
    assert Distribution(str(distribution), unit=unit) == distribution
    assert hash(Distribution(str(distribution), unit=unit)) == hash(distribution)


def test_equal_are_those_with_the_same_numbers_and_unit():
    assert Distribution("normal(mean=60 min, sd=1 h)", unit="h") == Distribution("normal(mean=1 h, sd=1 h)", unit="h")
    assert Distribution("1 h", unit="h") != Distribution("1 h", unit="min")
    assert Distribution("1") != "1"
    assert repr(Distribution("gamma(mean=4 d, sd=2 d)", unit="d")) == "<Distribution: gamma(mean=4 d, shape=4)>"


def test_every_mistake_is_told_at_once():
    with pytest.raises(cw.ConfigError) as caught:
        Distribution("normal(mean=3 m, sd=0 h, mix=2 h)", unit="h")
    assert [(mistake.rule, mistake.suggestion) for mistake in caught.value.mistakes] == [
        ("must give normal its mean and sd, not 'mix'", "min"),
        ('mean must be a time such as "1 h", not a length', ""),
        ("sd must be above 0 h", ""),
    ]


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: Distribution("lognorml(median=3 h, sigma=1)", unit="h"), "Did you mean lognormal?"),
        (lambda: Distribution("1 h", unit="fortnight"), '"fortnight" is not a known unit'),
        (lambda: Distribution(3), "text is 3; it must be a text"),
        (lambda: Distribution("1").quantile([0.5, 2]), "p must be from 0 to 1, not 2.0"),
        (lambda: Distribution("1").cdf("x"), "x must be numbers, not text"),
        (lambda: Distribution("1").draw(seed=-1), "seed is -1; it must be from 0"),
        (lambda: Distribution("1").draw(seed=1, size=2.5), "size is 2.5; it must be a whole number"),
    ],
)
def test_what_is_wrong_is_refused(call, told):
    with pytest.raises(cw.Error) as caught:
        call()
    assert told in str(caught.value)


WORK = "lifelines.switchgear_work"


def test_a_scenario_takes_a_distribution_and_writes_it_back():
    scenario = cw.Scenario(FLOOD, set=SMALL)
    assert scenario[WORK] == "gamma(mean=24 h, shape=2)"
    scenario[WORK] = str(Distribution("lognormal(median=1 d, sigma=0.5)", unit="h"))
    assert scenario[WORK] == "lognormal(median=24 h, sigma=0.5)"
    row = scenario.parameters[WORK]
    assert (row.unit, row.range, row.default) == ("h", "at least 0 h", '"gamma(mean=24 h, shape=2)"')


def test_a_repair_that_could_take_less_than_no_time_is_refused_with_the_remedy():
    with pytest.raises(cw.ConfigError) as caught:
        cw.Scenario(FLOOD, set=SMALL | {WORK: "normal(mean=1 d, sd=6 h)"})
    (mistake,) = caught.value.mistakes
    assert mistake.rule == "must stay at least 0 h"
    assert mistake.suggestion == '"normal(mean=24 h, sd=6 h, min=0 h)"'
