# SPDX-License-Identifier: Apache-2.0
"""The library's own elementary functions from Python: near NumPy's, and the bits of those in C++."""

import commonweal as cw
import numpy as np
import pytest
from commonweal.core import math
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

# What tests/core/math_test.cpp finds for the same numbers in C++.
CHECKSUMS = {
    "float32": {
        "exp": 42382234799934909,
        "expm1": 80320779799696559,
        "log": 27040844691191880,
        "log1p": 27034931914177349,
        "pow": 30586597809448370,
    },
    "float64": {
        "exp": 6935904200749311131,
        "expm1": 6593610521826101179,
        "log": 15044271960320973714,
        "log1p": 1380584362533512770,
        "pow": 2894199228084656844,
    },
}


def checksum(values):
    """The sum of the bits, each times an odd number that tells its place."""
    bits = values.view(np.uint32 if values.dtype == np.float32 else np.uint64).astype(np.uint64)
    return int(np.sum(bits * (2 * np.arange(len(bits), dtype=np.uint64) + 1)))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_bits_are_those_of_cpp(dtype):
    x = np.arange(1, 5001).astype(dtype) / 64
    found = {
        "exp": math.exp(x),
        "expm1": math.expm1(-x),
        "log": math.log(x),
        "log1p": math.log1p(x),
        "pow": math.pow(x, x / 16),
    }
    assert all(values.dtype == dtype for values in found.values())
    assert {name: checksum(values) for name, values in found.items()} == CHECKSUMS[np.dtype(dtype).name]


@given(arrays(np.float64, (3, 2), elements=st.floats(-50, 50)))
def test_results_are_near_numpys_in_any_shape_and_order(x):
    positive = np.abs(x) + 1e-3
    for given_x in (x, np.asfortranarray(x), x[::2], x[::-1]):
        near(math.exp(given_x), np.exp(given_x))
        near(math.expm1(given_x), np.expm1(given_x))
    near(math.log(positive), np.log(positive))
    near(math.log1p(positive), np.log1p(positive))
    near(math.pow(positive, x / 10), np.power(positive, x / 10))
    near(math.pow(positive, x[0]), np.power(positive, x[0]))


def near(found, expected):
    assert found.shape == expected.shape
    np.testing.assert_allclose(found, expected, rtol=1e-14, atol=1e-300)


def test_types_are_kept_or_are_wide():
    assert math.exp(0) == 1.0
    assert type(math.exp(1)) is np.float64
    assert type(math.exp(np.float32(1))) is np.float32
    assert math.log([1, 2]).dtype == np.float64
    assert math.log(np.uint8([1, 2])).dtype == np.float64
    assert math.pow(np.float32([1, 2]), 2).dtype == np.float32
    assert math.pow(2, np.float32([1, 2])).tolist() == [2, 4]
    assert math.pow(2.0, np.float32([1, 2])).dtype == np.float32
    assert math.pow(np.float32([1, 2]), np.float64(2)).dtype == np.float64
    assert math.exp(np.zeros((0, 2), np.float32)).shape == (0, 2)


def test_a_column_is_a_number_of_each_agent():
    people = cw.Simulation().add_agents("resident", 2, columns={"trust": np.float32([0, 1])})
    assert math.exp(people["trust"]).tolist() == math.exp(np.float32([0, 1])).tolist()


def test_the_ends_of_the_domain_are_those_of_c():
    assert math.log(np.float32(0)) == -np.inf
    assert np.isnan(math.log(-1))
    assert math.exp(1000) == np.inf
    assert math.pow(np.nan, 0) == 1
    assert math.expm1(-np.inf) == -1


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda: math.exp("1"), "x must be numbers, not text"),
        (lambda: math.log([None]), "x must be numbers, not objects"),
        (lambda: math.pow(2, "1"), "y must be numbers, not text"),
        (lambda: math.pow([1, 2], [1, 2, 3]), r"shapes \(2,\) and \(3,\), which do not fit"),
    ],
)
def test_what_is_no_number_is_refused(call, told):
    with pytest.raises(cw.Error, match=told):
        call()
