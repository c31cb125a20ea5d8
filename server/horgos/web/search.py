"""Search by name: the page, the same as JSON, and suggestions as one types."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, render_template, request, url_for

from horgos.errors import NotFound
from horgos.pages import search as pages
from horgos.web.conditional import conditional
from horgos.web.context import current_site, negotiated
from horgos.web.inline import link
from horgos.web.language import check, languages
from horgos.web.negotiate import HTML, JSON
from horgos.web.page import page_response, reader_of
from horgos.web.parameters import number
from horgos.web.tags import entity_tag
from horgos.web.wanted import LONGEST, address, asked, query

if TYPE_CHECKING:
    from horgos.pages.facets import Option
    from horgos.pages.reading import Reader
    from horgos.pages.search import Result, SearchPage, Suggestion
    from horgos.pages.words.names import Ref, Voice
    from horgos.search import Index, Wanted

blueprint = Blueprint("search", __name__)

Node = dict[str, Any]


@blueprint.get("/search")
def page() -> Response:
    """What the dataset has by a name: a page to read, or JSON."""
    if negotiated((HTML, JSON)).offer is JSON:
        return results()
    check()
    reader, index = reader_of(current_site()), current_site().search
    wanted, shown = asked(reader), number("page")
    found = _found(reader, index, wanted, shown) if index else None
    response = page_response(
        lambda: render_template("search.html", page=found, longest=LONGEST), "search", *_parts(wanted, shown)
    )
    response.vary.add("Accept")
    return response


@blueprint.get("/search.json")
def results() -> Response:
    """What the dataset has by a name, with facets, as JSON."""
    reader = reader_of(current_site())
    wanted, shown = asked(reader), number("page")
    return as_json(
        lambda: _document(_found(reader, index_of_names(), wanted, shown)), "search", *_parts(wanted, shown)
    )


@blueprint.get("/suggest.json")
def suggest() -> Response:
    """The things whose names begin with what was typed, as JSON."""
    typed = query()
    return as_json(lambda: _suggested(reader_of(current_site()), typed), "suggest", typed)


@blueprint.app_template_global()
def search_address(wanted: Wanted, shown: int = 1, endpoint: str = "search.page") -> str:
    """The address at which what is wanted is found: the search page, or another endpoint."""
    return address(reader_of(current_site()), endpoint, wanted, shown)


def index_of_names() -> Index:
    """The index of the site. Raises NotFound where there is none."""
    index = current_site().search
    if index is None:
        raise NotFound(
            "A graph as large as this one cannot be searched by name.",
            advice=f"Ask for names in SPARQL, at {url_for('sparql.endpoint')}.",
        )
    return index


def as_json(make: Callable[[], Node], *parts: str) -> Response:
    """What `make` gives, as JSON; for GET under a tag made of these parts and the reader's languages."""
    check()

    def made() -> Response:
        return Response(f"{json.dumps(make(), ensure_ascii=False)}\n", content_type=JSON.media_types[0])

    tag = entity_tag(current_site(), "json", *parts, ",".join(languages()))
    response = made() if request.method == "POST" else conditional(tag, made)
    response.vary.add("Accept-Language")
    return response


def _found(reader: Reader, index: Index, wanted: Wanted, shown: int) -> SearchPage:
    """A page of what is found. Raises NotFound where there are not so many."""
    found = pages.search(reader, index, wanted, shown)
    if shown > found.pages:
        raise NotFound(
            f"There is no page {shown} of what was found, but {found.pages}.",
            advice=f"The last one is {search_address(wanted, found.pages)}.",
        )
    return found


def _parts(wanted: Wanted, shown: int) -> tuple[str, ...]:
    """What an answer depends on beside the reader's languages."""
    facets = (*wanted.kinds, "", *wanted.sources)
    return wanted.query, *facets, str(wanted.first), str(wanted.last), str(shown)


def _document(found: SearchPage) -> Node:
    wanted, shown = found.wanted, found.number
    beyond = search_address(wanted, shown + 1, "search.results") if shown < found.pages else None
    return {
        "query": wanted.query,
        "total": found.total,
        "more": found.found.more,
        "similar": found.found.only_alike,
        "page": shown,
        "pages": found.pages,
        "next": beyond,
        "results": [_result(result) for result in found.results],
        "facets": {
            **{name: [] for name in ("kind", "source")},
            **{facet.name: [_option(each) for each in facet.options] for facet in found.facets},
            "period": [{"from": each.first, "to": each.last, "count": each.count} for each in found.periods],
        },
    }


def _result(result: Result) -> Node:
    hit = result.hit
    return {
        **_resource(result.ref),
        "kinds": [_resource(kind) for kind in result.kinds],
        "fit": hit.fit.name.lower(),
        "likeness": round(hit.likeness, 2),
        "references": hit.weight,
        "name": hit.name
        and {
            "text": hit.name.label.text,
            "language": hit.name.label.language,
            "property": hit.name.property,
            "voices": [_voice(voice) for voice in result.voices],
        },
    }


def _resource(ref: Ref) -> Node:
    return {"iri": ref.iri, "url": link(ref), "label": ref.label.text, "language": ref.label.language}


def _voice(voice: Voice) -> Node:
    document = voice.document and voice.document.label.text
    return {"kind": voice.kind, **_resource(voice.ref), "document": document}


def _option(option: Option) -> Node:
    told = _resource(option.ref) if option.ref else {}
    return {**told, "value": option.value, "count": option.number, "chosen": option.chosen}


def _suggested(reader: Reader, typed: str) -> Node:
    total, found = pages.suggestions(reader, index_of_names(), typed) if typed else (0, ())
    return {"query": typed, "total": total, "suggestions": [_suggestion(each) for each in found]}


def _suggestion(suggestion: Suggestion) -> Node:
    name = suggestion.name
    return {
        **_resource(suggestion.ref),
        "name": name and {"text": name.text, "language": name.language},
        "kind": ", ".join(kind.label.text for kind in suggestion.kinds[:1]),
    }
