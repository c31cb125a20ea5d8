"""Prefixed names, paths and labels."""

from __future__ import annotations

import string
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, RdfFormat, parse

from horgos.terms import Base, Label, Prefixes, best_label, matches

SPACES = {
    "e": "https://example.org/id/",
    "v": "https://example.org/id/vocab/",
    "hg": "https://example.org/ns#",
}
PREFIXES = Prefixes(SPACES)
BASE = Base("https://example.org/")

IRIS = st.tuples(
    st.sampled_from(["https://example.org/", *SPACES.values(), "urn:other:"]),
    st.text(string.printable[:62] + "-_.~/:é", max_size=9),
).map("".join)
SEGMENTS = st.text(string.ascii_lowercase + string.digits + "-", min_size=1, max_size=8)


@given(IRIS)
def test_short_form_is_turtle_for_the_same_iri(iri: str) -> None:
    """A parser of Turtle reads back the IRI, whatever stands in it."""
    prologue = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in SPACES.items())
    (quad,) = parse(f"{prologue}{PREFIXES.short(iri)} a hg:x .", RdfFormat.TURTLE)
    assert quad.subject == NamedNode(iri)


@given(IRIS)
def test_an_address_means_the_resource_that_it_names(iri: str) -> None:
    """`meant` is the inverse of `name`, and the IRI in full always means itself."""
    assert PREFIXES.meant(PREFIXES.name(iri)) == PREFIXES.meant(iri) == iri


@pytest.mark.parametrize(
    ("iri", "curie"),
    [
        ("https://example.org/id/port", "e:port"),
        ("https://example.org/id/vocab/open", "v:open"),
        ("https://example.org/ns#about", "hg:about"),
        ("https://example.org/id/a/b", None),
        ("https://example.org/id/", None),
        ("https://elsewhere.org/x", None),
    ],
)
def test_longest_namespace_that_leaves_a_plain_name_counts(iri: str, curie: str | None) -> None:
    """Names that would need an escape are written whole."""
    assert PREFIXES.curie(iri) == curie


def test_without_prefixes_there_are_no_prefixed_names() -> None:
    """Nothing fits, not even the empty IRI."""
    assert [Prefixes({}).curie(iri) for iri in ("https://example.org/id/port", "")] == [None, None]


@pytest.mark.parametrize("text", ["x:name", "name", ""])
def test_unknown_prefix_expands_to_nothing(text: str) -> None:
    """None, so that the caller can say which prefixes there are."""
    assert PREFIXES.expand(text) is None


@pytest.mark.parametrize("text", ["x:name", "name", "", "urn:isbn:0", "e://host/x", "e:a:b"])
def test_what_is_no_prefixed_name_means_itself(text: str) -> None:
    """What has another prefix, or goes on as only an IRI does."""
    assert PREFIXES.meant(text) == text


def test_sparql_prologue_declares_every_prefix_in_order() -> None:
    """SPARQL 1.1, 4.1.1."""
    assert PREFIXES.sparql.splitlines()[0] == "PREFIX e: <https://example.org/id/>"
    assert PREFIXES.sparql.count("PREFIX") == len(SPACES)


@given(st.tuples(st.sampled_from(["id", "claim", "source", "vocab", "derived"]), SEGMENTS))
def test_page_name_and_iri_are_inverse(parts: tuple[str, str]) -> None:
    """Things drop their `id/`, everything else keeps its kind; nothing is lost either way."""
    iri = BASE.iri + "/".join(parts)
    name = BASE.name(iri)
    assert name is not None
    assert BASE.named(name) == iri


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("https://example.org/id/port", "port"),
        ("https://example.org/claim/opening", "claim/opening"),
        ("https://example.org/ns#about", None),
        ("https://example.org/source/x#chars", None),
        ("https://example.org/dataset", None),
        ("https://example.org/", None),
        ("https://elsewhere.org/id/port", None),
    ],
)
def test_only_resources_of_the_dataset_have_a_page(iri: str, name: str | None) -> None:
    """Fragments belong to the page of their document, and the outside has its own pages."""
    assert BASE.name(iri) == name


@pytest.mark.parametrize(
    ("tag", "wanted", "does"),
    [
        ("zh-hans", "zh", True),
        ("zh-Hans", "zh-hans", True),
        ("zhx", "zh", False),
        ("zh", "zh-hans", False),
        ("en", "*", True),
        ("", "*", False),
    ],
)
def test_language_ranges_match_as_in_rfc_4647(tag: str, wanted: str, does: bool) -> None:
    """Basic filtering (3.3.1), the LANGMATCHES of SPARQL."""
    assert matches(tag, wanted) is does


LABELS = (Label("Hafen", "de"), Label("port", "en"), Label("口岸", "zh-hans"), Label("P"))


@pytest.mark.parametrize(
    ("labels", "languages", "best"),
    [
        (LABELS, ["zh"], "口岸"),
        (LABELS, ["fr", "de"], "Hafen"),
        (LABELS, ["fr"], "port"),
        (LABELS, [], "port"),
        ((Label("Hafen", "de"), Label("P")), ["fr"], "P"),
        ((Label("Hafen", "de"), Label("porto", "it")), ["fr"], "Hafen"),
    ],
)
def test_best_label_is_the_first_language_that_is_there(
    labels: tuple[Label, ...], languages: list[str], best: str
) -> None:
    """The wanted languages in order, then English, then no language, then any."""
    found = best_label(labels, languages)
    assert found is not None
    assert found.text == best


def test_nothing_has_no_best_label() -> None:
    """None, so that the caller falls back on the name in the IRI."""
    assert best_label([], ["en"]) is None


@given(
    st.lists(st.builds(Label, SEGMENTS, st.sampled_from(["", "en", "de", "zh-hans"])), max_size=6),
    st.randoms(),
)
def test_best_label_does_not_depend_on_the_order_of_labels(labels: list[Label], random: Random) -> None:
    """The store gives labels in no order, and pages must be the same every time."""
    shuffled = labels.copy()
    random.shuffle(shuffled)
    assert best_label(shuffled, ["zh", "de"]) == best_label(labels, ["zh", "de"])
