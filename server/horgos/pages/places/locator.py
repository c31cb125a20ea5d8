"""Where one thing is, on a small map: from the geometry that is told of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import TYPE_CHECKING

from pyoxigraph import Literal

from horgos.pages.maps import Drawing, Mark, locate
from horgos.pages.places.wkt import Geometry, geometry
from horgos.pages.words import vocabulary as v
from horgos.pages.words.names import clip

if TYPE_CHECKING:
    from horgos.pages.told.statements import Links
    from horgos.terms import Label

NAME = 24  # characters of the name on the map


def locator(
    links: Iterable[Links], insets: Mapping[str, tuple[Links, ...]], title: Label, language: str
) -> Drawing | None:
    """The first geometry that can be read, of the thing or of a part of it; None where there is none."""
    told = chain(links, *insets.values())
    literals = (term for each in told if each.predicate == v.AS_WKT for term in each.ends)
    found = (geometry(term.value) for term in literals if isinstance(term, Literal))
    return next((_drawn(each, title, language) for each in found if each), None)


def _drawn(found: Geometry, title: Label, language: str) -> Drawing:
    longitude, latitude = found.middle
    name = clip(title, NAME)
    mark = Mark(name.text, name.language, longitude, latitude, main=True)
    return locate(mark, (found.points,) if found.line else (), language)
