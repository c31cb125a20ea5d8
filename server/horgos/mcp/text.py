"""Answers as text, for those who read no JSON: short lines, who says it as [1] or in words, passages last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import singledispatch
from typing import Any, TypeVar

from horgos.mcp import models
from horgos.terms import Prefixes

Lines = Iterator[str]
T = TypeVar("T")


def text(answer: models.Answer) -> str:
    """An answer as text, its passages last, numbered as the lines name them."""
    return "\n".join((*_lines(answer, _Marks(answer)), *_passages(answer)))


class _Marks:
    """How the text names those who say something: `[1]` for a passage, words for the others."""

    def __init__(self, answer: models.Answer) -> None:
        self._marks = {passage.iri: f"[{at}]" for at, passage in enumerate(answer.passages, 1)}
        self._marks |= {voice.iri: f"({voice.kind}: {voice.label})" for voice in answer.other_voices}

    def __call__(self, iris: Iterable[str]) -> str:
        """The marks of these voices, with a space before them."""
        return "".join(f" {self._marks.get(iri, f'<{iri}>')}" for iri in iris)


@singledispatch
def _lines(answer: models.Answer, marks: _Marks) -> Lines:
    del marks
    raise TypeError(f"{type(answer).__name__} is not written as text")


@_lines.register
def _(answer: models.Hits, marks: _Marks) -> Lines:
    like = ", none quite so: these are spelt nearly so" if answer.similar else ""
    yield f"{answer.total} found for “{answer.query}”{like}; {len(answer.results)} told."
    for hit in answer.results:
        kinds = ", ".join(kind.label for kind in hit.kinds)
        name = f", called “{hit.name}”{marks(hit.said_by)}" if hit.name else marks(hit.said_by)
        yield f"- {hit.label} ({kinds}){name} <{hit.iri}>"


@_lines.register
def _(answer: models.Description, marks: _Marks) -> Lines:
    yield f"# {answer.label} <{answer.iri}>"
    yield ", ".join(kind.label for kind in answer.kinds)
    yield from [answer.summary] if answer.summary else []
    yield from _part(
        "Names", answer.names, lambda each: f"{each.text}{_tag(each.language)}{marks(each.said_by)}"
    )
    yield from _part(
        "Statements",
        answer.statements,
        lambda each: f"{each.predicate.label}: {each.value}{_iri(each.iri)}{marks(each.said_by)}",
    )
    yield from _part("Claims", answer.claims, lambda each: _claim(each, marks))
    yield from _part("It states", answer.states, lambda each: _claim(each, marks))
    yield from _part(
        "It also says",
        answer.tells,
        lambda each: f"{each.subject.label} · {each.predicate.label}: {each.value}{_iri(each.iri)}",
    )
    yield from _part("Its passages", answer.contains, lambda each: f"{each.label}{_iri(each.iri)}")
    yield from _part("Disputes", answer.disputes, _dispute)
    yield from _part(
        "What refers to it",
        answer.referred_to_by,
        lambda each: (
            f"{each.resource.label} · {each.predicate.label}{_iri(each.resource.iri)}{marks(each.said_by)}"
        ),
    )
    yield from _part("Left out", answer.left_out, str)


@_lines.register
def _(answer: models.Findings, marks: _Marks) -> Lines:
    pages = f"page {answer.page} of {answer.pages}"
    yield f"{answer.total} findings, {answer.disagreements} of them disagreements; {pages}."
    for finding in answer.findings:
        kind = finding.kind or ("Disagreement" if finding.is_disagreement else "No disagreement")
        yield f"\n## {finding.label} <{finding.iri}>"
        yield f"{kind}. Verdict: {finding.verdict or 'none'}."
        yield from [finding.computation] if finding.computation else []
        yield from finding.reasons
        for side in finding.claims:
            words = [
                word for word in ("preferred" * side.preferred, "" if side.differs else "beside") if word
            ]
            yield f"- {_claim(side, marks)}" + (f" ({', '.join(words)})" if words else "")
    yield ""
    for name, values in answer.choices.items():
        yield f"{name} may be: {', '.join(values)}"


@_lines.register
def _(answer: models.Library, marks: _Marks) -> Lines:
    del marks
    yield f"{len(answer.queries)} of {answer.total} queries."
    topic = ""
    for query in answer.queries:
        if query.topic != topic:
            topic = query.topic
            yield f"\n## {topic}"
        yield f"- {query.id}: {query.question}"
        for parameter in query.parameters:
            defaults = ", ".join(parameter.defaults) or "none"
            yield f"    {parameter.name} ({parameter.type or 'any'}), by default {defaults}"


@_lines.register
def _(answer: models.Results, marks: _Marks) -> Lines:
    if answer.boolean is not None:
        yield "yes" if answer.boolean else "no"
        return
    what = ("triple" if answer.graph is not None else "row") + "s" * (answer.total != 1)
    cut = f"; the first {answer.shown} of them" if answer.shown < answer.total else ""
    yield f"{answer.total} {what}{cut}"
    if answer.graph is not None:
        yield answer.graph
        return
    prefixes = Prefixes(answer.prefixes)
    yield "\t".join((*answer.variables, "passages"))
    for row in answer.rows:
        cells = [_cell(row.bindings.get(name), prefixes) for name in answer.variables]
        yield "\t".join((*cells, marks(row.passages).strip()))
    if answer.prefixes:
        yield "\n" + " ; ".join(f"{prefix}: <{space}>" for prefix, space in answer.prefixes.items())


def _cell(term: Mapping[str, Any] | None, prefixes: Prefixes) -> str:
    """A term as a cell: a prefixed name or an IRI, the text of a literal with its language."""
    if term is None:
        return ""
    if term["type"] == "uri":
        return prefixes.short(term["value"])
    words = " ".join(str(term["value"]).split())
    return f"{words}{_tag(term.get('xml:lang', ''))}"


def _part(title: str, entries: Sequence[T], line: Callable[[T], str]) -> Lines:
    if entries:
        yield f"\n## {title}"
        yield from (f"- {line(entry)}" for entry in entries)


def _claim(claim: models.Claim, marks: _Marks) -> str:
    when = f"{claim.when}: " if claim.when else ""
    disputed = (
        " ≠ disputed: " + ", ".join(f"<{iri}>" for iri in claim.disputed_in) if claim.disputed_in else ""
    )
    follows = "".join(f"\n    follows from: {each.text}{marks(each.said_by)}" for each in claim.follows_from)
    return f"{when}{claim.text}{_iri(claim.iri)}{marks(claim.said_by)}{disputed}{follows}"


def _dispute(dispute: models.Dispute) -> str:
    verdict = f", verdict: {dispute.verdict}" if dispute.verdict else ""
    preferred = ", the editors prefer it" if dispute.preferred else ""
    reasons = f". {' '.join(dispute.reasons)}" if dispute.reasons else ""
    return f"<{dispute.claim}> in {dispute.other.label} <{dispute.other.iri}>{verdict}{preferred}{reasons}"


def _iri(iri: str | None) -> str:
    return f" <{iri}>" if iri else ""


def _tag(language: str) -> str:
    return f" @{language}" if language else ""


def _passages(answer: models.Answer) -> Lines:
    yield f"\n{answer.evidence}"
    for at, passage in enumerate(answer.passages, 1):
        place = f", characters {passage.start}–{passage.end}" if passage.start is not None else ""
        heading = f", “{passage.heading}”" if passage.heading else ""
        yield f"[{at}] {passage.document}{heading}{place} <{passage.address or passage.iri}>"
