"""The values of properties, as a data extension answers them (Reconciliation Service API 0.2, 8)."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from horgos.pages.reading import is_iri
from horgos.pages.reconciliation.terms import entity, identifier
from horgos.pages.words import literals
from horgos.pages.words import vocabulary as v
from horgos.pages.words.names import Names

if TYPE_CHECKING:
    from horgos.pages.reading import Reader
    from horgos.pages.reconciliation.asked import Extension
    from horgos.queries import Term

Values = Mapping[tuple[str, str], tuple["Term", ...]]
"""The values of a thing and a property, by their IRIs."""
Node = dict[str, Any]

_WHOLE = {f"{v.XSD}{name}" for name in ("integer", "int", "long", "short", "nonNegativeInteger")}
_REAL = {f"{v.XSD}{name}" for name in ("decimal", "double", "float")}
_MOMENTS = {f"{v.XSD}date": "T00:00:00Z", f"{v.XSD}dateTime": ""}
_DATE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?(?:Z|[+-]\d\d:\d\d)?\Z"
)
_LARGEST = 1 << 53  # a number that every reader of JSON takes as it is


def values(reader: Reader, things: Iterable[str], properties: Iterable[str]) -> Values:
    """What these things have for these properties. What is no IRI has nothing."""
    pairs = [[NamedNode(iri) for iri in dict.fromkeys(iris) if is_iri(iri)] for iris in (things, properties)]
    found: dict[tuple[str, str], tuple[Term, ...]] = defaultdict(tuple)
    if all(pairs):
        for row in reader.select("values", thing=pairs[0], property=pairs[1]):
            value = row["value"]
            if isinstance(value, NamedNode | Literal):
                found[row["thing"].value, row["property"].value] += (value,)
    return found


def extended(reader: Reader, asked: Extension) -> Node:
    """The answer to a data extension query: `meta` names the properties, `rows` has the values."""
    entities = {id_: entity(reader.base, id_) for id_ in asked.ids}
    properties = {id_: reader.prefixes.meant(id_) for id_ in asked.properties}
    found = values(reader, filter(None, entities.values()), properties.values())
    names = Names(reader)
    names.load(_iris(found, properties.values()))
    return {
        "meta": [{"id": id_, "name": names.label(iri).text} for id_, iri in properties.items()],
        "rows": {
            id_: {name: shown(found[thing, iri], names) for name, iri in properties.items()}
            for id_, thing in entities.items()
        },
    }


def shown(terms: Iterable[Term], names: Names) -> list[Node]:
    """Values as JSON; of texts in several languages those in the one that suits the reader."""
    return [_shown(term, names) for term in literals.suiting(terms, names.reader.languages)]


def _iris(found: Values, properties: Iterable[str]) -> Iterable[str]:
    yield from filter(is_iri, properties)
    yield from (term.value for terms in found.values() for term in terms if isinstance(term, NamedNode))


def _shown(term: Term, names: Names) -> Node:
    if isinstance(term, NamedNode):
        ref = names.ref(term.value)
        if ref.page:
            return {"id": identifier(names.reader.base, term.value), "name": names.label(term.value).text}
        return {"str": names.label(term.value).text if ref.term else term.value}
    return _literal(term.value, term.datatype.value)


def _literal(lexical: str, datatype: str) -> Node:
    if datatype in _WHOLE and lexical.lstrip("+-").isdecimal() and abs(int(lexical)) <= _LARGEST:
        return {"int": int(lexical)}
    if datatype in _REAL and (number := _number(lexical)) is not None:
        return {"float": number}
    if datatype in _MOMENTS and _DATE.match(moment := lexical + _MOMENTS[datatype]):
        return {"date": moment}
    return {"str": lexical}


def _number(lexical: str) -> float | None:
    try:
        number = float(lexical)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
