"""What the scripts of the query page have to know of the server and of the reader, beside words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from horgos.errors import error_types
from horgos.formats import GRAPH_FORMATS, ROW_FORMATS
from horgos.pages.words import well_known
from horgos.pages.words.vocabulary import HG
from horgos.terms import best_label
from horgos.translation import catalogue
from horgos.web import entity
from horgos.web.language import language, languages, suffix

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
        "terms": dict(_terms()),
        "titles": {kind.title: _say(kind.title) for kind in error_types()},
        "formats": {"rows": _told(ROW_FORMATS), "graphs": _told(GRAPH_FORMATS)},
    }


def mistake(error: HorgosError | None) -> dict[str, Any] | None:
    """Where in the query an error is that the page shows already, and what it says; None for none.

    Line and column count from 1, and are None where it has no place.
    """
    if error is None:
        return None
    return {"detail": error.detail, "line": error.line, "column": error.column}


def _terms() -> Iterator[tuple[str, str]]:
    """What terms of well-known vocabularies are called, where the dataset gives them no label itself."""
    for iri, labels in well_known.LABELS.items():
        if label := best_label(labels, languages()):
            yield iri, label.text


def _say(words: str) -> str:
    return catalogue(language()).gettext(words)


def _told(formats: Iterable[Format]) -> list[dict[str, str]]:
    return [{"name": each.name, "title": each.title, "extension": each.extension} for each in formats]
