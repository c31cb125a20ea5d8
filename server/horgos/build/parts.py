"""What is offered for download: the whole graph, and what each document says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, NamedNode, Store

from horgos.build.lines import Lines
from horgos.sources import Dataset

_PART_OF = NamedNode("http://purl.org/dc/terms/isPartOf")


@dataclass(frozen=True)
class Part:
    """What files are made of. `name` is theirs without extension; `document` an IRI, '' for the whole."""

    name: str
    document: str
    lines: Lines


def parts(store: Store, lines: Lines, dataset: Dataset) -> tuple[Part, ...]:
    """The whole, then every document whose passages are named graphs, in the order of their IRIs.

    `lines` are those of the store. Documents whose IRIs end alike are told apart by a number.
    """
    made = [Part(dataset.name, "", lines)]
    for document, passages in sorted(_passages(store, lines).items()):
        last = re.split(r"[/#:]", document.rstrip("/#"))[-1]
        stem = f"{dataset.name}-{re.sub('[^A-Za-z0-9]+', '-', last).strip('-') or 'document'}"
        taken = {part.name for part in made}
        name = next(each for each in _numbered(stem) if each not in taken)
        made.append(Part(name, document, lines.only(passages)))
    return tuple(made)


def _passages(store: Store, lines: Lines) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for quad in store.quads_for_pattern(None, _PART_OF, None, DefaultGraph()):
        passage, document = quad.subject, quad.object
        if (
            isinstance(passage, NamedNode)
            and isinstance(document, NamedNode)
            and passage.value in lines.graphs
        ):
            found.setdefault(document.value, []).append(passage.value)
    return found


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1
