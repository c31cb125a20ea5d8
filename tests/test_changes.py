"""What changed between two states: by entity, in words, and as a patch that makes one of the other."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse

from conftest import tiny
from horgos.build import Lines, conclude, merged
from horgos.changes import Change, Changes, Kind, Snapshot, as_json, as_text, compare, headline, rdf_patch
from horgos.errors import ConfigError
from horgos.sources import load, read

TINY = "https://example.org/tiny/"
LIGHT = f"{TINY}id/gannet-light"
LOGBOOKS, EDITORIAL = "data/logbooks.trig", "data/editorial.trig"
Edit = Callable[[Mapping[str, str | None]], Path]
After = Callable[..., Changes]


def state(folder: Path, name: str) -> Snapshot:
    """The state of a graph in a folder, with what its rules derive."""
    loaded = load(read(folder))
    _, store = conclude(loaded)
    return Snapshot.of_lines(name, loaded.sources.digest, Lines.of(store))


@pytest.fixture(scope="module")
def old(tiny_folder: Path) -> Snapshot:
    """The tiny graph as it is."""
    return state(tiny_folder, "1.0")


@pytest.fixture
def new(edit: Edit, tiny_folder: Path) -> Callable[..., Snapshot]:
    """The tiny graph in which texts were replaced: `new((file, before, after), …)`."""

    def edited(*replacements: tuple[str, str, str]) -> Snapshot:
        texts: dict[str, str | None] = {}
        for file, before, after in replacements:
            text = texts.get(file) or (tiny_folder / file).read_text("utf-8")
            assert before in text
            texts[file] = text.replace(before, after)
        return state(edit(texts), "now")

    return edited


@pytest.fixture
def after(old: Snapshot, new: Callable[..., Snapshot]) -> After:
    """What changes in the tiny graph by these replacements."""
    return lambda *replacements: compare(old, new(*replacements))


def change(changes: Changes, name: str) -> Change:
    """The change of the resource whose IRI ends so."""
    (found,) = [each for entity in changes.entities for each in entity.changes if each.iri.endswith(name)]
    return found


HIGHER = (
    (LOGBOOKS, "c:height-31", "c:height-32"),
    (LOGBOOKS, "hg:value 31", "hg:value 32"),
    (EDITORIAL, "c:height-31", "c:height-32"),
)


def test_nothing_changed_between_a_state_and_itself(old: Snapshot) -> None:
    """There is no entity, and the headline says so."""
    changes = compare(old, old)
    assert changes.entities == ()
    assert headline(changes.summary()) == "Nothing changed."


def test_a_summary_that_an_older_program_froze_is_told(old: Snapshot) -> None:
    """A release outlives the program: a kind of change that it did not know is left out."""
    summary = compare(old, old).summary() | {"entities": 1, "value": 2}
    del summary["follows"]
    assert headline(summary).startswith("2 changed in value; of 1 thing.")


def test_a_figure_that_was_mended_is_one_change_with_before_and_after(after: After) -> None:
    """The IRI of a claim names its content: what went and what came are found to be one statement."""
    changes = after(*HIGHER)
    found = change(changes, "claim/height-32")
    assert found.kinds == (Kind.VALUE,)
    assert found.old == f"{TINY}claim/height-31"
    (part,) = found.parts
    assert [[term.value for term in terms] for terms in (part.before, part.after)] == [["31"], ["32"]]
    summary = changes.summary()
    assert (summary["value"], summary["added"], summary["removed"]) == (1, 0, 0)


def test_a_claim_is_listed_under_what_it_is_about_and_derived_statements_are_told_apart(after: After) -> None:
    """What rules derive goes and comes with the thing, and counts as no change of what is stated."""
    changes = after(*HIGHER)
    light = next(entity for entity in changes.entities if entity.iri == LIGHT)
    assert [each.iri for each in light.changes] == [f"{TINY}claim/height-32"]
    assert light.derived
    assert all("/rule/" in quad.graph_name.value for _, quad in light.derived)
    assert changes.summary()["derived_added"] == changes.derived["A"] > 0


def test_what_refers_to_a_claim_that_changed_follows_from_that(after: After) -> None:
    """The finding between the claims did not change its mind, and is listed last."""
    changes = after(*HIGHER)
    assert change(changes, "disagreement-height").kinds == (Kind.FOLLOWS,)
    assert changes.entities[-1].iri == f"{TINY}id/disagreement-height"


def test_a_value_that_changed_under_the_same_name_is_changed_in_value(after: After) -> None:
    """As happens where an IRI does not spell out the value."""
    found = change(after((LOGBOOKS, "hg:share 0.5", "hg:share 0.25")), "claim/stake-office")
    assert (found.kinds, found.old, found.new) == ((Kind.VALUE,), found.iri, found.iri)


def test_a_bound_that_was_added_to_a_claim_changes_its_value(after: After) -> None:
    """The statements of a claim are one whole."""
    found = change(after((LOGBOOKS, "hg:share 0.5", "hg:share 0.5 ; hg:roundedTo 0.1")), "claim/stake-office")
    assert found.kinds == (Kind.VALUE,)


def test_a_claim_of_another_time_in_the_same_passage_is_changed_in_value(after: After) -> None:
    """Same passage, same content, another time: one statement, whose time was mended."""
    found = change(
        after(
            (LOGBOOKS, "c:storm-1888-24", "c:storm-1889-24"),
            (LOGBOOKS, '"1888-24"', '"1889-24"'),
        ),
        "storm-1889-24",
    )
    assert (found.kinds, found.old) == ((Kind.VALUE,), f"{TINY}claim/storm-1888-24")


def test_a_claim_that_another_passage_says_now_is_changed_in_source(after: After) -> None:
    """Every statement stays, and who says it changes."""
    storm = (
        '  c:storm-1888-24 a hg:Event ; rdfs:label "A storm"@en ;\n'
        '    hg:about e:gannet-light ; hg:eventType v:storm ; hg:when "1888-24"^^edtf:EDTF .\n'
    )
    changes = after((LOGBOOKS, storm, ""), (LOGBOOKS, "d:keeper-tower {\n", f"d:keeper-tower {{\n{storm}"))
    found = change(changes, "claim/storm-1888-24")
    (moved,) = found.moved
    assert (found.kinds, found.parts) == ((Kind.SOURCE,), ())
    assert moved.lost == (f"{TINY}source/keeper-years",)
    assert moved.gained == (f"{TINY}source/keeper-tower",)


def test_claims_that_have_nothing_but_the_subject_in_common_are_no_pair(after: After) -> None:
    """A storm that went and a lighting that came are two changes."""
    storm = (
        '  c:storm-1888-24 a hg:Event ; rdfs:label "A storm"@en ;\n'
        '    hg:about e:gannet-light ; hg:eventType v:storm ; hg:when "1888-24"^^edtf:EDTF .\n'
    )
    lighting = storm.replace("c:storm-1888-24", "c:lighting-1888").replace("v:storm", "v:lighting")
    changes = after((LOGBOOKS, storm, lighting))
    assert change(changes, "claim/storm-1888-24").kinds == (Kind.REMOVED,)
    assert change(changes, "claim/lighting-1888").kinds == (Kind.ADDED,)


def test_a_label_is_neither_value_nor_source(after: After) -> None:
    """It changes what something is called, and nothing that is said of it."""
    changes = after((EDITORIAL, '"Harbour Office"@en', '"The Harbour Office"@en'))
    assert change(changes, "id/harbour-office").kinds == (Kind.OTHER,)


def test_the_text_tells_each_change_with_its_sign_and_who_says_it(after: After) -> None:
    """A line says what changed how, those below it what was and what is."""
    text = list(as_text(after(*HIGHER), tiny()[0].prefixes))
    assert "1 changed in value" in text[0]
    place = text.index("  ± Height: 31 m  c:height-32 (was c:height-31)")
    assert "      hg:value  31 → 32" in text[place:]
    assert "      said by The keeper's logbook, The tower" in text[place:]
    assert any(line.startswith("  ∴ The best claims: ") for line in text)


def test_the_text_does_not_tell_that_a_thing_went_when_a_statement_did(after: After) -> None:
    """A minus before the name of a thing says that the thing is gone."""
    text = list(as_text(after((EDITORIAL, "c:extinction-1903-02 , ", "")), tiny()[0].prefixes))
    place = text.index("  - in its statements")
    assert text[place + 1].startswith("      hg:between  - c:")


def test_the_json_holds_every_statement_that_differs(after: After) -> None:
    """For programs: kinds, terms as N-Triples has them, and each derived statement with its rule."""
    changes = after(*HIGHER)
    told = json.loads(as_json(changes))
    light = next(entity for entity in told["entities"] if entity["iri"] == LIGHT)
    assert light["labels"]["en"] == "Gannet Rock Light"
    assert light["changes"][0]["kinds"] == ["value"]
    assert told["summary"] == changes.summary()
    derived = [each for entity in told["entities"] for each in entity["derived"]]
    assert len(derived) == sum(changes.derived.values())


def test_a_dump_in_any_format_that_tells_who_says_what_is_a_state(old: Snapshot, tmp_path: Path) -> None:
    """Read from N-Quads or JSON-LD, packed or not, it is the same."""
    quads = [
        Quad(*quad.triple, NamedNode(graph.decode()))
        for graph, line in old.lines()
        for quad in parse(line, RdfFormat.N_TRIPLES)
    ]
    store = Store()
    store.extend(quads)
    packed, other = tmp_path / "all.nq.gz", tmp_path / "all.trig"
    packed.write_bytes(gzip.compress(store.dump(format=RdfFormat.N_QUADS) or b""))
    other.write_bytes(store.dump(format=RdfFormat.TRIG) or b"")
    for path in (packed, other):
        assert compare(old, Snapshot.of_file(path.name, path)).entities == ()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("merge.nt", "<urn:s> <urn:p> <urn:o> .\n", "merge of all graphs"),
        ("data.csv", "a,b\n", "no extension of a format"),
        ("broken.nq", "<urn:s> <urn:p>\n", "not valid N-Quads"),
        ("packed.nq.gz", "no gzip", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_compared_is_refused(
    old: Snapshot, tmp_path: Path, name: str, text: str, said: str
) -> None:
    """The error names the file, what is wrong with it, and what would be right."""
    path = tmp_path / name
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError, match=said) as caught:
        compare(old, Snapshot.of_file(name, path))
    assert caught.value.advice


TERMS = st.sampled_from(["a", "b", "c"]).map(lambda name: NamedNode(f"urn:{name}"))
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5).map(Literal)
STATES = st.sets(st.builds(Quad, TERMS, TERMS, TERMS | TEXTS, TERMS), max_size=12)


def of(quads: set[Quad]) -> Snapshot:
    """A state of these quads."""
    return Snapshot.of_lines("state", str(len(quads)), Lines.of(merged(list(quads))))


def applied(patch: bytes, quads: set[Quad]) -> set[Quad]:
    """What a patch makes of quads, as RDF Delta has it: a row after the other, within one transaction."""
    head, *rows, end = patch.decode().removesuffix("\n").split("\n")
    assert head.startswith("H id <uuid:")
    assert (rows.pop(0), end) == ("TX .", "TC .")
    now = set(quads)
    for row in rows:
        (quad,) = parse(row[2:], RdfFormat.N_QUADS)
        now = now - {quad} if row[0] == "D" else now | {quad}
    return now


@given(STATES, STATES)
def test_applying_the_patch_to_the_old_state_gives_exactly_the_new_one(
    old: set[Quad], new: set[Quad]
) -> None:
    """RDF Patch: what it deletes was there, and what it adds was not."""
    patch = b"".join(rdf_patch(of(old), of(new)))
    assert applied(patch, old) == new
    codes = [row[:1] for row in patch.decode().split("\n")]
    assert (codes.count("D"), codes.count("A")) == (len(old - new), len(new - old))


@given(STATES, STATES)
def test_every_statement_that_differs_is_told_once(old: set[Quad], new: set[Quad]) -> None:
    """What is stated: the counts are those of the patch, and all of it stands under some entity."""
    changes = compare(of(old), of(new))
    assert changes.statements["D"] == len(old - new)
    assert changes.statements["A"] == len(new - old)
    assert bool(changes.entities) is (old != new)
    assert DefaultGraph() not in {quad.graph_name for quad in old | new}
