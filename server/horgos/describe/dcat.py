"""The dataset in a catalogue: its version, its files with size and checksum, its endpoint (DCAT 3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from horgos.describe.terms import DCAT, DCTERMS, SPDX, TYPE, XSD, say
from horgos.formats import BY_NAME

if TYPE_CHECKING:
    from horgos.build import Dump
    from horgos.describe.naming import Naming

_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_PROTOCOL = "https://www.w3.org/TR/sparql11-protocol/"
SERVICE = "sparql#service"
"""The path of the endpoint as a service, below the base."""


def dcat(naming: Naming, digest: str, dumps: tuple[Dump, ...]) -> Iterator[Quad]:
    """The description of a dataset in DCAT; `digest` is its version, `dumps` are the files of all of it."""
    node = naming.subject
    yield say(node, TYPE, NamedNode(f"{DCAT}Dataset"))
    yield say(node, f"{DCAT}version", Literal(digest))
    yield say(node, f"{DCAT}landingPage", naming.at(""))
    for dump in dumps:
        if not dump.document and not dump.voice:
            yield from _distribution(naming, dump)
    yield from _service(naming)


def _distribution(naming: Naming, dump: Dump) -> Iterator[Quad]:
    """A file, with the bytes that a download has; of its checksum see DCAT 3, 6.8.20."""
    node, sum_ = naming.part("file", dump.name), naming.part("file", dump.name, "sha256")
    yield say(naming.subject, f"{DCAT}distribution", node)
    yield say(node, TYPE, NamedNode(f"{DCAT}Distribution"))
    yield say(node, f"{DCTERMS}title", Literal(dump.name))
    yield say(node, f"{DCAT}accessURL", naming.at("dumps/"))
    yield say(node, f"{DCAT}downloadURL", naming.at(f"dumps/{dump.name}"))
    yield say(node, f"{DCAT}mediaType", NamedNode(_MEDIA_TYPES + BY_NAME[dump.format].media_type))
    if dump.compressed:
        yield say(node, f"{DCAT}compressFormat", NamedNode(f"{_MEDIA_TYPES}application/gzip"))
    yield say(node, f"{DCAT}byteSize", dump.bytes)
    if naming.dataset.license:
        yield say(node, f"{DCTERMS}license", NamedNode(naming.dataset.license))
    yield say(node, f"{SPDX}checksum", sum_)
    yield say(sum_, TYPE, NamedNode(f"{SPDX}Checksum"))
    yield say(sum_, f"{SPDX}algorithm", NamedNode(f"{SPDX}checksumAlgorithm_sha256"))
    yield say(sum_, f"{SPDX}checksumValue", Literal(dump.sha256, datatype=NamedNode(f"{XSD}hexBinary")))


def _service(naming: Naming) -> Iterator[Quad]:
    node = naming.at(SERVICE)
    yield say(node, TYPE, NamedNode(f"{DCAT}DataService"))
    for label in naming.dataset.title:
        yield say(node, f"{DCTERMS}title", Literal(label.text, language=label.language or None))
    yield say(node, f"{DCAT}endpointURL", naming.at("sparql"))
    yield say(node, f"{DCAT}endpointDescription", naming.at("sparql"))
    yield say(node, f"{DCAT}endpointDescription", naming.at("openapi.json"))
    yield say(node, f"{DCAT}servesDataset", naming.subject)
    yield say(node, f"{DCTERMS}conformsTo", NamedNode(_PROTOCOL))
    if naming.dataset.license:
        yield say(node, f"{DCTERMS}license", NamedNode(naming.dataset.license))
