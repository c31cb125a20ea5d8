"""The documents: what each passage states, what a document alone says, what others confirm or contradict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from babel import Locale
from pyoxigraph import NamedNode

from horgos.errors import BadRequest
from horgos.pages import paging
from horgos.pages.facets import unknown
from horgos.pages.reading import holds
from horgos.pages.told import claims, disputes, echoes, lines, voices
from horgos.pages.told.claims import Account
from horgos.pages.told.disputes import Disputes
from horgos.pages.told.keys import keys
from horgos.pages.told.lines import Line
from horgos.pages.told.voices import PassageOf
from horgos.pages.verdicts import findings
from horgos.pages.verdicts.findings import Finding
from horgos.pages.words import literals
from horgos.pages.words import vocabulary as v
from horgos.pages.words.literals import Text
from horgos.pages.words.names import Names, Ref
from horgos.terms import Label

if TYPE_CHECKING:
    from horgos.pages.reading import Reader, Row
    from horgos.pages.words.phrases import Piece

LENGTH = 20  # documents on a page
PASSAGES = 100  # passages of a document that a page shows, and claims of one passage
FIRST = 8  # claims and findings of a list that is cut; the whole list has pages of its own
LONG = 60  # claims on a page of a whole list
PARTS = ("alone", "confirmed")  # the lists that have pages of their own

_LANGUAGE = f"{v.DCTERMS}language"
_TITLES = (v.PREF_LABEL, v.LABEL, f"{v.DCTERMS}title", v.DESCRIPTION, v.TYPE)


@dataclass(frozen=True)
class Told:
    """A passage, and its claims as lines in the order of time; `total` counts those not shown too."""

    passage: PassageOf
    lines: tuple[Line, ...]
    total: int


@dataclass(frozen=True)
class Echo:
    """A claim that another document states too, or tells in its own way: then `others` are its claims."""

    line: Line
    others: tuple[Line, ...]


@dataclass(frozen=True)
class Source:
    """A document held against the others. `key` names its places on a page, `value` it in an address.

    `title` and `description` are those in the data, `notes` what else is said of it. `alone` are claims
    that no other document makes, `confirmed` those that one does; `alone_total` and `confirmed_total` count
    them all. `consistent` and `against` are findings that hold its claims against those of other documents:
    without and with a disagreement; `itself` are disagreements within it. `disputes` are those of the claims
    that are shown. `cut` says that it was not held against all that others tell.
    """

    ref: Ref
    key: str
    value: str
    title: Label | None
    description: Label | None
    notes: tuple[tuple[Ref, tuple[Piece, ...]], ...]
    passages: tuple[Told, ...]
    passages_total: int
    alone: tuple[Line, ...]
    alone_total: int
    confirmed: tuple[Echo, ...]
    confirmed_total: int
    consistent: tuple[Finding, ...]
    against: tuple[Finding, ...]
    itself: tuple[Finding, ...]
    disputes: Disputes
    cut: bool

    @property
    def claims(self) -> int:
        """How many claims it makes."""
        return self.alone_total + self.confirmed_total


@dataclass(frozen=True)
class SourcesPage:
    """Some documents of `total`, on this page of `pages`, from 1."""

    sources: tuple[Source, ...]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class ListPage:
    """A page of the whole list of what a document alone says, or of what others confirm."""

    source: Source
    part: str
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class _Said:
    """The claims of one document in the order of its passages, before names."""

    passages: tuple[Row, ...]
    sizes: Mapping[str, int]
    by_passage: Mapping[str, tuple[str, ...]]
    shared: frozenset[str]
    echoes: Mapping[str, tuple[str, ...]]
    cut: bool

    @property
    def claims(self) -> tuple[str, ...]:
        ordered = (self.by_passage.get(row["passage"].value, ()) for row in self.passages)
        return tuple(dict.fromkeys(chain.from_iterable(ordered)))

    @property
    def alone(self) -> tuple[str, ...]:
        return tuple(iri for iri in self.claims if iri not in self.shared and iri not in self.echoes)

    @property
    def confirmed(self) -> tuple[str, ...]:
        return tuple(iri for iri in self.claims if iri in self.shared or iri in self.echoes)


@dataclass(frozen=True)
class _Span:
    """Which part of its lists a page shows: the whole ones begin somewhere, the others are cut."""

    passages: bool = True
    alone: slice = field(default_factory=lambda: slice(FIRST))
    confirmed: slice = field(default_factory=lambda: slice(FIRST))

    def shown(self, said: _Said) -> Iterator[str]:
        """The claims that the page shows."""
        if self.passages:
            for row in said.passages[:PASSAGES]:
                yield from said.by_passage.get(row["passage"].value, ())[:PASSAGES]
        yield from said.alone[self.alone]
        for iri in said.confirmed[self.confirmed]:
            yield iri
            yield from said.echoes.get(iri, ())


def sources(reader: Reader, page: int = 1) -> SourcesPage:
    """The documents. Raises BadRequest for a page that there is not."""
    known = _documents(reader)
    pages = paging.pages(len(known), LENGTH, page)
    shown = known[(page - 1) * LENGTH : page * LENGTH]
    return SourcesPage(_sources(reader, shown, known, _Span()), len(known), page, pages)


def source(reader: Reader, iri: str) -> Source | None:
    """One document without its passages, for its own page; None for what is no document."""
    known = _documents(reader)
    return next(iter(_sources(reader, [iri], known, _Span(passages=False))), None) if iri in known else None


def whole(reader: Reader, iri: str, part: str, page: int = 1) -> ListPage:
    """A page of a whole list. Raises BadRequest for a document, a part or a page that there is not."""
    known = _documents(reader)
    if iri not in known:
        raise unknown("document", iri, known, reader.prefixes)
    if part not in PARTS:
        raise BadRequest(
            f"The parameter part is {part!r}.", advice=f"Use one of: {', '.join(PARTS)}.", parameter="part"
        )
    part_ = slice((page - 1) * LONG, page * LONG)
    span = _Span(False, alone=part_) if part == "alone" else _Span(False, confirmed=part_)
    (found,) = _sources(reader, [iri], known, span)
    total = found.alone_total if part == "alone" else found.confirmed_total
    return ListPage(found, part, total, page, paging.pages(total, LONG, page))


def _documents(reader: Reader) -> list[str]:
    return [row["document"].value for row in reader.select("documents") if "document" in row]


def _sources(reader: Reader, wanted: Sequence[str], known: Iterable[str], span: _Span) -> tuple[Source, ...]:
    if not wanted:
        return ()
    nodes = [NamedNode(iri) for iri in wanted]
    notes = findings.told(reader.select("documents-told", document=nodes), "document")
    said = _said(reader, wanted)
    found = findings.find(reader)
    accounts = claims.accounts(reader, chain.from_iterable(span.shown(each) for each in said.values()))
    marks = disputes.find(reader, accounts)
    names = Names(reader)
    names.load(chain(_mentioned(wanted, notes, said, found, accounts), marks.mentioned()))
    held, disputed = found.named(names), marks.named(names)
    called = keys(known)
    return tuple(
        _Writer(
            iri, called[iri], notes.get(iri, Account(iri, {})), said[iri], accounts, held, disputed, names
        ).source(span)
        for iri in wanted
    )


def _said(reader: Reader, wanted: Sequence[str]) -> dict[str, _Said]:
    nodes = [NamedNode(iri) for iri in wanted]
    asking = reader.round()
    stated, told = asking.ask("said-claims", document=nodes), echoes.ask(asking, wanted)
    in_order = {iri: asking.ask("passages", document=NamedNode(iri)) for iri in wanted}
    sizes = {iri: asking.ask("passage-sizes", document=NamedNode(iri)) for iri in wanted}
    passages: dict[str, dict[str, list[str]]] = {iri: {} for iri in wanted}
    shared: dict[str, set[str]] = {iri: set() for iri in wanted}
    for row in stated():
        document, claim = row["document"].value, row["claim"].value
        passages[document].setdefault(row["passage"].value, []).append(claim)
        if holds(row, "shared"):
            shared[document].add(claim)
    heard = told()
    return {
        iri: _Said(
            voices.passages(in_order[iri]()),
            voices.sizes(sizes[iri]()),
            {passage: tuple(mine) for passage, mine in passages[iri].items()},
            frozenset(shared[iri]),
            heard.of(iri),
            heard.cut,
        )
        for iri in wanted
    }


def _mentioned(
    wanted: Iterable[str],
    notes: Mapping[str, Account],
    said: Mapping[str, _Said],
    found: findings.Found,
    accounts: Mapping[str, Account],
) -> Iterator[str]:
    yield from wanted
    for each in (*notes.values(), *accounts.values()):
        yield from each.mentioned()
    for mine in said.values():
        yield from (row["passage"].value for row in mine.passages)
    yield from found.mentioned()


@dataclass(frozen=True)
class _Writer:
    """Puts one document together."""

    iri: str
    key: str
    notes: Account
    said: _Said
    accounts: Mapping[str, Account]
    held: tuple[Finding, ...]
    disputed: Disputes
    names: Names

    def source(self, span: _Span) -> Source:
        mine = [each for each in self.held if self.iri in (document.iri for document in each.documents)]
        across = [each for each in mine if len(each.documents) > 1]
        return Source(
            ref=self.names.ref(self.iri),
            key=self.key,
            value=self.names.reader.prefixes.name(self.iri),
            title=next(iter(findings.texts(self.notes, f"{v.DCTERMS}title", self.names)), None),
            description=next(iter(findings.texts(self.notes, v.DESCRIPTION, self.names)), None),
            notes=tuple(self.told()),
            passages=tuple(self.passages()) if span.passages else (),
            passages_total=len(self.said.passages),
            alone=self.lines(self.said.alone[span.alone]),
            alone_total=len(self.said.alone),
            confirmed=tuple(self.echo(iri) for iri in self.said.confirmed[span.confirmed]),
            confirmed_total=len(self.said.confirmed),
            consistent=tuple(each for each in across if not each.open),
            against=tuple(each for each in across if each.open),
            itself=tuple(each for each in mine if each.open and len(each.documents) == 1),
            disputes=self.disputed,
            cut=self.said.cut,
        )

    def told(self) -> Iterator[tuple[Ref, tuple[Piece, ...]]]:
        """What is said of the document beside its title: of texts in several languages the reader's."""
        for predicate in self.notes.values:
            if predicate not in _TITLES:
                yield self.names.ref(predicate), tuple(self.pieces(predicate))

    def pieces(self, predicate: str) -> Iterator[Piece]:
        best = {label.text for label in findings.texts(self.notes, predicate, self.names)}
        reader = self.names.reader
        for term in self.notes.terms(predicate):
            if isinstance(term, NamedNode):
                yield self.names.ref(term.value)
            elif predicate == _LANGUAGE:
                yield Text(Locale.parse(reader.language).languages.get(term.value.lower(), term.value))
            elif term.value in best:
                yield literals.text(term, reader.language, reader.prefixes, of_event=True)

    def passages(self) -> Iterator[Told]:
        shown = voices.in_order(self.said.passages[:PASSAGES], self.said.sizes, self.names)
        for passage in shown:
            mine = self.said.by_passage.get(passage.ref.iri, ())
            yield Told(passage, self.lines(mine[:PASSAGES]), len(mine))

    def lines(self, iris: Iterable[str]) -> tuple[Line, ...]:
        found = (self.accounts[iri] for iri in iris if iri in self.accounts)
        return tuple(lines.line(account, self.names) for account in found)

    def echo(self, iri: str) -> Echo:
        (line,) = self.lines([iri])
        return Echo(line, self.lines(self.said.echoes.get(iri, ())))
