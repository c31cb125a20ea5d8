"""What a second opinion takes: the data in rdflib, and reports in a form that can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from pyoxigraph import Quad, RdfFormat, serialize
from rdflib import Dataset, Graph, Literal, Namespace
from rdflib.plugins.sparql import prepareQuery
from rdflib.query import Result
from rdflib.term import Node

SH = Namespace("http://www.w3.org/ns/shacl#")


class _Prepared(Dataset):
    """An rdflib dataset whose default graph is the union, which parses a query once for all focus nodes."""

    def query(self, query_object: Any, *args: Any, **options: Any) -> Result:
        return super().query(_prepared(str(query_object)), *args, **options)


@cache
def _prepared(text: str) -> Any:
    return prepareQuery(text)


def in_rdflib(quads: Iterable[Quad]) -> Dataset:
    """The quads of named graphs in a dataset of rdflib, whose default graph is their union."""
    dataset = _Prepared(default_union=True)
    dataset.parse(data=serialize(quads, format=RdfFormat.N_QUADS), format="nquads")
    return dataset


def told(message: str, values: Mapping[str, Node]) -> str:
    """A message with all that its query found, in place of the labels that a person reads."""
    return message + "".join(f" {name}={_in_order(values[name])}" for name in sorted(values))


def _in_order(value: Node) -> str:
    """A value, or the list of names that GROUP_CONCAT makes of them in any order."""
    text = str(value) if isinstance(value, Literal) else value.n3()
    return ", ".join(sorted(text.split(", ")))


def results(report: Graph) -> set[tuple[str, ...]]:
    """The results of a report: shape, focus node, value, severity and message of each."""
    terms = (SH.sourceShape, SH.focusNode, SH.value, SH.resultSeverity, SH.resultMessage)
    return {
        tuple(str(report.value(result, term)) for term in terms) for result in report.objects(None, SH.result)
    }
