"""Claims as readable lines: when, what, how much, who, and in whose words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from pyoxigraph import Literal, NamedNode

from horgos.pages import edtf, literals
from horgos.pages import vocabulary as v
from horgos.pages.literals import Text
from horgos.pages.names import Names, Ref, Voice

if TYPE_CHECKING:
    from horgos.pages.reading import Reader
    from horgos.queries import Term

Piece = Ref | Text
BATCH = 200  # claims asked for in one query

# What follows from its time, or is shown as such, is never repeated as a detail.
_SILENT = {v.TYPE, v.ABOUT, v.WHEN, v.EARLIEST, v.LATEST, v.STATED_IN, f"{v.RDFS}label", v.PREF_LABEL}
_QUANTITY = (v.INDICATOR, v.VALUE, v.UNIT, v.QUALIFIER, v.MINIMUM, v.MAXIMUM)
_AND = {"en": " and ", "zh": "和"}
_COLON = {"en": ": ", "zh": "："}
_GAP = {"en": " ", "zh": ""}
_HOLD = {"en": ("holds ", "hold "), "zh": ("持有", "持有")}
_CALLED = {"en": "called ", "zh": "称为"}
_UNQUALIFIED = "stated"

_Phrase = tuple[list[Piece], Text, Collection[str]]


@dataclass(frozen=True)
class Account:
    """What the graphs hold about one claim: predicate to object to the graphs that say it."""

    iri: str
    values: Mapping[str, Mapping[Term, tuple[str, ...]]]

    def terms(self, predicate: str) -> tuple[Term, ...]:
        """The objects of a predicate."""
        return tuple(self.values.get(predicate, ()))

    def iris(self, predicate: str) -> tuple[str, ...]:
        """The objects of a predicate that are resources."""
        return tuple(term.value for term in self.terms(predicate) if isinstance(term, NamedNode))

    def lexical(self, predicate: str) -> str:
        """The lexical form of the first literal of a predicate; empty where there is none."""
        return next((term.value for term in self.terms(predicate) if isinstance(term, Literal)), "")

    @property
    def graphs(self) -> tuple[str, ...]:
        """The graphs that say what the claim is about: those that state it."""
        return tuple(dict.fromkeys(graph for who in self.values.get(v.ABOUT, {}).values() for graph in who))

    def mentioned(self) -> Iterator[str]:
        """Every resource that its line may show."""
        yield self.iri
        for predicate, objects in self.values.items():
            yield predicate
            for term, graphs in objects.items():
                yield from graphs
                yield term.value if isinstance(term, NamedNode) else term.datatype.value


@dataclass(frozen=True)
class Detail:
    """One more thing a claim says: a predicate and its values."""

    predicate: Ref
    values: tuple[Piece, ...]


@dataclass(frozen=True)
class Line:
    """A claim as one line. `topic` is its kind: happened, figures, stakes, hours, namings, periods, claims.

    `lead` and `main` read as a phrase, of which `main` links to the claim. `about` is empty on the page of
    what it is about; `when` is None where no time is given.
    """

    kind: ClassVar[str] = "line"
    claim: Ref
    topic: str
    year: str
    when: Text | None
    about: tuple[Ref, ...]
    lead: tuple[Piece, ...]
    main: Text
    details: tuple[Detail, ...]
    voices: tuple[Voice, ...]
    order: tuple[int, int, int]

    @property
    def words(self) -> str:
        """The line as plain text, without its time: a title for the page of a claim that has no label."""
        about = ", ".join(ref.label.text for ref in self.about)
        lead = (piece.label.text if isinstance(piece, Ref) else piece.words for piece in self.lead)
        return ": ".join(part for part in (about, "".join(lead) + self.main.words) if part)


def accounts(reader: Reader, iris: Iterable[str]) -> dict[str, Account]:
    """What the graphs hold about those of these resources that are claims (that have `hg:about`)."""
    wanted = sorted(set(iris))
    found: dict[str, dict[str, dict[Term, tuple[str, ...]]]] = {}
    for start in range(0, len(wanted), BATCH):
        for row in reader.select("claims", claim=[NamedNode(iri) for iri in wanted[start : start + BATCH]]):
            objects = found.setdefault(row["claim"].value, {}).setdefault(row["p"].value, {})
            term = row["o"]
            if isinstance(term, NamedNode | Literal):
                objects[term] = (*objects.get(term, ()), row["voice"].value)
    return {iri: Account(iri, values) for iri, values in found.items()}


def line(account: Account, names: Names, page: str = "") -> Line:
    """The claim as a line on the page of the resource `page`. Its names must have been loaded."""
    writer = _Writer(account, names)
    topic, lead, main, used = writer.phrase()
    when = account.lexical(v.WHEN)
    about = () if page in account.iris(v.ABOUT) else account.iris(v.ABOUT)
    return Line(
        claim=names.ref(account.iri),
        topic=topic,
        year=edtf.year(when),
        when=writer.literal(Literal(when, datatype=NamedNode(v.EDTF))) if when else None,
        about=tuple(names.ref(iri) for iri in about),
        lead=tuple(lead),
        main=main,
        details=tuple(writer.details(used, page)),
        voices=names.voices(account.graphs),
        order=edtf.order(when),
    )


def lines(found: Iterable[Account], names: Names, page: str = "") -> tuple[Line, ...]:
    """Claims as lines in the order of time, then of IRI."""
    made = (line(account, names, page) for account in found)
    return tuple(sorted(made, key=lambda each: (each.order, each.claim.iri)))


@dataclass(frozen=True)
class _Writer:
    """Puts one claim into words for one reader."""

    account: Account
    names: Names

    def phrase(self) -> tuple[str, list[Piece], Text, Collection[str]]:
        """The topic of the claim, the phrase for it (lead and main), and the predicates that this says."""
        phrases: tuple[tuple[str, str, Callable[[], _Phrase]], ...] = (
            (v.EVENT_TYPE, "happened", self._event),
            (v.INDICATOR, "figures", self._figure),
            (v.HOLDER, "stakes", self._stake),
            (v.OPENS, "hours", self._hours),
            (v.STATUS, "periods", self._status),
            (v.NAME, "namings", self._naming),
        )
        for predicate, topic, write in phrases:
            if self.account.terms(predicate):
                return (topic, *write())
        return ("claims", *self._labelled(v.TYPE))

    def details(self, used: Collection[str], page: str) -> Iterator[Detail]:
        """What the phrase leaves out; the type of an event first."""
        told = {*used, *_SILENT}
        for predicate in sorted(self.account.values, key=lambda each: (each != v.EVENT_TYPE, each)):
            values = () if predicate in told else self.account.terms(predicate)
            if shown := [self.value(term) for term in values if term.value != page]:
                yield Detail(self.names.ref(predicate), tuple(shown))

    def value(self, term: Term) -> Piece:
        """A term as a piece of a line."""
        return self.names.ref(term.value) if isinstance(term, NamedNode) else self.literal(term)

    def literal(self, literal: Literal) -> Text:
        """A literal for this reader."""
        return literals.text(literal, self.language, self.names.reader.prefixes)

    @property
    def language(self) -> str:
        """`en` or `zh`."""
        return self.names.reader.language

    def _labelled(self, predicate: str) -> _Phrase:
        """The claim by its own label, or by what it has by the predicate."""
        if self.account.terms(f"{v.RDFS}label"):
            label = self.names.ref(self.account.iri).label
            return [], Text(label.text, label.language), ()
        words = ", ".join(self.names.label(iri).text for iri in self.account.iris(predicate))
        return [], Text(words or self.names.label(self.account.iri).text), (predicate,)

    def _joined(self, predicate: str) -> list[Piece]:
        """The resources of a predicate, with “and” between them."""
        pieces: list[Piece] = []
        refs = [self.names.ref(iri) for iri in sorted(self.account.iris(predicate))]
        for place, ref in enumerate(refs):
            if place:
                pieces.append(Text(_AND[self.language] if place == len(refs) - 1 else ", "))
            pieces.append(ref)
        return pieces

    def _event(self) -> _Phrase:
        return self._labelled(v.EVENT_TYPE)

    def _figure(self) -> _Phrase:
        lead = [*self._joined(v.INDICATOR), Text(_COLON[self.language])]
        return lead, Text(self._quantity()), _QUANTITY

    def _quantity(self) -> str:
        low, high = self.account.lexical(v.MINIMUM), self.account.lexical(v.MAXIMUM)
        value = self.account.lexical(v.VALUE)
        amount = literals.number(value) if value else f"{literals.number(low)}–{literals.number(high)}"
        units = [self.names.symbol(iri) for iri in self.account.iris(v.UNIT)]
        qualifiers = [
            self.names.label(iri).text
            for iri in self.account.iris(v.QUALIFIER)
            if not iri.endswith((f"/{_UNQUALIFIED}", f"#{_UNQUALIFIED}"))
        ]
        return " ".join([*qualifiers, "\u00a0".join(part for part in (amount, *units) if part)])

    def _stake(self) -> _Phrase:
        share = self.account.lexical(v.SHARE)
        verb = _HOLD[self.language][len(self.account.iris(v.HOLDER)) > 1]
        held = f"{verb}{literals.percent(share)}" if share else verb.rstrip()
        return [*self._joined(v.HOLDER), Text(_GAP[self.language])], Text(held), (v.HOLDER, v.SHARE)

    def _hours(self) -> _Phrase:
        times = [term for key in (v.OPENS, v.CLOSES) for term in self.account.terms(key)]
        said = [self.literal(term).words for term in times if isinstance(term, Literal)]
        return [], Text("–".join(said)), (v.OPENS, v.CLOSES)

    def _naming(self) -> _Phrase:
        named = [self.literal(term) for term in self.account.terms(v.NAME) if isinstance(term, Literal)]
        language = next((name.language for name in named), "")
        return (
            [Text(_CALLED[self.language])],
            Text(", ".join(name.words for name in named), language),
            (v.NAME,),
        )

    def _status(self) -> _Phrase:
        words = ", ".join(self.names.label(iri).text for iri in self.account.iris(v.STATUS))
        return [], Text(words), (v.STATUS, v.DERIVED_FROM)
