"""What a claim says, in a phrase: the kind of claim shows in what it has, not in its class."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from horgos.pages.words import literals
from horgos.pages.words import vocabulary as v
from horgos.pages.words.literals import Text
from horgos.pages.words.names import Names, Ref, Voice

if TYPE_CHECKING:
    from horgos.pages.told.claims import Account
    from horgos.queries import Term

Piece = Ref | Text

_SHOWN = {v.TYPE, v.ABOUT, v.WHEN, v.LABEL, v.PREF_LABEL}  # as such, and never again as a detail
_NOTES = (f"{v.SKOS}note", v.EDITORIAL_NOTE)
_TOPICS = (
    (v.EVENT_TYPE, "happened"), (v.INDICATOR, "figures"), (v.HOLDER, "stakes"), (v.OPENS, "hours"),
    (v.STATUS, "periods"), (v.NAME, "namings"),
)  # fmt: skip
MARKS = (*(predicate for predicate, _ in _TOPICS), v.DERIVED_FROM)
"""The predicates that tell the topic of a claim."""
_QUANTITY = (v.INDICATOR, v.VALUE, v.DERIVED_VALUE, v.UNIT, v.QUALIFIER, v.MINIMUM, v.MAXIMUM)
_AND = {"en": " and ", "zh": "和"}
_COMMA = {"en": ", ", "zh": "、"}
_COLON = {"en": ": ", "zh": "："}
_WITHIN = {"en": (" (", ", ", ")"), "zh": ("（", "，", "）")}
_EXPECTED = {"en": "expected", "zh": "预计"}
_GAP = {"en": " ", "zh": ""}
_HOLD = {"en": ("holds ", "hold "), "zh": ("持有", "持有")}
_OPEN = {"en": "open: ", "zh": "开放时间："}
_COUNTED = "截"  # of 截至, which is said of what is counted until then
_DATELESS = {"en": "date not stated", "zh": "日期未说明"}
_CALLED = {"en": "called ", "zh": "称作"}
_UNBOUNDED = ("/stated", "#stated")  # the qualifier of a value that is given as it is


def topic(predicates: Container[str]) -> str:
    """The topic of a claim (see `lines.Line`) that has these predicates."""
    found = next((topic for predicate, topic in _TOPICS if predicate in predicates), "claims")
    return "derived" if found == "figures" and v.DERIVED_FROM in predicates else found


@dataclass(frozen=True)
class Phrase:
    """A claim in few words: some that lead, and the `main` ones, which link to the claim.

    `told` are the predicates that it says. `scope` stands in brackets behind what is `said`, in the signs of
    the `language`.
    """

    lead: tuple[Piece, ...]
    said: Text
    told: tuple[str, ...]
    scope: tuple[str, ...] = ()
    language: str = "en"

    @property
    def main(self) -> Text:
        """What is said, with its scope."""
        if not self.scope:
            return self.said
        opening, parting, closing = _WITHIN[self.language]
        return replace(self.said, words=f"{self.said.words}{opening}{parting.join(self.scope)}{closing}")

    def within(self, *more: str) -> Phrase:
        """The phrase with more in its brackets."""
        return replace(self, scope=(*self.scope, *more))

    @property
    def words(self) -> str:
        """The phrase as plain text."""
        lead = (piece.label.text if isinstance(piece, Ref) else piece.words for piece in self.lead)
        return "".join((*lead, self.main.words))


@dataclass(frozen=True)
class Detail:
    """One more thing about a claim: a predicate and its values.

    `voices` is empty for what those say who state the claim; else it is who says this of it.
    """

    predicate: Ref
    values: tuple[Piece, ...]
    voices: tuple[Voice, ...] = ()


@dataclass(frozen=True)
class Writer:
    """Puts one claim into words for one reader."""

    account: Account
    names: Names

    def phrase(self) -> tuple[str, Phrase]:
        """The topic of the claim (see `lines.Line`) and its phrase."""
        ways: dict[str, Callable[[], Phrase]] = {
            "happened": self._event,
            "figures": self._figure,
            "derived": self._figure,
            "stakes": self._stake,
            "hours": self._hours,
            "periods": self._status,
            "namings": self._naming,
        }
        key = topic(self.account.values)
        return key, ways[key]() if key in ways else self._labelled(v.TYPE)

    def details(self, phrase: Phrase, page: str, but: Iterable[str] = ()) -> Iterator[Detail]:
        """What the phrase leaves out, on the page of the resource `page`; an event's type first, notes last.

        Predicates in `but` are told elsewhere.
        """
        told = {*phrase.told, *_SHOWN, *but}
        left = (predicate for predicate in self.account.values if predicate not in told)
        for predicate in sorted(left, key=lambda each: (each != v.EVENT_TYPE, each in _NOTES, each)):
            yield from self._details(predicate, page)

    def _details(self, predicate: str, page: str) -> Iterator[Detail]:
        """The values of a predicate: those of the claim itself, then those that others add to it.

        What the page is about is one of several, or goes without saying.
        """
        stating = set(self.account.graphs)
        by_voices: dict[tuple[str, ...], list[Term]] = {}
        for term, graphs in self.account.values[predicate].items():
            if term.value != page or len(self.account.values[predicate]) > 1:
                others = () if stating.intersection(graphs) else graphs
                by_voices.setdefault(others, []).append(term)
        for graphs, terms in sorted(by_voices.items(), key=lambda item: item[0]):
            suiting = literals.suiting(terms, self.names.reader.languages)
            values = (self._said_of_claim(predicate, term) for term in suiting)
            in_order = sorted(
                values, key=lambda value: "" if isinstance(value, Text) else value.label.text.casefold()
            )
            yield Detail(self.names.ref(predicate), tuple(in_order), self.names.voices(graphs))

    def _said_of_claim(self, predicate: str, term: Term) -> Piece:
        """A value of the claim; what describes it are words of the source, which are quoted."""
        value = self.value(term)
        return literals.quoted(value) if predicate == v.DESCRIPTION and isinstance(value, Text) else value

    def value(self, term: Term) -> Piece:
        """A term as a piece of a line."""
        return self.names.ref(term.value) if isinstance(term, NamedNode) else self.literal(term)

    def literal(self, literal: Literal) -> Text:
        """A literal for this reader."""
        return literals.text(literal, self.language, self.names.reader.prefixes)

    def time(self, literal: Literal) -> Text:
        """A time of the claim for this reader: of what happened, not after an end that is all it has.

        Hours are a time themselves: of those it is told that the date is not.
        """
        kind = topic(self.account.values)
        of_event = kind == "happened"
        told = literals.text(literal, self.language, self.names.reader.prefixes, of_event=of_event)
        if kind == "hours" and not literal.value.strip("./"):
            return replace(told, words=_DATELESS[self.language])
        return replace(told, words=told.words.removeprefix(_COUNTED)) if kind == "namings" else told

    def in_base_unit(self, literal: Literal) -> Text:
        """What the value of the claim comes to in the base unit of its unit."""
        signs = (self.names.symbol(self.names.base_unit(iri)) for iri in self.account.iris(v.UNIT))
        return Text(literals.amount(literals.number(literal.value), "".join(signs), self.language))

    def say(self, words: str) -> Text:
        """Words in the reader's language."""
        return Text(words, literals.TAGS[self.language])

    @property
    def language(self) -> str:
        """`en` or `zh`."""
        return self.names.reader.language

    def _labelled(self, predicate: str) -> Phrase:
        """The claim by its own label, or by what it has by the predicate."""
        own = self.account.terms(v.LABEL)
        if own or not self.account.iris(predicate):
            label = self.names.ref(self.account.iri).label
            return Phrase((), Text(label.text, label.language), ())
        return Phrase((), self.say(self._listed(predicate)), (predicate,))

    def _listed(self, predicate: str) -> str:
        iris = sorted(self.account.iris(predicate))
        return _COMMA[self.language].join(self.names.label(iri).text for iri in iris)

    def _joined(self, predicate: str) -> tuple[Piece, ...]:
        """The resources of a predicate, with “and” between them."""
        pieces: list[Piece] = []
        refs = [self.names.ref(iri) for iri in sorted(self.account.iris(predicate))]
        for place, ref in enumerate(refs):
            if place:
                pieces.append(
                    self.say(_AND[self.language] if place == len(refs) - 1 else _COMMA[self.language])
                )
            pieces.append(ref)
        return tuple(pieces)

    def _event(self) -> Phrase:
        return self._labelled(v.EVENT_TYPE)

    def _figure(self) -> Phrase:
        lead = (*self._joined(v.INDICATOR), self.say(_COLON[self.language]))
        is_place = self.account.iris(v.CONCERNS) and not self.account.iris(v.UNIT)
        among = (v.CONCERNS, v.SPATIAL) if is_place else ()
        expected = (v.OBSERVED,) if v.FORECAST in self.account.iris(v.OBSERVED) else ()
        scope = (*self._within(among), *(_EXPECTED[self.language] for _ in expected))
        told = (*_QUANTITY, *among, *expected)
        return Phrase(lead, self.say(self._quantity()), told, scope, self.language)

    def _within(self, predicates: Iterable[str]) -> Iterator[str]:
        """What a figure without a unit is a place among, and where.

        The name of its indicator may say as much: a rank by cargo is one of cargo.
        """
        named = self._listed(v.INDICATOR)
        return (each for each in map(self._listed, predicates) if each and each not in named)

    def _quantity(self) -> str:
        low, high = self.account.lexical(v.MINIMUM), self.account.lexical(v.MAXIMUM)
        value = self.account.lexical(v.VALUE) or self.account.lexical(v.DERIVED_VALUE)
        amount = literals.number(value) if value else f"{literals.number(low)}–{literals.number(high)}"
        units = "".join(self.names.unit(iri, value or high) for iri in self.account.iris(v.UNIT))
        bounds = [
            self.names.label(iri).text
            for iri in self.account.iris(v.QUALIFIER)
            if not iri.endswith(_UNBOUNDED)
        ]
        return _GAP[self.language].join((*bounds, literals.amount(amount, units, self.language)))

    def _stake(self) -> Phrase:
        share = self.account.lexical(v.SHARE)
        verb = _HOLD[self.language][len(self.account.iris(v.HOLDER)) > 1]
        held = f"{verb}{literals.percent(share, self.language)}" if share else verb.rstrip()
        lead = (*self._joined(v.HOLDER), self.say(_GAP[self.language]))
        return Phrase(lead, self.say(held), (v.HOLDER, v.SHARE))

    def _hours(self) -> Phrase:
        times = (term for key in (v.OPENS, v.CLOSES) for term in self.account.terms(key))
        said = [self.literal(term).words for term in times if isinstance(term, Literal)]
        return Phrase((self.say(_OPEN[self.language]),), Text("–".join(said)), (v.OPENS, v.CLOSES))

    def _naming(self) -> Phrase:
        named = [self.literal(term) for term in self.account.terms(v.NAME) if isinstance(term, Literal)]
        main = Text(
            _COMMA[self.language].join(name.words for name in named), named[0].language if named else ""
        )
        gap = _GAP["en"] if self.language == "zh" and main.words < literals.HAN else ""
        return Phrase((self.say(_CALLED[self.language] + gap),), main, (v.NAME,))

    def _status(self) -> Phrase:
        return Phrase((), self.say(self._listed(v.STATUS)), (v.STATUS, v.DERIVED_FROM), (), self.language)
