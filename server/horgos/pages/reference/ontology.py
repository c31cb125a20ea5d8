"""The terms of the ontology as a page to read: what each is called, what it means, how it is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from typing import Literal as Literal_

from pyoxigraph import Literal, NamedNode

from horgos.pages.reference import ontologies
from horgos.pages.reference.ontologies import OntologyEntry
from horgos.pages.words import vocabulary as v
from horgos.pages.words.names import Names, Ref
from horgos.queries import bind, shipped
from horgos.terms import Label, best_label
from horgos.translation import message

if TYPE_CHECKING:
    from horgos.pages.reading import Reader, Row

_DEFINITIONS = (f"{v.SKOS}definition", f"{v.RDFS}comment", f"{v.DCTERMS}description")
_EXAMPLE = f"{v.SKOS}example"
_KINDS = (
    ("classes", message("Classes"), (f"{v.OWL}Class", f"{v.RDFS}Class")),
    ("relations", message("Relations"), (f"{v.OWL}ObjectProperty",)),
    ("values", message("Values"), (f"{v.OWL}DatatypeProperty",)),
    ("terms", message("Other terms"), ()),
)
_RELATED = (
    (v.SUBCLASS_OF, message("narrower than")),
    (f"{v.RDFS}subPropertyOf", message("narrower than")),
    (f"{v.SCHEMA}domainIncludes", message("said of")),
    (f"{v.SCHEMA}rangeIncludes", message("leads to")),
    (f"{v.OWL}inverseOf", message("inverse of")),
)
_MUTUAL = ((f"{v.OWL}disjointWith", message("never also")),)
_BACK = (
    (v.SUBCLASS_OF, message("wider than")),
    (f"{v.RDFS}subPropertyOf", message("wider than")),
    (f"{v.SCHEMA}domainIncludes", message("told by")),
    (f"{v.SCHEMA}rangeIncludes", message("led to by")),
)


@dataclass(frozen=True)
class Related:
    """How a term stands to others, in a word or two."""

    words: str
    refs: tuple[Ref, ...]


@dataclass(frozen=True)
class Use:
    """How often those of one kind use a term: a document (`ref`), the editors, or the rules."""

    kind: Literal_["document", "editors", "rules"]
    ref: Ref | None
    count: int


@dataclass(frozen=True)
class TermEntry:
    """One term: `others` are its labels in other languages, `examples` snippets of Turtle.

    `total` counts the instances of a class, the statements with a property; `uses` tells whose they are, and
    `query` asks for them.
    """

    ref: Ref
    others: tuple[Label, ...]
    definition: Label | None
    examples: tuple[str, ...]
    related: tuple[Related, ...]
    uses: tuple[Use, ...]
    total: int
    query: str


@dataclass(frozen=True)
class Chapter:
    """The terms of one kind, by label."""

    key: str
    title: str
    terms: tuple[TermEntry, ...]


@dataclass(frozen=True)
class OntologyPage:
    """All terms that an ontology of the dataset defines; `ontologies` are these."""

    ontologies: tuple[OntologyEntry, ...]
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True)
class _Told:
    """What is said of one term: predicate to values."""

    iri: str
    values: Mapping[str, tuple[NamedNode | Literal, ...]]

    def iris(self, predicate: str) -> tuple[str, ...]:
        return tuple(term.value for term in self.values.get(predicate, ()) if isinstance(term, NamedNode))

    def labels(self, predicate: str) -> tuple[Label, ...]:
        terms = (term for term in self.values.get(predicate, ()) if isinstance(term, Literal))
        return tuple(Label(term.value, term.language or "") for term in terms)


def ontology(reader: Reader) -> OntologyPage:
    """The page of the ontology for one reader."""
    told = _told(reader.select("ontology"))
    names = Names(reader)
    names.load(iri for each in told for iri in (each.iri, *_mentioned(each)))
    uses = _uses(reader.select("usage"), names)
    back = _back(told)
    entries = [(each, _entry(each, names, uses.get(each.iri, ()), back.get(each.iri, {}))) for each in told]
    chapters = tuple(Chapter(key, title, _of_kind(entries, key)) for key, title, _ in _KINDS)
    return OntologyPage(
        ontologies.entries(reader.select("ontologies"), names),
        tuple(each for each in chapters if each.terms),
    )


def _back(told: Iterable[_Told]) -> dict[str, dict[str, list[str]]]:
    """Which terms name a term, by the property that they name it with."""
    found: dict[str, dict[str, list[str]]] = {}
    for each in told:
        for predicate, _ in (*_MUTUAL, *_BACK):
            for iri in each.iris(predicate):
                found.setdefault(iri, {}).setdefault(predicate, []).append(each.iri)
    return found


def _told(rows: Iterable[Row]) -> list[_Told]:
    found: dict[str, dict[str, tuple[NamedNode | Literal, ...]]] = {}
    for row in rows:
        if isinstance(row["term"], NamedNode) and isinstance(term := row["o"], NamedNode | Literal):
            values = found.setdefault(row["term"].value, {})
            values[row["p"].value] = (*values.get(row["p"].value, ()), term)
    return [_Told(iri, values) for iri, values in found.items()]


def _mentioned(told: _Told) -> Iterable[str]:
    return (iri for predicate, _ in (*_RELATED, *_MUTUAL) for iri in told.iris(predicate))


def _entry(told: _Told, names: Names, uses: tuple[Use, ...], back: Mapping[str, Sequence[str]]) -> TermEntry:
    languages = names.reader.languages
    definitions = (best_label(told.labels(predicate), languages) for predicate in _DEFINITIONS)
    related = (
        Related(words, tuple(map(names.ref, iris)))
        for relations, iris_of in (
            (_RELATED, told.iris),
            (_MUTUAL, lambda predicate: dict.fromkeys((*told.iris(predicate), *back.get(predicate, ())))),
            (_BACK, lambda predicate: back.get(predicate, ())),
        )
        for predicate, words in relations
        if (iris := iris_of(predicate))
    )
    return TermEntry(
        ref=names.ref(told.iri),
        others=names.labels(told.iri)[1:],
        definition=next((definition for definition in definitions if definition), None),
        examples=tuple(label.text for label in told.labels(_EXAMPLE)),
        related=tuple(related),
        uses=uses,
        total=sum(use.count for use in uses),
        query=_query(told, names.reader),
    )


def _query(told: _Told, reader: Reader) -> str:
    """The query for everything that uses a term."""
    name, parameter = ("instances", "class") if _kind(told) == "classes" else ("with-property", "property")
    return reader.prefixes.sparql + bind(shipped(name), {parameter: NamedNode(told.iri)})


def _uses(rows: Iterable[Row], names: Names) -> dict[str, tuple[Use, ...]]:
    """Who uses each term: the documents one by one, then the editors together, then the rules."""
    given = [
        (row["term"].value, row["speaker"].value, int(row["uses"].value)) for row in rows if "speaker" in row
    ]
    names.load({speaker for _, speaker, _ in given})
    counts: dict[str, dict[tuple[Literal_["document", "editors", "rules"], str], int]] = {}
    for term, speaker, count in given:
        mine = counts.setdefault(term, {})
        key = _speaker(speaker, names)
        mine[key] = mine.get(key, 0) + count
    return {
        term: tuple(
            Use(kind, names.ref(iri) if iri else None, count) for (kind, iri), count in sorted(mine.items())
        )
        for term, mine in counts.items()
    }


def _speaker(iri: str, names: Names) -> tuple[Literal_["document", "editors", "rules"], str]:
    types = names.types(iri)
    if v.DOCUMENT in types:
        return "document", iri
    return ("rules", "") if v.RULE in types else ("editors", "")


def _of_kind(entries: Iterable[tuple[_Told, TermEntry]], key: str) -> tuple[TermEntry, ...]:
    mine = [entry for told, entry in entries if _kind(told) == key]
    return tuple(sorted(mine, key=lambda entry: (entry.ref.label.text.casefold(), entry.ref.iri)))


def _kind(told: _Told) -> str:
    types = set(told.iris(v.TYPE))
    return next((key for key, _, classes in _KINDS if types.intersection(classes)), _KINDS[-1][0])
