# SPDX-License-Identifier: Apache-2.0
"""What the documentation tells readers to type does what it says."""

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import commonweal as cw
import pytest
from commonweal.cli import app
from typer.testing import CliRunner

ROOT = Path(__file__).resolve().parents[2]
TUTORIAL = "docs/tutorials/first_five_minutes.md"
TUTORIAL_IN_CPP = "docs/tutorials/inside_a_cpp_program.md"
ERRORS = "docs/reference/scenario_errors.md"
NEW_SCENARIO = "docs/how_to/write_a_scenario.md"
INTERVENTIONS = "docs/how_to/interventions.md"
SHOCKS = "docs/how_to/shocks.md"
PEOPLE = "docs/how_to/people_and_organisations.md"
METRICS = "docs/how_to/metrics.md"
DISTRIBUTIONS = "docs/how_to/distributions.md"
EDITORS = "docs/how_to/editor_support.md"
TROUBLES = "docs/how_to/troubleshooting.md"
GLOSSARY = "docs/reference/glossary.md"
PAGES = [
    "README.md",
    TUTORIAL,
    "docs/how_to/units.md",
    DISTRIBUTIONS,
    INTERVENTIONS,
    METRICS,
    SHOCKS,
    PEOPLE,
    "docs/reference/command_line.md",
    "docs/how_to/install.md",
    NEW_SCENARIO,
    EDITORS,
    "docs/how_to/clusters.md",
    "docs/how_to/faq.md",
]

# Pages whose pieces of Python are one program.
GUIDES = [
    INTERVENTIONS,
    PEOPLE,
    "docs/how_to/graphs.md",
    "docs/explanation/synthetic_population.md",
    "docs/how_to/rule_cookbook.md",
    "docs/how_to/mechanisms.md",
    "docs/how_to/triggers.md",
    "docs/how_to/compare_runs.md",
    "docs/how_to/notebook.md",
]


def text_of(page):
    return (ROOT / page).read_text(encoding="utf-8")


def snippets(page, language):
    return re.findall(rf"^```{language}\n(.*?)^```", text_of(page), re.M | re.S)


def commands(page):
    lines = "".join(snippets(page, "sh")).splitlines()
    return [shlex.split(line)[1:] for line in lines if line.startswith("commonweal ")]


def prose(page):
    """The page without its blocks of code."""
    return re.sub(r"^```.*?^```$", "", text_of(page), flags=re.M | re.S)


def code_in(text):
    """What stands between backquotes."""
    return [found for _, found in re.findall(r"(?<!`)(`{1,2})(?!`)(.+?)(?<!`)\1(?!`)", text)]


def output_of(code):
    command = [sys.executable, "-W", "error", "-c", code]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def like_the_root(tmp_path, monkeypatch):
    """A folder of its own where paths that start at the project's root lead to the scenarios."""
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def short_storm(like_the_root):
    """The files that the pages about scenarios write, each from its schema on, in the order of their names."""
    for page in (NEW_SCENARIO, INTERVENTIONS, METRICS, SHOCKS, PEOPLE):
        _, *files = "\n".join(snippets(page, "toml")).split("schema = 1\n")
        names = dict.fromkeys(re.findall(r"`(\w+\.toml)`", text_of(page)))
        for name, file in zip(names, files, strict=False):
            (like_the_root / name).write_text("schema = 1\n" + file, encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_commands_of_the_page_do_what_it_says(page, short_storm):
    assert commands(page)
    for words in commands(page):
        small = ["--set", "residents.count=5000", "--no-pictures"] if words[0] == "run" else []
        result = CliRunner().invoke(app, [*words, *small])
        expected = 2 if "offices.stuff_per_10k=6" in words else 0
        assert result.exit_code == expected, result.output


def test_python_of_the_readme_runs(like_the_root):
    scenario, engine = snippets("README.md", "python")
    output_of(re.sub(r'"residents\.count": [0-9_]+', '"residents.count": 5000', scenario))
    assert 10 < float(output_of(engine)) <= 20_000


def test_the_tutorials_program_prints_what_the_page_says(like_the_root):
    (code,) = snippets(TUTORIAL, "python")
    usual, short = re.search(r"It prints (\d+) and (\d+)", text_of(TUTORIAL)).groups()
    assert output_of(code).splitlines()[:2] == [usual, short]
    assert int(short) > int(usual)


@pytest.mark.parametrize(("staff", "place"), [(18, 1), (6, 0)])
def test_the_tutorial_says_what_fewer_hands_do(staff, place, like_the_root):
    told = re.search(
        r"falls to (\d+ %) of normal instead of (\d+ %), at most ([\d,]+) requests are open\s+at once "
        r"instead of ([\d,]+), and ([\d,]+) are given up instead of ([\d,]+)",
        text_of(TUTORIAL),
    ).groups()
    summary = cw.load("scenarios/zhengzhou_720", set={"offices.staff_per_10k": staff}).run(seed=1).summary()
    function, waiting, abandoned = told[place::2]
    assert f"function fell to {function} of normal" in summary
    assert f"at most {waiting} were open at once" in summary
    assert f"{abandoned} were given up" in summary


def lines_of(code):
    return [line for line in code.splitlines() if line.strip()]


def test_the_tutorial_in_cpp_shows_its_program_step_by_step():
    """The first program and the blocks that the page adds are the last program, which the examples build and run."""
    _, first = text_of("examples/first_program/main.cpp").split("// begin\n")
    last = text_of("examples/control_room/main.cpp")
    shown = re.findall(r'control_room/main\.cpp\n:language: cpp\n:start-after: "// (\w+)"', text_of(TUTORIAL_IN_CPP))
    assert shown == ["read", "step", "rule", "agents", "both", "sink", "run", "wrong"]
    for part in shown:
        last, removed = re.subn(rf"^ *// {part}\n.*?^ *// end {part}\n", "", last, count=1, flags=re.M | re.S)
        assert removed
    assert lines_of(last)[3:] == lines_of(first)
    towns = [text_of(f"examples/{folder}/town.toml") for folder in ("first_program", "control_room")]
    assert towns[0] == towns[1]


@pytest.mark.parametrize("page", GUIDES)
def test_python_of_the_guide_runs_from_top_to_bottom(page, tmp_path):
    code = "\n".join(snippets(page, "python"))
    assert code
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True, capture_output=True, cwd=tmp_path)


def test_the_program_of_the_reference_runs():
    (_, code) = snippets("docs/reference/python.md", "python")
    assert len(output_of(code).splitlines()) == 7


def test_the_reference_names_every_indicator_with_its_unit(flood_run):
    rows = re.findall(r"^\| `(\w+)` \| (.*?) ?\| (.*) \|$", text_of("docs/reference/python.md"), re.M)
    told = {name: (unit or "1", meaning) for name, unit, meaning in rows}
    assert told == {name: (one.unit, one.meaning) for name, one in flood_run.indicators.items()}


def test_a_comparison_prints_what_the_page_says(tmp_path):
    page = "docs/how_to/compare_runs.md"
    (printed,) = snippets(page, "text")
    assert output_of(snippets(page, "python")[0]).startswith(printed)


@pytest.mark.parametrize("name", ["graphs", "synthetic_population"])
def test_pictures_of_the_guides_are_drawn(name, tmp_path):
    picture = tmp_path / "picture.png"
    script = [sys.executable, "-W", "error", ROOT / f"docs/images/{name}.py", picture]
    subprocess.run(script, check=True, capture_output=True, env={**os.environ, "MPLBACKEND": "agg"})
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_the_tutorials_message_is_the_real_one(like_the_root):
    (message,) = snippets(TUTORIAL, "text")
    result = CliRunner().invoke(app, ["check", "scenarios/zhengzhou_720", "--set", "offices.stuff_per_10k=6"])
    assert result.stderr == message


def test_the_file_about_units_is_a_scenario(like_the_root):
    (file,) = snippets("docs/how_to/units.md", "toml")
    (like_the_root / "units.toml").write_text(file, encoding="utf-8")
    assert cw.load("units.toml")["lifelines.mutual_aid_lag"] == "36 h"


def test_the_page_about_distributions_is_right(like_the_root):
    (file,), (code,) = (snippets(DISTRIBUTIONS, language) for language in ("toml", "python"))
    values = {f"{table}.{key}": text for table, keys in tomllib.loads(file).items() for key, text in keys.items()}
    assert len(values) == 4
    scenario = cw.load("scenarios/zhengzhou_720", set=values)
    assert scenario["requests.rescue_work"] == "exponential(mean=2 h, max=24 h)"
    assert output_of(code).startswith("81.5")  # 72 h times the root of e^(1/4)


def test_the_mistakes_of_the_page_are_the_real_ones(like_the_root):
    commands = [["town.toml", "--set", "residents.count=none"], ["shelters.toml"]]
    for file, messages, words in zip(snippets(ERRORS, "toml"), snippets(ERRORS, "text"), commands, strict=True):
        (like_the_root / words[0]).write_text(file, encoding="utf-8")
        assert CliRunner().invoke(app, ["check", *words]).stderr == messages


def test_the_smallest_scenario_has_nothing_to_spare(like_the_root):
    smallest = snippets(NEW_SCENARIO, "toml")[0].splitlines()
    Path("town.toml").write_text("\n".join(smallest), encoding="utf-8")
    cw.load("town.toml")
    for line in filter(lambda line: "=" in line, smallest):
        Path("town.toml").write_text("\n".join(other for other in smallest if other != line), encoding="utf-8")
        with pytest.raises(cw.ConfigError, match="missing"):
            cw.load("town.toml")


def test_the_program_of_many_seeds_prints_what_the_page_says(short_storm):
    (code,), (printed,) = snippets(NEW_SCENARIO, "python"), snippets(NEW_SCENARIO, "text")
    assert output_of(code) == printed


def test_the_page_about_run_folders_names_every_table(like_the_root):
    small = {"residents.count": 5000, "time.duration": "8 d"}
    run = cw.load("scenarios/zhengzhou_720", set=small).run()
    named = re.findall(r"^- `(\w+)`: one row for", text_of("docs/reference/run_folder.md"), re.M)
    assert sorted(named) == run.tables


README_PARTS = {
    "code": lambda text, _: re.findall(r"^```.*?^```$", text, re.M | re.S),
    "headings": lambda _, words: [len(marks) for marks in re.findall(r"^(#+) ", words, re.M)],
    "links": lambda _, words: [link for link in re.findall(r"\]\((.+?)\)", words) if not link.startswith("README")],
    "rows of tables": lambda _, words: [line.count("|") for line in words.splitlines() if line.startswith("|")],
    "shares": lambda _, words: re.findall(r"\d+ %", words),
    "paragraphs": lambda _, words: len(re.findall(r"\n{2,}", re.sub(r"\n{3,}", "\n\n", words))),
}


@pytest.mark.parametrize("part", README_PARTS)
def test_the_chinese_readme_has_what_the_english_one_has(part):
    english, chinese = (README_PARTS[part](text_of(page), prose(page)) for page in ("README.md", "README.zh-CN.md"))
    assert english
    assert chinese == english


def test_the_readmes_name_the_same_things_and_each_other():
    names = [Counter(code_in(prose(page))) for page in ("README.md", "README.zh-CN.md")]
    assert names[0] <= names[1]
    assert "](README.zh-CN.md)" in text_of("README.md").split("\n\n")[1]
    assert "](README.md)" in text_of("README.zh-CN.md").split("\n\n")[1]


def failures(language):
    """Pairs of what is done and what is said, one in a section."""
    for section in re.split(r"^#{2,} ", text_of(TROUBLES), flags=re.M)[1:]:
        found = re.search(rf"^```{language}\n(.*?)^```\n.*?^```text\n(.*?)^```", section, re.M | re.S)
        if found:
            yield pytest.param(*found.groups(), id=section.partition("\n")[0])


@pytest.mark.parametrize(("lines", "message"), list(failures("sh")))
def test_a_command_that_fails_says_what_the_page_says(lines, message, like_the_root):
    *before, last = [shlex.split(line)[1:] for line in lines.splitlines()]
    for words in before:
        assert CliRunner().invoke(app, words).exit_code == 0
    result = CliRunner().invoke(app, last)
    assert result.exit_code in (1, 2)
    assert result.stderr == message


@pytest.mark.parametrize(("code", "message"), list(failures("python")))
def test_a_program_that_fails_says_what_the_page_says(code, message):
    ended = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True)
    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1] == f"commonweal.Error: {message.strip()}"


@cache
def texts_of_the_sources():
    """Of each source, all that stands between quotes, one after the other; of scripts, everything."""
    texts = [file.read_text(encoding="utf-8") for file in (ROOT / "tools").glob("*.sh")]
    for pattern in ("src/**/*.cpp", "include/**/*.hpp", "python/**/*.cpp", "python/**/*.py"):
        for file in ROOT.glob(pattern):
            literals = re.findall(r'"((?:\\.|[^"\\\n])*)"', file.read_text(encoding="utf-8"))
            texts.append("".join(literals))
    return texts


def messages(page):
    """What the first column of the page's tables quotes: code of more than one word."""
    rows = re.findall(r"^\| (.*?) \| ", prose(page), re.M)
    return [code for row in rows for code in code_in(row) if " " in code]


@pytest.mark.parametrize("message", messages(TROUBLES))
def test_a_message_of_the_page_is_one_of_the_sources(message):
    parts = [re.escape(part) for part in message.split("…") if part]
    assert sum(map(len, parts)) > 10
    assert any(re.search(".*?".join(parts), text, re.S) for text in texts_of_the_sources())


def definitions():
    """Terms, as written, with their definitions."""
    for block in snippets(GLOSSARY, "{glossary}"):
        for entry in re.split(r"\n\n(?=\S)", block.rstrip()):
            terms, meaning = re.fullmatch(r"((?:\S.*\n)+)((?: .*\n?|\n)+)", entry + "\n").groups()
            yield terms.splitlines(), meaning


def test_every_term_has_a_chinese_one_and_one_sentence():
    found = list(definitions())
    assert len(found) > 80
    for terms, meaning in found:
        assert re.search(r"[\u4e00-\u9fff]", terms[-1]), terms
        assert not re.search(r"[\u4e00-\u9fff]", terms[0]), terms
        assert meaning.split("\n\n")[0].rstrip().endswith((".", ")")), terms


def exists(name, known):
    if name.startswith("cw."):
        held = cw
        for part in name.split(".")[1:]:
            held = getattr(held, part)
        return True
    if name.startswith("commonweal::"):
        kind = rf"\b(struct|class)( \[\[\w+\]\])? {name.rpartition('::')[2]}\b"
        headers = (ROOT / "include/commonweal" / name.split("::")[1]).glob("*.hpp")
        return any(re.search(kind, header.read_text(encoding="utf-8")) for header in headers)
    return name in known


def test_names_of_the_glossary_are_those_of_the_library():
    listed = [CliRunner().invoke(app, ["list", kind, "--json"]).stdout for kind in ("parameters", "variables")]
    names = {item["name"] for answer in listed for item in json.loads(answer)["items"]}
    known = names | {re.split(r"[.\[/]", name)[0] for name in names}
    for terms, meaning in definitions():
        for line in re.findall(r"In the library: (.*?)\.$", meaning, re.M | re.S):
            assert code_in(line), terms
            assert [name for name in code_in(line) if not exists(name, known)] == [], terms


def test_terms_of_the_field_claim_no_name():
    _, field = text_of(GLOSSARY).split("## Terms of the field")
    assert "In the library" not in field
