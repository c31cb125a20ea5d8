"""The values that a reader gives to the parameters of a query: from the text of an address to terms."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from horgos.errors import BadRequest
from horgos.queries.values import Term

if TYPE_CHECKING:
    from horgos.queries import Parameter
    from horgos.terms import Prefixes

XSD = "http://www.w3.org/2001/XMLSchema#"
LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True)
class Datatype:
    """A datatype as a form asks for it: what an error calls it, the kind of field, and what its text fits."""

    called: str
    field: str
    fits: Callable[[str], object]


def _pattern(pattern: str) -> Callable[[str], object]:
    return re.compile(rf"(?:{pattern})\Z").match


_INTEGER = Datatype("a whole number", "integer", _pattern(r"[+-]?[0-9]{1,18}"))
_DOUBLE = _pattern(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN")
_DATATYPES = {
    "integer": _INTEGER,
    "int": _INTEGER,
    "long": _INTEGER,
    "nonNegativeInteger": Datatype("a whole number from 0 on", "integer", _pattern(r"\+?[0-9]{1,18}")),
    "positiveInteger": Datatype("a whole number from 1 on", "integer", _pattern(r"\+?0*[1-9][0-9]{0,17}")),
    "decimal": Datatype(
        "a number", "decimal", _pattern(r"[+-]?(?:[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})")
    ),
    "double": Datatype("a number", "decimal", _DOUBLE),
    "float": Datatype("a number", "decimal", _DOUBLE),
    "boolean": Datatype("true or false", "boolean", _pattern("true|false|0|1")),
    "date": Datatype("a date, as 1983-11-16", "date", date.fromisoformat),
    "dateTime": Datatype("a date and time, as 1983-11-16T10:00:00", "text", datetime.fromisoformat),
    "time": Datatype("a time, as 10:30:00", "time", time.fromisoformat),
    "gYear": Datatype("a year, as 1983", "integer", _pattern(r"-?[0-9]{4,9}")),
    "gYearMonth": Datatype("a month, as 1983-11", "month", _pattern(r"-?[0-9]{4,9}-(?:0[1-9]|1[0-2])")),
}
_TEXT = Datatype("a text", "text", bool)


def datatype(parameter: Parameter) -> Datatype | None:
    """The datatype of a parameter; None for one whose values are resources.

    Its defaults tell; where it has none, its type does.
    """
    default = next((term for term in parameter.defaults if term is not None), None)
    type_ = parameter.type.value if parameter.type else ""
    if isinstance(default, NamedNode) or not (default or type_.startswith(XSD) or type_ == LANG_STRING):
        return None
    return _DATATYPES.get(type_.removeprefix(XSD), _TEXT)


def arguments(
    parameters: Sequence[Parameter], given: Mapping[str, Sequence[str]], prefixes: Prefixes
) -> dict[str, tuple[Term, ...]]:
    """The terms that a reader gives, by parameter; one that is not given, or empty, is missing.

    A resource is named by its IRI, with or without angle brackets, or by a prefixed name. Raises BadRequest,
    which names the parameter and tells what would be right, for a value of another type, and for a name that
    is no parameter.
    """
    known = {parameter.name: parameter for parameter in parameters}
    for name in given:
        if name not in known:
            names = ", ".join(known) or "none"
            raise BadRequest(
                f"The query has no parameter {name}.", advice=f"Its parameters: {names}.", parameter=name
            )
    values = {name: [text.strip() for text in texts if text.strip()] for name, texts in given.items()}
    return {
        name: tuple(term(known[name], text, prefixes) for text in texts)
        for name, texts in values.items()
        if texts
    }


def term(parameter: Parameter, text: str, prefixes: Prefixes) -> Term:
    """The term that a text means as a value of a parameter. Raises BadRequest, naming the parameter."""
    kind = datatype(parameter)
    if kind is None:
        return _resource(parameter, text, prefixes)
    try:
        fits = kind.fits(text)
    except ValueError:
        fits = None
    if not fits:
        raise _wrong(parameter, text, kind.called, parameter.type)
    return _literal(parameter, text)


def _literal(parameter: Parameter, text: str) -> Literal:
    """A literal as the defaults are: of their language, or of the datatype."""
    example = next((each for each in parameter.defaults if isinstance(each, Literal)), None)
    if example is not None and example.language:
        return Literal(text, language=example.language)
    if parameter.type is None or parameter.type.value == LANG_STRING:
        return Literal(text) if example is None else Literal(text, datatype=example.datatype)
    return Literal(text, datatype=parameter.type)


def _resource(parameter: Parameter, text: str, prefixes: Prefixes) -> NamedNode:
    iri = text[1:-1] if text.startswith("<") and text.endswith(">") else text
    iri = prefixes.meant(iri)
    try:
        if _SCHEME.match(iri):
            return NamedNode(iri)
    except ValueError:
        pass
    kind = "the IRI or the prefixed name of a resource"
    raise _wrong(parameter, text, kind, parameter.type)


def _wrong(parameter: Parameter, text: str, called: str, type_: NamedNode | None) -> BadRequest:
    return BadRequest(
        f"The parameter {parameter.name} is {text[:100]!r}, but it takes {called}.",
        advice="Leave it out for its default.",
        parameter=parameter.name,
        expected=type_.value if type_ else called,
    )
