# SPDX-License-Identifier: Apache-2.0
"""The pages of the C++ reference say what stands in the headers, and none is forgotten."""

import importlib.util
import shutil
import sys
from pathlib import Path

import pytest
from sphinx.errors import ExtensionError

ROOT = Path(__file__).resolve().parents[2]
HEADER = """\
#pragma once

namespace commonweal::core {

namespace detail {
/// Nobody's business.
struct Hidden {};
}  // namespace detail

/// How warm it is, `0` at least.
template <class T>
struct Warmth {
    /// Degrees.
    T degrees = 0;
    T minutes = 0;

    /// Throws Error as Warmth::cool().
    void warm(double by);
    void cool(double by, const Warmth& from = {});

    bool is_cold() const { return degrees < T{10}; }

private:
    void melt();
};

/// Mixes two, with weights in [0, 1] and *no* star.
template <class T>
Warmth<T> mix(Warmth<T> one, Warmth<T> other);
template <class T>
Warmth<T> mix(Warmth<T> one, Warmth<T> other, double weight);

void unspoken_of();

struct Options {
    double least = 0.5;  ///< K.
};

}  // namespace commonweal::core
"""


@pytest.fixture(scope="module")
def reference():
    spec = importlib.util.spec_from_file_location("cpp_reference", ROOT / "docs/cpp_reference.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def project(tmp_path):
    """A project with one header, and Doxygen's settings of this one."""
    folder = tmp_path / "include/commonweal/core"
    folder.mkdir(parents=True)
    (folder / "warmth.hpp").write_text(HEADER, encoding="utf-8")
    (tmp_path / "include/commonweal/commonweal.hpp").write_text("#include <commonweal/core/warmth.hpp>\n")
    (tmp_path / "docs").mkdir()
    shutil.copy(ROOT / "docs/Doxyfile", tmp_path / "docs")
    (tmp_path / "core.md").write_text(".. include:: ../generated/cpp/core/warmth.rst\n")
    return tmp_path


def test_a_header_is_shown_with_what_its_comments_speak_of(reference, project):
    reference.write_reference(project, [project / "core.md"], project / "pages")
    text = (project / "pages/core/warmth.rst").read_text(encoding="utf-8")
    shown = [line.strip() for line in text.splitlines() if line.strip()]
    assert shown == [
        ".. rubric:: ``commonweal/core/warmth.hpp``",
        ".. cpp:namespace:: commonweal::core",
        ".. cpp:struct:: template<class T> Warmth",
        "\\ How warm it is, \\ ``0``\\  at least.",
        ".. cpp:member:: T degrees = 0",
        "\\ Degrees.",
        ".. cpp:member:: T minutes = 0",
        ".. cpp:function:: void warm(double by)",
        "\\ Throws Error as \\ :cpp:any:`Warmth::cool() <commonweal::core::Warmth::cool>`\\ .",
        ".. cpp:function:: void cool(double by, const Warmth &from={})",
        ".. cpp:function:: bool is_cold() const",
        ".. cpp:function:: template<class T> Warmth< T > mix(Warmth< T > one, Warmth< T > other)",
        "template<class T> Warmth< T > mix(Warmth< T > one, Warmth< T > other, double weight)",
        "\\ Mixes two, with weights in [0, 1] and \\ ``no``\\  star.",
        ".. cpp:struct:: Options",
        ".. cpp:member:: double least = 0.5",
        "\\ K.",
    ]


def test_a_reference_that_leads_nowhere_is_told(reference, project):
    header = project / "include/commonweal/core/warmth.hpp"
    header.write_text(HEADER.replace("as Warmth::cool()", r"as \ref Warmth::freeze"), encoding="utf-8")
    with pytest.raises(ExtensionError, match="freeze"):
        reference.write_reference(project, [project / "core.md"], project / "pages")


def test_every_header_of_the_umbrella_is_on_one_page(reference, project):
    page = project / "core.md"
    with pytest.raises(ExtensionError, match=r"core/warmth\.hpp is shown twice"):
        reference.write_reference(project, [page, page], project / "pages")
    with pytest.raises(ExtensionError, match=r"core/warmth\.hpp is on no page"):
        reference.write_reference(project, [], project / "pages")


def test_doxygen_that_is_missing_is_told_with_what_brings_it(reference, project, monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ExtensionError, match=r"bash tools/install\.sh test"):
        reference.write_reference(project, [project / "core.md"], project / "pages")
