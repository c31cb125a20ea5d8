"""Small graphs of figures for the tests of rules, and what rules make of them, in few words."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, Triple

from conftest import derived

FORECAST = """; <http://purl.org/linked-data/sdmx/2009/attribute#obsStatus>
    <http://purl.org/linked-data/sdmx/2009/code#obsStatus-F>"""
WORLD = """
g:sources {
  d:guide a hg:Document . d:diary a hg:Document .
  d:guide-1 a hg:Passage ; dcterms:isPartOf d:guide .
  d:diary-1 a hg:Passage ; dcterms:isPartOf d:diary .
}
g:vocabulary {
  v:train qudt:conversionMultiplier 1 ; qudt:ucumCode "{train}" .
  v:person qudt:conversionMultiplier 1 ; qudt:ucumCode "{person}" .
  v:tonne qudt:conversionMultiplier 1000 ; qudt:ucumCode "t" .
  v:percent qudt:conversionMultiplier 0.01 ; qudt:ucumCode "%" .
  v:hour qudt:conversionMultiplier 3600 . v:day qudt:conversionMultiplier 86400 .
  v:square-kilometre qudt:conversionMultiplier 1000000 ; qudt:ucumCode "km2" ; qudt:symbol "km²" .
  v:trains dcterms:type v:flow . v:cargo dcterms:type v:flow . v:passengers dcterms:type v:flow .
  v:train-growth hg:growthOf v:trains ; dcterms:type v:growth-rate .
  v:cargo-growth hg:growthOf v:cargo ; dcterms:type v:growth-rate .
  v:natives hg:partOfTotal v:passengers ; dcterms:type v:flow .
  v:strangers hg:partOfTotal v:passengers ; dcterms:type v:flow .
  v:area dcterms:type v:level . v:import-time dcterms:type v:duration . v:distance dcterms:type v:level .
  v:rank-in-time dcterms:type v:rank . v:rank-by-size dcterms:type v:rank .
}
g:editorial { e:port a schema:Place . e:other-port a schema:Place }
"""
UNITS = {
    "trains": "train",
    "cargo": "tonne",
    "passengers": "person",
    "natives": "person",
    "strangers": "person",
    "area": "square-kilometre",
    "distance": "hour",
}


def figure(claim: str, value: str, when: str = "2024", more: str = "", **given: str) -> str:
    """One figure, in TriG: its value with its rounding, as in `8730/10`, and what else is given of it.

    The name of the claim begins with its indicator, up to an underscore.
    """
    indicator = claim.partition("_")[0]
    number, _, step = value.partition("/")
    kind = given.get("kind", "annual")
    parts = [
        f"c:{claim} a hg:Figure",
        f"hg:about e:{given.get('about', 'port')}",
        f"hg:indicator v:{indicator}",
        f'hg:when "{when}"^^edtf:EDTF',
        f"hg:value {number}",
        f"hg:qualifier v:{given.get('qualifier', 'stated')}",
        f"hg:unit v:{given.get('unit', UNITS.get(indicator, 'percent'))}",
        *([f"hg:roundedTo {step}"] if step else []),
        *([f"dcterms:type v:{kind}"] if kind else []),
    ]
    return f"d:{given.get('passage', 'guide-1')} {{ {' ; '.join(parts)} {more} }}\n"


def rows(found: Iterable[Triple]) -> dict[str, dict[str, str]]:
    """Triples as one dictionary for each subject, of local names, with times and numbers as they are."""
    made: dict[str, dict[str, str]] = {}
    for triple in found:
        name = triple.predicate.value.rpartition("#")[2].rpartition("/")[2]
        term = triple.object
        value = term.value if isinstance(term, Literal) else str(term).strip("<>").rpartition("/")[2]
        subject = str(triple.subject).strip("<>").rpartition("/")[2]
        made.setdefault(subject, {})[name] = value
    return made


def results(data: str, *slugs: str) -> dict[str, dict[str, str]]:
    """What the last of these rules concludes of the world and this data, run with the others."""
    return rows(derived(WORLD + data, *slugs))


def conflicts(data: str, *slugs: str) -> set[tuple[str, str]]:
    """The pairs that the last of these rules finds in conflict, each once; it must say them both ways."""
    pairs = set()
    for triple in derived(WORLD + data, "time-bounds", "normalised-units", *slugs):
        pairs.add(tuple(str(term).strip("<>").rpartition("/")[2] for term in (triple.subject, triple.object)))
    assert pairs == {(other, one) for one, other in pairs}
    return {(one, other) for one, other in pairs if one < other}
