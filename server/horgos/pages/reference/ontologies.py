"""What the ontologies say of themselves: title, description, whose, of which version, under which licence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from horgos.pages.reading import Row
from horgos.pages.words import literals
from horgos.pages.words import vocabulary as v
from horgos.pages.words.literals import Text
from horgos.pages.words.names import Names, Ref
from horgos.terms import Label, best_label

_TITLES = (f"{v.DCTERMS}title", v.TYPE)
_FIRST = tuple(
    f"{v.DCTERMS}{name}" for name in ("creator", "publisher", "created", "issued", "modified", "license")
)


@dataclass(frozen=True)
class Told:
    """One property of an ontology and its values: texts and times, and things with an address."""

    property: Ref
    texts: tuple[Text, ...]
    refs: tuple[Ref, ...]


@dataclass(frozen=True)
class OntologyEntry:
    """One ontology, in texts that suit the reader: `description`, and the rest property by property."""

    ref: Ref
    description: Label | None
    told: tuple[Told, ...]


def entries(rows: Iterable[Row], names: Names) -> tuple[OntologyEntry, ...]:
    """The ontologies of the dataset by their IRIs."""
    found: dict[str, dict[str, list[NamedNode | Literal]]] = {}
    for row in rows:
        if isinstance(row["ontology"], NamedNode) and isinstance(value := row["o"], NamedNode | Literal):
            found.setdefault(row["ontology"].value, {}).setdefault(row["p"].value, []).append(value)
    names.load(found)
    names.load(_mentioned(found.values()))
    return tuple(_entry(iri, about, names) for iri, about in sorted(found.items()))


def _mentioned(abouts: Iterable[dict[str, list[NamedNode | Literal]]]) -> set[str]:
    values = (value for about in abouts for each in about.values() for value in each)
    return {value.value for value in values if isinstance(value, NamedNode)} | {
        p for each in abouts for p in each
    }


def _entry(iri: str, about: dict[str, list[NamedNode | Literal]], names: Names) -> OntologyEntry:
    description = f"{v.DCTERMS}description"
    others = about.keys() - {*_TITLES, *_FIRST, description}
    ordered = (*(each for each in _FIRST if each in about), *sorted(others))
    shown = {each: literals.suiting(values, names.reader.languages) for each, values in about.items()}
    return OntologyEntry(
        names.ref(iri),
        best_label(_labels(about.get(description, ())), names.reader.languages),
        tuple(
            Told(names.ref(each), _texts(shown[each], names), _refs(shown[each], names)) for each in ordered
        ),
    )


def _labels(values: Iterable[NamedNode | Literal]) -> tuple[Label, ...]:
    return tuple(Label(value.value, value.language or "") for value in values if isinstance(value, Literal))


def _texts(values: Iterable[NamedNode | Literal], names: Names) -> tuple[Text, ...]:
    reader = names.reader
    found = (value for value in values if isinstance(value, Literal))
    return tuple(literals.text(value, reader.language, reader.prefixes) for value in found)


def _refs(values: Iterable[NamedNode | Literal], names: Names) -> tuple[Ref, ...]:
    return tuple(names.ref(value.value) for value in values if isinstance(value, NamedNode))
