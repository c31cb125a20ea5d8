"""A graph that another server holds, read whole, so that what is validated and dumped is what queries meet.

Its named graphs are read one by one, and their merge is made here. It is read at each start: its digest is
that of its statements, whatever the server says of itself. A description of the publication that it holds, as
another server like this one does, is none of them: it is made anew.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, Store

from horgos.build import Built, Lines, Progress, merged, package
from horgos.config import Config
from horgos.describe import is_description
from horgos.engine import Limits, Query, Remote
from horgos.errors import BadGateway, ConfigError, InvalidGraph
from horgos.pages.reference.description import graph_sizes
from horgos.queries import bind, shipped
from horgos.report import Finding, Report, Severity
from horgos.sources import Dataset, Sources, describe, labelled

PATIENCE = 3600.0  # seconds for one named graph: nobody else waits for it
LARGEST = 1 << 32  # bytes of one named graph
DOCUMENTED = "docs/deploy.md tells what to load."


@dataclass(frozen=True)
class Mirror:
    """What another server holds. `default` is the number of triples of these in its default graph."""

    quads: tuple[Quad, ...]
    default: int

    @cached_property
    def store(self) -> Store:
        """Every named graph, and their merge as the default graph."""
        return merged(list(self.quads))

    @cached_property
    def lines(self) -> Lines:
        """The statements in the order of dumps."""
        return Lines.of(self.store)

    def digest(self, sources: Sources) -> str:
        """The digest (SHA-256, hexadecimal) of the statements, and of the files published with them."""
        digest = hashlib.sha256(f"{sources.digest} {self.default}\n".encode())
        for line in self.lines.named():
            digest.update(line)
        return digest.hexdigest()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """A warning where the default graph of the server is not the merge of its named graphs."""
        merge = len(self.lines.merge)
        if self.default == merge:
            return ()
        message = f"The default graph of the engine has {self.default:,} triples, the merge of its graphs "
        message += f"{merge:,}."
        advice = f"Queries that do not name a graph count some statements twice, or miss some. {DOCUMENTED}"
        return (Finding(message, advice, Severity.WARNING),)

    def package(self, sources: Sources, into: Path, progress: Progress) -> Built:
        """Write the dumps and the manifest into the folder.

        Raises InvalidGraph where the dataset is not described in it, and ConfigError where the server has
        named graphs but nothing in its default graph.
        """
        dataset = describe(self.quads)
        if not isinstance(dataset, Dataset):
            raise InvalidGraph("The engine holds no dataset that can be published.", Report((dataset,)))
        if not self.default:
            raise ConfigError("The default graph of the engine is empty.", advice=DOCUMENTED)
        digest = self.digest(sources)
        return package(
            self.store, self.lines, into, progress, dataset=dataset, prefixes=sources.prefixes, digest=digest
        )


def mirrored(config: Config, progress: Progress) -> Mirror:
    """Read all that the configured engine holds.

    Raises BadGateway where it cannot be asked or leaves out a part, and what `Remote.run` raises else.
    """
    limits = replace(Limits.of(config), deadline=PATIENCE, result=LARGEST)
    with Remote(config.engine, limits, authorization=config.engine_authorization) as remote:
        progress("Asking the engine what it holds")
        sizes = graph_sizes(remote)
        quads: list[Quad] = []
        described = 0
        for number, name in enumerate(sorted(name for name in sizes if name is not None)):
            progress(f"Reading {name} from the engine")
            graph = _graph(remote, NamedNode(name), number)
            if len(graph) != sizes[name]:
                raise BadGateway(
                    f"The engine gave {len(graph):,} of the {sizes[name]:,} triples of the graph <{name}>.",
                    advice="Raise its bound on the rows of a result.",
                )
            if is_description(graph):
                described += len(graph)
            else:
                quads += graph
    return Mirror(tuple(labelled(quads)), max(0, sizes.get(None, 0) - described))


def _graph(remote: Remote, name: NamedNode, number: int) -> set[Quad]:
    """The quads of a named graph. A blank node is its own: labels do not reach beyond an answer."""
    reason = ""
    try:
        return _read(remote, name, number)
    except (SyntaxError, ValueError, TypeError) as error:
        reason = str(error)
    raise BadGateway(f"The engine's answer for the graph {name} is broken: {reason}.")


def _read(remote: Remote, name: NamedNode, number: int) -> set[Quad]:
    query = Query(bind(shipped("graph"), {"voice": name}))
    _, results = remote.results(query, time.monotonic())
    if not isinstance(results, QuerySolutions):
        raise TypeError("sparql/graph.rq is no SELECT query")
    return {_quad(row["s"], row["p"], row["o"], name, number) for row in results}


def _quad(subject: object, predicate: object, value: object, graph: NamedNode, number: int) -> Quad:
    subject, value = (
        BlankNode(f"g{number}x{term.value}") if isinstance(term, BlankNode) else term
        for term in (subject, value)
    )
    if (
        isinstance(subject, NamedNode | BlankNode)
        and isinstance(predicate, NamedNode)
        and isinstance(value, NamedNode | BlankNode | Literal)
    ):
        return Quad(subject, predicate, value, graph)
    raise TypeError(f"{subject} {predicate} {value} is no triple")
