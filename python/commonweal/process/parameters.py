# SPDX-License-Identifier: Apache-2.0
"""What the parameter classes of all mechanisms have in common."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any, ClassVar, Self, dataclass_transform

from commonweal.card import Card, Grid, Shown
from commonweal.scenario import Parameter, parameters_of


class _Field:
    """One parameter: read from where the mechanism keeps it."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, instance: Parameters | None, owner: type) -> Any:
        if instance is None:
            return self
        return instance._inner.value(self._name)

    def __set__(self, instance: Parameters, value: object) -> None:
        raise AttributeError(f"{type(instance).__name__} does not change; replace({self._name}=...) makes another")


def parameter() -> Any:
    """A parameter with the default, range and unit that the mechanism's table says."""
    return _Field()


@dataclass_transform(kw_only_default=True)
class Parameters(Shown):
    """Parameters of one mechanism, each by its name; those that are left out have their defaults.

    Numbers are in the unit of the table; a text such as ``"0.2 / h"`` is converted to it.

    Raises:
        ConfigError: With every name, unit and range that is wrong.
    """

    _kind: ClassVar[Any]
    __signature__: ClassVar[inspect.Signature]

    def __init_subclass__(cls, *, kind: Any) -> None:
        cls._kind = kind
        made = kind()
        rows = parameters_of(made.rows())
        cls.__doc__ = "\n".join([inspect.cleandoc(cls.__doc__ or ""), "", "Attributes:", *map(_line, rows.values())])
        keywords = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=made.value(name)) for name in rows]
        cls.__signature__ = inspect.Signature(keywords)

    def __init__(self, **values: Any) -> None:
        self._inner = self._kind()
        self._inner.configure(list(values.items()))

    def replace(self, **values: Any) -> Self:
        """The same parameters with other values.

        Args:
            values: New values by name.

        Returns:
            Another object; this one stays as it is.

        Raises:
            ConfigError: As for a new one.
        """
        other = type(self)()
        other._inner = self._inner.copy()
        other._inner.configure(list(values.items()))
        return other

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """Each parameter by name, with meaning, unit, range, source and evidence."""
        return parameters_of(self._inner.rows())

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return self._texts() == other._texts()

    def __hash__(self) -> int:
        return hash((type(self), tuple(self._texts().items())))

    def _texts(self) -> dict[str, str]:
        return {name: row.text for name, row in self.parameters.items()}

    def __repr__(self) -> str:
        changed = [f"{name}={row.value!r}" for name, row in self.parameters.items() if row.text != row.default]
        return f"{type(self).__name__}({', '.join(changed)})"

    def _card(self) -> Card:
        rows = [[name, row.text, row.range, row.meaning] for name, row in self.parameters.items()]
        return Card(type(self).__name__, [], [Grid("Parameters", ["name", "value", "range", "meaning"], rows)])


def _line(row: Parameter) -> str:
    ranged = f", {row.range}" if row.range else ""
    sourced = f"; {row.source}" if row.source else ""
    return f"    {row.path}: {row.meaning}. Default {row.default}{ranged} ({row.evidence}{sourced})."
