"""The dataset in a catalogue: its versions, their files with size and checksum, its endpoint (DCAT 3)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from horgos.build import MANIFEST, Dump
from horgos.describe.terms import DCAT, DCTERMS, FOAF, SPDX, TYPE, XSD, say
from horgos.formats import BY_NAME
from horgos.records import records
from horgos.sources import Dataset

if TYPE_CHECKING:
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
    yield from _distributions(naming, naming.dataset, node, dumps, "")
    yield from _service(naming)


def versions(naming: Naming, releases: Path) -> Iterator[Quad]:
    """The releases in a folder as versions of the dataset, each with its files; the last is the current one.

    DCAT 3, 11.1 and 11.2. A version stands under the address at which its release stays.
    """
    known = records(releases)
    for folder, _ in known[:1]:
        yield say(naming.subject, f"{DCAT}hasCurrentVersion", _version(naming, folder.name))
    for folder, record in known:
        node = _version(naming, folder.name)
        yield say(naming.subject, f"{DCAT}hasVersion", node)
        yield say(node, TYPE, NamedNode(f"{DCAT}Dataset"))
        yield say(node, f"{DCAT}isVersionOf", naming.subject)
        yield say(node, f"{DCAT}version", Literal(folder.name))
        if any(record["previous"] == each.name for each, _ in known):
            yield say(node, f"{DCAT}previousVersion", _version(naming, record["previous"]))
        released = record["released"].replace("+00:00", "Z")  # as the store keeps it
        yield say(node, f"{DCTERMS}issued", Literal(released, datatype=NamedNode(f"{XSD}dateTime")))
        yield from _frozen(naming, node, folder)


def _version(naming: Naming, version: str) -> NamedNode:
    return naming.at(f"release/{version}/")


def _frozen(naming: Naming, node: NamedNode, folder: Path) -> Iterator[Quad]:
    """What a release is called, its licence and its files, as its manifest has them."""
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    dataset = Dataset.from_dict(manifest["dataset"])
    for label in dataset.title:
        yield say(node, f"{DCTERMS}title", Literal(label.text, language=label.language or None))
    if dataset.license:
        yield say(node, f"{DCTERMS}license", NamedNode(dataset.license))
    dumps = (Dump(**each) for each in manifest["dumps"])
    yield from _distributions(naming, dataset, node, dumps, f"release/{folder.name}/")


def agents(naming: Naming, about: Iterable[Quad]) -> Iterator[Quad]:
    """Who made and who publishes the dataset, as agents where it only names them (DCAT 3, 6.4)."""
    for quad in about:
        role = quad.predicate.value.removeprefix(DCTERMS)
        if role in ("creator", "publisher") and isinstance(quad.object, Literal):
            node = naming.part("agent", naming.name(quad.object.value))
            yield say(naming.subject, quad.predicate.value, node)
            yield say(node, TYPE, NamedNode(f"{FOAF}Agent"))
            yield say(node, f"{FOAF}name", quad.object)


def _distributions(
    naming: Naming, dataset: Dataset, of: NamedNode, dumps: Iterable[Dump], below: str
) -> Iterator[Quad]:
    """The files of all of it; `below` is the path of the address that the folder with them is at."""
    for dump in dumps:
        if not dump.document and not dump.voice:
            yield from _distribution(naming, dataset, of, dump, below)


def _distribution(naming: Naming, dataset: Dataset, of: NamedNode, dump: Dump, below: str) -> Iterator[Quad]:
    """A file, with the bytes that a download has; of its checksum see DCAT 3, 6.8.20."""
    name = f"{below}{dump.name}"
    node, sum_ = naming.part("file", name), naming.part("file", name, "sha256")
    yield say(of, f"{DCAT}distribution", node)
    yield say(node, TYPE, NamedNode(f"{DCAT}Distribution"))
    yield say(node, f"{DCTERMS}title", Literal(dump.name))
    yield say(node, f"{DCAT}accessURL", naming.at(below or "dumps/"))
    yield say(node, f"{DCAT}downloadURL", naming.at(f"{below}dumps/{dump.name}"))
    yield say(node, f"{DCAT}mediaType", NamedNode(_MEDIA_TYPES + BY_NAME[dump.format].media_type))
    if dump.compressed:
        yield say(node, f"{DCAT}compressFormat", NamedNode(f"{_MEDIA_TYPES}application/gzip"))
    yield say(node, f"{DCAT}byteSize", dump.bytes)
    if dataset.license:
        yield say(node, f"{DCTERMS}license", NamedNode(dataset.license))
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
