"""What changed between two releases, or since one: as a page, as text, as JSON and as an RDF Patch."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from flask import Blueprint, Response, render_template, url_for

from horgos.build.bulk import LARGE
from horgos.changes import EXTENSION, MEDIA_TYPE, Changes, Snapshot, as_json, as_text, compare, rdf_patch
from horgos.changes.page import WORDS, page
from horgos.errors import BadRequest, NotAcceptable, NotFound
from horgos.formats import BY_NAME
from horgos.releases import BETWEEN, NOW
from horgos.web.conditional import conditional
from horgos.web.context import current_site, negotiated
from horgos.web.negotiate import HTML, JSON, TEXT, Document
from horgos.web.page import page_response, reader_of
from horgos.web.parameters import number
from horgos.web.releases import find, moved
from horgos.web.tags import entity_tag

blueprint = Blueprint("diff", __name__)

PATCH = Document("patch", "RDF Patch", (MEDIA_TYPE,), EXTENSION)
DATA = (TEXT, PATCH, JSON)
OFFERS = (*DATA, HTML)
_HELD = 4  # pairs of states whose changes are held, for readers who turn pages


class State(NamedTuple):
    """A state of the graph: what it is called, its digest, and its dump in N-Quads."""

    name: str
    digest: str
    dump: Path


@blueprint.get("/diff/<states>")
def diff(states: str) -> Response:
    """What changed between two releases, `1.0..1.1`, or since one, `1.1..now`; by entity.

    The address may end in .txt, .rdfp or .json for the text, the RDF Patch and the JSON.
    """
    named, offer = _ending(states)
    chosen = offer or negotiated(OFFERS).offer
    old, new = _states(named)
    whole = f"{old.name}{BETWEEN}{new.name}"
    if named != whole:
        return moved(url_for("diff.diff", states=whole + (f".{offer.extension}" if offer else "")))
    parts = ("diff", old.digest, new.digest, whole)
    if chosen is not HTML:
        tag = entity_tag(current_site(), *parts, chosen.extension)
        return conditional(tag, lambda: _compared(old, new, chosen))
    here = number("page")
    return page_response(lambda: _page(old, new, here), *parts, str(here))


def _page(old: State, new: State, here: int) -> str:
    found = page(_changes(old, new), reader_of(current_site()), here)
    if found.page != here:
        raise NotFound(f"The changes have no page {here}.", advice=f"The last one is {found.pages}.")
    states = f"{old.name}{BETWEEN}{new.name}"
    return render_template(
        "changes.html", page=found, old=old.name, new=new.name, states=states, words=WORDS, now=NOW, data=DATA
    )


def _compared(old: State, new: State, offer: Document) -> Response:
    """The changes as data; JSON and text are for whoever reads them, the patch is applied by a program."""
    if offer is PATCH:
        patch = rdf_patch(Snapshot.of_dump(*old), Snapshot.of_dump(*new))
        return Response(b"".join(patch), content_type=MEDIA_TYPE)
    if offer is JSON:
        return Response(as_json(_changes(old, new)) + "\n", content_type=JSON.media_types[0])
    lines = as_text(_changes(old, new), current_site().prefixes)
    return Response(
        "".join(f"{line}\n" for line in lines), content_type=f"{TEXT.media_types[0]}; charset=utf-8"
    )


@lru_cache(_HELD)
def _changes(old: State, new: State) -> Changes:
    return compare(Snapshot.of_dump(*old), Snapshot.of_dump(*new))


def _ending(states: str) -> tuple[str, Document | None]:
    for offer in DATA:
        if states.endswith(f".{offer.extension}"):
            return states.removesuffix(f".{offer.extension}"), offer
    return states, None


def _states(states: str) -> tuple[State, State]:
    """The two states that an address names. Raises BadRequest and NotFound."""
    old, between, new = states.partition(BETWEEN)
    if not (old and between and new):
        raise BadRequest(
            f"{states!r} does not name two states of the graph.",
            advice=f"Write two versions with two dots between them, or {NOW}: 1.0{BETWEEN}{NOW}.",
        )
    return _state(old), _state(new)


def _state(name: str) -> State:
    release = None if name == NOW else find(name)
    publication = release.publication if release else current_site().publication
    try:
        dump = publication.dump(BY_NAME["nq"])
        large = dump.stat().st_size > LARGE
    except (NotAcceptable, OSError):
        raise NotFound(f"{name} has no dump to compare.", advice="Compare another release.") from None
    if large:
        raise NotFound(
            f"{name} is larger than {LARGE >> 20} MiB, and is not compared here.",
            advice="Run `horgos diff` where the releases are, or compare the N-Quads dumps.",
        )
    return State(release.version if release else NOW, publication.digest, dump)
