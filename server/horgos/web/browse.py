"""What people see: the home page, the page of every resource, the vocabulary, and the query page."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus, urlencode

from flask import Blueprint, Response, render_template, url_for
from pyoxigraph import NamedNode, Quad

from horgos import __version__, queries
from horgos.errors import NotFound
from horgos.formats import GRAPH_FORMATS, ROW_FORMATS, Format, Kind
from horgos.pages import citation, paging, sources
from horgos.pages import home as homes
from horgos.pages.queries import library, results
from horgos.pages.reading import Reader, is_iri
from horgos.pages.reference import ontology as ontologies
from horgos.pages.reference.description import describe, serialise
from horgos.pages.thing import entity as entities
from horgos.pages.thing.surroundings import CLAIMS, Paged
from horgos.pages.words import vocabulary as v
from horgos.pages.words.names import Ref
from horgos.terms import Label, best_label
from horgos.web import cite, editor, entity, inline, metadata, navigation, openapi, parameters
from horgos.web.conditional import conditional
from horgos.web.context import current_site, named, negotiated
from horgos.web.language import check, language, languages, suffix
from horgos.web.negotiate import BOOLEAN_FORMATS, GRAPH_OR_PAGE, HTML, PAGE_OR_GRAPH
from horgos.web.page import page_response, reader_of
from horgos.web.tags import entity_tag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from horgos.engine import Answer
    from horgos.errors import HorgosError
    from horgos.site import Site

blueprint = Blueprint("browse", __name__)
blueprint.add_app_template_global(inline.link)
for filter_ in inline.FILTERS:
    blueprint.add_app_template_filter(filter_)

LINES = 256  # lines of queries that are kept in the form that an address has
EXAMPLES = 5  # questions that the home page suggests, each of another topic
ONTOLOGY = "graph/ontology"  # the name of the graph that holds the ontology, under the base
LICENSES = {
    "https://creativecommons.org/publicdomain/zero/1.0/": "CC0 1.0",
    "https://creativecommons.org/licenses/by/4.0/": "CC BY 4.0",
    "https://creativecommons.org/licenses/by-sa/4.0/": "CC BY-SA 4.0",
}
ROWS = (6, 24, 12)  # lines that the query field shows: the least, the most, the most above an answer


@blueprint.get("/")
def home() -> Response:
    """The home page."""
    site = current_site()
    reader = reader_of(site)
    response = page_response(
        lambda: render_template(
            "home.html",
            page=homes.home(reader),
            description=best_label(site.dataset.description, reader.languages),
            examples=_varied(site.queries)[:EXAMPLES],
            search=site.search is not None,
        ),
        "home",
    )
    response.headers["Link"] = f"{openapi.link()}, {metadata.links()}"
    return response


@blueprint.get("/page/<path:name>")
def page(name: str) -> Response:
    """The page of a resource. A second name (`id/x` for `x`) leads to the first, `format=` to its data."""
    site = current_site()
    iri = site.base.named(name)
    if not is_iri(iri):
        raise entity.unknown(name)
    known_as = site.base.name(iri)
    if not known_as:
        raise entity.unknown(name)
    if known_as != name:
        return _moved(entity.path(f"page/{known_as}"))
    asked = named(PAGE_OR_GRAPH).offer
    if asked is not HTML:
        return _moved(entity.address(site, iri, asked), 303)
    reader = reader_of(site)
    paged, year = _paged(reader), parameters.year("year")
    response = page_response(
        lambda: render_template("entity.html", **_entity(reader, iri, paged, year)),
        *("page", name, repr(paged), repr(year)),
    )
    response.headers["Link"] = entity.link_header(site, iri, entity.path(f"page/{name}"))
    return response


@blueprint.get("/ns")
def ns() -> Response:
    """The vocabulary: a page to read, or the graph that holds it."""
    choice = negotiated(GRAPH_OR_PAGE)
    if choice.offer is not HTML:
        response = _moved(url_for("browse.ns_in", extension=choice.offer.extension), 303)
        response.vary.add("Accept")
        return response
    reader = reader_of(current_site())
    return page_response(
        lambda: render_template(
            "ontology.html", page=ontologies.ontology(reader), prefixes=reader.prefixes.namespaces
        ),
        "ns",
    )


@blueprint.get("/ns.<extension>")
def ns_in(extension: str) -> Response:
    """The vocabulary as one graph, without a name, in the format that the extension names."""
    site, format_ = current_site(), metadata.format_of("ns", extension)

    def make() -> Response:
        graph = NamedNode(site.dataset.iri_of(ONTOLOGY))
        stated = [quad for quad in describe(site.engine, graph.value) if quad.graph_name == graph]
        quads = [Quad(*quad.triple) for quad in stated]
        return Response(serialise(quads, format_, site.prefixes), content_type=format_.content_type)

    return conditional(entity_tag(site, "ns", format_.content_type), make)


@blueprint.get("/ns/<version>")
def ns_version(version: str) -> Response:
    """A version of the vocabulary: where it is the one that is here, its IRI leads to it (OWL 2, 3.1)."""
    site = current_site()
    rows = reader_of(site).select("ontologies")
    here = sorted(row["o"].value for row in rows if row["p"].value == f"{v.OWL}versionIRI")
    if f"{site.base.iri}ns/{version}" not in here:
        raise NotFound(
            f"Version {version} of the vocabulary is not here.",
            advice=f"What is here: {', '.join(here) or 'none'}.",
        )
    return _moved(url_for("browse.ns"), 303)


@blueprint.get("/page/ns/<version>")
def ns_version_page(version: str) -> Response:
    """The page of a version of the vocabulary: the way to the one that is here."""
    return ns_version(version)


def query_form(site: Site, text: str, answer: Answer | None, error: HorgosError | None) -> Response:
    """The query page: an empty form with an example, or a query with its answer or its error.

    The answer is expected in SPARQL JSON or Turtle.
    """
    check()
    examples = site.queries
    shown = text or (example(examples[0]) if examples else queries.shipped("statements"))
    found = results.results(answer, reader_of(site)) if answer else None
    body = render_template(
        "sparql.html",
        text=shown,
        rows=min(max(len(shown.splitlines()) + 1, ROWS[0]), ROWS[2 if found else 1]),
        results=found,
        formats=_same_kind(answer, boolean=found is not None and found.boolean is not None),
        error=error,
        marked=results.marked(text, error.line, error.column) if error and error.place else (),
        examples=library.library(examples).topics if examples else (),
        settings=editor.settings(site),
        mistake=editor.mistake(error),
    )
    response = Response(body, content_type=HTML.media_types[0] + "; charset=utf-8")
    response.vary.add("Accept")
    response.vary.add("Accept-Language")
    return response


@blueprint.app_context_processor
def surroundings() -> dict[str, Any]:
    """What every template may use: what the dataset is, in the reader's language; its licence, versions."""
    dataset = current_site().dataset
    license_ = dataset.license or ""
    return {
        "dataset_title": best_label(dataset.title, languages()) or Label(dataset.iri),
        "dataset_description": best(dataset.description),
        "license": license_,
        "license_name": LICENSES.get(license_, license_),
        "style_version": __version__,
        "navigation": navigation.MAIN,
        "more": navigation.more,
    }


@blueprint.app_template_global()
def query_address(text: str, format_: Format | None = None) -> str:
    """The address of the answer to a query: a page, or in a format."""
    if format_:
        return f"{entity.path('sparql')}?{urlencode({'query': text, 'format': format_.name})}"
    query = "%0A".join(map(_encoded, text.split("\n")))
    return f"{entity.path('sparql')}?query={query}{suffix().replace('?', '&')}"


@blueprint.app_template_global()
def instances_address(ref: Ref) -> str:
    """The address of the query for everything that is of a class."""
    prologue = current_site().prefixes.sparql
    return query_address(prologue + queries.bind(queries.shipped("instances"), {"class": NamedNode(ref.iri)}))


@blueprint.app_template_global()
def example(query: queries.Query) -> str:
    """A query of the library as the query field shows it: its question, and no header."""
    text = queries.bind(query.text, queries.spoken(query, language()))
    lines = [line for line in text.splitlines() if not line.startswith("#+")]
    return "\n".join((f"# {best(query.questions).text}", *lines)) + "\n"


@blueprint.app_template_global()
def best(labels: Iterable[Label]) -> Label:
    """The label that suits the reader best."""
    return best_label(labels, languages()) or Label("")


def _paged(reader: Reader) -> Paged | None:
    """What the address chooses of that which is linked to a resource; None for all. Raises BadRequest."""
    by, of = parameters.single("by"), parameters.single("of")
    number, chosen = parameters.number("page"), of or by
    return Paged(reader.prefixes.meant(chosen), number, outgoing=bool(of)) if chosen else None


def _entity(reader: Reader, iri: str, paged: Paged | None, year: int | None) -> dict[str, Any]:
    """What the template of a resource's page takes. Raises NotFound where nothing is known."""
    try:
        shown = entities.entity(reader, iri, paged, year)
    except NotFound:
        raise entity.unknown(reader.base.name(iri) or iri) from None
    kinds = {kind.iri for kind in shown.kinds}
    return {
        "page": shown,
        "claims": {"by": reader.prefixes.short(v.ABOUT), "pages": paging.pages(shown.claimed, CLAIMS)},
        "formats": GRAPH_FORMATS,
        "data": entity.data_path(reader.base, iri),
        "citation": citation.of(cite.current_origin(), iri, *shown.cited),
        "finding": shown.finding,
        "source": sources.source(reader, iri) if v.DOCUMENT in kinds else None,
    }


def _same_kind(answer: Answer | None, *, boolean: bool) -> tuple[Format, ...]:
    """The formats that can carry this answer."""
    if answer is None:
        return ()
    if boolean:
        return BOOLEAN_FORMATS
    return ROW_FORMATS if answer.format.kind is Kind.ROWS else GRAPH_FORMATS


@lru_cache(LINES)
def _encoded(line: str) -> str:
    """A line of a query as an address has it: all queries begin with the prefixes of the dataset."""
    return quote_plus(line, safe="!$'()*,/:;?@")


def _moved(address: str, status: int = 301) -> Response:
    response = Response(status=status)
    response.headers["Location"] = address
    return response


def _varied(found: Iterable[queries.Query]) -> list[queries.Query]:
    """The first query of each topic."""
    firsts: dict[str, queries.Query] = {}
    for query in found:
        firsts.setdefault(query.topic, query)
    return list(firsts.values())
