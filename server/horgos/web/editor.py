"""What the scripts of the query page have to know of the server and of the reader, beside words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from horgos.formats import GRAPH_FORMATS, ROW_FORMATS
from horgos.pages.words.vocabulary import HG
from horgos.web import entity
from horgos.web.language import languages, suffix

if TYPE_CHECKING:
    from collections.abc import Iterable

    from horgos.errors import HorgosError
    from horgos.formats import Format
    from horgos.site import Site


def settings(site: Site) -> dict[str, Any]:
    """The settings, as JSON has them. `deadline` is in seconds, `result` in MiB."""
    return {
        "endpoint": entity.path("sparql"),
        "home": entity.path(""),
        "suffix": suffix(),
        "base": site.base.iri,
        "vocabulary": HG,
        "prefixes": dict(site.prefixes.namespaces),
        "languages": languages(),
        "deadline": site.config.deadline,
        "result": site.config.result,
        "formats": {"rows": _told(ROW_FORMATS), "graphs": _told(GRAPH_FORMATS)},
    }


def mistake(error: HorgosError | None) -> dict[str, Any] | None:
    """Where in the query an error is that the page shows already, and what it says; None for none.

    Line and column count from 1, and are None where it has no place.
    """
    if error is None:
        return None
    return {"detail": error.detail, "line": error.line, "column": error.column}


def _told(formats: Iterable[Format]) -> list[dict[str, str]]:
    return [{"name": each.name, "title": each.title, "extension": each.extension} for each in formats]
