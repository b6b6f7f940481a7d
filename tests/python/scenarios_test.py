# SPDX-License-Identifier: Apache-2.0
"""Each shipped scenario meets the bands in its expected.toml, at several seeds."""

import tomllib

import commonweal as cw
import numpy as np
import pytest
from flood import FLOOD

EXPECTED = tomllib.loads((FLOOD / "expected.toml").read_text(encoding="utf-8"))


def july(day, hour):
    """Row of the hourly series."""
    return (day - 14) * 24 + hour


def weights(run):
    return run.to_xarray("cells")["households"].values.astype(float)


def resident_share(run, name, row):
    people = run.to_xarray("communities")["residents"].values.astype(float)
    return float(np.average(run.to_xarray()[name].values[row], weights=people))


def restored(run, row):
    dark = run.to_xarray()["households_without_power"].values.astype(float)
    return float(1.0 - dark[row] / dark.max())


def flood_requests_early(run):
    created = run.to_xarray()["requests_created"].values[:, 1:].sum(axis=1).astype(float)
    return float(created[: july(20, 15) + 14 * 24].sum() / created.sum())


MEASURES = {
    "informed_share_at_20_jul_16h": lambda run: resident_share(run, "informed", july(20, 16)),
    "protected_share_at_20_jul_10h": lambda run: resident_share(run, "protected", july(20, 10)),
    "households_without_power_peak_share": lambda run: float(
        run.to_xarray()["households_without_power"].values.max() / weights(run).sum()
    ),
    "power_restored_share_at_23_jul_19h": lambda run: restored(run, july(23, 19)),
    "power_restored_share_at_24_jul_12h": lambda run: restored(run, july(24, 12)),
    "wet_cells_share_at_20_jul_17h": lambda run: float((run.to_xarray()["depth"].values[july(20, 17)] > 0.15).mean()),
    "onset_to_response_hours": lambda run: float(
        np.median((run.to_xarray()["phase"].values[july(19, 0) :] == 1).argmax(axis=0)) + july(19, 0) - july(20, 16)
    ),
    "requests_first_14_days_share_of_flood_requests": flood_requests_early,
}


def measures(seed, folder):
    run = cw.load(FLOOD).run(seed=seed, out=folder / f"run-{seed}")
    return {name: measure(run) for name, measure in MEASURES.items()}


def outside(values, bands):
    """The measures that no band holds, each with its band."""
    return {name: (values[name], band) for name, band in bands.items() if not band[0] <= values[name] <= band[1]}


BANDS = {name: entry["band"] for name, entry in EXPECTED.items()}
MEAN_BANDS = {name: entry["mean"] for name, entry in EXPECTED.items() if "mean" in entry}


def test_every_band_has_its_measure_and_says_on_what_it_rests():
    assert set(EXPECTED) == set(MEASURES)
    assert all(entry["basis"] for entry in EXPECTED.values())
    for name, (low, high) in MEAN_BANDS.items():
        assert BANDS[name][0] <= low < high <= BANDS[name][1], name


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_default_district_meets_its_bands(seed, tmp_path):
    assert not outside(measures(seed, tmp_path), BANDS)


@pytest.mark.long
def test_the_default_district_meets_its_bands_at_twenty_seeds_and_in_their_mean(tmp_path):
    found = {seed: measures(seed, tmp_path) for seed in range(1, 21)}
    for name in MEASURES:
        values = [measured[name] for measured in found.values()]
        print(f"{name}: {min(values):.3f} to {max(values):.3f}, mean {np.mean(values):.3f}")
    assert not {seed: wrong for seed, measured in found.items() if (wrong := outside(measured, BANDS))}
    means = {name: np.mean([measured[name] for measured in found.values()]) for name in MEASURES}
    assert not outside(means, MEAN_BANDS)
