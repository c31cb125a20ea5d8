"""Things by name, and everything that is said of one: the view models of the pages as models of answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from horgos.errors import BadRequest, NotFound
from horgos.mcp import models
from horgos.pages import search as searching
from horgos.pages.reading import is_iri
from horgos.pages.thing import entity as pages
from horgos.pages.told.contests import Contest
from horgos.pages.told.lines import Line
from horgos.pages.words.literals import Text
from horgos.pages.words.names import Ref
from horgos.search import Wanted

if TYPE_CHECKING:
    from horgos.mcp.evidence import Evidence
    from horgos.pages.reading import Reader
    from horgos.pages.thing.page import EntityPage
    from horgos.pages.told.disputes import Disputes
    from horgos.pages.told.values import Value
    from horgos.search import Index

_APART = ("names", "namings")  # sections and topics that are told as names


def search(
    reader: Reader, index: Index | None, evidence: Evidence, wanted: Wanted, limit: int
) -> models.Hits:
    """The things with such a name, the best first. Raises NotFound where the graph has no index."""
    if index is None:
        raise NotFound(
            "A graph as large as this one cannot be searched by name.", advice="Ask for names in SPARQL."
        )
    found = searching.search(reader, index, wanted)
    hits = tuple(_hit(each, evidence) for each in found.results[:limit])
    return models.Hits(
        query=wanted.query,
        total=found.total,
        similar=found.found.only_alike,
        results=hits,
        **evidence.told(
            "These names are the editors' own; no passage uses them." if hits else "Nothing fits."
        ),
    )


def _hit(result: searching.Result, evidence: Evidence) -> models.Hit:
    return models.Hit(
        **resource(result.ref).model_dump(),
        kinds=tuple(map(resource, result.kinds)),
        name=result.name.text if result.name else None,
        said_by=evidence.said_by(result.voices),
    )


def named(reader: Reader, text: str) -> str:
    """The IRI that a text names: an IRI, a prefixed name, or the end of the address of a page.

    Raises BadRequest for a text that names none.
    """
    iri = text.strip().removeprefix("<").removesuffix(">")
    if "://" not in iri:
        iri = reader.prefixes.expand(iri) or reader.base.named(iri)
    if not iri or not is_iri(iri):
        raise BadRequest(
            f"{text[:100]!r} names no resource.",
            advice="Give an IRI or a prefixed name, as `search` finds them.",
            parameter="iri",
        )
    return iri


def describe(
    reader: Reader, evidence: Evidence, text: str, year: int | None, limit: int
) -> models.Description:
    """Everything about the resource that a text names, `limit` of each kind of thing; in a year, or in all.

    Raises NotFound where nothing is said of it or by it, BadRequest where the text names nothing.
    """
    iri = named(reader, text)
    try:
        page = pages.entity(reader, iri, year=year)
    except NotFound as error:
        raise NotFound(error.detail, advice="`search` finds what there is by its name.") from None
    about = [line for topic in page.topics if topic.key not in _APART for line in topic.lines]
    own = [page.own] if page.own else []
    states = list(page.content.lines) if page.content else []
    evidence.rest_on([iri])
    lists: dict[str, Any] = {
        "names": list(_names(page, evidence)),
        "statements": list(_statements(page, evidence)),
        "claims": [claim(line, page.disputes, evidence) for line in [*own, *about][: limit + 1]],
        "states": [claim(line, page.disputes, evidence) for line in states[: limit + 1]],
        "tells": list(_told(page)),
        "contains": [resource(passage.ref) for passage in page.passages if page.place is None],
        "disputes": list(_disputes(page)),
        "referred_to_by": list(_references(page, evidence)),
    }
    counts = {"claims": len(own) + len(about) + page.missing, "states": len(states)}
    told: dict[str, Any] = {name: tuple(made[:limit]) for name, made in lists.items()}
    return models.Description(
        iri=iri,
        label=page.title.text,
        language=page.title.language,
        kinds=tuple(map(resource, page.kinds)),
        summary=page.summary.text if page.summary else None,
        **told,
        left_out=tuple(_left_out(lists, counts, limit)),
        **evidence.told(),
    )


def _left_out(lists: Mapping[str, Any], counts: dict[str, int], limit: int) -> Iterator[str]:
    """What is told of a list that is not whole."""
    for name, made in lists.items():
        total = counts.get(name, len(made))
        if total > limit:
            yield f"{name}: {limit} of {total}; ask for more with limit, or in SPARQL"


def resource(ref: Ref) -> models.Resource:
    """A resource with its label."""
    return models.Resource(iri=ref.iri, label=ref.label.text, language=ref.label.language)


def claim(line: Line, disputes: Disputes, evidence: Evidence) -> models.Claim:
    """A claim with what it is disputed in, and what it follows from if it is derived."""
    if line.inputs or any(voice.kind == "rule" for voice in line.voices):
        evidence.rest_on([line.claim.iri])
    marks = [mark for mark in disputes.get(line.claim.iri, ()) if mark.disputed]
    return models.Claim(
        **_source(line, evidence).model_dump(),
        topic=line.topic,
        when=line.when.words if line.when else None,
        edtf=(line.when.exact or line.when.words) if line.when else None,
        disputed_in=tuple(mark.ref.iri for mark in marks),
        follows_from=tuple(_source(each, evidence) for each in line.inputs),
    )


def _source(line: Line, evidence: Evidence) -> models.Source:
    details = (
        f"{detail.predicate.label.text}: {', '.join(map(_piece, detail.values))}" for detail in line.details
    )
    text = "; ".join((line.words, *details))
    return models.Source(iri=line.claim.iri, text=text, said_by=evidence.said_by(line.voices))


def _piece(piece: Ref | Text) -> str:
    return piece.label.text if isinstance(piece, Ref) else piece.words


def value(shown: Value) -> tuple[str, str, str | None]:
    """A value in words, their language, and its IRI where it is a resource."""
    if isinstance(shown, Ref):
        return shown.label.text, shown.label.language, shown.iri
    if isinstance(shown, Line):
        return shown.words, "", shown.claim.iri
    return shown.exact or shown.words, shown.language, None


def _names(page: EntityPage, evidence: Evidence) -> Iterator[models.Name]:
    for spelling in page.spellings:
        voices = [*spelling.voices, *(voice for line in spelling.timed for voice in line.voices)]
        text = spelling.text
        yield models.Name(
            text=text.text, language=text.language, said_by=evidence.said_by(dict.fromkeys(voices))
        )


def _statements(page: EntityPage, evidence: Evidence) -> Iterator[models.Statement]:
    for section in page.sections:
        for group in section.groups if section.key not in _APART else ():
            for statement in group.statements:
                words, language, iri = value(statement.value)
                yield models.Statement(
                    predicate=resource(group.predicate),
                    value=words,
                    iri=iri,
                    language=language,
                    said_by=evidence.said_by(statement.voices),
                )


def _told(page: EntityPage) -> Iterator[models.Told]:
    for relation in page.content.relations if page.content else ():
        words, _, iri = value(relation.value)
        subject, predicate = resource(relation.subject), resource(relation.predicate)
        yield models.Told(subject=subject, predicate=predicate, value=words, iri=iri)


def _references(page: EntityPage, evidence: Evidence) -> Iterator[models.Reference]:
    for group in page.incoming:
        for statement in group.statements:
            words, language, iri = value(statement.value)
            yield models.Reference(
                resource=models.Resource(iri=iri or "", label=words, language=language),
                predicate=resource(group.predicate),
                said_by=evidence.said_by(statement.voices),
            )


def _disputes(page: EntityPage) -> Iterator[models.Dispute]:
    reasons = {each.finding.iri: each.reasons for each in _contests(page) if each.finding}
    for iri, marks in page.disputes.items():
        for mark in marks:
            if mark.disputed:
                yield models.Dispute(
                    claim=iri,
                    other=resource(mark.ref),
                    is_finding=mark.found,
                    verdict=mark.verdict.label.text if mark.verdict else None,
                    preferred=mark.preferred,
                    reasons=tuple(label.text for label in reasons.get(mark.ref.iri, ())),
                )


def _contests(page: EntityPage) -> Iterable[Contest]:
    """What was found about it, or about the claims that are told of it."""
    yield from page.contests
    for topic in page.topics:
        yield from (entry for entry in topic.entries if isinstance(entry, Contest))
