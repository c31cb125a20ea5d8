"""The query library: its queries by topic, one query with the fields for its parameters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from horgos.pages.reference.description import is_known
from horgos.pages.words import vocabulary as v
from horgos.pages.words.heads import HEADS
from horgos.pages.words.names import Names, Ref, spoken
from horgos.queries import LANGUAGE, Parameter, Query
from horgos.queries.arguments import datatype
from horgos.terms import Label, best_label
from horgos.translation import message, placed

if TYPE_CHECKING:
    from horgos.pages.reading import Reader
    from horgos.queries import Term

CHOICES = 500  # resources that a list offers; where there are more, one is named by its IRI
ANYTHING = (f"{v.RDFS}Resource", f"{v.OWL}Thing")  # classes that everything is of

VIEWS = (message("table"), message("chart"), message("timeline"), message("map"), message("graph"))
_VIEW = re.compile(r"^\s*#\s*defaultView:\s*([A-Za-z]+)", re.MULTILINE)


@dataclass(frozen=True)
class Topic:
    """The queries of one folder; `title` is what it is called, in every language that the queries tell."""

    key: str
    title: tuple[Label, ...]
    queries: tuple[Query, ...]


@dataclass(frozen=True)
class LibraryPage:
    """The library, or what of it has all the words that are looked for; `total` counts all queries."""

    topics: tuple[Topic, ...]
    found: int
    total: int


@dataclass(frozen=True)
class Choice:
    """A resource that a list offers: what the address says for it, its label, and whether it is chosen."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Unknown:
    """A resource that the graph does not have: what the address says for it, and words to search by."""

    value: str
    words: str


@dataclass(frozen=True)
class Field:
    """A parameter as a form asks for it.

    `kind` is integer, decimal, boolean, date, time, month or text for literals, and list or iri for
    resources. `values` are those that hold now, as texts of an address; `several` tells that there may be
    more than one. `groups` are the choices of a list, by what they are (or all under ''). `type` is the
    datatype or the class. `unknown` are those of the values that name nothing in the graph.
    """

    name: str
    words: str
    kind: str
    type: str
    values: tuple[str, ...]
    several: bool
    groups: tuple[tuple[str, tuple[Choice, ...]], ...]
    unknown: tuple[Unknown, ...] = ()

    @property
    def marked(self) -> bool:
        """Whether the words can be translated."""
        return self.words in HEADS


def library(queries: Sequence[Query], words: str = "") -> LibraryPage:
    """The queries by topic that have all these words in a title, a question, a keyword or the topic."""
    wanted = words.casefold().split()
    found = [query for query in queries if all(word in _searched(query) for word in wanted)]
    topics = tuple(
        Topic(key, title_of(queries, key), tuple(mine))
        for key, mine in groupby(found, lambda query: query.topic)
    )
    return LibraryPage(topics, len(found), len(queries))


def title_of(queries: Iterable[Query], topic: str) -> tuple[Label, ...]:
    """What a topic is called: as one of its queries tells, else by the name of its folder."""
    told = (query.topics for query in queries if query.topic == topic and query.topics)
    return next(told, (Label(topic.replace("-", " ").capitalize(), "en"),))


def others(labels: Iterable[Label], languages: Sequence[str]) -> tuple[Label, ...]:
    """The labels in the languages that are not the reader's."""
    given = tuple(labels)
    best = best_label(given, languages)
    return tuple(label for label in given if label != best)


def view(text: str) -> str:
    """The view that a query suggests for its answer, by its comment `#defaultView: …`; a table else."""
    found = _VIEW.search(text)
    return found[1].lower() if found and found[1].lower() in VIEWS else VIEWS[0]


def fields(
    reader: Reader,
    query: Query,
    given: Mapping[str, Sequence[str]],
    bound: Mapping[str, tuple[Term, ...]],
    *,
    is_empty: bool,
) -> tuple[Field, ...]:
    """The fields of a query's form. `given` are the texts that the reader sent, `bound` what they mean.

    The language of labels is none of them: it is that of the page. Where the answer is empty, they tell what
    of them the graph does not know.
    """
    asked = (parameter for parameter in query.parameters if parameter.name != LANGUAGE)
    unknown = _unknown(reader, {term for name in given for term in bound.get(name, ())}) if is_empty else {}
    return tuple(_field(reader, parameter, given, bound, unknown) for parameter in asked)


def _unknown(reader: Reader, terms: Iterable[Term]) -> dict[str, Unknown]:
    iris = {term.value for term in terms if isinstance(term, NamedNode)}
    return {
        iri: Unknown(reader.prefixes.name(iri), spoken(iri))
        for iri in iris
        if not is_known(reader.engine, iri)
    }


def _searched(query: Query) -> str:
    labels = (*query.titles, *query.questions)
    return "\n".join((query.topic, query.slug, *query.keywords, *(label.text for label in labels))).casefold()


def _field(
    reader: Reader,
    parameter: Parameter,
    given: Mapping[str, Sequence[str]],
    bound: Mapping[str, tuple[Term, ...]],
    unknown: Mapping[str, Unknown],
) -> Field:
    terms = bound.get(parameter.name) or tuple(term for term in parameter.defaults if term is not None)
    sent = tuple(text for text in given.get(parameter.name, ()) if text.strip())
    values = sent if parameter.name not in bound and sent else tuple(_text(reader, term) for term in terms)
    kind = datatype(parameter)
    groups = () if kind else tuple(_groups(reader, parameter, terms, unknown))
    return Field(
        name=parameter.name,
        words=_words(parameter.name),
        kind=kind.field if kind else "list" if groups else "iri",
        type=reader.prefixes.short(parameter.type.value) if parameter.type else "",
        values=values,
        several=len(parameter.defaults) > 1 or len(values) > 1,
        groups=groups,
        unknown=tuple(unknown[term.value] for term in terms if not kind and term.value in unknown),
    )


def _words(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def _text(reader: Reader, term: Term) -> str:
    """A term as an address says it."""
    return term.value if isinstance(term, Literal) else reader.prefixes.name(term.value)


def _groups(
    reader: Reader, parameter: Parameter, terms: Sequence[Term], unknown: Mapping[str, Unknown]
) -> Iterator[tuple[str, tuple[Choice, ...]]]:
    """What a list offers, by class where the parameter may be anything; nothing where it is too much."""
    chosen = {term.value for term in terms}
    by_class = _offered(reader, parameter)
    offered = {iri for iris in by_class.values() for iri in iris}
    if not offered or len(offered) > CHOICES:
        return
    names = Names(reader)
    names.load({*offered, *by_class, *chosen} - {""})
    by_class = {**by_class, "": [*sorted(chosen - offered), *by_class.get("", ())]}
    labelled = sorted((names.label(class_).text if class_ else "", iris) for class_, iris in by_class.items())
    for title, iris in labelled:
        choices = (
            Choice(
                _text(reader, NamedNode(iri)),
                unknown[iri].value if iri in unknown else _called(reader, names.ref(iri)),
                iri in chosen,
            )
            for iri in iris
        )
        if listed := tuple(sorted(choices, key=lambda choice: (choice.label.casefold(), choice.value))):
            yield title, listed


def _called(reader: Reader, ref: Ref) -> str:
    """What a list calls a resource: a passage after its document, as on the pages."""
    return placed(ref.label.text, ref.within.text, reader.language) if ref.within else ref.label.text


def _offered(reader: Reader, parameter: Parameter) -> dict[str, list[str]]:
    """The resources that a parameter may name, by their class; all of one class under ''."""
    found: dict[str, list[str]] = {}
    if parameter.type is None or parameter.type.value in ANYTHING:
        told: set[str] = set()
        for row in reader.select("things", space=Literal(reader.base.named(""))):
            if row["thing"].value not in told:
                told.add(row["thing"].value)
                found.setdefault(row["class"].value, []).append(row["thing"].value)
        return found
    example = next((term for term in parameter.defaults if isinstance(term, NamedNode)), parameter.type)
    rows = reader.select("choices", **{"class": parameter.type, "example": example})
    return {"": [row["thing"].value for row in rows]}
