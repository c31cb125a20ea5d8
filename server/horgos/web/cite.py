"""How to cite the dataset, or a thing in it, in the formats of reference managers."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple, cast

from flask import Blueprint, Response, current_app

from horgos.errors import NotFound
from horgos.pages.citation import Citation, Origin, citation, origin
from horgos.pages.reading import Reader, is_iri
from horgos.translation import MESSAGES
from horgos.web import entity
from horgos.web.conditional import conditional
from horgos.web.context import current_site
from horgos.web.negotiate import Document
from horgos.web.page import reader_of
from horgos.web.tags import entity_tag

blueprint = Blueprint("cite", __name__)

_ORIGIN = "horgos.origin"


class Style(NamedTuple):
    """A format of citations, and what writes one in it."""

    document: Document
    write: Callable[[Citation], str]


def _csl(cited: Citation) -> str:
    return json.dumps([cited.csl()], ensure_ascii=False, indent=2) + "\n"


STYLES = (
    Style(Document("bibtex", "BibTeX", ("application/x-bibtex",), "bib"), Citation.bibtex),
    Style(Document("ris", "RIS", ("application/x-research-info-systems",), "ris"), Citation.ris),
    Style(Document("csl", "CSL-JSON", ("application/vnd.citationstyles.csl+json",), "json"), _csl),
    Style(Document("plain", "plain text", ("text/plain",), "txt"), lambda cited: f"{cited.plain()}\n"),
)


@blueprint.get("/cite.<extension>")
def dataset(extension: str) -> Response:
    """How to cite the dataset."""
    return _cited(_style(extension), "", lambda: Citation(current_origin(), current_site().dataset.iri))


@blueprint.get("/cite/<path:name>.<extension>")
def resource(name: str, extension: str) -> Response:
    """How to cite a resource of the dataset."""
    iri = current_site().base.named(name)
    if not is_iri(iri):
        raise entity.unknown(name)

    def make() -> Citation:
        try:
            return citation(_reader(), current_origin(), iri)
        except NotFound:
            raise entity.unknown(name) from None

    return _cited(_style(extension), name, make)


@blueprint.app_template_global()
def citations(name: str = "") -> list[tuple[Document, str]]:
    """The formats of a citation and their addresses: of the dataset, or of the resource of this name."""
    return [
        (document, entity.path(f"cite/{name}" if name else "cite", f".{document.extension}"))
        for document, _ in STYLES
    ]


def current_origin() -> Origin:
    """What is cited here: the dataset, as it was published. It is asked for once."""
    kept = current_app.extensions.get(_ORIGIN)
    if kept is None:
        dataset, publication = current_site().dataset, current_site().publication
        kept = origin(_reader(), dataset.iri, publication.title, publication.digest)
        current_app.extensions[_ORIGIN] = kept
    return cast("Origin", kept)


def _reader() -> Reader:
    """A citation is in English, whoever asks: it is looked up by others."""
    return replace(reader_of(current_site()), languages=(MESSAGES,))


def _style(extension: str) -> Style:
    for style in STYLES:
        if style.document.extension == extension:
            return style
    offered = ", ".join(f".{style.document.extension}" for style in STYLES)
    raise NotFound(f"There is no citation as .{extension}.", advice=f"Citations end in one of: {offered}.")


def _cited(style: Style, name: str, make: Callable[[], Citation]) -> Response:
    media_type = style.document.media_types[0]
    content_type = media_type if media_type.endswith("json") else f"{media_type}; charset=utf-8"
    return conditional(
        entity_tag(current_site(), "cite", name, media_type),
        lambda: Response(style.write(make()), content_type=content_type),
    )
