"""What is published as files: the dumps, the validation report, the prefixes and the shapes."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, render_template, request, send_file, url_for
from pyoxigraph import Quad, RdfFormat, parse
from werkzeug.exceptions import RequestedRangeNotSatisfiable

from horgos.errors import NotFound
from horgos.formats import BY_NAME, GRAPH_FORMATS, Format
from horgos.pages.reference import shapes as shape_pages
from horgos.pages.reference.description import serialise
from horgos.pages.reference.downloads import downloads
from horgos.pages.reference.report import report as report_page
from horgos.pages.words.names import Names
from horgos.site import Site
from horgos.sources import Role
from horgos.web.address import release_path
from horgos.web.conditional import conditional
from horgos.web.context import current_site, negotiated
from horgos.web.metadata import format_of
from horgos.web.negotiate import GRAPH_OR_PAGE, HTML, JSON, TEXT, Document
from horgos.web.page import page_response, reader_of
from horgos.web.tags import entity_tag

blueprint = Blueprint("files", __name__)

SUMS = "SHA256SUMS"
TURTLE = Document("ttl", "Turtle", ("text/turtle",), "ttl")
REPORTS = (TEXT, JSON, TURTLE, HTML)
GZIP = "application/gzip"
PLAIN = "text/plain; charset=utf-8"

_RANGE = re.compile(r"bytes=(?:[0-9]{1,18}-(?:[0-9]{1,18})?|-(?P<suffix>[0-9]{1,18}))\Z")


@blueprint.get("/dumps/")
def dumps() -> Response:
    """The list of the dumps: as JSON, or as a page."""
    choice = negotiated((JSON, HTML))
    if choice.offer is HTML:
        return page_response(_page_of_dumps, "dumps")
    return conditional(entity_tag(current_site(), "dumps", choice.media_type), _list_of_dumps)


@blueprint.get("/dumps/<name>")
def dump(name: str) -> Response:
    """One dump that the manifest lists, whole or in ranges (RFC 9110, 14). Its ETag is its sha256.

    A `.gz` is a file of its own, not a Content-Encoding: who saves it saves what the checksums name.
    """
    publication = current_site().publication
    folder = publication.folder / "dumps"
    if name == SUMS:
        return file_response(folder / SUMS, PLAIN, publication.digest)
    for entry in publication.manifest["dumps"]:
        if entry["name"] == name:
            type_ = GZIP if entry["compressed"] else BY_NAME[entry["format"]].content_type
            return file_response(folder / name, type_, entry["sha256"])
    raise NotFound(f"There is no dump {name}.", advice=f"All are listed at {url_for('files.dumps')}.")


@blueprint.get("/report")
def report() -> Response:
    """The report of the validation that this dataset passed: as text, JSON, or in the terms of SHACL."""
    choice = negotiated(REPORTS)
    if choice.offer is HTML:
        return page_response(_page_of_report, "report")
    path = current_site().publication.folder / f"report.{choice.offer.extension}"
    tag = entity_tag(current_site(), "report", choice.media_type)
    return conditional(tag, lambda: Response(path.read_bytes(), content_type=choice.content_type))


@blueprint.get("/shapes")
def shapes() -> Response:
    """The shapes: a page to read, or a graph."""
    choice = negotiated(GRAPH_OR_PAGE)
    if isinstance(choice.offer, Format):
        return _shapes_in(choice.offer, choice.content_type)
    return page_response(_page_of_shapes, "shapes")


@blueprint.get("/shapes.<extension>")
def shapes_in(extension: str) -> Response:
    """The shapes as a graph in the format that the extension names."""
    format_ = format_of("shapes", extension)
    return _shapes_in(format_, format_.content_type)


@blueprint.get("/prefixes.json")
def prefixes() -> Response:
    """The prefixes of the dataset: a JSON object, from prefix to namespace IRI."""
    namespaces = dict(sorted(current_site().prefixes.namespaces.items()))
    return conditional(entity_tag(current_site(), "prefixes"), lambda: _json(namespaces))


def file_response(path: Path, content_type: str, tag: str) -> Response:
    """A file under a strong tag.

    A Range of another unit, of several parts, of no GET, or of more bytes at the end than there are is
    ignored, and the whole file sent (14.2, 14.1.2).
    """
    response = send_file(path.absolute(), mimetype=content_type, etag=tag, conditional=False)
    response.headers["Content-Type"] = content_type
    del response.headers["Last-Modified"]
    response.cache_control.public = True
    response.cache_control.no_cache = True
    length = response.content_length if _has_usable_range(response.content_length or 0) else None
    try:
        response.make_conditional(request, accept_ranges=True, complete_length=length)
    except RequestedRangeNotSatisfiable:
        response.close()
        raise
    response.headers["Accept-Ranges"] = "bytes"
    return response


def _has_usable_range(length: int) -> bool:
    range_ = request.headers.get("Range")
    if range_ is None:
        return True
    match = _RANGE.match(range_) if request.method == "GET" else None
    return match is not None and not (match["suffix"] and int(match["suffix"]) > length)


def _page_of_dumps() -> str:
    publication = current_site().publication
    manifest = publication.manifest
    names = Names(reader_of(current_site()))
    names.load([iri for entry in manifest["dumps"] for iri in (entry["document"], entry["voice"]) if iri])
    return render_template(
        "dumps.html",
        page=downloads(manifest["dumps"], names),
        counts=manifest["counts"],
        formats=BY_NAME,
        sums=SUMS,
        digest=publication.digest,
        built=datetime.fromtimestamp(publication.built, UTC),
        release=request.script_root + release_path(publication.digest),
    )


def _page_of_report() -> str:
    site = current_site()
    publication = site.publication
    told = json.loads((publication.folder / "report.json").read_text("utf-8"))
    known = shape_pages.anchors(_shapes(site))
    return render_template(
        "report.html",
        page=report_page(told, site.base, site.prefixes, known),
        formats=[each for each in REPORTS if each is not HTML],
        digest=publication.digest,
        built=datetime.fromtimestamp(publication.built, UTC),
    )


def _list_of_dumps() -> Response:
    entries = [
        {**entry, "url": url_for("files.dump", name=entry["name"])}
        for entry in current_site().publication.manifest["dumps"]
    ]
    release = request.script_root + release_path(current_site().publication.digest)
    return _json({"release": release, "dumps": entries, "sums": url_for("files.dump", name=SUMS)})


def _page_of_shapes() -> str:
    site = current_site()
    return render_template(
        "shapes.html",
        chapters=shape_pages.chapters(_shapes(site), site.prefixes),
        prefixes=site.prefixes,
        formats=GRAPH_FORMATS,
    )


def _shapes_in(format_: Format, content_type: str) -> Response:
    """In Turtle the files as they are, comments included, one after the other."""
    site = current_site()

    def make() -> Response:
        if format_ is BY_NAME["ttl"]:
            files = site.publication.files(Role.SHAPES)
            body = b"\n".join(file.location.read_bytes() for file in files)
        else:
            body = serialise(_shapes(site), format_, site.prefixes)
        return Response(body, content_type=content_type)

    return conditional(entity_tag(site, "shapes", content_type), make)


def _shapes(site: Site) -> list[Quad]:
    files = site.publication.files(Role.SHAPES)
    return [quad for file in files for quad in parse(path=file.location, format=RdfFormat.TURTLE)]


def _json(content: Any) -> Response:
    return Response(json.dumps(content, ensure_ascii=False, indent=2) + "\n", content_type="application/json")
