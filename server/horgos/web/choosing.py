"""What a reader chose in the address of a page, and the addresses of the same page with another choice."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from flask import request

from horgos.pages.history.dated import TIMELINE, Choice
from horgos.terms import Prefixes
from horgos.web.context import current_site
from horgos.web.parameters import single, span

_PLAIN = ":/"  # what stands as it is in a query too (RFC 3986, 3.4), and in the names of resources


def choice(prefixes: Prefixes) -> Choice:
    """What the address chooses of the claims. Raises BadRequest for what is no year."""
    return Choice(wanted(prefixes, TIMELINE), *span("from", "to"), undated=single("undated") == "yes")


def wanted(prefixes: Prefixes, names: Iterable[str]) -> dict[str, str]:
    """What the address chooses by these parameters: IRIs, and the keys of groups, which have no colon."""
    return {name: prefixes.meant(value) for name in names if (value := single(name))}


def with_values(**values: str | int | None) -> str:
    """The address of this page with other values of these parameters; None leaves one out."""
    kept = [(name, value) for name, value in request.args.items(multi=True) if value and name not in values]
    return _here([*kept, *((name, str(value)) for name, value in values.items() if value is not None)])


def turned(name: str, value: str) -> str:
    """The address of this page from its beginning with a value added, or taken back where it is chosen."""
    meant = current_site().prefixes.meant
    others = [pair for pair in request.args.items(multi=True) if pair[1] and pair[0] != "page"]
    left = [pair for pair in others if (pair[0], meant(pair[1])) != (name, meant(value))]
    return _here(left if len(left) < len(others) else [*left, (name, value)])


def kept(but: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The parameters of this address that a form has to carry on, without those that it asks for itself."""
    left = frozenset(but)
    return tuple(
        (name, value) for name, value in request.args.items(multi=True) if value and name not in left
    )


def without(names: Iterable[str]) -> str:
    """The address of this page without these parameters."""
    return _here(kept(names))


def _here(query: Iterable[tuple[str, str]]) -> str:
    written = urlencode(list(query), safe=_PLAIN)
    return f"{request.script_root}{request.path}{'?' if written else ''}{written}"
