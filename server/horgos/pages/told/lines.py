"""Claims as readable lines: when, what, how much, who, and in whose words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from pyoxigraph import Literal, NamedNode

from horgos.pages.told import anchors
from horgos.pages.words import edtf
from horgos.pages.words import vocabulary as v
from horgos.pages.words.literals import Text
from horgos.pages.words.names import Names, Ref, Voice
from horgos.pages.words.phrases import Detail, Phrase, Writer
from horgos.translation import message

if TYPE_CHECKING:
    from horgos.pages.told.claims import Account

TOPICS = (
    ("happened", message("What happened")),
    ("figures", message("Figures")),
    ("derived", message("Derived figures")),
    ("stakes", message("Stakes")),
    ("hours", message("Hours")),
    ("namings", message("Names in their time")),
    ("periods", message("Periods of a status")),
    ("claims", message("Other claims")),
)
"""The kinds of claims in the order of pages: key and title."""

_PARTINGS = ((": ", ", "), ("：", "，"))  # in English and Chinese; what has a colon takes the comma


@dataclass(frozen=True)
class Line:
    """A claim as one line.

    `topic` is its kind: a key of TOPICS. `about` is empty on the page of what it is about, and leaves out
    what the phrase names; `when` is None where no time is given. `inputs` are the claims that a derived one
    follows from, where they are known.
    """

    kind: ClassVar[str] = "line"
    claim: Ref
    topic: str
    year: str
    when: Text | None
    about: tuple[Ref, ...]
    phrase: Phrase
    details: tuple[Detail, ...]
    voices: tuple[Voice, ...]
    order: tuple[int, ...]
    inputs: tuple[Line, ...] = ()

    @property
    def at(self) -> str:
        """Its place on the page of each voice that states it."""
        return anchors.of_claim(self.claim)

    @property
    def words(self) -> str:
        """The line as plain text, without its time: a title for the page of a claim that has no label."""
        about = ", ".join(ref.label.text for ref in self.about)
        chinese = any(ref.label.language.startswith("zh") for ref in self.about)
        parting = _PARTINGS[chinese][self.topic in ("figures", "derived", "hours")]
        return parting.join(part for part in (about, self.phrase.words) if part)


def line(account: Account, names: Names, page: str = "", found: Mapping[str, Account] | None = None) -> Line:
    """The claim as a line on the page of the resource `page`. Its names must have been loaded.

    What it follows from is told where it is among the claims `found`.
    """
    writer = Writer(account, names)
    topic, phrase = writer.phrase()
    when = account.lexical(v.WHEN)
    about = () if page in account.iris(v.ABOUT) else map(names.ref, account.iris(v.ABOUT))
    known = found or {}
    inputs = _inputs(account, names, page, known)
    return Line(
        claim=names.ref(account.iri),
        topic=topic,
        year=edtf.year(when),
        when=writer.time(Literal(when, datatype=NamedNode(v.EDTF))) if when else None,
        about=tuple(ref for ref in about if ref.label.text != phrase.words),
        phrase=phrase,
        details=tuple(writer.details(phrase, page, (v.DERIVED_FROM,) if inputs else ())),
        voices=names.voices(account.graphs),
        order=edtf.order(when),
        inputs=inputs,
    )


def _inputs(account: Account, names: Names, page: str, known: Mapping[str, Account]) -> tuple[Line, ...]:
    """What it follows from, so far as it is known; of one time first what measures the same as it.

    What is about another thing than the page, or else than what follows from it, says so.
    """
    about = account.iris(v.ABOUT)
    origins = (known[iri] for iri in account.iris(v.DERIVED_FROM) if iri in known)
    made = lines(origins, names, page if page in about else next(iter(about), ""))
    own = account.iris(v.INDICATOR)

    def order(each: Line) -> tuple[object, ...]:
        measured = known[each.claim.iri].iris(v.INDICATOR)
        return each.order, measured != own, measured

    return tuple(sorted(made, key=order))


def lines(
    told: Iterable[Account], names: Names, page: str = "", found: Mapping[str, Account] | None = None
) -> tuple[Line, ...]:
    """Claims as lines in the order of time, of one time in that of the texts, then of IRI; see `line`."""
    made = (line(account, names, page, found) for account in told)
    return tuple(sorted(made, key=place))


def place(line: Line) -> tuple[object, ...]:
    """The place of a claim among others: by time, then in the order of the texts, then of IRIs."""
    return line.order, [voice.order for voice in line.voices[:1]], line.claim.iri
