"""The dataset of a query: the one of the protocol, else the one of its FROM clauses (SPARQL 1.1, 13.2).

pyoxigraph would count a triple once in each of several default graphs. Their merge, where it counts once, is
made here, and kept for the next query on the same graphs: the data does not change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from pyoxigraph import DefaultGraph, NamedNode, Quad, QuerySolutions, Store

from horgos.engine.columns import EMPTY
from horgos.engine.tokens import tokens, verb

_KEPT = 4  # merges that a query process keeps


class View(NamedTuple):
    """A store, and which of its graphs a query sees; None leaves both to the store."""

    store: Store
    default: list[Any] | None = None
    named: list[Any] | None = None


def view(store: Store, text: str, base: str | None, default: Sequence[str], named: Sequence[str]) -> View:
    """What a query sees of a store; `default` and `named` are the graphs of the protocol.

    Raises ValueError for a graph that has no absolute IRI.
    """
    if not (default or named):
        default, named = _clauses(text, base)
        if not (default or named):
            return View(store)
    graphs = tuple(NamedNode(iri) for iri in dict.fromkeys(default))
    names = tuple(NamedNode(iri) for iri in dict.fromkeys(named))
    if len(graphs) > 1:
        return View(_merged(store, graphs, names), [DefaultGraph()], list(names))
    return View(store, list(graphs), list(names))


def _clauses(text: str, base: str | None) -> tuple[list[str], list[str]]:
    """The IRIs after FROM and after FROM NAMED. The parser resolves them: it is asked for them as values.

    Where it finds them wrong there are none, and it will find the same in the query.
    """
    found = list(_terms(text)) if "from" in text.lower() else []
    first = verb(text) if found else None
    if first is None:
        return [], []
    values = " ".join(term for _, term in found)
    asked = f"{text[: first.start()]} SELECT ?graph {{ VALUES ?graph {{ {values} }} }}"
    try:
        rows = EMPTY.query(asked, base_iri=base)
    except SyntaxError:
        return [], []
    graphs = [row[0].value for row in rows] if isinstance(rows, QuerySolutions) else []
    pairs = list(zip((is_named for is_named, _ in found), graphs, strict=True))
    return [iri for is_named, iri in pairs if not is_named], [iri for is_named, iri in pairs if is_named]


def _terms(text: str) -> Iterator[tuple[bool, str]]:
    """Each IRI or prefixed name after FROM, outside of brackets, and whether NAMED stands before it."""
    depth, words = 0, ["", ""]
    for token in tokens(text):
        match token.lastgroup:
            case "open":
                depth += 1
            case "close":
                depth -= 1
            case "word":
                words = [words[1], token[0].upper()]
                continue
            case "skipped" if token[0][0] == "#":
                continue
            case "skipped" | "name" if depth == 0 and (token["name"] or token[0][0] == "<"):
                if words[1] == "FROM" or words == ["FROM", "NAMED"]:
                    yield words[1] == "NAMED", token[0]
        words = ["", ""]


@lru_cache(_KEPT)
def _merged(store: Store, default: tuple[NamedNode, ...], named: tuple[NamedNode, ...]) -> Store:
    """A store with the merge of some graphs as its default graph, and others as they are."""
    merged = Store()  # not by bulk_extend, which starts a thread: 64 MiB of addresses, where it may at all
    merged.extend(_merge(store, default))
    merged.extend(quad for graph in named for quad in store.quads_for_pattern(None, None, None, graph))
    return merged


def _merge(store: Store, graphs: tuple[NamedNode, ...]) -> Iterator[Quad]:
    whole = DefaultGraph()
    for graph in graphs:
        for quad in store.quads_for_pattern(None, None, None, graph):
            yield Quad(quad.subject, quad.predicate, quad.object, whole)
