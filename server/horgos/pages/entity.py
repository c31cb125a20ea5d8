"""The page of any resource: what it is called, what is said of it and by whom, and what refers to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from horgos.pages import lines, periods, statements, voices
from horgos.pages import vocabulary as v
from horgos.pages.lines import Line
from horgos.pages.literals import Text
from horgos.pages.names import Names, Ref, clip
from horgos.pages.periods import Band
from horgos.pages.resource import Resource, find
from horgos.pages.statements import Group, Section
from horgos.pages.voices import Content, PassageOf
from horgos.queries import bind, shipped
from horgos.terms import Label, best_label
from horgos.translation import message

if TYPE_CHECKING:
    from horgos.pages.reading import Reader

TITLE = 300  # characters of a heading; what is longer is cut with “…” and stands whole among the names

TOPICS = tuple(each for each in lines.TOPICS if each[0] != "periods")  # which stand on bands
_SUMMARIES = (f"{v.SKOS}definition", f"{v.DCTERMS}description", f"{v.SCHEMA}description", f"{v.RDFS}comment")


@dataclass(frozen=True)
class Topic:
    """The claims about a thing that are of one kind, in the order of time."""

    key: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class EntityPage:
    """Everything on the page of one resource.

    `title` is its label for this reader, `others` its labels in other languages; a claim is titled by its
    line, and `when` tells its time. `passages` are those of the document that it is, or is a passage of.
    `missing` counts the claims about it that are not shown, `unlisted` the predicates that refer to it
    likewise. `query` asks for everything that is said of it.
    """

    ref: Ref
    title: Label
    others: tuple[Label, ...]
    when: Text | None
    kinds: tuple[Ref, ...]
    summary: Label | None
    sections: tuple[Section, ...]
    topics: tuple[Topic, ...]
    bands: tuple[Band, ...]
    document: Ref | None
    passages: tuple[PassageOf, ...]
    content: Content | None
    incoming: tuple[Group, ...]
    missing: int
    unlisted: int
    query: str

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """The parts of the page in their order: anchor and title."""
        present = (
            ("content", self.content.title if self.content else "", self.content),
            ("passages", message("Its passages"), self.passages and self.place is None),
            ("status", message("Status through time"), self.bands),
            *((topic.key, topic.title, topic.lines) for topic in self.topics),
            *((section.key, section.title, section.groups) for section in self.sections),
            ("incoming", message("What refers to it"), self.incoming),
            ("data", message("As data"), True),
        )
        return tuple((key, title) for key, title, there in present if there)

    @property
    def extent(self) -> PassageOf | None:
        """Where this passage stands in its document; None for what is no passage."""
        found = self.passages[self.place] if self.place is not None else None
        return found if found and found.start >= 0 else None

    @property
    def place(self) -> int | None:
        """The place of this passage among `passages`, from 0; None for what is no passage."""
        places = (at for at, each in enumerate(self.passages) if each.ref.iri == self.ref.iri)
        return next(places, None)


def entity(reader: Reader, iri: str) -> EntityPage:
    """The page of a resource for one reader. Raises NotFound where nothing is said of it or by it."""
    found = find(reader, iri)
    names = Names(reader)
    names.load(found.mentioned())
    own = lines.line(found.accounts[iri], names) if iri in found.accounts else None
    topics = _topics(found, names)
    return EntityPage(
        ref=names.ref(iri),
        title=clip(_title(found, names, own), TITLE),
        others=_others(names, iri),
        when=own.when if own else None,
        kinds=tuple(names.ref(kind.value) for kind in found.ends(v.TYPE)),
        summary=_summary(found, names),
        sections=statements.sections(found.links, names, found.accounts, iri, found.insets),
        topics=topics,
        bands=periods.bands(found.accounts, names, iri, _last_year(topics)),
        document=names.ref(found.document) if found.document else None,
        passages=voices.in_order(found.passages, found.sizes, names),
        content=voices.content(found.said, found.accounts, names, iri),
        incoming=tuple(statements.group(links, names, found.accounts, iri) for links in found.arrivals),
        missing=found.claimed - len(found.about),
        unlisted=found.unlisted,
        query=reader.prefixes.sparql + bind(shipped("statements"), {"thing": NamedNode(iri)}),
    )


def _title(found: Resource, names: Names, own: Line | None) -> Label:
    """Its label; a claim without one is called by its line."""
    if own and not found.ends(v.LABEL):
        return Label(own.words, names.reader.language)
    return names.label(found.iri)


def _others(names: Names, iri: str) -> tuple[Label, ...]:
    title = names.label(iri)
    return tuple(clip(label) for label in names.labels(iri) if label.text != title.text)


def _summary(found: Resource, names: Names) -> Label | None:
    """What the editors say it is. What a source says stands further down, with its passage beside it."""
    for predicate in _SUMMARIES:
        labels = [
            Label(term.value, term.language or "")
            for term, graphs in found.ends(predicate).items()
            if isinstance(term, Literal) and any(voice.kind == "editors" for voice in names.voices(graphs))
        ]
        if label := best_label(labels, names.reader.languages):
            return clip(label, 2 * TITLE)
    return None


def _topics(found: Resource, names: Names) -> tuple[Topic, ...]:
    accounts = (found.accounts[iri] for iri in found.about if iri in found.accounts)
    told = lines.lines(accounts, names, found.iri)
    topics = (Topic(key, title, tuple(line for line in told if line.topic == key)) for key, title in TOPICS)
    return tuple(topic for topic in topics if topic.lines)


def _last_year(topics: tuple[Topic, ...]) -> float:
    return max((float(line.year) for topic in topics for line in topic.lines if line.year), default=0.0)
