"""What the address of a search asks for, and the address of what is wanted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask import request, url_for

from horgos.errors import BadRequest
from horgos.pages.reading import is_iri
from horgos.search import Wanted
from horgos.web.parameters import single, span

if TYPE_CHECKING:
    from horgos.pages.reading import Reader

LONGEST = 200  # characters of a query
MOST_CHOSEN = 8  # values of a facet that may be chosen at once


def asked(reader: Reader) -> Wanted:
    """What this request asks for. Raises BadRequest, naming the parameter."""
    kinds, sources = (tuple(_iris(reader, name)) for name in ("kind", "source"))
    return Wanted(query(), kinds, sources, *span("from", "to"))


def address(reader: Reader, endpoint: str, wanted: Wanted, number: int = 1) -> str:
    """The address at which an endpoint gives what is wanted, a page of it."""
    values = {
        "q": wanted.query,
        "kind": [reader.prefixes.name(iri) for iri in wanted.kinds],
        "source": [reader.prefixes.name(iri) for iri in wanted.sources],
        "from": wanted.first,
        "to": wanted.last,
        "page": number if number > 1 else None,
    }
    given = {name: value for name, value in values.items() if value not in ("", [], None)}
    return url_for(endpoint, **given)  # type: ignore[arg-type]  # any parameter may have any value


def query() -> str:
    """The parameter q, empty where it is missing. Raises BadRequest where it is too long."""
    return short(single("q"), "q")


def short(text: str, parameter: str) -> str:
    """A text that a name may be looked for by. Raises BadRequest where it is too long."""
    text = text.strip()
    if len(text) > LONGEST:
        raise BadRequest(
            f"The parameter {parameter} has {len(text):,} characters, which is more than {LONGEST}.",
            advice="Give the beginning of the name, or some of its words.",
            parameter=parameter,
        )
    return text


def _iris(reader: Reader, name: str) -> Iterator[str]:
    for text in _several(name):
        iri = reader.prefixes.meant(text)
        if not is_iri(iri):
            raise BadRequest(
                f"The parameter {name} is {text!r}, which is no IRI and has none of the prefixes.",
                advice=f"Write it in full, or with a prefix of {url_for('files.prefixes')}.",
                parameter=name,
            )
        yield iri


def _several(name: str) -> list[str]:
    values = [value for value in dict.fromkeys(request.args.getlist(name)) if value]
    if len(values) > MOST_CHOSEN:
        raise BadRequest(
            f"The parameter {name} is given {len(values)} times.",
            advice=f"Give it {MOST_CHOSEN} times at the most.",
            parameter=name,
        )
    return values
