"""The page of any resource: what it is called, what is said of it and by whom, and what refers to it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from horgos.pages import citation
from horgos.pages.bands import periods
from horgos.pages.history import in_year, lifeline
from horgos.pages.history.dated import of_account
from horgos.pages.places import locator
from horgos.pages.thing import as_of, facts, heading, layouts, neighbourhood, spellings
from horgos.pages.thing.page import EntityPage, Topic
from horgos.pages.thing.resource import Resource, find
from horgos.pages.told import content, contests, lines, statements, voices
from horgos.pages.verdicts import findings
from horgos.pages.words import vocabulary as v
from horgos.pages.words.names import Names
from horgos.queries import bind, shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from horgos.pages.reading import Reader
    from horgos.pages.thing.neighbourhood import Neighbourhood
    from horgos.pages.thing.surroundings import Paged
    from horgos.pages.told.content import Content
    from horgos.pages.told.disputes import Disputes
    from horgos.pages.told.links import Links
    from horgos.pages.verdicts.findings import Finding
    from horgos.terms import Label

TOPICS = tuple(each for each in lines.TOPICS if each[0] != "periods")  # which stand on bands
_FINDINGS = {NamedNode(v.FINDING), NamedNode(v.DISAGREEMENT)}


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
    summary = heading.summary(found, names)
    layout = layouts.layout(kind.value for kind in found.ends(v.TYPE))
    finding = _finding(found, names, disputes)
    # What was found consistent is no difference, of whatever kind it looked like.
    telling = [each for each in layout.facts if each != v.KIND or not finding or finding.open]
    return EntityPage(
        ref=names.ref(iri),
        title=heading.title(found, names, own),
        others=() if own and heading.titled_by_line(found, names) else heading.others(names, iri),
        own=own,
        kinds=heading.kinds(found, names),
        summary=summary,
        summed=heading.summed(summary, groups.values()),
        layout=layout,
        about=about,
        years=in_year.years(about),
        paged=paged,
        facts=facts.facts(telling, groups, bands=bands, found=found.accounts, names=names, page=iri),
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
        finding=finding,
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
