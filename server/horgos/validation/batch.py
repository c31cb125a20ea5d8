"""Ask for all focus nodes at once which of them a SPARQL constraint finds fault with.

pySHACL puts the query of a constraint once for every focus node (SHACL, 5.3.1), and nearly every answer is
that there is nothing to report. Here it is put for all of them first; pySHACL goes on with those that remain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pyshacl.constraints.sparql.sparql_based_constraints import SPARQLBasedConstraint
from rdflib import Graph, URIRef, Variable
from rdflib.term import Node

# What holds no token of the query itself, then what matters of the others (SPARQL 1.1, 19.8).
_BLANK = re.compile(
    r'"""(?:[^\\]|\\.)*?"""'
    r"|'''(?:[^\\]|\\.)*?'''"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'(?:[^'\\\n]|\\.)*'"
    r'|<[^<>"{}|^`\\\x00-\x20]*>'
    r"|#[^\n]*",
    re.S,
)
_TOKEN = re.compile(
    r"[{}()]|[$?]this\b|(?<![\w:$?-])(?:EXISTS|LIMIT|MINUS|OFFSET|SELECT|SERVICE|UNION|VALUES)\b", re.I
)
_REFUSED = {"LIMIT", "MINUS", "OFFSET", "SERVICE", "UNION", "VALUES"}
_THIS = Variable("this")


@contextmanager
def asked_at_once() -> Iterator[None]:
    """Let pySHACL look, while this lasts, only at focus nodes of which a query for all finds something."""
    name = "_evaluate_sparql_constraint"
    original = getattr(SPARQLBasedConstraint, name)

    def evaluate(shape: Any, constraint: Any, graph: Graph, nodes: Mapping[Node, Any]) -> Any:
        return original(shape, constraint, graph, _suspects(constraint, graph, nodes))

    setattr(SPARQLBasedConstraint, name, evaluate)
    try:
        yield
    finally:
        setattr(SPARQLBasedConstraint, name, original)


def _suspects(constraint: Any, graph: Graph, nodes: Mapping[Node, Any]) -> Mapping[Node, Any]:
    """The focus nodes for which the query has a solution, or which cannot be asked for at once."""
    named = [node for node in nodes if isinstance(node, URIRef)]
    place = start(constraint.select_text) if len(named) > 1 else None
    if place is None:
        return nodes
    values, text = constraint.pre_bind_variables(named[0])
    if text != constraint.select_text:  # $PATH has been filled in
        return nodes
    rows = f" VALUES $this {{ {' '.join(node.n3() for node in named)} }}"
    query = constraint.apply_prefixes(text[:place] + rows + text[place:])
    others = {name: value for name, value in values.items() if name != "this"}
    answer = graph.query(query, initBindings=others)
    if _THIS not in (answer.vars or ()):
        return nodes
    found = {row.get(_THIS) for row in answer.bindings}
    return {node: value for node, value in nodes.items() if node in found or not isinstance(node, URIRef)}


def start(query: str) -> int | None:
    """Where the outermost group of a query begins, if its focus nodes can be given there as rows.

    They cannot where a group that is evaluated by itself asks about $this otherwise than in a triple, as in
    OPTIONAL { BIND(STR($this) AS ?text) }, nor where the solutions for all nodes together are cut.
    """
    text = _BLANK.sub(lambda match: " " * len(match[0]), query)
    outermost = text.find("{")
    words = [match[0].upper() for match in _TOKEN.finditer(text)]
    simple = words.count("SELECT") == 1 and not _REFUSED.intersection(words)
    return outermost + 1 if simple and _in_triples(words) else None


def _in_triples(words: list[str]) -> bool:
    """Whether $this stands in triples alone, wherever a group does not see what is bound around it."""
    groups, before = list[_Group](), ""
    for word in words:
        if word == "{":
            groups.append(groups[-1].inner(before) if groups else _Group(seeing=True))
        elif word == "}":
            groups.pop()
        elif groups and word in "()":
            groups[-1].depth += 1 if word == "(" else -1
        elif groups and word.endswith("THIS") and groups[-1].hides():
            return False
        before = word
    return True


@dataclass
class _Group:
    """A group of a query: whether it sees what is bound around it, or at least joins with it."""

    seeing: bool
    joined: bool = True
    depth: int = 0

    def inner(self, keyword: str) -> _Group:
        """A group in this one: EXISTS is asked of each solution with its values (SPARQL 1.1, 18.6)."""
        if keyword == "EXISTS":
            return _Group(self.seeing, joined=self.seeing)
        return _Group(seeing=False, joined=self.joined)

    def hides(self) -> bool:
        """Whether $this would be unbound here."""
        return not self.joined or (self.depth > 0 and not self.seeing)
