# SPDX-License-Identifier: Apache-2.0
"""Every public name says what it means: arguments, what comes back, errors."""

import ast
import inspect
import re
import textwrap

import commonweal as cw
import pytest
from commonweal import shipped
from commonweal.core import math

MECHANISMS = [getattr(cw.process, name) for name in cw.process.__all__]
MODULES = [cw, cw.core, cw.model, math, *MECHANISMS]
#: Objects that the package hands out; nobody calls their constructors.
HANDED_OUT = re.compile(r"\b([Mm]ade (by|with)|Make one with|[Rr]aised (by|where))\b")


def members(owner, cls):
    """The public methods and properties that a class of the package defines, and the operators that it documents."""
    for name, member in vars(cls).items():
        plain = member.__func__ if isinstance(member, (staticmethod, classmethod)) else member
        if not name.startswith("_") and (inspect.isfunction(plain) or isinstance(plain, property)):
            yield f"{owner}.{name}", plain


def public_things():
    """Every name of ``__all__``, and the members of those that are classes, each once."""
    found = {"commonweal.shipped.scenario": shipped.scenario, "commonweal.shipped.scenarios": shipped.scenarios}
    for module in MODULES:
        for name in module.__all__:
            thing = getattr(module, name)
            if isinstance(thing, str) or inspect.ismodule(thing):
                continue
            found[f"{thing.__module__}.{thing.__qualname__}"] = thing
            if inspect.isclass(thing):
                found.update(members(f"{thing.__module__}.{thing.__qualname__}", thing))
    return found


THINGS = public_things()


def section(doc, *titles):
    """The text below a title, up to the next one."""
    parts = re.split(r"^(Args|Attributes|Returns|Raises):\n", doc, flags=re.M)
    named = dict(zip(parts[1::2], parts[2::2], strict=True))
    return "".join(named.get(title, "") for title in titles)


def arguments(thing):
    """What a caller gives, stars as they are written."""
    try:
        known = inspect.signature(thing).parameters.values()
    except ValueError:  # Made in C++, where the docstring begins with the signature.
        return []
    stars = {inspect.Parameter.VAR_POSITIONAL: "*", inspect.Parameter.VAR_KEYWORD: "**"}
    return [stars.get(one.kind, "") + one.name for one in known if one.name not in ("self", "cls")]


def raises_itself(thing):
    """Whether the function's own lines raise; what it calls may as well."""
    body = ast.parse(textwrap.dedent(inspect.getsource(thing))).body[0]
    return any(isinstance(node, ast.Raise) and node.exc is not None for node in ast.walk(body))


def lacks(thing):
    """What the docstring of a thing has not."""
    doc = inspect.getdoc(thing) or ""
    if not doc:
        return ["a docstring"]
    if isinstance(thing, property) or (inspect.isclass(thing) and HANDED_OUT.search(doc)):
        return []
    told = section(doc, "Args", "Attributes") if inspect.isclass(thing) else section(doc, "Args")
    names = arguments(thing)
    missing = [name for name in names if not re.search(rf"^ +{re.escape(name)}: \S", told, re.M)]
    if not inspect.isfunction(thing):
        return missing
    answer = inspect.signature(thing).return_annotation
    if names and answer not in ("None", "NoReturn", inspect.Signature.empty) and not section(doc, "Returns"):
        missing.append("Returns")
    if raises_itself(thing) and not section(doc, "Raises"):
        missing.append("Raises")
    return missing


@pytest.mark.parametrize("name", sorted(THINGS))
def test_a_public_name_says_what_it_takes_gives_and_raises(name):
    assert lacks(THINGS[name]) == []


def test_what_is_lacking_is_found():
    def bare(first, *, second):
        """Adds."""
        raise ValueError

    def whole(first: int) -> int:
        """Adds.

        Args:
            first: A number.
        """
        return first

    assert lacks(bare) == ["first", "second", "Raises"]
    assert lacks(whole) == ["Returns"]
    assert lacks(lambda: 0) == ["a docstring"]


def test_the_reference_lists_every_public_name():
    from documentation_test import text_of

    page = text_of("docs/reference/python.md")
    listed = set(re.findall(r"auto(?:function|class|exception|data):: ([\w.]+)", page))
    names = {name.rpartition(".")[2] for name in listed}
    for module in (cw, cw.core, cw.model):
        public = [name for name in module.__all__ if not inspect.ismodule(getattr(module, name))]
        assert [name for name in public if name not in names and name != "__version__"] == [], module.__name__
