# SPDX-License-Identifier: Apache-2.0
"""Whether links lead somewhere, without a network.

Usage: python tools/check_links.py              the Markdown files that are read where they lie
       python tools/check_links.py --site DIR   every page of a site that was built, such as build/docs
       python tools/check_links.py --external   lists the addresses of others with the files that have them

It prints one line for each fault, as file: what is wrong, and ends with 1 if there is any.
"""

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[1]
READ_WHERE_THEY_LIE = ("README*.md", "CONTRIBUTING.md", "CHANGELOG.md", "scenarios/*/README.md")
LINK = re.compile(r"\]\(<?([^()<>\s]+(?:\([^()\s]*\)[^()<>\s]*)*)>?\)")
BARE = re.compile(r"<(https?://[^>\s]+)>")


def prose_of(file: Path) -> str:
    """The text without code, in which brackets mean something else."""
    text = file.read_text(encoding="utf-8")
    text = re.sub(r"^ *(`{3,}|~{3,}).*?^ *\1", "", text, flags=re.M | re.S)
    return re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", "", text)


def links_of(file: Path) -> list[str]:
    prose = prose_of(file)
    return [*LINK.findall(prose), *BARE.findall(prose)]


def is_external(link: str) -> bool:
    return bool(urlsplit(link).scheme) or link.startswith("//")


def anchors_of(file: Path) -> set[str]:
    """As sites that show Markdown make them of headings."""
    anchors: set[str] = set()
    times: Counter[str] = Counter()
    text = re.sub(r"^(`{3,}).*?^\1", "", file.read_text(encoding="utf-8"), flags=re.M | re.S)
    for heading in re.findall(r"^#{1,6} +(.+?) *$", text, re.M):
        words = re.sub(r"\]\([^)]*\)", "]", heading).lower()
        anchor = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        anchors.add(f"{anchor}-{times[anchor]}" if times[anchor] else anchor)
        times[anchor] += 1
    return anchors


def markdown_faults(root: Path) -> Iterator[str]:
    for file in sorted(found for pattern in READ_WHERE_THEY_LIE for found in root.glob(pattern)):
        place = file.relative_to(root)
        for link in links_of(file):
            if is_external(link):
                continue
            path, _, anchor = unquote(link).partition("#")
            target = (file.parent / path).resolve() if path else file
            if not target.exists():
                yield f"{place}: {link} leads to no file"
            elif anchor and anchor not in anchors_of(target):
                yield f"{place}: {link} leads to no heading of {path or place}"


class Page(HTMLParser):
    """What a page can be linked to by, and what it links to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value for name, value in attrs if value is not None}
        self.anchors |= {told[name] for name in ("id", "name") if name in told}
        self.links += [told[name] for name in ("href", "src") if name in told]


def site_faults(site: Path) -> Iterator[str]:
    pages = {file.resolve(): Page(file.read_text(encoding="utf-8")) for file in sorted(site.rglob("*.html"))}
    if not pages:
        yield f"{site}: there are no pages"
    for file, page in pages.items():
        place = file.relative_to(site.resolve())
        for link in dict.fromkeys(page.links):
            if is_external(link):
                continue
            parts = urlsplit(link)
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            if not target.exists():
                yield f"{place}: {link} leads to no file"
            elif parts.fragment and target in pages and unquote(parts.fragment) not in pages[target].anchors:
                yield f"{place}: {link} leads to nothing on that page"


def external_links(root: Path) -> dict[str, list[str]]:
    """Each address with the files that have it."""
    found: dict[str, list[str]] = defaultdict(list)
    files = {file for pattern in (*READ_WHERE_THEY_LIE, "docs/**/*.md") for file in root.glob(pattern)}
    for file in sorted(files):
        for link in dict.fromkeys(filter(is_external, links_of(file))):
            found[link].append(str(file.relative_to(root)))
    return dict(sorted(found.items()))


def external_faults(root: Path) -> Iterator[str]:
    """What is wrong with an address as it is written; a DOI begins with 10. and has a slash."""
    for link, places in external_links(root).items():
        parts = urlsplit(link)
        if parts.scheme != "https" or "." not in parts.netloc:
            yield f"{places[0]}: {link} is no address that begins with https://"
        elif parts.netloc == "doi.org" and not re.fullmatch(r"/10\.\d{4,}(\.\d+)*/\S+", parts.path):
            yield f"{places[0]}: {link} is no DOI"


def main() -> int:
    options = argparse.ArgumentParser()
    options.add_argument("--root", type=Path, default=ROOT)
    options.add_argument("--site", type=Path)
    options.add_argument("--external", action="store_true")
    asked = options.parse_args()
    if asked.external:
        for link, places in external_links(asked.root).items():
            print(f"{link}  ({', '.join(places)})")
    faults = [*markdown_faults(asked.root), *external_faults(asked.root)]
    faults += site_faults(asked.site) if asked.site else []
    print("\n".join(faults), file=sys.stderr, end="\n" if faults else "")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
