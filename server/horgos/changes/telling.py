"""The changes between two states in words: lines of text for a terminal, and JSON for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode

from horgos.changes.descriptions import Term, graph_of
from horgos.changes.entities import Change, Changes, Entity, Kind, Part
from horgos.changes.patch import ADDED, REMOVED
from horgos.terms import Prefixes

SIGNS = {
    Kind.VALUE: "±",
    Kind.SOURCE: "¶",
    Kind.ADDED: "+",
    Kind.REMOVED: "-",
    Kind.OTHER: "~",
    Kind.FOLLOWS: "→",
}
DERIVED = "∴"
_ITSELF = "in its statements"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_PLAIN = ("integer", "decimal", "boolean")
_COUNTED = {
    Kind.VALUE: "changed in value",
    Kind.SOURCE: "changed in source",
    Kind.ADDED: "added",
    Kind.REMOVED: "removed",
    Kind.OTHER: "changed in labels and notes",
    Kind.FOLLOWS: "changed in references",
}


def headline(summary: Mapping[str, int]) -> str:
    """One line that tells how much changed, from `Changes.summary`."""
    if not summary["entities"]:
        return "Nothing changed."
    told = [f"{summary[kind]} {words}" for kind, words in _COUNTED.items() if summary.get(kind)]
    things = f"{summary['entities']} thing{'s' if summary['entities'] != 1 else ''}"
    return (
        f"{', '.join(told) or 'nothing changed in what is stated'}; of {things}. "
        f"Statements: {summary['statements_removed']} went, {summary['statements_added']} came; "
        f"derived: {summary['derived_removed']} went, {summary['derived_added']} came."
    )


def as_text(changes: Changes, prefixes: Prefixes) -> Iterator[str]:
    """The changes as lines, by entity; each change begins with its sign, and what differs stands below.

    Of what was derived each rule's statements are counted: all of them stand in the JSON and the patch.
    """
    yield f"From {changes.old} to {changes.new}: {headline(changes.summary())}"
    for entity in changes.entities:
        yield ""
        yield f"{_called(changes, entity.iri, prefixes)}"
        for change in entity.changes:
            yield from _change(changes, change, prefixes, entity.iri)
        yield from _derived(changes, entity)


def _called(changes: Changes, iri: str, prefixes: Prefixes) -> str:
    return f"{_flat(changes.described.label(iri).text)}  {prefixes.short(iri)}"


def _change(changes: Changes, change: Change, prefixes: Prefixes, entity: str) -> Iterator[str]:
    """The lines of one change; a thing that stays is named above them alone: a minus takes no thing away."""
    signs = "".join(SIGNS[kind] for kind in change.kinds)
    name = _ITSELF if change.old == change.new == entity else _called(changes, change.iri, prefixes)
    was = f" (was {prefixes.short(change.old)})" if change.old and change.new != change.old else ""
    yield f"  {signs} {name}{was if change.new else ''}"
    for part in change.parts:
        yield f"      {prefixes.short(part.predicate)}  {_difference(part, prefixes)}"
    for moved in change.moved:
        for word, graphs in (("no longer said by", moved.lost), ("now said by", moved.gained)):
            yield from (f"      {word} {changes.described.label(graph).text}" for graph in graphs)
    if not change.moved:
        said = "; ".join(changes.described.label(graph).text for graph in change.voices if graph)
        if said:
            yield f"      said by {said}"


def _difference(part: Part, prefixes: Prefixes) -> str:
    before, after = (
        ", ".join(shown(term, prefixes) for term in terms) for terms in (part.before, part.after)
    )
    if before and after:
        return f"{before} → {after}"
    return f"+ {after}" if after else f"- {before}"


def _derived(changes: Changes, entity: Entity) -> Iterator[str]:
    counts = Counter((graph_of(quad), code) for code, quad in entity.derived)
    for graph in sorted({graph for graph, _ in counts}):
        went, came = counts[graph, REMOVED], counts[graph, ADDED]
        yield f"  {DERIVED} {changes.described.label(graph).text}: {went} went, {came} came"


def shown(term: Term, prefixes: Prefixes) -> str:
    """A term as Turtle has it, on one line."""
    if isinstance(term, NamedNode):
        return prefixes.short(term.value)
    if isinstance(term, Literal) and not term.language and term.datatype.value.startswith(_XSD):
        kind = term.datatype.value.removeprefix(_XSD)
        return term.value if kind in _PLAIN else _typed(term, prefixes)
    return _typed(term, prefixes) if isinstance(term, Literal) else str(term)


def _typed(term: Literal, prefixes: Prefixes) -> str:
    text = str(Literal(term.value))
    if term.language:
        return f"{text}@{term.language}"
    kind = term.datatype.value
    return text if kind == f"{_XSD}string" else f"{text}^^{prefixes.short(kind)}"


def _flat(text: str) -> str:
    return " ".join(text.split())


def as_json(changes: Changes) -> str:
    """The changes as a JSON object: `from`, `to`, `summary`, `entities`; terms as N-Triples has them."""
    told = {
        "from": changes.old,
        "to": changes.new,
        "summary": changes.summary(),
        "entities": [_entity(changes, entity) for entity in changes.entities],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _entity(changes: Changes, entity: Entity) -> dict[str, Any]:
    return {
        "iri": entity.iri,
        "labels": {each.language: each.text for each in changes.described.labels(entity.iri)},
        "changes": [_told(change) for change in entity.changes],
        "derived": [
            {
                "removed" if code == REMOVED else "added": str(quad.triple),
                "rule": graph_of(quad),
            }
            for code, quad in entity.derived
        ],
    }


def _told(change: Change) -> dict[str, Any]:
    return {
        "kinds": [kind.value for kind in change.kinds],
        "old": change.old or None,
        "new": change.new or None,
        "differences": [
            {
                "predicate": part.predicate,
                "before": list(map(str, part.before)),
                "after": list(map(str, part.after)),
            }
            for part in change.parts
        ],
        "sources": [
            {"lost": list(moved.lost), "gained": list(moved.gained), "statements": moved.statements}
            for moved in change.moved
        ],
        "voices": list(change.voices),
    }
