"""Which things are placed, by a position of their own or in what has one, and what connects them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from horgos.pages.places.wkt import Geometry, geometry

if TYPE_CHECKING:
    from horgos.pages.reading import Round, Row, Rows


@dataclass(frozen=True)
class Placed:
    """A thing with a position, the graphs that say where it is, and how many claims are about it."""

    thing: str
    geometry: Geometry
    wkt: str
    graphs: tuple[str, ...]
    claims: int


@dataclass(frozen=True)
class Located:
    """A thing that is in or at another, which has a position or is itself in one that has.

    `place` is what it is said to be in or at, `graphs` are those that say so.
    """

    thing: str
    place: str
    graphs: tuple[str, ...]


@dataclass(frozen=True)
class Connection:
    """Two things with a position, what connects them, and the graphs that say so."""

    start: str
    end: str
    links: tuple[str, ...]
    graphs: tuple[str, ...]


@dataclass(frozen=True)
class Places:
    """Everything that is placed. `located` has the things in or at each thing that has a position.

    `unread` counts positions that this program does not understand.
    """

    placed: tuple[Placed, ...]
    located: Mapping[str, tuple[Located, ...]]
    connections: tuple[Connection, ...]
    unread: int

    @property
    def things(self) -> tuple[str, ...]:
        """All that is placed: the things with a position first."""
        inside = (each.thing for found in self.located.values() for each in found)
        return (*(each.thing for each in self.placed), *inside)

    def mentioned(self) -> Iterator[str]:
        """Every resource that a page about them mentions."""
        for each in self.placed:
            yield from (each.thing, *each.graphs)
        for found in self.located.values():
            for inside in found:
                yield from (inside.thing, inside.place, *inside.graphs)
        for connection in self.connections:
            yield from (*connection.links, *connection.graphs)


def ask(round_: Round) -> Callable[[], Places]:
    """Have it asked in a round what is placed in the dataset; what is returned gives it."""
    placed, located, connections = (round_.ask(name) for name in ("places", "located", "connections"))
    return lambda: _places(placed(), located(), connections())


def _places(positions: Rows, located: Rows, connections: Rows) -> Places:
    placed, unread = _placed(positions)
    known = {each.thing for each in placed}
    return Places(placed, _located(located, known), _connections(connections, known), unread)


def _placed(rows: Iterable[Row]) -> tuple[tuple[Placed, ...], int]:
    """Each thing at its first position that can be read, and how many positions cannot."""
    found: dict[str, Placed] = {}
    unread = set()
    for row in rows:
        thing, wkt, voice = row["thing"], row["wkt"].value, row["voice"].value
        read = geometry(wkt)
        if read is None:
            unread.add((thing.value, wkt))
        elif isinstance(thing, NamedNode):
            first = found.get(thing.value) or Placed(thing.value, read, wkt, (), int(row["claims"].value))
            graphs = (*first.graphs, voice) if first.wkt == wkt else first.graphs
            found[thing.value] = Placed(first.thing, first.geometry, first.wkt, graphs, first.claims)
    return tuple(found.values()), len(unread)


def _located(rows: Iterable[Row], placed: set[str]) -> dict[str, tuple[Located, ...]]:
    """The things in or at each, along the shortest chain from a thing that has a position."""
    within: dict[str, dict[str, tuple[str, ...]]] = {}
    for row in rows:
        if isinstance(row["thing"], NamedNode) and isinstance(row["place"], NamedNode):
            inside = within.setdefault(row["place"].value, {})
            inside[row["thing"].value] = (*inside.get(row["thing"].value, ()), row["voice"].value)
    found: dict[str, list[Located]] = {}
    reached = {thing: thing for thing in placed}
    wave = sorted(placed)
    while wave:
        after = []
        for place in wave:
            for thing, graphs in sorted(within.get(place, {}).items()):
                if thing not in reached:
                    reached[thing] = reached[place]
                    found.setdefault(reached[place], []).append(Located(thing, place, graphs))
                    after.append(thing)
        wave = after
    return {thing: tuple(inside) for thing, inside in found.items()}


def _connections(rows: Iterable[Row], placed: set[str]) -> tuple[Connection, ...]:
    found: dict[tuple[str, str], tuple[dict[str, None], dict[str, None]]] = {}
    for row in rows:
        start, end = sorted((row["from"].value, row["to"].value))
        if {start, end} <= placed:
            links, graphs = found.setdefault((start, end), ({}, {}))
            links[row["link"].value] = None
            graphs[row["voice"].value] = None
    return tuple(Connection(*ends, tuple(links), tuple(graphs)) for ends, (links, graphs) in found.items())
