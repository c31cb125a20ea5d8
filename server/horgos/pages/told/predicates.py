"""The sections that statements stand in, and the order of the predicates in each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from horgos.pages.words import vocabulary as v
from horgos.translation import message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from horgos.pages.told.links import Links

NAMES = (
    v.PREF_LABEL, f"{v.SKOS}altLabel", f"{v.SKOS}hiddenLabel", v.LABEL, f"{v.DCTERMS}title",
    v.NAME, f"{v.SCHEMA}alternateName",
)  # fmt: skip
"""The predicates by which a resource is named."""
_IDENTITY = (
    v.LOCATOR, v.NOTATION, v.TYPE, f"{v.DCTERMS}type", v.STATUS, f"{v.SKOS}definition",
    f"{v.DCTERMS}description", f"{v.RDFS}comment", f"{v.SCHEMA}description",
    f"{v.OWL}sameAs", f"{v.SKOS}exactMatch", f"{v.SKOS}closeMatch", f"{v.SKOS}scopeNote", f"{v.SKOS}note",
    f"{v.SKOS}editorialNote", f"{v.SKOS}example", f"{v.SKOS}broader", f"{v.SKOS}inScheme",
)  # fmt: skip
_CLAIMED = (
    v.ABOUT, v.EVENT_TYPE, v.INDICATOR, v.VALUE, v.DERIVED_VALUE, v.MINIMUM, v.MAXIMUM, v.UNIT, v.QUALIFIER,
    v.ROUNDED_TO, f"{v.SCHEMA}opens", f"{v.SCHEMA}closes", v.HOLDER, v.SHARE, f"{v.HG}party", f"{v.HG}under",
    v.WHEN, f"{v.HG}improvesOn",
)  # fmt: skip
_PLACE = (
    v.PART_OF, f"{v.OA}hasSelector", f"{v.OA}start", f"{v.OA}end",
    f"{v.SCHEMA}containedInPlace", f"{v.SCHEMA}containsPlace", f"{v.GEO}hasGeometry", f"{v.GEO}asWKT",
    f"{v.SCHEMA}geo", f"{v.SCHEMA}latitude", f"{v.SCHEMA}longitude", f"{v.SCHEMA}elevation",
    f"{v.SCHEMA}address", f"{v.GEO}sfWithin", f"{v.GEO}sfContains", f"{v.GEO}sfTouches",
    *(
        f"{v.HG}{name}"
        for name in ("borderBetween", "facilityOf", "entersAt", "connectsTo", "serves", "administers", "mode")
    ),
)  # fmt: skip
_DERIVATION = (
    v.STATED_IN, v.ACCORDING_TO, v.DERIVED_FROM,
    f"{v.DCTERMS}source", f"{v.PROV}wasGeneratedBy",
)  # fmt: skip
_FOLLOWING = (v.EARLIEST, v.LATEST, *v.IN_BASE_UNITS)

_DIFFERENCE = (v.BETWEEN, v.PREFERRED, v.DOUBTED, v.CONFLICTS_WITH)

SECTIONS = (
    ("claim", message("What is claimed"), _CLAIMED),
    ("difference", message("Where voices differ"), _DIFFERENCE),
    ("names", message("Names"), NAMES),
    ("identity", message("What it is"), _IDENTITY),
    ("place", message("Where it belongs"), _PLACE),
    ("derivation", message("Where it comes from"), _DERIVATION),
    ("following", message("What follows from it"), _FOLLOWING),
    ("query", message("Its query"), (f"{v.SH}construct",)),
    ("other", message("More"), ()),
)
PARTS = (v.GEOMETRY,)  # predicates whose values are told of on the page itself
_PLACED = {predicate: (key, at) for key, _, listed in SECTIONS for at, predicate in enumerate(listed)}


def place(predicate: str) -> tuple[str, int]:
    """The section of a predicate, and its place there."""
    return _PLACED.get(predicate, ("other", 0))


def by_place(links: Iterable[Links]) -> list[Links]:
    """The links in the order in which pages show their predicates; what tells of places first."""
    return sorted(
        links,
        key=lambda each: (place(each.predicate)[0] != "place", place(each.predicate)[1], each.predicate),
    )
