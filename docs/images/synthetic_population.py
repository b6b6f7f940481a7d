# SPDX-License-Identifier: Apache-2.0
"""Draws docs/images/synthetic_population.png: python docs/images/synthetic_population.py FILE."""

import json
import sys

import commonweal as cw
import matplotlib.pyplot as plt
import numpy as np
from commonweal.pictures.style import BLACK, BLUE, GREEN, GREY, ORANGE, PURPLE, RED, SKY

GROUPS = 18
COLOURS = {
    "household": BLACK,
    "building": ORANGE,
    "kin_and_friends": GREEN,
    "work_and_school": RED,
    "membership": PURPLE,
    "online": BLUE,
}


def series(path):
    return np.array(json.loads(cw.model.parameters()[path].text))


def margins_by_sex():
    """The margins of age, men on the left, with one factor on the odds of being a man that gives the city's share."""
    ages = series("census.ages") / series("census.ages").sum()
    ratio = series("census.men_per_100_women") / 100
    share = float(cw.model.parameters()["census.male_share"].text)
    low, high = 0.5, 2.0
    for _ in range(60):
        factor = (low * high) ** 0.5
        men = ages * factor * ratio / (1 + factor * ratio)
        low, high = (factor, high) if men.sum() < share else (low, factor)
    return men, ages - men


def draw_pyramid(axes, city):
    groups = np.minimum(city.residents["age"] // 5, GROUPS - 1)
    places = np.arange(GROUPS)
    labels = (("men", -1, SKY), ("women", 1, ORANGE))
    for code, (wanted, (word, side, colour)) in enumerate(zip(margins_by_sex(), labels, strict=True)):
        counts = np.bincount(groups[city.residents["sex"] == code], minlength=GROUPS)
        axes.barh(places, side * 100 * counts / len(groups), height=0.85, color=colour, label=f"{word}, synthetic")
        axes.plot(side * 100 * wanted, places, "o", color=BLACK, ms=3.5, label="margins" if side > 0 else None)
    axes.set_yticks(places, [f"{5 * k} to {5 * k + 4}" for k in places[:-1]] + ["85 and older"], fontsize=8)
    axes.set_xticks(range(-6, 7, 2), [abs(k) for k in range(-6, 7, 2)])
    axes.set(xlabel="per cent of all residents", ylabel="age, years")
    axes.set_title("Ages and sexes", loc="left", fontweight="bold")
    axes.legend(frameon=False, fontsize=8, loc="upper right")


def draw_sizes(axes, city):
    sizes = np.diff(city.households["first_resident"])[city.households["type"] != 7]
    counts = np.bincount(np.minimum(sizes, 6), minlength=7)[1:]
    axes.bar(range(1, 7), 100 * counts / counts.sum(), color=SKY, label="synthetic")
    axes.plot(range(1, 7), 100 * series("census.family_sizes"), "o", color=BLACK, ms=4, label="margins")
    axes.set_xticks(range(1, 7), ["1", "2", "3", "4", "5", "6 or more"])
    axes.set(xlabel="people", ylabel="per cent of family households")
    axes.set_title("Household sizes", loc="left", fontweight="bold")
    axes.legend(frameon=False, fontsize=8)


def draw_degrees(axes, city):
    for name, colour in COLOURS.items():
        degrees = city.layers[name].degrees
        at_least = 1 - np.cumsum(np.bincount(degrees)) / len(degrees)
        axes.step(np.arange(1, len(at_least) + 1), np.append(at_least[:-1], np.nan), color=colour, where="mid")
        label = f"{name.replace('_', ' ')}\nmean {degrees.mean():.2f}"
        axes.plot([], [], color=colour, label=label)
    axes.set(xscale="log", yscale="log", ylim=(1e-5, 1.2), xlim=(1, 200))
    axes.set(xlabel="ties in the layer", ylabel="share of residents with so many or more")
    axes.set_title("Ties by layer", loc="left", fontweight="bold")
    axes.legend(frameon=False, fontsize=8, loc="upper left", bbox_to_anchor=(1.0, 1.0))
    axes.grid(color=GREY, alpha=0.2)


def main(path):
    city = cw.model.synthesise(residents=200_000, seed=1)
    figure, (pyramid, sizes, degrees) = plt.subplots(3, 1, figsize=(7.4, 12), layout="constrained")
    draw_pyramid(pyramid, city)
    draw_sizes(sizes, city)
    draw_degrees(degrees, city)
    for axes in (pyramid, sizes, degrees):
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=150)


if __name__ == "__main__":
    main(sys.argv[1])
