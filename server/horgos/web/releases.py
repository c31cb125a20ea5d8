"""Releases: the list of them, the feed, and the files of each.

The folder is looked at for each request, so that a release shows as soon as it is there. What lists it says
that it must be asked for again; the files of a release never change.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, render_template, url_for

from horgos.changes import headline
from horgos.changes.page import WORDS
from horgos.errors import NotFound
from horgos.formats import BY_NAME
from horgos.releases import BETWEEN, LATEST, NOW, RECORD, SUMS, Release, Releases
from horgos.web.assets import IMMUTABLE
from horgos.web.conditional import conditional
from horgos.web.context import current_site, negotiated
from horgos.web.files import PLAIN, file_response
from horgos.web.negotiate import HTML, JSON, Document
from horgos.web.page import page_response
from horgos.web.tags import entity_tag

blueprint = Blueprint("releases", __name__)
blueprint.add_app_template_filter(headline)

ATOM = Document("atom", "Atom", ("application/atom+xml",), "atom")
LISTED = (JSON, HTML)
_JSON = "application/json"


@blueprint.app_template_filter()
def moment(seconds: float) -> str:
    """A time of Unix as a date of RFC 3339, in UTC."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


@blueprint.get("/releases")
def index() -> Response:
    """The list of the releases, the last one first: as JSON, or as a page."""
    found, state = _found()
    if negotiated(LISTED).offer is HTML:
        return lasting_until_asked(
            page_response(
                lambda: render_template(
                    "releases.html",
                    releases=found,
                    ahead=_ahead(found),
                    words=WORDS,
                    digest=current_site().publication.digest[:12],
                ),
                *("releases", state),
            )
        )
    tag = entity_tag(current_site(), "releases", _JSON, state)
    return lasting_until_asked(conditional(tag, lambda: _json([_listed(each) for each in found])))


@blueprint.get("/releases.atom")
def feed() -> Response:
    """The feed of the releases, with what changed in each (RFC 4287)."""
    found, state = _found()

    def make() -> Response:
        publication = current_site().publication
        updated = found[0].released.timestamp() if found else publication.built
        body = render_template("releases.xml", releases=found, updated=updated, publication=publication)
        return Response(body, content_type=f"{ATOM.media_types[0]}; charset=utf-8")

    return lasting_until_asked(conditional(entity_tag(current_site(), "feed", state), make))


@blueprint.get("/release/<version>/")
def release(version: str) -> Response:
    """A release: its date, its files with their checksums, how to cite it; as JSON, or as a page."""
    found = find(version)
    if version != found.version:
        return moved(url_for("releases.release", version=found.version))
    _, state = _found()
    if negotiated(LISTED).offer is HTML:
        return lasting_until_asked(page_response(lambda: _page(found), "release", version, state))
    tag = entity_tag(current_site(), "release", _JSON, version, state)
    return lasting_until_asked(conditional(tag, lambda: _json(_listed(found) | {"files": found.files})))


@blueprint.get("/release/<version>/<path:name>")
def file(version: str, name: str) -> Response:
    """A file of a release, whole or in ranges (RFC 9110, 14). It never changes; its ETag is its sha256.

    The release may be named by its version or its digest. Raises NotFound for what its record does not list.
    """
    found = find(version)
    if version == LATEST:
        return moved(url_for("releases.file", version=found.version, name=name))
    entry = {each["name"]: each for each in found.files}.get(name)
    if entry:
        response = file_response(found.folder / name, entry["type"], entry["sha256"])
    elif name in (RECORD, SUMS):
        tag = f"{found.digest}-{found.released:%Y%m%dT%H%M%S}"
        response = file_response(found.folder / name, _JSON if name == RECORD else PLAIN, tag)
    else:
        listed = url_for("releases.release", version=found.version)
        raise NotFound(
            f"The release {found.version} has no file {name}.", advice=f"All are listed at {listed}."
        )
    response.headers["Cache-Control"] = IMMUTABLE
    return response


def find(name: str) -> Release:
    """The release of this version or digest. Raises NotFound, which leads to the list."""
    try:
        return Releases(current_site().config.releases_folder).get(name)
    except NotFound as error:
        listed = url_for("releases.index")
        raise NotFound(error.detail, advice=f"{error.advice} They are listed at {listed}.") from None


def lasting_until_asked(response: Response) -> Response:
    """The response, which neither the server nor a cache may give again without asking."""
    response.cache_control.must_revalidate = True
    return response


def moved(address: str) -> Response:
    """What leads to another address for now (RFC 9110, 15.4.3)."""
    response = Response(status=302)
    response.headers["Location"] = address
    response.cache_control.no_cache = True
    return response


def _found() -> tuple[tuple[Release, ...], str]:
    """The releases, and what tells one list of them from another."""
    found = tuple(Releases(current_site().config.releases_folder))
    return found, ",".join(f"{each.version} {each.record['released']} {each.digest}" for each in found)


def _ahead(found: tuple[Release, ...]) -> str:
    """The address of what changed since the last release; '' where the graph is that release."""
    if not found or found[0].digest == current_site().publication.digest:
        return ""
    return url_for("diff.diff", states=f"{found[0].version}{BETWEEN}{NOW}")


_PARTS = ("whole", "documents", "passages", "voices")  # of the dumps, as a page lists them


def _page(found: Release) -> str:
    manifest = found.publication.manifest
    dumps = [each | {"name": f"dumps/{each['name']}"} for each in manifest["dumps"]]
    dumped = {each["name"] for each in dumps}
    return render_template(
        "release.html",
        release=found,
        citation=(found.folder / "cite.txt").read_text("utf-8").strip(),
        dumps={part: [each for each in dumps if _part(each) == part] for part in _PARTS},
        others=[each for each in found.files if each["name"] not in dumped],
        counts=manifest["counts"],
        formats=BY_NAME,
        record=RECORD,
        sums=SUMS,
        words=WORDS,
    )


def _part(dump: dict[str, Any]) -> str:
    """Which of `_PARTS` a dump is among."""
    whole, documents, passages, voices = _PARTS
    if dump["voice"]:
        return passages if dump["document"] else voices
    return documents if dump["document"] else whole


def _listed(release: Release) -> dict[str, Any]:
    told = {name: release.record[name] for name in ("version", "released", "previous", "digest", "changes")}
    return told | {"url": url_for("releases.release", version=release.version)}


def _json(content: object) -> Response:
    return Response(json.dumps(content, ensure_ascii=False, indent=2) + "\n", content_type=_JSON)
