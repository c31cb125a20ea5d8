"""The query library: by topic, and each query with its parameters, its answer, its formats by address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from flask import Blueprint, Response, render_template, request, url_for

from horgos.describe import PREFIXES, described
from horgos.errors import BadRequest, HorgosError, NotFound
from horgos.formats import BY_NAME, GRAPH_FORMATS, ROW_FORMATS, Format, Kind
from horgos.pages.queries import library as pages
from horgos.pages.queries import table
from horgos.pages.reference.description import serialise
from horgos.queries import Query, Term, bind, spoken
from horgos.queries.arguments import arguments
from horgos.terms import Prefixes
from horgos.translation import MESSAGES
from horgos.web import answering, problems, sparql
from horgos.web.conditional import conditional
from horgos.web.context import accept, current_site
from horgos.web.language import PARAMETER, check, language, named
from horgos.web.negotiate import HTML, prefers_page
from horgos.web.page import page_response, reader_of
from horgos.web.parameters import single
from horgos.web.protocol import DIRECT, SparqlRequest
from horgos.web.tags import entity_tag

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from horgos.pages.reading import Reader
    from horgos.site import Site

blueprint = Blueprint("library", __name__)

TEXT = "rq"
"""The extension of the text of a query."""
FREE = ".iri"
"""Ends the name of the field for a resource that the list of a parameter does not have."""
LONGEST = 200  # characters of a search

Given = dict[str, list[str]]
"""The texts that an address gives, by parameter."""


class Asked(NamedTuple):
    """A query of the library, and what the address gives for its parameters."""

    query: Query
    given: Given


@blueprint.get("/queries")
def index() -> Response:
    """The query library by topic; with `q`, the queries that have all its words."""
    words = single("q")
    if len(words) > LONGEST:
        raise BadRequest(
            f"The parameter q has {len(words):,} characters, which is more than {LONGEST}.",
            advice="Give some words of a question.",
            parameter="q",
        )
    queries = current_site().queries
    return page_response(
        lambda: render_template("queries.html", page=pages.library(queries, words), words=words),
        "queries",
        words,
    )


@blueprint.get("/queries/<topic>/<name>")
def query(topic: str, name: str) -> Response:
    """A query of the library: its page; with an extension its text, its answer, or its description.

    The parameters of the address are those of the query; `lang` is the language of its labels too, which a
    page has from its reader.
    """
    check()
    site = current_site()
    found, extension = _find(site, topic, name)
    given = _given()
    if not extension:
        return _page(site, Asked(found, given))
    format_ = BY_NAME.get(extension)
    if format_ is not None and format_.kind is not Kind.ROWS:
        return _description(site, found, format_)
    text = bind(found.text, _values(site, Asked(found, given), named() or MESSAGES))
    if format_ is None:
        return _text(site, text)
    return sparql.results(SparqlRequest(text, format=format_.name), text)


@blueprint.app_template_global()
def library_address(
    query: Query, extension: str = "", given: Mapping[str, Sequence[str]] | None = None
) -> str:
    """The address of a query's page, or of what has the extension; with these values of its parameters."""
    values: dict[str, Any] = {name: list(texts) for name, texts in (given or {}).items() if any(texts)}
    if extension:
        name = f"{query.slug}.{extension}"
        values[PARAMETER] = language() if spoken(query, "") and language() != MESSAGES else None
        return url_for("library.query", topic=query.topic, name=name, **values)
    return url_for("library.query", topic=query.topic, name=query.slug, **values)


def _find(site: Site, topic: str, name: str) -> tuple[Query, str]:
    """The query and the extension that a name ends in, if any. Raises NotFound."""
    stem, _, extension = name.rpartition(".")
    for each in site.queries:
        if each.topic == topic and each.slug == name:
            return each, ""
        if each.topic == topic and each.slug == stem and (extension == TEXT or extension in BY_NAME):
            return each, extension
    raise NotFound(
        f"The library has no query {topic}/{name}.",
        advice=f"All are at {url_for('library.index')}; their formats: {', '.join((TEXT, *BY_NAME))}.",
    )


def _given() -> Given:
    """The values in the address by the names of parameters. What names a resource counts before the list."""
    given = {name: texts for name, texts in request.args.lists() if name != PARAMETER}
    for name in [name for name in given if name.endswith(FREE)]:
        free = [text for text in given.pop(name) if text.strip()]
        if free:
            given[name.removesuffix(FREE)] = free
    return given


def _values(site: Site, asked: Asked, wanted: str) -> dict[str, tuple[Term, ...]]:
    """What is bound to the parameters: what the address gives, and the language of the labels."""
    given = arguments(asked.query.parameters, asked.given, site.prefixes)
    return {**spoken(asked.query, wanted), **given}


def _page(site: Site, asked: Asked) -> Response:
    """The page of a query. An error of its parameters or its answer stands on it, with its status."""
    reader, (found, given) = reader_of(site), asked
    parts = (f"{name}={text}" for name, texts in sorted(given.items()) for text in texts)

    def make() -> str:
        values = _values(site, asked, language())
        text = bind(found.text, values)
        answer = site.engine.run(answering.query_for(site, SparqlRequest(text), text))
        return _rendered(reader, asked, values, table.table(answer, reader, text), None)

    try:
        return page_response(make, "query", found.topic, found.slug, *parts)
    except HorgosError as error:
        if not prefers_page(accept(), None):
            raise
        body = _rendered(reader, asked, spoken(found, language()), None, error)
        return problems.on_page(error, Response(body, content_type=f"{HTML.media_types[0]}; charset=utf-8"))


def _rendered(
    reader: Reader,
    asked: Asked,
    values: Mapping[str, tuple[Term, ...]],
    answer: table.Table | None,
    error: HorgosError | None,
) -> str:
    found, given = asked
    return render_template(
        "query.html",
        query=found,
        fields=pages.fields(reader, found, given, values, is_empty=answer is not None and answer.is_empty),
        given=given,
        text=_headless(bind(found.text, values)),
        table=answer,
        error=error,
        view=pages.view(found.text),
        others=pages.others(found.questions, reader.languages),
        topic=pages.title_of(current_site().queries, found.topic),
        row_formats=ROW_FORMATS,
        description_formats=[format_ for format_ in GRAPH_FORMATS if format_.name in ("ttl", "jsonld")],
        free=FREE,
    )


def _headless(text: str) -> str:
    """The text of a query without what heads its file."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("#+")).strip() + "\n"


def _text(site: Site, text: str) -> Response:
    """The text of a query with the values that were given."""
    return conditional(
        entity_tag(site, TEXT, text), lambda: Response(text, content_type=f"{DIRECT}; charset=utf-8")
    )


def _description(site: Site, found: Query, format_: Format) -> Response:
    """What a query asks and takes, as RDF, whatever values were given."""
    endpoint = url_for("sparql.endpoint", _external=True, lang=None)
    tag = entity_tag(site, "executable", found.topic, found.slug, endpoint, format_.name)

    def make() -> Response:
        quads = described(found, f"{site.base.iri}queries/{found.topic}/{found.slug}", endpoint)
        prefixes = Prefixes({**PREFIXES, **site.prefixes.namespaces})
        return Response(serialise(quads, format_, prefixes), content_type=format_.content_type)

    return conditional(tag, make)
