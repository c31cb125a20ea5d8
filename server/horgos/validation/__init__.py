"""Validate a built graph with its shapes, and tell what is wrong so that an editor can act on it.

Importing this costs rdflib and pySHACL: whoever may do without validation imports it when it is needed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pyoxigraph import DefaultGraph, Store

from horgos.report import Finding, Report
from horgos.sources import Role, Sources
from horgos.validation.library import faults
from horgos.validation.results import Reading
from horgos.validation.run import run
from horgos.validation.shapes import read_shapes
from horgos.validation.store import Locate, StoreView
from horgos.validation.turtle import as_turtle

__all__ = ["Locate", "as_turtle", "validate"]


DESCRIPTION = "shapes/description.ttl"
"""The shapes of what is generated about a publication; no others apply to that."""


def validate(store: Store, sources: Sources, locate: Locate, described: Store | None = None) -> Report:
    """Check a store with the shapes of its sources (SHACL Core and SHACL-SPARQL).

    `store` holds every named graph, and their merge as the default graph: the merge is the data graph of
    SHACL (1.5), and a SPARQL constraint may look into the named graphs with GRAPH. `locate` tells the file
    and line where an IRI is described, in a graph where one is given: `LineIndex.find` does. The files of the
    query library are checked for being queries, with the header that the pages need. `described` has what is
    generated about the publication, which has shapes of its own. Raises InvalidGraph where the shapes
    themselves are wrong, with the place in their files.
    """
    shapes = read_shapes(sources)
    view = StoreView(store, sources.prefixes, locate)
    results = run(store, shapes, view.fill)
    checked = {
        "triples": sum(1 for _ in store.quads_for_pattern(None, None, None, DefaultGraph())),
        "graphs": sum(1 for _ in store.named_graphs()),
        "shapes": shapes.count,
    }
    findings = (
        *Reading(results, view).findings(),
        *(_described(described, sources) if described is not None else ()),
        *faults(sources.of(Role.QUERY), sources.prefixes),
    )
    return Report(findings, checked, dict(sources.prefixes.namespaces))


def _described(store: Store, sources: Sources) -> Iterable[Finding]:
    """What is found about the description of the publication; it stands in no file."""
    files = tuple(file for file in sources.files if file.path == DESCRIPTION)
    view = StoreView(store, sources.prefixes, lambda *_: None)
    shapes = read_shapes(replace(sources, files=files))
    return Reading(run(store, shapes, view.fill), view).findings()
