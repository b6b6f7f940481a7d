# SPDX-License-Identifier: Apache-2.0
"""The C++ reference: Doxygen reads the public headers, and each becomes a text that pages in reference/cpp include.

A comment in a header may speak of several declarations, up to the next blank line. So overloads share the words above
the first, and at the level of a namespace what stands below no comment is left out.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent, indent
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from sphinx.errors import ExtensionError

UMBRELLA = "include/commonweal/commonweal.hpp"
LITERAL = {"computeroutput", "bold", "emphasis"}
CODE = {"verbatim", "programlisting", "preformatted"}
MARKS = {"sp": " ", "nonbreakablespace": " ", "linebreak": " ", "ndash": "--", "mdash": "---", "hellip": "..."}
#: Words of a declaration that say nothing to who calls it.
NOISE = re.compile(r"\[\[.*?\]\]|\b(?:constexpr|consteval|inline|static|explicit|virtual|mutable)\b")
#: Between markup and what touches it.
JOINT = "\0"
#: A word that Doxygen takes for a class because a sentence begins with it.
SENTENCE = re.compile(rf"(^|[.:;] ){JOINT}:cpp:any:`([A-Z][a-z]+) <[^>]*>`{JOINT}")
SPECIAL = re.compile(r"= ?(?:delete|default)$")


@dataclass
class Entry:
    """Something that is declared in a header: how it is written, and what Doxygen found of it."""

    directive: str
    signature: str
    element: Element
    line: int
    last_line: int
    parts: list[Entry] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.element.findtext("name", "")

    @property
    def described(self) -> bool:
        return any(text_of(self.element.find(f"{kind}description")) for kind in ("brief", "detailed"))

    @property
    def wanted(self) -> bool:
        """Whether there is something to say of it; a concept is what others refer to."""
        return self.described or self.directive == "cpp:concept" or any(part.described for part in self.parts)


def write_reference(root: Path, pages: Iterable[Path], folder: Path) -> None:
    """Writes LAYER/NAME.rst into a folder for every header that a page includes.

    Args:
        root: The project's.
        pages: Those of the C++ reference.
        folder: To be made.

    Raises:
        ExtensionError: Where Doxygen is missing or has complaints, and naming the headers of the umbrella that are on
            no page, and those that are shown twice.
    """
    shown = headers_on(pages)
    refuse_faults(root, shown)
    run_doxygen(root)
    compounds = read_compounds(root / "build/doxygen/xml")
    sources = {header: (root / f"include/commonweal/{header}.hpp").read_text(encoding="utf-8") for header in shown}
    found = {header: grouped(entries_of(header, compounds), text) for header, text in sources.items()}
    links = {id_: name for groups in found.values() for group in groups for id_, name in names_of(group)}
    for header, groups in found.items():
        file = folder / f"{header}.rst"
        file.parent.mkdir(parents=True, exist_ok=True)
        text = text_of_header(header, sources[header], groups, links)
        file.write_text(text.replace(JOINT, "\\ "), encoding="utf-8")


def headers_on(pages: Iterable[Path]) -> list[str]:
    """What pages include, as LAYER/NAME."""
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    return re.findall(r"^\.\. include:: \.\./generated/cpp/(.+)\.rst$", text, re.MULTILINE)


def refuse_faults(root: Path, shown: list[str]) -> None:
    umbrella = (root / UMBRELLA).read_text(encoding="utf-8")
    public = set(re.findall(r"^#include <commonweal/(\w+/\w+)\.hpp>", umbrella, re.MULTILINE))
    faults = [f"{name}.hpp is on no page" for name in sorted(public - set(shown))]
    faults += [f"{name}.hpp is shown twice" for name in sorted(set(shown)) if shown.count(name) > 1]
    if faults:
        raise ExtensionError("docs/reference/cpp: " + "; ".join(faults))


def run_doxygen(root: Path) -> None:
    (root / "build/doxygen").mkdir(parents=True, exist_ok=True)
    try:
        subprocess.run(["doxygen", "docs/Doxyfile"], cwd=root, check=True, capture_output=True, text=True)
    except FileNotFoundError:
        raise ExtensionError("the C++ reference needs doxygen: bash tools/install.sh test") from None
    except subprocess.CalledProcessError as problem:
        raise ExtensionError(f"Doxygen has complaints:\n{problem.stderr}") from None


def read_compounds(xml: Path) -> dict[str, Element]:
    """Namespaces, classes, structs and concepts by Doxygen's id."""
    trees = (ElementTree.parse(file).getroot() for file in sorted(xml.glob("*.xml")) if file.name != "index.xml")
    found = {compound.attrib["id"]: compound for tree in trees for compound in tree.iter("compounddef")}
    kinds = {"namespace", "class", "struct", "concept"}
    return {id_: one for id_, one in found.items() if one.get("kind") in kinds and "<" not in qualified(one)}


def qualified(compound: Element) -> str:
    return compound.findtext("compoundname", "").removeprefix("::")


def place_of(element: Element) -> tuple[str, int, int]:
    """The header, the line of the declaration, and the last line of what belongs to it."""
    location = element.find("location")
    assert location is not None
    file = location.get("declfile", location.get("file", ""))
    line = int(location.get("declline", location.get("line", "0")))
    return file, line, max(line, int(location.get("bodyend", "-1")))


def namespaces(compounds: Mapping[str, Element]) -> Iterator[Element]:
    return (one for one in compounds.values() if one.get("kind") == "namespace" and "::" in qualified(one))


def entries_of(header: str, compounds: Mapping[str, Element]) -> list[Entry]:
    """What a header declares in its namespace, in the order of lines."""
    file, entries = f"commonweal/{header}.hpp", []
    for space in namespaces(compounds):
        inner = [*space.findall("innerclass"), *space.findall("innerconcept")]
        types = [compounds[ref.attrib["refid"]] for ref in inner if ref.attrib["refid"] in compounds]
        entries += [entry_of_type(one, compounds) for one in types if place_of(one)[0] == file]
        members = [one for one in space.iter("memberdef") if place_of(one)[0] == file]
        # Columns stand in a namespace of their own within that of the header.
        within = "columns::" if qualified(space).endswith("::columns") else ""
        entries += [entry for one in members if (entry := entry_of_member(one, "", within))]
    return sorted(entries, key=lambda entry: entry.line)


def entry_of_type(compound: Element, compounds: Mapping[str, Element]) -> Entry:
    """A class, struct or concept with its public members."""
    name = qualified(compound).rpartition("::")[2]
    members = [entry for one in compound.iter("memberdef") if (entry := entry_of_member(one, name))]
    inner = [ref.attrib["refid"] for ref in compound.findall("innerclass") if ref.get("prot") == "public"]
    nested = [entry_of_type(compounds[id_], compounds) for id_ in inner if id_ in compounds]
    _, line, last_line = place_of(compound)
    parts = sorted([*members, *nested], key=lambda entry: entry.line)
    return Entry(f"cpp:{compound.get('kind')}", template_of(compound) + name, compound, line, last_line, parts)


def entry_of_member(member: Element, owner: str, within: str = "") -> Entry | None:
    """A function, variable, alias or enumeration; None for what nobody calls by its name."""
    name, kind = member.findtext("name", ""), member.get("kind")
    unnamed = kind == "friend" or "<" in name or name.startswith(("~", "@", "static_assert"))
    if member.get("prot") != "public" or unnamed:
        return None
    _, line, last_line = place_of(member)
    entry = Entry("", "", member, line, last_line)
    result = spaced(NOISE.sub(" ", text_of(member.find("type"))))
    if kind == "function":
        return entry_of_function(entry, result, owner)
    if kind == "variable":
        word = "static " if member.get("static") == "yes" else ""
        array = text_of(member.find("argsstring"))
        entry.directive = "cpp:member"
        entry.signature = f"{template_of(member)}{word}{result} {within}{name}{array}{value_of(member)}"
    elif kind == "typedef":
        entry.directive, entry.signature = "cpp:type", f"{template_of(member)}{name} = {result}"
    elif kind == "enum":
        entry.directive = "cpp:enum-class" if member.get("strong") == "yes" else "cpp:enum"
        entry.signature = name + (f" : {result}" if result else "")
        values = [(one, one.findtext("name", "")) for one in member.iter("enumvalue")]
        entry.parts = [Entry("cpp:enumerator", written, one, line, line) for one, written in values]
    return entry if entry.directive else None


def entry_of_function(entry: Entry, result: str, owner: str) -> Entry | None:
    """None for what every type has: copies and moves, and what is deleted or left to the compiler."""
    member, name = entry.element, entry.name
    arguments = text_of(member.find("argsstring"))
    copies = name == "operator=" or (name == owner and re.match(rf"\((?:const )?{owner} ?&", arguments))
    if SPECIAL.search(arguments) or (copies and not entry.described):
        return None
    words = [word for word in ("static", "explicit") if member.get(word) == "yes"]
    words += ["virtual"] if member.get("virt") != "non-virtual" else []
    entry.directive = "cpp:function"
    entry.signature = template_of(member) + " ".join(filter(None, [*words, result, name])) + arguments
    return entry


def template_of(element: Element) -> str:
    """What stands before the declaration of a template."""
    listed = element.find("templateparamlist")
    if listed is None:
        return ""
    parameters = []
    for one in listed.findall("param"):
        default = text_of(one.find("defval"))
        words = [text_of(one.find("type")), text_of(one.find("declname")), f"= {default}" if default else ""]
        parameters.append(" ".join(filter(None, words)))
    return f"template<{', '.join(parameters)}> "


def value_of(member: Element) -> str:
    """What a variable is at first, where that is short and Sphinx can read it."""
    value = text_of(member.find("initializer"))
    return f" {value}" if value.startswith("=") and len(value) < 50 and "{." not in value else ""


def grouped(entries: list[Entry], source: str) -> list[list[Entry]]:
    """Entries that one comment speaks of, at the level of a namespace; those without a comment are left out."""
    return [group for group in adjacent(entries, source.splitlines()) if any(entry.wanted for entry in group)]


def adjacent(entries: Iterable[Entry], lines: list[str]) -> list[list[Entry]]:
    """Entries with those below them up to the next blank line or comment."""
    groups: list[list[Entry]] = []
    for entry in entries:
        between = lines[groups[-1][-1].last_line : entry.line] if groups else []
        if groups and not entry.described and all(line.strip() for line in between):
            groups[-1].append(entry)
        else:
            groups.append([entry])
    return groups


def names_of(group: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    """Doxygen's ids and qualified names of what pages show."""
    for entry in group:
        id_, name = entry.element.get("id", ""), entry.element.findtext("qualifiedname") or qualified(entry.element)
        if entry.directive != "cpp:enumerator" and name:
            yield id_, name
        yield from names_of(entry.parts)


def text_of_header(header: str, source: str, groups: list[list[Entry]], links: Mapping[str, str]) -> str:
    *_, space = re.findall(r"^namespace (commonweal::[\w:]+) \{", source.replace("::detail", ""), re.MULTILINE)
    lines = [f".. rubric:: ``commonweal/{header}.hpp``", "", f".. cpp:namespace:: {space}", ""]
    if note := re.search(r"((?:^///.*\n)+)namespace ", source, re.MULTILINE):
        lines += [note_of(note[1]), ""]
    for group in groups:
        lines += text_of_group(group, source.splitlines(), links)
    return "\n".join(lines)


def note_of(comment: str) -> str:
    """What stands above a namespace: about all that the header declares."""
    text = "\n".join(line.removeprefix("///").removeprefix(" ") for line in comment.splitlines())
    parts = re.split(r"\n\s*\n", re.sub(r"`([^`]+)`", r"``\1``", text))
    return "\n\n".join(f"::\n\n{part}" if part.startswith("    ") else part for part in parts)


def text_of_group(group: list[Entry], lines: list[str], links: Mapping[str, str]) -> list[str]:
    """Directives for entries below each other; forms of one name, and what needs no words, stand in one directive."""
    runs: list[list[Entry]] = []
    for entry in group:
        alike = runs and runs[-1][0].directive == entry.directive and not entry.parts and not runs[-1][-1].parts
        if alike and (entry.name == runs[-1][0].name or not runs[-1][0].described):
            runs[-1].append(entry)
        else:
            runs.append([entry])
    text = []
    for run in runs:
        opening = f".. {run[0].directive}:: "
        signatures = f"\n{' ' * len(opening)}".join(entry.signature for entry in run)
        body = "\n\n".join(blocks(run[0].element, links))
        parts = [line for some in adjacent(run[0].parts, lines) for line in text_of_group(some, lines, links)]
        text += [opening + signatures, "", indent(body, "   "), "", indent("\n".join(parts), "   "), ""]
    return text


def blocks(element: Element, links: Mapping[str, str]) -> list[str]:
    """The paragraphs of a description."""
    found = []
    for kind in ("brief", "detailed"):
        for paragraph in element.findall(f"{kind}description/para"):
            found += blocks_of(paragraph, links)
    return [block for block in found if block.strip()]


def blocks_of(paragraph: Element, links: Mapping[str, str]) -> list[str]:
    """A paragraph, parted where code, lists or parameters stand in it."""
    found, line = [], plain(paragraph.text)
    for child in paragraph:
        if child.tag in CODE:
            found += [line, "::\n\n" + indent(dedent(code_of(child)).strip("\n"), "   ")]
        elif child.tag in ("itemizedlist", "orderedlist"):
            found += [line, "\n".join(f"- {spaced(inline(one, links))}" for one in child.findall("listitem"))]
        elif child.tag == "parameterlist":
            found += [line, *parameters_of(child, links)]
        elif child.tag == "simplesect":
            found += [line, inline(child, links)]
        else:
            line += marked(child, links) + plain(child.tail)
            continue
        line = plain(child.tail)
    whole = [SENTENCE.sub(r"\1\2", block) for block in [*found, line] if block.strip()]
    return [block if block.startswith(("::", "- ")) else JOINT + spaced(block) for block in whole]


def parameters_of(listed: Element, links: Mapping[str, str]) -> Iterator[str]:
    for item in listed.findall("parameteritem"):
        name, about = text_of(item.find("parameternamelist")), item.find("parameterdescription")
        told = spaced(inline(about, links)) if about is not None else ""
        yield f"Throws ``{name}`` {told}" if listed.get("kind") == "exception" else f"``{name}``: {told}"


def inline(element: Element, links: Mapping[str, str]) -> str:
    return plain(element.text) + "".join(marked(child, links) + plain(child.tail) for child in element)


def marked(element: Element, links: Mapping[str, str]) -> str:
    """A piece of text with its markup; what is on some page becomes a link."""
    text = text_of(element)
    if element.tag in MARKS:
        return MARKS[element.tag]
    reference = element if element.tag == "ref" else element.find("ref")
    if reference is not None and text_of(reference) == text and reference.get("refid") in links:
        return f"{JOINT}:cpp:any:`{plain(text)} <{links[reference.attrib['refid']]}>`{JOINT}"
    if element.tag in LITERAL:
        return f"{JOINT}``{text}``{JOINT}"
    return inline(element, links)


def plain(text: str | None) -> str:
    """Text without a meaning to reStructuredText."""
    return re.sub(r"([\\*`|_])", r"\\\1", text or "")


def spaced(text: str) -> str:
    return " ".join(text.split())


def text_of(element: Element | None) -> str:
    return "" if element is None else spaced("".join(element.itertext()))


def code_of(element: Element) -> str:
    """Lines of code as they stand in the comment."""
    if element.tag != "programlisting":
        return "".join(element.itertext())
    for space in element.iter("sp"):
        space.text = " "
    return "\n".join("".join(line.itertext()) for line in element.findall("codeline"))
