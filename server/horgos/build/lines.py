"""The statements of a store as sorted lines of N-Triples: the one order that all outputs are written in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store


@dataclass(frozen=True)
class Lines:
    """Every graph by its name, and the merge of all: sorted lines, each with its line break."""

    graphs: dict[str, list[bytes]]
    merge: list[bytes]

    @classmethod
    def of(cls, store: Store) -> Lines:
        """Read a store whose default graph is the merge."""
        names = sorted(graph.value for graph in store.named_graphs() if isinstance(graph, NamedNode))
        graphs = {name: _sorted(store, NamedNode(name)) for name in names}
        return cls({name: lines for name, lines in graphs.items() if lines}, _sorted(store, DefaultGraph()))

    def only(self, names: Iterable[str]) -> Lines:
        """These graphs alone, with their own merge."""
        graphs = {name: self.graphs[name] for name in sorted(names)}
        return Lines(graphs, sorted(set(chain.from_iterable(graphs.values()))))

    @property
    def quads(self) -> int:
        """How many statements stand in named graphs, one that stands in two graphs counted twice."""
        return sum(map(len, self.graphs.values()))

    def named(self) -> Iterator[bytes]:
        """The lines of all named graphs as N-Quads, graph by graph."""
        for name, lines in self.graphs.items():
            end = f" <{name}> .\n".encode()
            for line in lines:
                yield line.removesuffix(b" .\n") + end


def _sorted(store: Store, graph: NamedNode | DefaultGraph) -> list[bytes]:
    data = store.dump(format=RdfFormat.N_TRIPLES, from_graph=graph)
    return sorted((data or b"").splitlines(keepends=True))
