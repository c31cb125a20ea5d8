"""The path of a change: what `horgos check` tells maintainers of it, and what it mends."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from horgos.changes import Kind
from horgos.checking import Checked, as_json, as_text, check
from horgos.config import Config
from horgos.releases import freeze
from horgos.report import Severity

Edit = Callable[[Mapping[str, str | None]], Path]
LOGBOOKS, EDITORIAL, LIT = "data/logbooks.trig", "data/editorial.trig", "queries/light/lit.rq"


def quiet(step: str) -> None:
    """Take the word of what is being done, and do nothing with it."""
    assert step


@pytest.fixture(scope="module")
def config(tiny_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Config:
    """A copy of the tiny graph in the one layout, with a release."""
    folder = tmp_path_factory.mktemp("checking")
    shutil.copytree(tiny_folder, folder / "graph")
    options = {"graph": folder / "graph", "cache": folder / "cache", "workers": 1}
    made = Config.load(options, {})
    check(made, quiet, fix=True)
    freeze(made, "1.0", quiet)
    return made


@pytest.fixture
def changed(config: Config, tmp_path: Path) -> Callable[..., Config]:
    """The graph in which texts were replaced: `changed((file, before, after), …)`."""

    def edited(*replacements: tuple[str, str, str]) -> Config:
        folder = tmp_path / "graph"
        shutil.copytree(config.graph, folder)
        for file, before, after in replacements:
            text = (folder / file).read_text("utf-8")
            assert before in text
            (folder / file).write_text(text.replace(before, after), "utf-8")
        return replace(config, graph=folder, releases=str(config.releases_folder))

    return edited


def lines(checked: Checked) -> list[str]:
    """What is printed."""
    return [line for part in as_text(checked) for line in part.split("\n")]


def test_a_graph_that_did_not_change_passes_and_differs_in_nothing(config: Config) -> None:
    """Files in their layout, no violation, and the same answers as the last release gives."""
    checked = check(config, quiet)
    assert checked.passes
    assert checked.mended == ()
    assert checked.compared is not None
    assert (
        checked.compared.answers == checked.compared.disagreements == checked.compared.changes.entities == ()
    )
    assert f"Compared with {checked.compared.base}." in lines(checked)
    assert checked.compared.base.startswith("release 1.0 of ")


def test_a_change_is_told_by_answers_by_disagreements_and_by_entity(changed: Callable[..., Config]) -> None:
    """A year that was mended changes the periods that follow from it, and what the library answers."""
    checked = check(
        changed(
            (LOGBOOKS, '"1903-02"', '"1905-02"'),
            (LOGBOOKS, "extinction-1903-02", "extinction-1905-02"),
            (EDITORIAL, "extinction-1903-02", "extinction-1905-02"),
        ),
        quiet,
    )
    assert checked.passes, checked.report.as_text()
    assert checked.compared is not None
    (answer,) = checked.compared.answers
    assert answer.name == "light/lit"
    assert any("1871-10/1903-02" in row for row in answer.went)
    assert any("1871-10/1905-02" in row for row in answer.came)
    changes = [each for entity in checked.compared.changes.entities for each in entity.changes]
    assert [kind for each in changes for kind in each.kinds if kind is not Kind.FOLLOWS] == [Kind.VALUE]
    printed = lines(checked)
    assert "Answers of the library: 1 of 1 differs." in printed
    assert any(line.startswith("    - ") and "1871-10/1903-02" in line for line in printed)
    assert json.loads(as_json(checked))["compared"]["answers"][0]["came"] == list(answer.came)


def test_disagreements_that_appear_and_vanish_are_named(changed: Callable[..., Config]) -> None:
    """Two claims that no longer differ are in no conflict."""
    config = changed(
        (LOGBOOKS, "hg:value 33", "hg:value 31"),
        (EDITORIAL, "c:height-31 hg:conflictsWith c:height-33 .", ""),
    )
    checked = check(config, quiet)
    assert checked.compared is not None
    pair = tuple(f"https://example.org/tiny/claim/height-{height}" for height in (31, 33))
    assert (False, pair) in [(each.appeared, each.of) for each in checked.compared.disagreements]
    assert any(line.startswith("  - Height") and "≠" in line for line in lines(checked))


def test_a_claim_that_was_mended_keeps_its_conflicts(changed: Callable[..., Config]) -> None:
    """The tower is 32 m high, and no longer 31: that it is 33 is still denied."""
    config = changed(
        (LOGBOOKS, "c:height-31", "c:height-32"),
        (LOGBOOKS, "hg:value 31", "hg:value 32"),
        (EDITORIAL, "c:height-31", "c:height-32"),
    )
    checked = check(config, quiet)
    assert checked.compared is not None
    assert checked.compared.disagreements == ()
    assert checked.compared.changes.summary()["value"] == 1


def test_a_query_that_came_went_or_broke_is_told(changed: Callable[..., Config]) -> None:
    """A query of the library is compared by its name."""
    config = changed((LIT, "ORDER BY ?document ?when", "ORDER BY DESC(?document) ?when"))
    (config.graph / "queries" / "light" / "more.rq").write_text(
        (config.graph / LIT).read_text("utf-8").replace("When the light was lit", "More"), "utf-8"
    )
    checked = check(config, quiet)
    assert checked.compared is not None
    found = {each.name: each for each in checked.compared.answers}
    assert (found["light/lit"].went, found["light/lit"].came) == ((), ())
    assert not found["light/more"].before
    assert any("another order" in line for line in lines(checked))
    assert any("(new)" in line for line in lines(checked))


def test_what_is_broken_is_told_with_its_place_and_is_not_compared(changed: Callable[..., Config]) -> None:
    """File, line, column, and what would be right."""
    config = changed((LOGBOOKS, "hg:value 31", "hg:valu:e 31 32"))
    checked = check(config, quiet)
    assert (checked.passes, checked.compared) == (False, None)
    (finding, *_) = [each for each in checked.report.findings if each.severity is Severity.VIOLATION]
    assert (finding.file, bool(finding.line), bool(finding.column), bool(finding.advice)) == (
        LOGBOOKS,
        True,
        True,
        True,
    )
    assert lines(checked)[-1] == "What cannot be built cannot be compared."


def test_constraints_that_fire_are_told_and_the_changes_too(changed: Callable[..., Config]) -> None:
    """A graph that can be built is compared, though it does not validate."""
    config = changed((EDITORIAL, 'skos:prefLabel "Harbour Office"@en', 'skos:altLabel "Harbour Office"@en'))
    checked = check(config, quiet)
    assert not checked.report.conforms
    assert checked.compared is not None
    assert any("harbour-office" in entity.iri for entity in checked.compared.changes.entities)


def test_files_are_mended_once_and_state_the_same(changed: Callable[..., Config]) -> None:
    """What is not in the layout fails; with --fix it is mended, and the next time there is nothing to do."""
    config = changed((LOGBOOKS, "hg:share 0.5 ", "hg:share   0.50 "))
    before = check(config, quiet)
    assert not before.passes
    mended = check(config, quiet, fix=True)
    assert (mended.passes, mended.mended) == (True, (LOGBOOKS,))
    assert mended.compared is not None
    assert mended.compared.changes.entities == ()
    assert (check(config, quiet, fix=True).mended, lines(mended)[0]) == ((), f"Mended: {LOGBOOKS}")


def test_a_file_out_of_its_layout_is_told_with_the_line_as_it_would_be(
    changed: Callable[..., Config],
) -> None:
    """Nothing is written without --fix."""
    config = changed((LOGBOOKS, "  c:stake-office\n", "    c:stake-office\n"))
    text = (config.graph / LOGBOOKS).read_text("utf-8")
    checked = check(config, quiet)
    (finding,) = checked.report.findings
    assert finding.line == text.split("\n").index("    c:stake-office") + 1
    assert "This line would be: c:stake-office" in finding.message
    assert (config.graph / LOGBOOKS).read_text("utf-8") == text


def test_without_a_release_it_is_compared_with_the_graph_that_was_built_last(
    changed: Callable[..., Config], tmp_path: Path
) -> None:
    """And where there is none either, that is said."""
    config = replace(
        changed((EDITORIAL, '"Harbour Office"@en', '"The Harbour Office"@en')), releases=str(tmp_path)
    )
    checked = check(config, quiet)
    assert checked.compared is not None
    assert checked.compared.base.startswith("the graph that was built last (")
    assert checked.compared.changes.summary()["other"] == 1
    bare = check(replace(config, cache=tmp_path / "none"), quiet)
    assert (bare.passes, bare.compared) == (True, None)
    assert "horgos release" in bare.why
