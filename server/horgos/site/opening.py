"""Open a publication to answer from it: settings, publication, engine and search in one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from horgos import queries
from horgos.build import Progress
from horgos.config import Config
from horgos.engine import Answer, Embedded, Engine, Limits, Query
from horgos.errors import NotAcceptable
from horgos.formats import BY_NAME, GRAPH_FORMATS, ROW_FORMATS, Format, Kind
from horgos.search import Index, index_in
from horgos.site.publication import Publication
from horgos.site.publishing import publish
from horgos.sources import Dataset, Role
from horgos.terms import Base, Prefixes

if TYPE_CHECKING:
    from horgos.engine.door import Door


@dataclass(frozen=True)
class Site:
    """All that answers a request: settings, publication, engine. `open_site` opens and closes it."""

    config: Config
    publication: Publication
    engine: Engine

    @property
    def dataset(self) -> Dataset:
        """What the dataset says of itself."""
        return self.publication.dataset

    @cached_property
    def prefixes(self) -> Prefixes:
        """The prefixes of the graph."""
        return self.publication.prefixes

    @cached_property
    def queries(self) -> tuple[queries.Query, ...]:
        """The query library, in the order of topics and names."""
        return queries.library(self.publication.files(Role.QUERY), self.prefixes)

    @cached_property
    def base(self) -> Base:
        """Where the IRIs of the dataset begin."""
        return Base(self.dataset.base)

    @cached_property
    def search(self) -> Index | None:
        """The index of names; None for a graph that is too large to have one."""
        return index_in(self.publication.folder)


@contextmanager
def open_site(config: Config, publication: Publication, door: Door | None = None) -> Iterator[Site]:
    """Open a publication for answering: start its engine, and stop it in the end.

    For `door`, see `Embedded`.
    """
    with _engine(config, publication, door) as engine:
        if config.allow_service:
            from horgos.engine import Federated

            allowed = config.allow_service.split()
            with Federated(engine, allowed, Limits.of(config)) as federated:
                yield Site(config, publication, federated)
        else:
            yield Site(config, publication, engine)


def _engine(config: Config, publication: Publication, door: Door | None) -> Engine:
    limits = Limits.of(config)
    if config.engine:
        from horgos.engine import Remote

        return Remote(config.engine, limits, authorization=config.engine_authorization)
    embedded = Embedded(publication.store, limits, door)
    try:
        embedded.ready()
    except BaseException:
        embedded.close()
        raise
    return embedded


def ask(config: Config, text: str, format_: Format | None, progress: Progress) -> tuple[Answer, Prefixes]:
    """Answer one query on the configured graph, and give the prefixes to show the answer with.

    Rows come as JSON and graphs as Turtle where no format is given. Raises NotAcceptable where the format
    cannot carry what the query returns, and what `Engine.run` raises.
    """
    rows = format_ if format_ is not None and format_.kind is Kind.ROWS else BY_NAME["json"]
    graph = format_ if format_ is not None and format_.kind is not Kind.ROWS else BY_NAME["ttl"]
    with open_site(config, publish(config, progress)) as site:
        prefixes = site.prefixes
        query = Query(text, rows=rows, graph=graph, base=site.base.iri, prefixes=prefixes.namespaces)
        answer = site.engine.run(query)
    if format_ not in (None, answer.format):
        offered = ROW_FORMATS if answer.format.kind is Kind.ROWS else GRAPH_FORMATS
        choices = [choice.name for choice in offered]
        raise NotAcceptable(
            f"The result cannot be written as {format_.title if format_ else 'that'}.",
            choices=choices,
            advice=f"Choose one of: {', '.join(choices)}.",
        )
    return answer, prefixes
