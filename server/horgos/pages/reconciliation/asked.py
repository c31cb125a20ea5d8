"""What a client asks of the reconciliation service: from JSON to values, everything checked. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from horgos.errors import BadRequest, RequestTooLarge

BATCH = 50  # queries in a batch
LIMIT = 50  # candidates of a query
USUAL = 10  # candidates where a query does not say how many
IDS = 200  # entities whose values are asked for at once
PROPERTIES = 20  # properties of a query

STRICT = ("any", "should", "all")
QUANTIFIERS = ("any", "all", "none")
MATCHED = ("name", "id", "property")


@dataclass(frozen=True)
class Condition:
    """Values of a property that a candidate should have: texts, or identifiers of entities.

    `quantifier` says whether it should have any of them, all, or none; where it is `required`, it must.
    """

    property: str
    values: tuple[str, ...]
    quantifier: str = QUANTIFIERS[0]
    required: bool = False


@dataclass(frozen=True)
class Asked:
    """A reconciliation query: a name or an identifier; empty where only properties are given.

    A candidate must be of one of the `types`, or of all of them.
    """

    query: str
    types: tuple[str, ...] = ()
    limit: int = USUAL
    conditions: tuple[Condition, ...] = ()
    all_types: bool = False


@dataclass(frozen=True)
class Extension:
    """A data extension query: the values of these properties of these entities."""

    ids: tuple[str, ...]
    properties: tuple[str, ...]


def batch(text: str) -> Mapping[str, Asked]:
    """The queries of a batch, by their keys. Raises BadRequest and, for too many, RequestTooLarge."""
    given = _object(_json(text, "queries"), "queries")
    if len(given) > BATCH:
        raise RequestTooLarge(
            f"The batch has {len(given):,} queries.", advice=f"Send {BATCH} at the most.", parameter="queries"
        )
    return {key: _asked(_object(query, f"queries.{key}"), f"queries.{key}") for key, query in given.items()}


def draft_batch(text: str) -> tuple[Asked, ...]:
    """The queries of a batch as 1.0-draft has it. Raises BadRequest and, for too many, RequestTooLarge."""
    given = _list(_object(_json(text, "queries"), "queries"), "queries", "queries")
    if len(given) > BATCH:
        raise RequestTooLarge(f"The batch has {len(given):,} queries.", advice=f"Send {BATCH} at the most.")
    return tuple(_drafted(_object(query, "queries"), f"queries[{n}]") for n, query in enumerate(given))


def extension(text: str, place: str = "extend") -> Extension:
    """A data extension query. Raises BadRequest and, for too much, RequestTooLarge."""
    given = _object(_json(text, place), "extend")
    ids = _texts(given.get("ids"), "extend.ids")
    properties = [_object(each, "extend.properties") for each in _list(given, "properties", "extend")]
    names = [_text(each.get("id"), "extend.properties.id") for each in properties]
    for many, most, what in ((ids, IDS, "ids"), (names, PROPERTIES, "properties")):
        if len(many) > most:
            raise RequestTooLarge(
                f"There are {len(many):,} {what}.", advice=f"Send {most} at the most.", parameter="extend"
            )
    return Extension(tuple(dict.fromkeys(ids)), tuple(dict.fromkeys(names)))


def _asked(query: Mapping[str, Any], place: str) -> Asked:
    text = _text(query.get("query", ""), f"{place}.query").strip()
    types, strict = query.get("type", []), query.get("type_strict", STRICT[0])
    conditions = tuple(_conditions(query, place))
    if not text and not conditions:
        _refuse(f"{place} has neither a query nor properties", "Give at least one of them.")
    if strict not in STRICT:
        _refuse(f"{place}.type_strict is {strict!r}", f"Give one of: {', '.join(STRICT)}.")
    return Asked(
        text,
        tuple(_texts([types] if isinstance(types, str) else types, f"{place}.type")),
        _limit(query.get("limit", USUAL), f"{place}.limit"),
        conditions,
        all_types=strict == "all",
    )


def _drafted(query: Mapping[str, Any], place: str) -> Asked:
    conditions = [_object(each, f"{place}.conditions") for each in _list(query, "conditions", place)]
    if not 0 < len(conditions) <= PROPERTIES:
        _refuse(f"{place} has {len(conditions)} conditions", f"Give from 1 to {PROPERTIES}.")
    kinds = [each.get("matchType") for each in conditions]
    if unknown := [kind for kind in kinds if kind not in MATCHED]:
        _refuse(f"{place}.matchType is {unknown[0]!r}", f"Give one of: {', '.join(MATCHED)}.")
    names = [each for each, kind in zip(conditions, kinds, strict=True) if kind != "property"]
    texts = [text for each in names for text in _values(each.get("propertyValue"), f"{place}.propertyValue")]
    if len(texts) > 1:
        _refuse(f"{place} has {len(texts)} names and identifiers", "Give one of them.")
    types = _texts([query["type"]], f"{place}.type") if "type" in query else []
    return Asked(
        texts[0].strip() if texts else "",
        tuple(types),
        _limit(query.get("limit", USUAL), f"{place}.limit"),
        tuple(
            _drafted_condition(each, place)
            for each, kind in zip(conditions, kinds, strict=True)
            if kind == "property"
        ),
    )


def _drafted_condition(given: Mapping[str, Any], place: str) -> Condition:
    quantifier = given.get("matchQuantifier", QUANTIFIERS[0])
    if quantifier not in QUANTIFIERS:
        _refuse(f"{place}.matchQuantifier is {quantifier!r}", f"Give one of: {', '.join(QUANTIFIERS)}.")
    return Condition(
        _text(given.get("propertyId"), f"{place}.propertyId"),
        _values(given.get("propertyValue"), f"{place}.propertyValue"),
        quantifier,
        given.get("required") is True,
    )


def _conditions(query: Mapping[str, Any], place: str) -> Iterator[Condition]:
    given = query.get("properties", [])
    if not isinstance(given, list) or len(given) > PROPERTIES:
        _refuse(f"{place}.properties is no list of {PROPERTIES} at the most", "Give a list of objects.")
    for each in given:
        condition = _object(each, f"{place}.properties")
        name = _text(condition.get("pid"), f"{place}.properties.pid")
        yield Condition(name, _values(condition.get("v"), f"{place}.properties.v"))


def _values(given: object, place: str) -> tuple[str, ...]:
    """One value or several, as texts."""
    return tuple(_value(value, place) for value in (given if isinstance(given, list) else [given]))[
        :PROPERTIES
    ]


def _value(value: object, place: str) -> str:
    """A value as a text: a string, a number, a truth value, or the identifier of an entity."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"{value:g}" if isinstance(value, float) else str(value)
    return _text(value.get("id") if isinstance(value, dict) else value, place)


def _limit(value: object, place: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1 or value < 1:
        _refuse(f"{place} is {value!r}", "Give a whole number from 1 on.")
    return min(int(value), LIMIT)


def _json(text: str, parameter: str) -> object:
    try:
        given: object = json.loads(text, parse_constant=_no_constant)
        json.dumps(given, ensure_ascii=False).encode()  # a half of a surrogate pair is no character
    except (ValueError, RecursionError) as error:
        raise BadRequest(
            f"What stands in {parameter} is no JSON: {error}.",
            advice="Send an object as the Reconciliation Service API has it.",
            parameter=parameter,
        ) from None
    return given


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def _object(value: object, place: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        _refuse(f"{place} is no object", "Write it as {…}.")
    return value


def _list(given: Mapping[str, Any], name: str, place: str) -> list[Any]:
    value = given.get(name)
    if not isinstance(value, list):
        _refuse(f"{place}.{name} is no list", "Write it as […].")
    return value


def _texts(value: object, place: str) -> list[str]:
    if not isinstance(value, list):
        _refuse(f"{place} is no list", "Write it as […].")
    return [_text(each, place) for each in value]


def _text(value: object, place: str) -> str:
    if not isinstance(value, str):
        _refuse(f"{place} is no text", 'Write it as "…".')
    return value


def _refuse(what: str, advice: str) -> NoReturn:
    parameter = "extend" if what.startswith("extend") else "queries"
    raise BadRequest(f"{what}.", advice=advice, parameter=parameter)
