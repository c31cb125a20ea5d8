"""Which parts lead the page of a resource, and which facts stand in its head: by what kind of thing it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from horgos.pages.words import vocabulary as v

ORDER = (
    "content", "passages", "names", "timeline", "status", "happened", "sides", "around", "figures", "derived",
    "stakes", "hours", "claims", "claim", "difference", "place", "identity", "query", "other", "near",
    "incoming", "derivation", "following", "data",
)  # fmt: skip
"""The parts of a page by their keys, in the order that they have where no layout says otherwise."""


@dataclass(frozen=True)
class Layout:
    """The page of one kind of thing.

    `facts` are the predicates that its head tells of, the most telling first; `first` the parts that lead.
    """

    facts: tuple[str, ...] = ()
    first: tuple[str, ...] = ()

    @property
    def order(self) -> tuple[str, ...]:
        """All parts in their order."""
        return (*self.first, *(key for key in ORDER if key not in self.first))


def _hg(*names: str) -> tuple[str, ...]:
    return tuple(f"{v.HG}{name}" for name in names)


_CONTAINED = (f"{v.SCHEMA}containedInPlace", v.PART_OF)
_PLACE = Layout((*_hg("facilityOf", "borderBetween"), *_CONTAINED, f"{v.SCHEMA}location"), ("names", "place"))
_PORT = Layout(
    (v.STATUS, *_hg("borderBetween", "facilityOf"), *_CONTAINED, *_hg("mode", "connectsTo")),
    ("names", "timeline", "status", "happened", "figures"),
)
_ZONE = Layout(
    (v.STATUS, *_CONTAINED, f"{v.DCTERMS}hasPart", f"{v.DCTERMS}subject"),
    ("names", "timeline", "status", "figures", "happened"),
)
_LINE = Layout(
    (*_hg("mode", "connectsTo", "serves", "entersAt"), v.TO, v.PART_OF),
    ("names", "place", "timeline", "figures", "happened"),
)
_ORGANISATION = Layout(
    (f"{v.ORG}classification", f"{v.SCHEMA}location", *_hg("administers"), f"{v.ORG}subOrganizationOf"),
    ("names", "stakes", "timeline", "happened"),
)
_AGREEMENT = Layout(_hg("party", "under", "resultsIn"), ("names", "timeline", "happened"))
_HAPPENING = Layout(
    (f"{v.SCHEMA}about", f"{v.SCHEMA}attendee", f"{v.SCHEMA}location"), ("names", "timeline", "happened")
)
_CLAIM = Layout(first=("claim", "difference", "derivation", "following"))
_PASSAGE = Layout(first=("content",))
_DOCUMENT = Layout(
    (f"{v.DCTERMS}publisher", f"{v.DCTERMS}creator", f"{v.DCTERMS}created", f"{v.SCHEMA}genre",
     v.LANGUAGE),
    ("passages",),
)  # fmt: skip
_RULE = Layout(first=("content", "query"))
_FINDING = Layout((f"{v.DCTERMS}type",), ("difference", "identity"))
_CONCEPTS = Layout(first=("incoming", "names"))  # what is in the list
_CONCEPT = Layout(
    (f"{v.SKOS}inScheme", f"{v.SKOS}broader", *_hg("growthOf", "partOfTotal", "resultsIn"), v.UNIT_SIGN),
    ("incoming", "names"),
)

# The first class that a resource is of decides; the narrower ones stand before the wider.
_LAYOUTS = {
    **dict.fromkeys((v.DISAGREEMENT, v.FINDING), _FINDING),
    v.PASSAGE: _PASSAGE,
    v.DOCUMENT: _DOCUMENT,
    v.RULE: _RULE,
    **dict.fromkeys(v.CLAIMS, _CLAIM),
    v.OBSERVATION: _CLAIM,
    **dict.fromkeys(_hg("BorderPort", "Facility"), _PORT),
    **dict.fromkeys(_hg("EconomicZone"), _ZONE),
    **dict.fromkeys(_hg("TransportLine", "TransportService"), _LINE),
    **dict.fromkeys(_hg("Agreement"), _AGREEMENT),
    **dict.fromkeys((f"{v.ORG}Organization", f"{v.SCHEMA}Organization"), _ORGANISATION),
    f"{v.SCHEMA}Event": _HAPPENING,
    **dict.fromkeys(
        (f"{v.HG}Polity", *(f"{v.SCHEMA}{name}" for name in ("City", "AdministrativeArea", "Place"))), _PLACE
    ),
    **dict.fromkeys((*_hg("Indicator"), f"{v.SKOS}Concept"), _CONCEPT),
    f"{v.SKOS}ConceptScheme": _CONCEPTS,
}
_GENERAL = Layout(first=("content", "passages", "names"))


def layout(classes: Iterable[str]) -> Layout:
    """The layout for a resource of these classes; the general one where the table has none of them."""
    known = set(classes)
    return next((found for class_, found in _LAYOUTS.items() if class_ in known), _GENERAL)
