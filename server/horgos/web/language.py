"""The language a page is in: what its address says (`?lang=`), else what the browser asks for.

An address with `lang` is the same page for everybody, and leads on in its language; one without is negotiated
(RFC 9110, 12.5.4).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from urllib.parse import urlencode

from flask import Flask, g, request
from markupsafe import Markup

from horgos.errors import BadRequest
from horgos.translation import LANGUAGES, MESSAGES, TAGS, catalogue

if TYPE_CHECKING:
    from flask.ctx import _AppCtxGlobals
    from werkzeug.local import LocalProxy

PARAMETER = "lang"
MOST = 5  # languages of a reader that count
MESSAGES_KEPT = 1024  # messages that are kept in a language
PAGES = frozenset(
    (
        "about",
        "browse",
        "documents",
        "gazetteer",
        "map",
        "evidence",
        "library",
        "problems",
        "search",
        "sparql",
        "statistics",
        "timeline",
        "diff.diff",
        "files.dumps",
        "files.report",
        "files.shapes",
        "releases.index",
        "releases.release",
    )
)
"""Blueprints and endpoints that are pages: their addresses carry the language on."""


@dataclass(frozen=True)
class Offered:
    """A language that this page is offered in: its name in itself, its tag, the address of the page in it."""

    language: str
    name: str
    tag: str
    address: str


def check() -> None:
    """Raise BadRequest where the address names a language that the interface does not have."""
    wanted = request.args.get(PARAMETER, "")
    if wanted and wanted not in LANGUAGES:
        raise BadRequest(
            f"The parameter {PARAMETER} is {wanted!r}, but the interface has no such language.",
            advice=f"Use one of: {', '.join(LANGUAGES)}; or leave it out, and Accept-Language decides.",
            parameter=PARAMETER,
        )


class Here(NamedTuple):
    """What each message and each link of a page depends on; a page has hundreds of them.

    The language of the interface for this reader; the path that this server is at; what the address of
    another page ends in, so that it is in the language that was chosen: `?lang=zh`; and the languages of the
    reader without their regions, the most wanted first: English for none.
    """

    language: str
    root: str
    suffix: str
    languages: tuple[str, ...]


def here() -> Here:
    """What this request is for. It is kept in `g` itself: to go by its proxy costs more than all the rest."""
    kept = cast("LocalProxy[_AppCtxGlobals]", g)._get_current_object()
    found: Here | None = kept.get("here")
    if found is None:
        found = kept.here = _here()
    return found


def _here() -> Here:
    wanted = request.args.get(PARAMETER, "")
    if wanted in LANGUAGES:
        return Here(wanted, request.script_root, f"?{PARAMETER}={wanted}", (wanted,))
    accepted = _accepted()
    first = next((each for each in accepted if each in LANGUAGES), MESSAGES)
    return Here(first, request.script_root, "", accepted)


def languages() -> tuple[str, ...]:
    """The languages of the reader without their regions, the most wanted first; English for none."""
    return here().languages


def language() -> str:
    """The language of the interface for this reader."""
    return here().language


def named() -> str:
    """The language in the address, where it is one of ours; '' for none."""
    return here().language if here().suffix else ""


def suffix() -> str:
    """What the address of another page ends in, so that it is in the language that was chosen."""
    return here().suffix


def carried(address: str) -> str:
    """The address of a page of this server that a text gives, in the language that was chosen."""
    return address + (suffix().replace("?", "&") if "?" in address else suffix())


def in_language(wanted: str) -> str:
    """The address of this page in another language."""
    others = [(name, value) for name, value in request.args.items(multi=True) if name != PARAMETER]
    return f"{request.script_root}{request.path}?{urlencode([*others, (PARAMETER, wanted)])}"


def attach(app: Flask) -> None:
    """Give the templates of an app their translations, and its addresses the chosen language."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: catalogue(language()).gettext(text),
        lambda one, many, count: catalogue(language()).ngettext(one, many, count),
        newstyle=True,
    )
    app.jinja_env.globals.update(gettext=_said, _=_said)  # in place of Jinja's, for a page has a hundred
    app.context_processor(_surroundings)
    app.url_defaults(_carry)


def _said(text: str, /, **variables: object) -> Markup:
    """A message in the reader's language, as HTML; variables are escaped (newstyle gettext of Jinja)."""
    if variables:
        return _message(here().language, text) % variables
    return _message_alone(here().language, text)


@lru_cache(MESSAGES_KEPT)
def _message(language: str, text: str) -> Markup:
    return Markup(catalogue(language).gettext(text))  # noqa: S704  # ours, and translated by us


@lru_cache(MESSAGES_KEPT)
def _message_alone(language: str, text: str) -> Markup:
    return _message(language, text) % {}


def _surroundings() -> dict[str, Any]:
    here = language()
    offered = [Offered(each, name, TAGS[each], in_language(each)) for each, name in LANGUAGES.items()]
    gap = "" if here == "zh" else " "  # between two sentences
    return {"language": here, "language_tag": TAGS[here], "languages": offered, "gap": gap}


def _carry(endpoint: str, values: dict[str, Any]) -> None:
    """Add the chosen language to the address of a page."""
    is_page = endpoint in PAGES or endpoint.partition(".")[0] in PAGES
    if is_page and (chosen := named()):
        values.setdefault(PARAMETER, chosen)


def _accepted() -> tuple[str, ...]:
    wanted = (tag.partition("-")[0].lower() for tag, quality in request.accept_languages if quality > 0)
    return tuple(dict.fromkeys(tag for tag in wanted if tag.isalpha()))[:MOST] or (MESSAGES,)
