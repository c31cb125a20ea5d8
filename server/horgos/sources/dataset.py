"""What a graph says of itself: the one `void:Dataset` with a `void:uriSpace` in its data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode, Quad

from horgos.report import Finding
from horgos.terms import Label

_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_DATASET = NamedNode("http://rdfs.org/ns/void#Dataset")
_SPACE = NamedNode("http://rdfs.org/ns/void#uriSpace")
_TITLE = NamedNode("http://purl.org/dc/terms/title")
_DESCRIPTION = NamedNode("http://purl.org/dc/terms/description")
_LICENSE = NamedNode("http://purl.org/dc/terms/license")
ADDRESS = re.compile(r"https?://[^\s/?#]+/([^\s?#]*/)?\Z")
_Properties = dict[NamedNode, set[Any]]
_EXAMPLE = (
    'In a graph of data/, write: <https://example.org/tiny/dataset> a void:Dataset ; dcterms:title "…"@en ; '
    'dcterms:license <…> ; void:uriSpace "https://example.org/tiny/" .'
)


@dataclass(frozen=True)
class Dataset:
    """The dataset as it describes itself (VoID, 2 and 4.1).

    `base` is its `void:uriSpace`, which every IRI of its own begins with; `name` is the last segment of
    that and names its files. `license` is an IRI.
    """

    iri: str
    base: str
    title: tuple[Label, ...]
    description: tuple[Label, ...] = ()
    license: str | None = None

    @property
    def name(self) -> str:
        """A file name without extension: `horgos` for `https://w3id.org/horgos/`."""
        last = self.base.rstrip("/").rpartition("/")[2]
        return re.sub("[^A-Za-z0-9]+", "-", last).strip("-") or "dataset"

    def iri_of(self, path: str) -> str:
        """The IRI at a path below the base: `graph/ontology`, `rule/stated-in`."""
        return self.base + path

    def as_dict(self) -> dict[str, Any]:
        """Itself as plain JSON values, which `from_dict` reads back."""
        return {**asdict(self), "name": self.name}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Dataset:
        """Read what `as_dict` wrote."""
        title, description = (
            tuple(Label(label["text"], label["language"]) for label in values[key])
            for key in ("title", "description")
        )
        return cls(values["iri"], values["base"], title, description, values["license"])


def describe(quads: Iterable[Quad]) -> Dataset | Finding:
    """The description of the dataset among its quads, or what is wrong with it and what would be right."""
    candidates = _candidates(quads)
    if len(candidates) > 1:
        found = ", ".join(f"<{iri}>" for iri in sorted(candidates))
        return Finding(
            f"More than one void:Dataset is described with a void:uriSpace: {found}.",
            advice="A graph is one dataset: take the void:uriSpace from the others, or take them out.",
            focus=max(candidates),
        )
    if not candidates:
        return Finding(
            "Exactly one void:Dataset must be described with a void:uriSpace; none is.", advice=_EXAMPLE
        )
    ((iri, about),) = candidates.items()
    return _checked(iri, about)


def _candidates(quads: Iterable[Quad]) -> dict[str, _Properties]:
    known = list(quads)
    spaced = {quad.subject for quad in known if quad.predicate == _SPACE}
    about: dict[str, _Properties] = {}
    for quad in known:
        if quad.subject in spaced and isinstance(quad.subject, NamedNode):
            about.setdefault(quad.subject.value, {}).setdefault(quad.predicate, set()).add(quad.object)
    return {iri: properties for iri, properties in about.items() if _DATASET in properties.get(_TYPE, ())}


def _checked(iri: str, about: _Properties) -> Dataset | Finding:
    spaces = [label.text for label in _literals(about[_SPACE])]
    if len(spaces) != 1 or not ADDRESS.match(spaces[0]):
        return Finding(
            f"The void:uriSpace of <{iri}> must be one string, a web address that ends in a slash.",
            advice='Write for example: void:uriSpace "https://example.org/tiny/" .',
            focus=iri,
        )
    title, description = _literals(about.get(_TITLE, ())), _literals(about.get(_DESCRIPTION, ()))
    if not title:
        return Finding(
            f"The dataset <{iri}> has no title.", advice='Add to it: dcterms:title "…"@en .', focus=iri
        )
    licenses = sorted(term.value for term in about.get(_LICENSE, ()) if isinstance(term, NamedNode))
    return Dataset(iri, spaces[0], title, description, licenses[0] if licenses else None)


def _literals(terms: Iterable[Any]) -> tuple[Label, ...]:
    labels = [Label(term.value, term.language or "") for term in terms if isinstance(term, Literal)]
    return tuple(sorted(labels, key=lambda label: (label.language, label.text)))
