"""Every constraint has a planted fault that makes it fire, and a correct twin that does not.

The cases stand in one TriG file for each file of `shapes/`. A heading `## Name` names the shape hgsh:Name;
below it `# passes` begins a graph that must conform, `# fails minCount` one in which hgsh:Name must find what
sh:minCount is there for, and nothing else may find anything. Each is added to `base.trig`; that conforms by
itself, so it is the twin of a fault that takes something away from it or adds something to it. After a comma,

    without <subject> <property>    takes triples out of the base first,
    also Shape component, …         names what cannot help but fire too, and after the colon why,
    (Inner component, …)            names the constraints inside sh:or, sh:xone, sh:not or sh:node at fault.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse
from rdflib import RDF, Graph, Namespace

from horgos.sources import Sources, read
from horgos.validation.run import check, run
from horgos.validation.shapes import Shapes, read_shapes
from second_opinion import in_rdflib, results, told

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SH = Namespace("http://www.w3.org/ns/shacl#")
HGSH = Namespace("https://w3id.org/horgos/shapes#")
ONTOLOGY = NamedNode("https://w3id.org/horgos/graph/ontology")
HG = "https://w3id.org/horgos/ns#"
ASKED = (str(RDF.type), "http://www.w3.org/2000/01/rdf-schema#subClassOf")
HEADER = re.compile(
    r"# (passes|fails (\w+))(?: \(([^)]*)\))?(?:, without (\S+) (\S+?))?(?:, also (.*?))?(?:: .*)?$"
)

# The parameters of SHACL Core and SHACL-SPARQL (SHACL, 4 and 5) that constrain; others refer or describe.
PARAMETERS = (
    *("and", "class", "closed", "datatype", "disjoint", "equals", "hasValue", "in", "languageIn", "lessThan"),
    *(
        "lessThanOrEquals",
        "maxCount",
        "maxExclusive",
        "maxInclusive",
        "maxLength",
        "minCount",
        "minExclusive",
    ),
    *("minInclusive", "minLength", "node", "nodeKind", "not", "or", "pattern", "qualifiedMaxCount"),
    *("qualifiedMinCount", "sparql", "uniqueLang", "xone"),
)

Constraint = tuple[str, str]


@dataclass(frozen=True)
class Case:
    """One graph of a file of cases: what is added to and taken from the base, and what must come of it."""

    file: str
    shape: str
    name: str
    parameter: str | None
    body: str
    without: tuple[str, str] | None = None
    also: frozenset[Constraint] = frozenset()
    inner: frozenset[Constraint] = frozenset()

    @property
    def expected(self) -> set[Constraint]:
        """The constraints that must find something."""
        return {(self.shape, self.parameter), *self.also} if self.parameter else set()


def cases() -> Iterator[Case]:
    """All cases of all files."""
    for path in sorted(HERE.glob("*.trig")):
        if path.name != "base.trig":
            yield from _cases_in(path)


def _cases_in(path: Path) -> Iterator[Case]:
    prologue, *shapes = path.read_text("utf-8").split("\n## ")
    namespaces = dict(re.findall(r"@prefix ([\w-]+): <(.*)> \.", prologue))
    for text in shapes:
        shape, *sections = re.split(r"\n+(?=# (?:passes|fails))", text.strip())
        for number, section in enumerate(sections, 1):
            header, _, body = section.partition("\n")
            match = HEADER.match(header)
            assert match, f"{path.name}, {shape}: {header}"
            told, parameter, inner, subject, predicate, also = match.groups()
            yield Case(
                path.stem,
                shape,
                f"{shape}-{number}-{told.replace(' ', '-')}",
                parameter,
                prologue + "\n" + body,
                (_iri(subject, namespaces), _iri(predicate, namespaces)) if subject else None,
                _constraints(also),
                _constraints(inner),
            )


def _constraints(listed: str | None) -> frozenset[Constraint]:
    pairs = [entry.split() for entry in (listed or "").split(", ") if entry]
    return frozenset((shape, parameter) for shape, parameter in pairs)


def _iri(term: str, namespaces: dict[str, str]) -> str:
    prefix, _, local = term.partition(":")
    return term[1:-1] if term.startswith("<") else namespaces[prefix] + local


CASES = list(cases())


@cache
def _sources() -> Sources:
    return read(ROOT)


@cache
def _shapes() -> Shapes:
    return read_shapes(_sources())


@cache
def _base() -> tuple[Quad, ...]:
    return tuple(parse((HERE / "base.trig").read_bytes(), RdfFormat.TRIG))


@cache
def _ontology() -> tuple[Quad, ...]:
    """What shapes ask the ontology: which terms there are, and their superclasses."""
    quads = parse((ROOT / "ontology" / "horgos.ttl").read_bytes(), RdfFormat.TURTLE)
    return tuple(
        Quad(quad.subject, quad.predicate, quad.object, ONTOLOGY)
        for quad in quads
        if quad.predicate.value in ASKED and quad.subject.value.startswith(HG)
    )


def _described(quads: list[Quad]) -> list[Quad]:
    """The quads, and the terms of the ontology that they use: with all of them a run takes twice as long."""
    used = {term for quad in quads for term in (quad.predicate, quad.object)} | {NamedNode(f"{HG}Claim")}
    used |= {quad.object for quad in _ontology() if quad.subject in used}
    return [*quads, *(quad for quad in _ontology() if quad.subject in used)]


def _stored(quads: Collection[Quad]) -> Store:
    """A store as the build makes it: the merge is its default graph."""
    store = Store()
    store.extend(quads)
    store.extend(Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for quad in quads)
    return store


def _findings(quads: list[Quad]) -> set[tuple[str, str, str]]:
    """Shape, parameter and severity of all that is found in a dataset."""
    report = run(_stored(_described(quads)), _shapes(), lambda message, _: message)
    return {
        (
            str(report.value(result, SH.sourceShape)).removeprefix(HGSH),
            _parameter(str(report.value(result, SH.sourceConstraintComponent))),
            str(report.value(result, SH.resultSeverity)).removeprefix(SH),
        )
        for result in report.objects(None, SH.result)
    }


def _parameter(component: str) -> str:
    name = component.removeprefix(SH).removesuffix("ConstraintComponent")
    return "sparql" if name == "SPARQL" else name[0].lower() + name[1:]


def _dataset(case: Case) -> list[Quad]:
    kept = [
        quad
        for quad in _base()
        if case.without is None or (quad.subject.value, quad.predicate.value) != case.without
    ]
    assert (len(kept) < len(_base())) == (case.without is not None), "nothing is taken out of the base"
    return [*kept, *_added(case)]


def _added(case: Case) -> Iterator[Quad]:
    return parse(case.body.encode(), RdfFormat.TRIG)


def _declared(graph: Graph) -> set[Constraint]:
    """Every constraint of the shapes: the shape's local name and the parameter."""
    shapes = {*graph.subjects(RDF.type, SH.NodeShape), *graph.subjects(RDF.type, SH.PropertyShape)}
    return {
        (str(shape).removeprefix(HGSH), parameter)
        for shape in shapes
        for parameter in PARAMETERS
        if (shape, SH[parameter], None) in graph
    }


def test_every_constraint_has_a_planted_fault() -> None:
    """A constraint without a fault that makes it fire, or a case of a constraint that is gone, is refused."""
    planted = {(case.shape, case.parameter) for case in CASES if case.parameter}
    planted |= {constraint for case in CASES for constraint in case.inner}
    assert planted == _declared(_shapes().graph)


def test_the_base_graph_conforms() -> None:
    """What every fault is planted in has no fault of its own."""
    assert _findings(list(_base())) == set()


@pytest.mark.parametrize("case", [case for case in CASES if case.parameter], ids=lambda case: case.name)
def test_a_planted_fault_is_found_by_its_constraint_alone(case: Case) -> None:
    """A fault is found by the constraint that is there for it, and by no other."""
    assert {finding[:2] for finding in _findings(_dataset(case))} == case.expected


@pytest.mark.parametrize("file", sorted({case.file for case in CASES}))
def test_the_correct_twins_conform(file: str) -> None:
    """What is written as the shapes want it is not found fault with, all of a file together."""
    twins = [case for case in CASES if case.file == file and not case.parameter]
    assert _findings([*_base(), *(quad for case in twins for quad in _added(case))]) == set()


# rdflib 7.6 still uses the names of Dataset that it has deprecated.
@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")
def test_both_stores_give_the_same_results() -> None:
    """All faults of all queries at once: pyoxigraph with its merge finds what rdflib finds in its union."""
    queries = [case for case in CASES if case.parameter == "sparql"]
    quads = _described([*{*_base(), *(quad for case in queries for quad in _added(case))}])
    found = results(run(_stored(quads), _shapes(), told))
    assert len({shape for shape, *_ in found}) > 35
    assert results(check(in_rdflib(quads), _shapes(), told)) == found
