# SPDX-License-Identifier: Apache-2.0
"""The four resiliences of a community, and what digital tools bring it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from commonweal import _core
from commonweal.core.arguments import flat, real
from commonweal.core.graph import inner
from commonweal.process.experiment import Ties, graph_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

__all__ = [
    "digital_empowerment",
    "psychological_resilience",
    "spatial_resilience",
    "subject_resilience",
    "technical_resilience",
]


def subject_resilience(graph: Ties, active: ArrayLike) -> float:
    """Of actors: the share who act under shock, times the share of these in the largest group that holds together.

    Args:
        graph: Their ties.
        active: Of each actor, whether the shock has left it in action.

    Returns:
        In [0, 1].

    Raises:
        Error: If there is not one value for each actor, or there are no actors.
    """
    import numpy as np

    acting = (flat("active", active) != 0).astype(np.uint8)
    ties = graph_of(graph, len(acting))
    return float(_core.process.subject_resilience(inner(ties), acting))


def spatial_resilience(*, usable: float, needed: float) -> float:
    """Of space: person-hours of usable shelter and open space over those needed.

    Args:
        usable: Person-hours, at least 0.
        needed: Person-hours, at least 0.

    Returns:
        In [0, 1]; 1 where none are needed.

    Raises:
        Error: For what is negative or not finite.
    """
    return float(_core.process.spatial_resilience(real("usable", usable), real("needed", needed)))


def technical_resilience(*, delivered_in_time: float, produced: float, uptime: float) -> float:
    """Of technology: the share of the information produced that was delivered in time, times its uptime.

    Args:
        delivered_in_time: From 0 to what was produced.
        produced: At least 0.
        uptime: Share of the time, in [0, 1].

    Returns:
        In [0, 1]; the uptime where nothing was produced.

    Raises:
        Error: For what is out of range.
    """
    given = (real("delivered_in_time", delivered_in_time), real("produced", produced), real("uptime", uptime))
    return float(_core.process.technical_resilience(*given))


def psychological_resilience(distress: ArrayLike, *, belonging_before: float, belonging_now: float) -> float:
    """Of minds: the mean of 1 - distress, times the share of belonging that is left.

    Args:
        distress: Of each resident, in [0, 1].
        belonging_before: Mean belonging before the shock, in [0, 1].
        belonging_now: Mean belonging now, in [0, 1].

    Returns:
        In [0, 1].

    Raises:
        Error: For what is out of range, and if there is nobody.
    """
    import numpy as np

    felt = flat("distress", distress, low=0.0, high=1.0).astype(np.float32)
    before, now = real("belonging_before", belonging_before), real("belonging_now", belonging_now)
    return float(_core.process.psychological_resilience(felt, before, now))


def digital_empowerment(*, benefit: float, burden: float, exclusion: float, distrust: float) -> float:
    """What digital tools bring on balance.

    Args:
        benefit: Of using them, in [0, 1].
        burden: Of feeding them, in [0, 1].
        exclusion: Share of those who are left out, in [0, 1].
        distrust: Of them, in [0, 1].

    Returns:
        The benefit less the others, in [-3, 1].

    Raises:
        Error: For what is out of range.
    """
    given = {"benefit": benefit, "burden": burden, "exclusion": exclusion, "distrust": distrust}
    return float(_core.process.digital_empowerment(*(real(name, value) for name, value in given.items())))
