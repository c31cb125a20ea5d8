"""Which answers of the query library differ between two states of a graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from horgos import queries
from horgos.changes import Snapshot
from horgos.engine import Embedded, Limits, Query
from horgos.errors import ConfigError, HorgosError
from horgos.formats import BY_NAME
from horgos.sources import SourceFile
from horgos.terms import Prefixes

Rows = tuple[str, ...]
"""An answer as lines: a heading and rows of SPARQL TSV, or sorted triples; or what went wrong."""


@dataclass(frozen=True)
class Answered:
    """A query of the library whose answer is not what it was.

    `went` and `came` are rows as SPARQL TSV has them; both are empty where only their order changed.
    `heading` is that of the new answer. `before` and `after` tell whether the library had the query, has it.
    """

    name: str
    title: str
    heading: str
    went: Rows
    came: Rows
    before: bool = True
    after: bool = True


@dataclass(frozen=True)
class Library:
    """A state of the graph with the queries that went with it."""

    state: Snapshot
    files: tuple[SourceFile, ...]
    prefixes: Prefixes
    base: str

    def queries(self) -> dict[str, queries.Query]:
        """The queries by topic and name; none where a file is no query, which validation tells."""
        try:
            return {f"{each.topic}/{each.slug}": each for each in queries.library(self.files, self.prefixes)}
        except ConfigError:
            return {}


def differing(old: Library, new: Library, limits: Limits, folder: Path) -> Iterator[Answered]:
    """The queries whose answers differ with their default parameters, in the order of their names.

    `folder` is an empty one for two stores.
    """
    before, after = old.queries(), new.queries()
    then = _answers(old, before, limits, folder / "old.nq")
    now = _answers(new, after, limits, folder / "new.nq")
    for name in sorted(before.keys() | after.keys()):
        was, is_ = then.get(name, ()), now.get(name, ())
        if was != is_ or (name in before) is not (name in after):
            query = after.get(name) or before[name]
            went, came = Counter(was[1:]) - Counter(is_[1:]), Counter(is_[1:]) - Counter(was[1:])
            yield Answered(
                name,
                query.titles[0].text,
                (is_ or was or ("",))[0],
                tuple(went.elements()),
                tuple(came.elements()),
                name in before,
                name in after,
            )


def _answers(
    library: Library, asked: Mapping[str, queries.Query], limits: Limits, path: Path
) -> dict[str, Rows]:
    _write_store(library.state, path)
    with Embedded(path, limits) as engine:
        return {name: _rows(engine, library, each.text) for name, each in asked.items()}


def _rows(engine: Embedded, library: Library, text: str) -> Rows:
    query = Query(text, rows=BY_NAME["tsv"], graph=BY_NAME["nt"], base=library.base)
    try:
        answer = engine.run(query)
    except HorgosError as error:
        return "", f"not answered: {error}"
    lines = answer.body.decode().splitlines()
    return tuple(lines) if answer.format is BY_NAME["tsv"] else ("", *sorted(lines))


def _write_store(state: Snapshot, path: Path) -> None:
    """Write what an engine opens: the named graphs, and their merge as the default graph."""
    with path.open("wb") as file:
        file.writelines(_quads(state))
        file.writelines({triple for _, triple in state.lines()})


def _quads(state: Snapshot) -> Iterable[bytes]:
    return (
        b"%b <%b> .\n" % (triple.removesuffix(b" .\n"), graph) for graph, triple in state.lines() if graph
    )
