"""Makes the index of names out of the store that is published: once, when a publication is built."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, QuerySolutions, Store

from horgos.config import PACKAGE
from horgos.queries import shipped
from horgos.search.folding import fold, grams, starts
from horgos.search.romanizing import romanized
from horgos.terms import Base

FILE = "search.sqlite"
LONGEST = 1000  # characters of a text that are read: what is longer is no name
MOST_STARTS = 40  # words of a name that can be found

Row = Mapping[str, str]
_YEAR = re.compile(r"(-?\d{4,})-")


@dataclass
class Gathered:
    """What the index tells of one resource: a name is a text, language and property, and has its voices."""

    weight: int = 0
    names: dict[tuple[str, str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    kinds: dict[str, bool] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    times: list[tuple[int | None, int | None]] = field(default_factory=list)


def make_index(store: Store, base: Base, into: Path) -> Path:
    """Write the index of all resources of the dataset that have a page and a name, `search.sqlite`.

    `store` holds every named graph, and their merge as the default graph.
    """
    path = into / FILE
    things = _gather(store, base)
    with closing(sqlite3.connect(path)) as database:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        database.executescript((PACKAGE / "search" / "schema.sql").read_text("utf-8"))
        with database:
            _write(database, things)
            properties = (
                (row["class"], row["property"], row["things"]) for row in _rows(store, "properties")
            )
            database.executemany("INSERT INTO property VALUES (?, ?, ?)", properties)
        database.executescript("ANALYZE; VACUUM;")
    return path


def _rows(store: Store, name: str) -> Iterator[Row]:
    """The solutions of `sparql/search-{name}.rq`, each term as its IRI or its lexical form."""
    solutions = store.query(shipped(f"search-{name}"))
    if not isinstance(solutions, QuerySolutions):
        raise TypeError(f"sparql/search-{name}.rq is no SELECT query")
    variables = [variable.value for variable in solutions.variables]
    for solution in solutions:
        row = {name_: solution[name_] for name_ in variables if solution[name_] is not None}
        yield {key: term.value for key, term in row.items()} | {
            f"{key}@": term.language or "" for key, term in row.items() if isinstance(term, Literal)
        }


def _gather(store: Store, base: Base) -> dict[str, Gathered]:
    """What is told of each resource that has a page and a name, by IRI, in the order of IRIs."""
    found: dict[str, Gathered] = defaultdict(Gathered)
    for row in _rows(store, "names"):
        if base.name(row["thing"]):
            name = (row["name"][:LONGEST], row["name@"], row["property"])
            found[row["thing"]].names[name].append(row["voice"])
    for row in _of(found, _rows(store, "kinds")):
        found[row["thing"]].kinds[row["class"]] = row["narrower"] != "true"
    for row in _of(found, _rows(store, "references")):
        found[row["thing"]].weight = int(row["references"])
    for row in _of(found, _rows(store, "sources")):
        found[row["thing"]].sources.append(row["document"])
    for row in _of(found, _rows(store, "times")):
        found[row["thing"]].times.append((_year(row.get("earliest")), _year(row.get("latest"))))
    return dict(sorted(found.items()))


def _of(known: Mapping[str, object], rows: Iterable[Row]) -> Iterator[Row]:
    return (row for row in rows if row["thing"] in known)


def _year(date: str | None) -> int | None:
    """The year of an `xsd:date`."""
    match = _YEAR.match(date or "")
    return int(match[1]) if match else None


def _write(database: sqlite3.Connection, things: Mapping[str, Gathered]) -> None:
    years = [year for each in things.values() for time in each.times for year in time if year is not None]
    number = 0
    for id_, (iri, thing) in enumerate(things.items(), 1):
        database.execute("INSERT INTO thing VALUES (?, ?, ?)", (id_, iri, thing.weight))
        kinds = ((id_, class_, narrowest) for class_, narrowest in thing.kinds.items())
        database.executemany("INSERT INTO kind VALUES (?, ?, ?)", kinds)
        database.executemany("INSERT INTO source VALUES (?, ?)", ((id_, each) for each in thing.sources))
        spans = {(id_, *_span(time, years)) for time in thing.times}
        database.executemany("INSERT INTO span VALUES (?, ?, ?)", sorted(spans))
        for (text, language, property_), voices in thing.names.items():
            number += 1
            _write_name(database, number, id_, (text, language, property_))
            database.executemany(
                "INSERT INTO voice VALUES (?, ?)", ((number, voice) for voice in dict.fromkeys(voices))
            )


def _span(time: tuple[int | None, int | None], years: list[int]) -> tuple[int, int]:
    """The first and the last year of a time.

    One without an end goes on for as long as the dataset tells of times; of one without a beginning the last
    year alone is known.
    """
    first, last = time
    last = max(years) if last is None else last
    return last if first is None else first, last


def _write_name(database: sqlite3.Connection, number: int, thing: int, name: tuple[str, str, str]) -> None:
    """Write a name, and the ways by which it is found."""
    text, language, _ = name
    spelt = fold(text), romanized(text, language)
    database.execute("INSERT INTO name VALUES (?, ?, ?, ?, ?, ?, ?)", (number, thing, *name, *spelt))
    ways, pairs = set[tuple[str, int, int]](), set[str]()
    for folded in filter(None, spelt):
        for place, start in zip(range(MOST_STARTS), starts(folded), strict=False):
            ways.add((start, number, place))
        for word in (folded.replace(" ", ""), *folded.split()[:MOST_STARTS]):
            pairs |= grams(word)
    database.executemany("INSERT INTO start VALUES (?, ?, ?)", sorted(ways))
    database.executemany("INSERT INTO gram VALUES (?, ?)", sorted((pair, number) for pair in pairs))
