"""What is offered for download: the whole graph, what each document says, and each voice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, NamedNode, Store

from horgos.build.lines import Lines
from horgos.sources import Dataset

_PART_OF = NamedNode("http://purl.org/dc/terms/isPartOf")


MOST_VOICES = 1000  # above which there is no file for each: nobody would find one among them

_UNSAFE = re.compile("[^A-Za-z0-9]+")


@dataclass(frozen=True)
class Part:
    """What files are made of. `name` is theirs without extension.

    `document` is the IRI of the document that says it, `voice` that of the one graph that it is; both are ''
    for the whole, `voice` for a document, `document` for a voice that is no passage.
    """

    name: str
    lines: Lines
    document: str = ""
    voice: str = ""


def parts(store: Store, lines: Lines, dataset: Dataset, most: int = MOST_VOICES) -> tuple[Part, ...]:
    """The whole, then every document whose passages are named graphs, then every voice, in the order of IRIs.

    `lines` are those of the store. Of more than `most` voices none is a part. Parts whose IRIs end
    alike are told apart by a number.
    """
    documents = _documents(store, lines)
    passages: dict[str, list[str]] = {}
    for passage, document in documents.items():
        passages.setdefault(document, []).append(passage)
    taken = {dataset.name}

    def named(ending: str) -> str:
        stem = f"{dataset.name}-{_UNSAFE.sub('-', ending).strip('-') or 'document'}"
        name = next(each for each in _numbered(stem) if each not in taken)
        taken.add(name)
        return name

    made = [Part(dataset.name, lines)]
    for document, own in sorted(passages.items()):
        made.append(Part(named(_last(document)), lines.only(own), document))
    for voice in lines.graphs if len(lines.graphs) <= most else ():
        ending = voice.removeprefix(dataset.base) if voice.startswith(dataset.base) else _last(voice)
        made.append(Part(named(ending), lines.only([voice]), documents.get(voice, ""), voice))
    return tuple(made)


def _last(iri: str) -> str:
    return re.split(r"[/#:]", iri.rstrip("/#"))[-1]


def _documents(store: Store, lines: Lines) -> dict[str, str]:
    """The document of each named graph that is a passage; of several the last."""
    found: dict[str, str] = {}
    for quad in store.quads_for_pattern(None, _PART_OF, None, DefaultGraph()):
        passage, document = quad.subject, quad.object
        if (
            isinstance(passage, NamedNode)
            and isinstance(document, NamedNode)
            and passage.value in lines.graphs
        ):
            found[passage.value] = max(document.value, found.get(passage.value, ""))
    return found


def _numbered(stem: str) -> Iterator[str]:
    yield stem
    number = 2
    while True:
        yield f"{stem}-{number}"
        number += 1
