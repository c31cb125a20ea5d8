"""Where one thing is, on a small map: from the geometry that is told of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import TYPE_CHECKING

from pyoxigraph import Literal, QuerySolutions

from horgos.pages.maps import Drawing, Mark, keep, locate, region, room
from horgos.pages.places.wkt import Geometry, Point, geometry
from horgos.pages.words import vocabulary as v
from horgos.pages.words.names import clip
from horgos.queries import shipped

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Store

    from horgos.pages.told.links import Links
    from horgos.terms import Label


def locator(
    links: Iterable[Links], insets: Mapping[str, tuple[Links, ...]], title: Label, language: str
) -> Drawing | None:
    """The first geometry that can be read, of the thing or of a part of it; None where there is none."""
    told = chain(links, *insets.values())
    literals = (term for each in told if each.predicate == v.AS_WKT for term in each.ends)
    found = (geometry(term.value) for term in literals if isinstance(term, Literal))
    return next((_drawn(each, title, language) for each in found if each), None)


def prepare(store: Store, into: Path) -> Path:
    """Draw the land of the small maps of all geometries, and write it for `maps.recall`, `land.json`.

    `store` has the merge of all graphs as its default graph.
    """
    solutions = store.query(shipped("geometries"))
    if not isinstance(solutions, QuerySolutions):
        raise TypeError("sparql/geometries.rq is no SELECT query")
    found = (geometry(row["wkt"].value) for row in solutions)
    return keep((region(shown(each)) for each in found if each), into)


def shown(found: Geometry) -> tuple[Point, ...]:
    """The points that a map of it shows."""
    return (found.middle, *found.points) if found.line else (found.middle,)


def _drawn(found: Geometry, title: Label, language: str) -> Drawing:
    longitude, latitude = found.middle
    name = clip(title, room(title.text))
    mark = Mark(name.text, name.language, longitude, latitude, main=True)
    return locate(mark, (found.points,) if found.line else (), language)
