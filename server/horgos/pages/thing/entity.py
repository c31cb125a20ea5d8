"""The page of any resource: what it is called, what is said of it and by whom, and what refers to it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from horgos.pages import citation
from horgos.pages.bands import periods
from horgos.pages.bands.periods import Band
from horgos.pages.bands.scale import Scale
from horgos.pages.history import in_year, lifeline
from horgos.pages.history.dated import Dated, of_account
from horgos.pages.history.in_year import Years
from horgos.pages.history.overview import Overview
from horgos.pages.maps import Drawing
from horgos.pages.places import locator
from horgos.pages.thing import as_of, facts, layouts, neighbourhood, spellings
from horgos.pages.thing.facts import Fact
from horgos.pages.thing.layouts import Layout
from horgos.pages.thing.neighbourhood import Neighbourhood
from horgos.pages.thing.resource import Resource, find
from horgos.pages.thing.spellings import Spelling
from horgos.pages.thing.surroundings import Paged
from horgos.pages.told import content, contests, lines, statements, voices
from horgos.pages.told.content import Content
from horgos.pages.told.contests import Contest
from horgos.pages.told.disputes import Disputes
from horgos.pages.told.lines import Line
from horgos.pages.told.statements import Group, Links, Section, Statement
from horgos.pages.told.voices import PassageOf
from horgos.pages.verdicts import findings
from horgos.pages.verdicts.findings import Finding
from horgos.pages.words import vocabulary as v
from horgos.pages.words.literals import Text
from horgos.pages.words.names import Names, Ref, clip
from horgos.queries import bind, shipped
from horgos.terms import Label, best_label
from horgos.translation import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from horgos.pages.reading import Reader

SUMMARY = 900  # characters of what a thing is, in the head of its page
TITLE = 300  # characters of a heading; what is longer is cut with “…” and stands whole among the names

TOPICS = tuple(each for each in lines.TOPICS if each[0] != "periods")  # which stand on bands
_SUMMARIES = (f"{v.SKOS}definition", f"{v.DCTERMS}description", f"{v.SCHEMA}description", f"{v.RDFS}comment")
_FINDINGS = {NamedNode(v.FINDING), NamedNode(v.DISAGREEMENT)}
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
    cited: tuple[str, tuple[str, ...]]
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
        """The title of a section; where a finding is none of a disagreement, nobody differs."""
        is_none = section.key == "difference" and self.finding is not None and not self.finding.open
        return message("What was compared") if is_none else section.title

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


def entity(reader: Reader, iri: str, paged: Paged | None = None, year: int | None = None) -> EntityPage:
    """The page of a resource for one reader; `paged` chooses a part of what is linked to it, `year` a year.

    Raises NotFound where nothing is said of it or by it, BadRequest for a page that there is not.
    """
    if year is None:
        return _entity(reader, iri, paged)
    return as_of.as_of(_entity(reader, iri, paged, year), year)


def _entity(reader: Reader, iri: str, paged: Paged | None, year: int | None = None) -> EntityPage:
    found = find(reader, iri, paged)
    names = Names(reader)
    names.load(found.mentioned())
    own = lines.line(found.accounts[iri], names, "", found.accounts) if iri in found.accounts else None
    disputes = found.disputes.named(names)
    topics = _topics(found, names, disputes)
    about = tuple(of_account(found.accounts[each]) for each in found.about if each in found.accounts)
    scale, timeline = lifeline.lifeline(about, (line for topic in topics for line in topic.lines))
    bands = periods.bands(
        found.accounts, names, iri, (_last_year(topics),), scale=scale if timeline else None
    )
    sections = statements.sections(found.links, names, found.accounts, iri, found.insets)
    groups = {group.predicate.iri: group for section in sections for group in section.groups}
    summary = _summary(found, names)
    layout = layouts.layout(kind.value for kind in found.ends(v.TYPE))
    return EntityPage(
        ref=names.ref(iri),
        title=clip(_title(found, names, own), TITLE),
        others=() if own and _titled_by_line(found, names) else _others(names, iri),
        own=own,
        kinds=_kinds(found, names),
        summary=summary,
        summed=_summed(summary, groups.values()),
        layout=layout,
        about=about,
        years=in_year.years(about),
        paged=paged,
        facts=facts.facts(layout.facts, groups, bands=bands, found=found.accounts, names=names, page=iri),
        spellings=spellings.spellings(found.links, found.accounts, names, iri),
        sections=sections,
        topics=topics,
        bands=bands,
        timeline=timeline,
        scale=scale,
        document=names.ref(found.document) if found.document else None,
        passages=voices.in_order(found.passages, found.sizes, names),
        content=_content(found, names, disputes),
        map=locator.locator(found.links, found.insets, _placed(found, names), reader.language),
        by_editors=bool(found.said.rows) and names.voice(iri).kind == "editors",
        near=None if paged else _near(found, names, year),
        incoming=tuple(
            statements.group(links, names, found.accounts, iri, inverse=True) for links in _untold(found)
        ),
        disputes=disputes,
        contests=contests.of_claim(iri, disputes, found.reasons, reader.languages),
        finding=_finding(found, names, disputes),
        missing=found.claimed - len(found.about),
        claimed=found.claimed,
        unlisted=found.unlisted,
        cited=citation.told(_in_english(names, found), iri, found.accounts.get(iri)),
        query=reader.prefixes.sparql + bind(shipped("statements"), {"thing": NamedNode(iri)}),
    )


def _untold(found: Resource) -> Iterator[Links]:
    """What refers to it, without the claims that are told of it anyway; what has pages is all in them."""
    about = {NamedNode(iri) for iri in found.about}
    left = (links if links.total > len(links.ends) else links.without(about) for links in found.arrivals)
    return (links for links in left if links.total)


def _content(found: Resource, names: Names, disputes: Disputes) -> Content | None:
    said = content.content(found.said, found.accounts, names, found.iri)
    return said and replace(said, lines=contests.quiet(said.lines, disputes))


def _finding(found: Resource, names: Names, disputes: Disputes) -> Finding | None:
    """What it holds against each other, where it is a finding: by what the page has, unless that is cut."""
    if not found.ends(v.BETWEEN) or found.ends(v.TYPE).keys().isdisjoint(_FINDINGS):
        return None
    if any(each.total > len(each.ends) for each in found.links):
        return findings.finding(names.reader, found.iri)
    return findings.of_links(found.iri, found.links, found.accounts, disputes, names)


def _placed(found: Resource, names: Names) -> Label:
    """What its place on a map is called: as it is itself, or as what it is the position of."""
    having = (term for each in found.arrivals if each.predicate == v.GEOMETRY for term in each.ends)
    return names.label(next((term.value for term in having), found.iri))


def _near(found: Resource, names: Names, year: int | None) -> Neighbourhood | None:
    """What a thing is related to, or was in a year; the page of a claim or a voice tells of little else."""
    if found.iri in found.accounts or found.said.rows or found.document:
        return None
    if year is not None:
        arrivals, told = as_of.related(found, year)
        return neighbourhood.neighbourhood(found.iri, (), arrivals, found.accounts, names, told=told)
    return neighbourhood.neighbourhood(found.iri, found.links, found.arrivals, found.accounts, names)


def _in_english(names: Names, found: Resource) -> Names:
    """The names of the resource for readers of English, whom citations are written for."""
    if names.reader.languages[:1] == ("en",):
        return names
    english = Names(replace(names.reader, languages=("en",)))
    account = found.accounts.get(found.iri)
    english.load([found.iri, *(account.mentioned() if account else ())])
    return english


def _title(found: Resource, names: Names, own: Line | None) -> Label:
    """Its label; a claim that nobody labelled is called by its line."""
    if own and _titled_by_line(found, names):
        return Label(own.words, names.reader.language)
    return names.label(found.iri)


def _titled_by_line(found: Resource, names: Names) -> bool:
    """Whether a claim has no label but what a rule put together, which its line says in better words."""
    return all(_derived(graphs, names) for graphs in found.ends(v.LABEL).values())


def _kinds(found: Resource, names: Names) -> tuple[Ref, ...]:
    """Its classes: what it is said to be before what only follows, and none that a narrower one includes."""
    kinds = found.ends(v.TYPE)
    wider = {each for kind in kinds for each in names.wider(kind.value) if each != kind.value}
    narrow = (kind for kind in kinds if kind.value not in wider)
    ordered = sorted(narrow, key=lambda kind: _derived(kinds[kind], names))
    return tuple(names.ref(kind.value) for kind in ordered)


def _derived(graphs: Sequence[str], names: Names) -> bool:
    return all(voice.kind == "rule" for voice in names.voices(tuple(graphs)))


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
            return clip(label, SUMMARY)
    return None


def _summed(summary: Label | None, groups: Iterable[Group]) -> Statement | None:
    """The only statement of its predicate that says just this."""
    told = (group.statements[0] for group in groups if group.predicate.iri in _SUMMARIES and group.total == 1)
    return next(
        (
            each
            for each in told
            if summary and isinstance(each.value, Text) and each.value.words == summary.text
        ),
        None,
    )


def _topics(found: Resource, names: Names, disputes: Disputes) -> tuple[Topic, ...]:
    accounts = (found.accounts[iri] for iri in found.about if iri in found.accounts)
    told = lines.lines(accounts, names, found.iri, found.accounts)
    by_key = {key: tuple(line for line in told if line.topic == key) for key, _ in TOPICS}
    return tuple(
        Topic(
            key,
            title,
            by_key[key],
            contests.entries(by_key[key], disputes, found.reasons, names.reader.languages),
        )
        for key, title in TOPICS
        if by_key[key]
    )


def _last_year(topics: tuple[Topic, ...]) -> float:
    return max((float(line.year) for topic in topics for line in topic.lines if line.year), default=0.0)
