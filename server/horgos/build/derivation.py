"""Run the rules over a store until they have nothing more to say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from pyoxigraph import BlankNode, DefaultGraph, Quad, QueryTriples, Store

from horgos.build.rules import Rule, finding, invalid
from horgos.report import Finding
from horgos.sources import Dataset, LineIndex

ROUNDS = 200


def derive(
    store: Store,
    rules: Sequence[Rule],
    dataset: Dataset,
    index: LineIndex,
    progress: Callable[[str], None] = lambda _: None,
) -> None:
    """Run the rules until each one's graph holds exactly what it concludes from all the others.

    The late ones wait each time until the rest has settled. Keeps the default graph the merge. Raises
    InvalidGraph where a file writes into a rule's graph, a rule makes blank nodes, or they never settle.
    """
    _refuse_stated(store, rules, dataset, index)
    early = [rule for rule in rules if not rule.late]
    late = [rule for rule in rules if rule.late]
    changed: list[Rule] = []
    for turn in range(ROUNDS):
        progress(f"Running the rules, round {turn + 1}")
        changed = [rule for rule in early if _conclude(store, rule, dataset)]
        changed = changed or [rule for rule in late if _conclude(store, rule, dataset)]
        if not changed:
            return
    raise invalid(
        *(
            finding(
                rule.file,
                f"The rule still concludes something new after {ROUNDS} rounds.",
                "Look whether it feeds on its own conclusions, or undoes those of another rule.",
            )
            for rule in changed
        )
    )


def _conclude(store: Store, rule: Rule, dataset: Dataset) -> bool:
    """Make a rule's graph what the rule now concludes; True where that changed it."""
    graph = rule.graph(dataset)
    now = {
        Quad(triple.subject, triple.predicate, triple.object, graph)
        for triple in cast(QueryTriples, store.query(rule.text, base_iri=dataset.base))
    }
    if any(BlankNode in (type(quad.subject), type(quad.object)) for quad in now):
        advice = "Give each node it makes an IRI, with IRI(CONCAT(…))."
        raise invalid(finding(rule.file, "The rule makes blank nodes.", advice))
    before = set(store.quads_for_pattern(None, None, None, graph))
    _replace(store, before - now, now - before)
    return now != before


def _replace(store: Store, gone: set[Quad], new: set[Quad]) -> None:
    for quad in gone:
        store.remove(quad)
    store.extend(new)
    store.extend(_in_merge(quad) for quad in new)
    for quad in gone:
        said = store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        if all(isinstance(other.graph_name, DefaultGraph) for other in said):
            store.remove(_in_merge(quad))


def _in_merge(quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())


def _refuse_stated(store: Store, rules: Sequence[Rule], dataset: Dataset, index: LineIndex) -> None:
    for rule in rules:
        graph = rule.graph(dataset)
        if next(store.quads_for_pattern(None, None, None, graph), None) is not None:
            file, line = index.find(graph.value) or (None, None)
            message = f"Only the rule may write into its graph <{graph.value}>."
            raise invalid(Finding(message, "Move these statements.", file=file, line=line))
