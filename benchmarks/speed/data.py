"""What all servers are given, and what all are asked."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from pyoxigraph import RdfFormat, parse

from horgos.config import Config
from horgos.formats import BY_NAME
from horgos.site import Publication, publish
from speed.wrk import NONCE

ROWS = "application/sparql-results+json"
GRAPH = "text/turtle"
PREFIXES = "PREFIX hg: <https://w3id.org/horgos/ns#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "

# Queries that every peer answers with the same rows. A first-seen one differs in a literal, so that neither
# the text nor the algebra was ever met; the literal changes neither the plan nor the rows.
SMALL = "SELECT ?label ?type {{ <{thing}> skos:prefLabel ?label ; a ?type }}"
SMALL_NEW = (
    'SELECT ?label ?type {{ <{thing}> skos:prefLabel ?label ; a ?type FILTER(STR(?label) != "{nonce}") }}'
)
AGGREGATE = (
    "SELECT ?indicator (COUNT(?claim) AS ?n) (MIN(?value) AS ?least) (MAX(?value) AS ?most) "
    "{{ ?claim hg:indicator ?indicator ; hg:value ?value FILTER(?value != {nonce}) }} GROUP BY ?indicator"
)
# Rows of some 330 bytes as JSON, so that 15,000 are 5 MB; it takes two rows for each triple of the graph.
LARGE = "SELECT ?s ?p ?o ?n {{ VALUES ?n {{ {nonce} {nonce}1 {nonce}2 {nonce}3 }} ?s ?p ?o }} LIMIT 15000"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f) }"
DESCRIBE = "DESCRIBE <{thing}>"


@dataclass(frozen=True)
class Data:
    """The graph of this repository as our server publishes it."""

    publication: Publication

    @property
    def quads(self) -> Path:
        """Every named graph, and the merge of all as the default graph, as N-Quads."""
        return self.publication.folder / "store.nq"

    @property
    def merge(self) -> Path:
        """The merge alone as N-Triples, for a store whose default graph is the union with its duplicates."""
        return self.publication.dump(BY_NAME["nt"])

    @cached_property
    def things(self) -> list[str]:
        """The IRIs of what has a page, in their order."""
        base = f"{self.publication.dataset.base}id/"
        subjects = {quad.subject.value for quad in parse(path=self.merge, format=RdfFormat.N_TRIPLES)}
        return sorted(subject for subject in subjects if subject.startswith(base))

    def queries(self, template: str) -> list[str]:
        """The query for each thing, or one query where it asks for none."""
        things = self.things if "{thing}" in template else [""]
        return [PREFIXES + template.format(thing=thing, nonce=NONCE) for thing in things]

    def pages(self) -> list[str]:
        """The paths of the pages of all things on our server."""
        base = f"{self.publication.dataset.base}id/"
        return [f"/page/{quote(thing.removeprefix(base))}" for thing in self.things]


def published(cache: Path) -> Data:
    """Build the graph of this repository, unless it was built before."""
    return Data(publish(Config.load({"cache": str(cache)}), lambda step: print(f"{step} …", flush=True)))


def work_folder() -> Path:
    """Where the benchmark keeps what it builds and installs: outside of the repository."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "horgos-bench"
