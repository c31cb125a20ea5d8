"""`/llms.txt`: what language models are told about the dataset, in the format of llmstxt.org."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from flask import Blueprint, Response, render_template, url_for

from horgos.formats import BY_NAME
from horgos.pages.queries import library
from horgos.pages.reference.modelling import MODEL
from horgos.pages.words.vocabulary import HG
from horgos.site import Site
from horgos.terms import Label, best_label
from horgos.web.conditional import conditional
from horgos.web.context import current_site
from horgos.web.files import PLAIN
from horgos.web.tags import entity_tag

blueprint = Blueprint("llms", __name__)


class Example(NamedTuple):
    """A query of the library: its title, its question, and the address of its text."""

    title: str
    question: str
    address: str


@blueprint.get("/llms.txt")
def text() -> Response:
    """What the dataset is, how facts are modelled in it, and where to ask, take and read."""
    site = current_site()
    tag = entity_tag(site, "llms", url_for("browse.home", _external=True))
    return conditional(tag, lambda: Response(_text(site), content_type=PLAIN))


def _text(site: Site) -> str:
    dumps = [dump for dump in site.publication.manifest["dumps"] if not (dump["document"] or dump["voice"])]
    return render_template(
        "llms.txt",
        title=site.publication.title,
        description=_english(site.dataset.description),
        license=site.dataset.license,
        counts=site.publication.manifest["counts"],
        model=MODEL,
        vocabulary=HG,
        examples=list(_examples(site)),
        queries=len(site.queries),
        searchable=site.search is not None,
        dumps=[dump for dump in dumps if not dump["compressed"]],
        formats=BY_NAME,
    )


def _examples(site: Site) -> Iterator[Example]:
    """The first query of each topic."""
    for topic in library.library(site.queries).topics:
        query = topic.queries[0]
        address = url_for("library.query", topic=query.topic, name=f"{query.slug}.rq", _external=True)
        yield Example(_english(query.titles), _english(query.questions), address)


def _english(labels: tuple[Label, ...]) -> str:
    """A text in English, or in what there is, on one line."""
    label = best_label(labels, ["en"])
    return " ".join(label.text.split()) if label else ""
