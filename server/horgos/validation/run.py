"""Run pySHACL over a store: the merge is checked once, and named graphs can be asked for with GRAPH."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from logging import getLogger

from oxrdflib import OxigraphStore
from pyoxigraph import Store
from pyshacl import validate as shacl_validate
from pyshacl.constraints.constraint_component import ConstraintComponent
from pyshacl.entrypoints import meta_validate
from rdflib import Graph, Namespace, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID
from rdflib.term import Node

from horgos.errors import InvalidGraph
from horgos.report import Finding
from horgos.validation.batch import asked_at_once
from horgos.validation.shapes import Shapes, broken

SH = Namespace("http://www.w3.org/ns/shacl#")

Values = Mapping[str, Node]
Fill = Callable[[str, Values], str]


def run(store: Store, shapes: Shapes, fill: Fill) -> Graph:
    """Validate the default graph of a store and return the validation report as a graph (SHACL, 3.6).

    `fill` puts the values of a solution into a message. Raises InvalidGraph where a shape cannot be used.
    """
    # A graph, not a dataset: of a dataset pySHACL takes the union, and the engine's union counts a triple
    # once for every graph that holds it. The default graph is the merge, and its queries still know GRAPH.
    merge = Graph(_Unchanging(store=store), DATASET_DEFAULT_GRAPH_ID, bind_namespaces="none")
    with asked_at_once():
        return check(merge, shapes, fill)


def check(data: Graph, shapes: Shapes, fill: Fill) -> Graph:
    """Validate a graph, or the union of a dataset, and return the validation report as a graph.

    Raises InvalidGraph where a shape cannot be used.
    """
    getLogger("pyshacl-validate").disabled = True  # it writes to standard error what is reported here
    try:
        with _messages_filled_by(fill):
            _, report, text = shacl_validate(data, shacl_graph=shapes.graph, inplace=True)
    except (SyntaxError, ValueError, RuntimeError) as error:
        raise _unusable(shapes, str(error)) from error
    if not isinstance(report, Graph):
        raise _unusable(shapes, text)
    return report


class _Unchanging(OxigraphStore):
    """A store that is only read: pySHACL asks for its length some times a result, so it is counted once."""

    _length: int | None = None

    def __len__(self, context: Graph | None = None) -> int:
        if self._length is None:
            self._length = super().__len__(context)
        return self._length


@contextmanager
def _messages_filled_by(fill: Fill) -> Iterator[None]:
    """Let `fill` make the messages of SPARQL constraints while this lasts.

    pySHACL's own way takes a value as the template of a regular expression, so that a backslash in the data
    ends the validation; and it shows IRIs in full.
    """
    name = "_format_sparql_based_result_message"
    original = getattr(ConstraintComponent, name)

    def filled(_: ConstraintComponent, message: str, bound: object) -> str:
        return fill(message, _values(bound))

    setattr(ConstraintComponent, name, filled)
    try:
        yield
    finally:
        setattr(ConstraintComponent, name, original)


def _values(bound: object) -> Values:
    """The variables of a solution by name; pySHACL keeps `this`, `path` and `value` apart from the others."""
    if not isinstance(bound, tuple):
        return bound if isinstance(bound, Mapping) else {}
    this, path, value, *others = bound
    named = {"this": this, "path": path, "value": value}
    return dict(*others) | {name: term for name, term in named.items() if term is not None}


def _unusable(shapes: Shapes, error: str) -> InvalidGraph:
    """What the shapes of SHACL itself find wrong with the shapes (SHACL, appendix C), or else the error."""
    _, report, _ = meta_validate(Graph() + shapes.graph)  # a copy, in a store that knows of contexts
    findings = [_misshapen(shapes, report, result) for result in report.subjects(SH.resultSeverity)]
    advice = "Look for the shape that this is about, and compare it with the others."
    return broken(findings or [Finding(f"The shapes cannot be used: {error}", advice)], shapes.prefixes)


def _misshapen(shapes: Shapes, report: Graph, result: Node) -> Finding:
    focus, path = report.value(result, SH.focusNode), report.value(result, SH.resultPath)
    file, line = shapes.place(str(focus))
    return Finding(
        f"This is not a valid shape: {report.value(result, SH.resultMessage)}.",
        "Correct the shape; its properties are explained in the SHACL recommendation, www.w3.org/TR/shacl/.",
        file=file,
        line=line,
        focus=str(focus) if isinstance(focus, URIRef) else None,
        path=shapes.prefixes.short(str(path)) if isinstance(path, URIRef) else None,
    )
