"""What this is: how the graph is made, under which licence, how to cite it and how to change it."""

from __future__ import annotations

from flask import Blueprint, Response, render_template

from horgos import __version__
from horgos.pages.citation import Citation
from horgos.web.assets import LICENCES, static_build
from horgos.web.cite import current_origin
from horgos.web.context import current_site
from horgos.web.page import page_response, reader_of

blueprint = Blueprint("about", __name__)


@blueprint.get("/about")
def about() -> Response:
    """Method, licence, citation, and how to contribute."""
    return page_response(_page, "about")


def _page() -> str:
    site = current_site()
    (counts,) = reader_of(site).select("counts")
    (kinds,) = reader_of(site).select("made-of")
    return render_template(
        "about.html",
        description=site.dataset.description,
        counts={name: int(term.value) for row in (counts, kinds) for name, term in row.items()},
        cited=Citation(current_origin(), site.dataset.iri),
        digest=site.publication.digest,
        version=__version__,
        third_parties=static_build(LICENCES),
        queries=len(site.queries),
    )
