"""What the page of a resource has, and in which order its parts stand."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from horgos.pages.verdicts import findings
from horgos.translation import message

if TYPE_CHECKING:
    from horgos.pages.bands.periods import Band
    from horgos.pages.bands.scale import Scale
    from horgos.pages.citation import Told
    from horgos.pages.history.dated import Dated
    from horgos.pages.history.in_year import Years
    from horgos.pages.history.overview import Overview
    from horgos.pages.maps import Drawing
    from horgos.pages.thing.facts import Fact
    from horgos.pages.thing.layouts import Layout
    from horgos.pages.thing.neighbourhood import Neighbourhood
    from horgos.pages.thing.spellings import Spelling
    from horgos.pages.thing.surroundings import Paged
    from horgos.pages.told.content import Content
    from horgos.pages.told.contests import Contest
    from horgos.pages.told.disputes import Disputes
    from horgos.pages.told.lines import Line
    from horgos.pages.told.statements import Group, Section, Statement
    from horgos.pages.told.voices import PassageOf
    from horgos.pages.verdicts.findings import Finding
    from horgos.pages.words.names import Ref
    from horgos.terms import Label

_ELSEWHERE = ("names", "namings")  # sections and topics that the spellings have


@dataclass(frozen=True)
class Topic:
    """The claims about a thing that are of one kind, in the order of time.

    `entries` has the same claims, with those that differ set together.
    """

    key: str
    title: str
    lines: tuple[Line, ...]
    entries: tuple[Line | Contest, ...]


@dataclass(frozen=True)
class Part:
    """A part of the page: its anchor, its title, how it is set, and the topic or section that it has."""

    key: str
    title: str
    kind: str
    topic: Topic | None = None
    section: Section | None = None


@dataclass(frozen=True)
class EntityPage:
    """Everything on the page of one resource.

    `title` is its label for this reader, `others` its labels in other languages; a claim is titled by its
    line, which is `own`. `summed` is the statement that `summary` has whole, if its predicate has no other.
    `about` are the claims about it as time sorts them, `years` those they tell of.
    `scale` is what its timeline and the bands of its status stand on. `passages` are those of the document
    that it is, or is a passage of. `disputes` are those of all claims that are shown; `contests` tell what
    was found about it where it is a claim, and `finding` what it holds against each other where it is one.
    Not shown are as many claims about it as `missing` of `claimed` says, and as many predicates that refer
    to it as `unlisted`. `by_editors` says that it is a graph of the editors. `cited` is
    what a citation calls it, and who states it, in English; `query` asks for everything that is said of it.
    """

    ref: Ref
    title: Label
    others: tuple[Label, ...]
    own: Line | None
    kinds: tuple[Ref, ...]
    summary: Label | None
    summed: Statement | None
    layout: Layout
    about: tuple[Dated, ...]
    years: Years | None
    paged: Paged | None
    facts: tuple[Fact, ...]
    spellings: tuple[Spelling, ...]
    sections: tuple[Section, ...]
    topics: tuple[Topic, ...]
    bands: tuple[Band, ...]
    timeline: Overview | None
    scale: Scale | None
    document: Ref | None
    passages: tuple[PassageOf, ...]
    content: Content | None
    by_editors: bool
    near: Neighbourhood | None
    map: Drawing | None
    incoming: tuple[Group, ...]
    disputes: Disputes
    contests: tuple[Contest, ...]
    finding: Finding | None
    missing: int
    claimed: int
    unlisted: int
    cited: Told
    query: str

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the page in the order that its layout gives them."""
        present = (
            (Part("content", self.content.title if self.content else "", "content"), self.content),
            (Part("passages", message("Its passages"), "passages"), self.passages and self.place is None),
            (Part("names", message("Names"), "names"), self.spellings),
            (Part("timeline", message("Through time"), "timeline"), self.timeline),
            (Part("status", message("Status through time"), "status"), self.bands),
            *((Part(each.key, each.title, "lines", topic=each), True) for each in self.topics),
            *(
                (Part(each.key, self._title(each), "groups", section=each), self.told(each))
                for each in self.sections
            ),
            (Part("near", message("What it is related to"), "near"), self.near),
            (Part("incoming", message("What refers to it"), "incoming"), self.incoming),
            (Part("data", message("Cite and reuse"), "data"), True),
        )
        found = {
            part.key: part
            for part, there in present
            if there and not (part.key in _ELSEWHERE and part.kind != "names")
        }
        return tuple(found[key] for key in self.layout.order if key in found)

    def _title(self, section: Section) -> str:
        """The title of a section; where a finding is none of a disagreement, or of one claim, nobody differs.

        What rules derive, nobody claims.
        """
        if section.key == "claim" and self.own and all(each.kind == "rule" for each in self.own.voices):
            return message("What is derived")
        if section.key == "difference" and self.finding and not self.finding.open:
            return message("What was compared")
        if section.key == "difference" and self.finding and len(self.finding.against) == 1:
            return message("What is in doubt")
        return section.title

    def told(self, section: Section) -> tuple[Group, ...]:
        """The groups of a section that neither the head of the page nor the block of a finding tells.

        What a voice says of itself stands with all that it says.
        """
        heads = {fact.predicate.iri for fact in self.facts if not fact.more}
        heads.update(findings.TOLD if self.finding else ())
        return tuple(
            group
            for group in section.groups
            if group.predicate.iri not in heads or any(each.inset for each in group.statements)
            if self.summed not in group.statements
            if any(voice.ref.iri != self.ref.iri for each in group.statements for voice in each.voices)
        )

    @property
    def tells_nothing(self) -> bool:
        """Whether it shows a year of which no claim tells."""
        a_year = self.years is not None and self.years.year is not None
        return a_year and not (self.topics or self.bands or any(each.timed for each in self.spellings))

    @property
    def named(self) -> tuple[Group, ...]:
        """The statements by which it is named."""
        return next((section.groups for section in self.sections if section.key == "names"), ())

    def turned(self, group: Group) -> int:
        """Which page of these statements about it is shown, from 1."""
        paged = self.paged
        is_turned = paged and paged.outgoing and paged.predicate == group.predicate.iri
        return paged.page if paged and is_turned else 1

    @property
    def extent(self) -> PassageOf | None:
        """Where this passage stands in its document; None for what is no passage."""
        found = self.passages[self.place] if self.place is not None else None
        return found if found and found.start >= 0 else None

    @cached_property
    def place(self) -> int | None:
        """The place of this passage among `passages`, from 0; None for what is no passage."""
        places = (at for at, each in enumerate(self.passages) if each.ref.iri == self.ref.iri)
        return next(places, None)
