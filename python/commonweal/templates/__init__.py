# SPDX-License-Identifier: Apache-2.0
"""What a new scenario begins with."""

from __future__ import annotations

import json
import re
from pathlib import Path

from commonweal import _core, shipped

README = """# {title}

**Question.** What do you want to know?

`scenario.toml` began as a copy of `{template}`, which comes with commonweal {version}. In this folder,

```sh
commonweal check .
commonweal run .
```

says what a run costs, and runs it.

## What is sourced

| what | value | source |
| --- | --- | --- |

## What is constructed or assumed

Everything else: `commonweal check . --list` shows every parameter with its value, its meaning and its evidence.
"""


def templates() -> dict[str, Path]:
    """Scenario files by name: the small ones beside this file, then the shipped scenarios."""
    own = {file.parent.name: file for file in sorted(Path(__file__).parent.glob("*/scenario.toml"))}
    return own | {name: folder / "scenario.toml" for name, folder in shipped.scenarios().items()}


def make_scenario(folder: Path, *, template: str, title: str | None = None) -> list[Path]:
    """Writes ``scenario.toml`` and ``README.md`` into a folder, which is made where it is not there.

    Args:
        folder: Its name becomes the title: ``river_town`` gives "River town".
        template: One of :func:`templates`.
        title: Another title.

    Returns:
        The files.

    Raises:
        Error: Where there is no such template, or a file is there already; nothing is written then.
    """
    known = templates()
    if template not in known:
        near = _core.nearest(template, list(known))
        meant = f"Did you mean {near!r}?" if near else f"There are {', '.join(known)}."
        raise _core.Error(f"there is no template {template!r}. {meant}")
    named = title or title_of(folder)
    texts = {
        "scenario.toml": with_title(movable(known[template].read_text(encoding="utf-8")), named),
        "README.md": README.format(title=named, template=template, version=_core.__version__),
    }
    files = {folder / name: text for name, text in texts.items()}
    for file in files:
        if file.exists():
            raise _core.Error(f"{file} is there already, and is not overwritten; give another folder")
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in files.items():
        with file.open("x", encoding="utf-8") as out:
            out.write(text)
    return list(files)


def title_of(folder: Path) -> str:
    """What a scenario in the folder is called."""
    words = re.sub(r"[\W_]+", " ", folder.resolve().name).strip()
    return words[:1].upper() + words[1:] or "A new scenario"


def movable(text: str) -> str:
    """The text of a shipped scenario that calls the one beside it by its name, and so can stand anywhere."""
    return re.sub(r'^extends = "\.\./(\w+)"$', r'extends = "\1"', text, flags=re.MULTILINE)


def with_title(text: str, title: str) -> str:
    """The text of a scenario file with another title, which is above its first table."""
    line = f"title = {json.dumps(title, ensure_ascii=False)}"
    return re.sub(r"^title = .*$", lambda _: line, text, count=1, flags=re.MULTILINE)
