"""What is published, told to machines where they look for it: VoID, DCAT, examples, prefixes."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, url_for

from horgos.describe import PREFIXES, descriptions_in
from horgos.errors import NotFound
from horgos.formats import BY_NAME, GRAPH_FORMATS, Format
from horgos.pages.reference.description import serialise
from horgos.terms import Prefixes
from horgos.web.conditional import conditional
from horgos.web.context import current_site, negotiated
from horgos.web.negotiate import GRAPH_OR_PAGE
from horgos.web.tags import entity_tag

blueprint = Blueprint("metadata", __name__)

PAGES = {
    "void": ("files.dumps", "", "The description of the dataset in VoID"),
    "dcat": ("files.dumps", "", "The description of the dataset in DCAT"),
    "examples": ("library.index", "", "The queries of the library as examples"),
    "prefixes": ("browse.ns", "prefixes", "The prefixes of the dataset as declarations of SHACL"),
}
"""What there is a description of: the page that tells people the same, where on it, and what it is called."""


@blueprint.get("/.well-known/void")
def well_known() -> Response:
    """The way to the description in VoID, from where it is looked for (VoID, 7.2; RFC 8615)."""
    return _see(url_for("metadata.void"))


def _see(place: str) -> Response:
    """See other (RFC 9110, 15.4.4)."""
    response = Response(status=303)
    del response.headers["Content-Type"]
    response.headers["Location"] = place
    response.vary.add("Accept")
    return response


def _described(name: str) -> Callable[[], Response]:
    page, part, title = PAGES[name]

    def described() -> Response:
        choice = negotiated(GRAPH_OR_PAGE)
        if not isinstance(choice.offer, Format):
            return _see(url_for(page, _anchor=part or None))
        return _in(name, choice.offer, choice.content_type)

    described.__doc__ = f"{title}: the way to its page, or a graph."
    return described


def format_of(name: str, extension: str) -> Format:
    """The format of graphs that an extension names. Raises NotFound, which tells those that there are."""
    for format_ in GRAPH_FORMATS:
        if format_.extension == extension:
            return format_
    choices = ", ".join(f".{format_.extension}" for format_ in GRAPH_FORMATS)
    raise NotFound(f"There is no {name}.{extension}.", advice=f"Choose one of: {choices}.")


def _described_in(name: str) -> Callable[[str], Response]:
    def described(extension: str) -> Response:
        format_ = format_of(name, extension)
        return _in(name, format_, format_.content_type)

    described.__doc__ = f"{PAGES[name][2]}, in the format that the extension names."
    return described


for each in PAGES:
    blueprint.add_url_rule(f"/{each}", each, _described(each))
    blueprint.add_url_rule(f"/{each}.<extension>", f"{each}_in", _described_in(each))


def links() -> str:
    """The value of Link that leads from a page about the whole to its descriptions (RFC 8288)."""
    turtle = BY_NAME["ttl"]
    return ", ".join(
        f'<{url_for(f"metadata.{name}_in", extension="ttl")}>; rel="describedby"; type="{turtle.media_type}"'
        for name in ("void", "dcat")
    )


def _in(name: str, format_: Format, content_type: str) -> Response:
    site = current_site()

    def make() -> Response:
        prefixes = Prefixes({**PREFIXES, **site.prefixes.namespaces})
        quads = descriptions_in(site.publication.folder, name)
        return Response(serialise(quads, format_, prefixes), content_type=content_type)

    return conditional(entity_tag(site, "description", name, content_type), make)
