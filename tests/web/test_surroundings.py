"""What is linked to a resource is the same, however it was asked for."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import pytest
from pyoxigraph import RdfFormat, parse

from horgos.engine import Answer, Engine, Query
from horgos.errors import NotFound
from horgos.formats import BY_NAME
from horgos.pages.reading import Reader
from horgos.pages.thing.entity import entity
from horgos.pages.thing.surroundings import Surroundings, surroundings
from horgos.pages.told.links import Links
from horgos.site import Site


class Listening(Engine):
    """An engine that counts how often it is asked for something, be it one query or several."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.asked = 0

    def run(self, query: Query) -> Answer:
        """Pass the query on."""
        self.asked += 1
        return self._engine.run(query)

    def run_all(self, queries: Sequence[Query]) -> tuple[Answer, ...]:
        """Pass the queries on."""
        self.asked += 1
        return self._engine.run_all(queries)


def told(links: Sequence[Links]) -> list[tuple[object, ...]]:
    """Links without the order of the voices of one statement, which tells nothing."""
    return [
        (each.predicate, [(end, sorted(graphs)) for end, graphs in each.ends.items()], each.total)
        for each in links
    ]


def comparable(found: Surroundings) -> tuple[object, ...]:
    """All of them; without the order of claims and of what a voice says, which their page makes anew."""
    said = sorted(map(str, found.said.rows)), found.said.total
    return told(found.links), said, found.totals, told(found.arrivals), sorted(found.about)


def test_one_query_tells_the_same_as_one_for_each_kind(tiny: Site) -> None:
    """A resource with many links is asked about bit by bit, and nothing on its page comes from that."""
    reader = Reader(tiny.engine, tiny.prefixes, tiny.base)
    quads = parse(path=tiny.publication.dump(BY_NAME["nq"]), format=RdfFormat.N_QUADS)
    iris = {str(term)[1:-1] for quad in quads for term in (quad.subject, quad.object, quad.graph_name)}
    mine = sorted(iri for iri in iris if iri.startswith(tiny.base.iri))
    assert len(mine) > 20
    for iri in mine:
        whole, by_kind = (comparable(surroundings(reader, iri, bound)) for bound in (500, 0))
        assert whole == by_kind, iri


@pytest.mark.parametrize(
    ("path", "rounds"), [("id/gannet-light", 2), ("id/elsewhere", 1)], ids=["known", "unknown"]
)
def test_the_engine_is_asked_in_few_rounds(tiny: Site, path: str, rounds: int) -> None:
    """Once for what is linked to a resource, once for what follows from it; names are known after a while."""
    engine = Listening(tiny.engine)
    reader = Reader(engine, tiny.prefixes, tiny.base)
    for _ in range(2):
        engine.asked = 0
        with suppress(NotFound):
            entity(reader, tiny.base.iri + path)
    assert engine.asked == rounds
