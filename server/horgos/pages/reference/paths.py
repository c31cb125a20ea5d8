"""Property paths of SHACL (2.3.1) as SPARQL writes them, and the lists within them and constraints."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from horgos.terms import Prefixes

Node = NamedNode | BlankNode | Literal | Triple
Values = Mapping[str, list[Node]]
"""What is said of a resource: objects by predicate."""

_SH = "http://www.w3.org/ns/shacl#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_FORMS = (
    ("inversePath", "^{}"), ("zeroOrMorePath", "{}*"), ("oneOrMorePath", "{}+"), ("zeroOrOnePath", "{}?"),
)  # fmt: skip


def path(node: Node, told: Mapping[str, Values], prefixes: Prefixes) -> str:
    """A path, as `^hg:conflictsWith` or `hg:improvesOn/hg:indicator`; '' for what is none."""
    if isinstance(node, NamedNode):
        return prefixes.short(node.value)
    values = told.get(node.value, {}) if isinstance(node, BlankNode) else {}
    if steps := [*items(node, told)]:
        return "/".join(_inner(step, told, prefixes) for step in steps)
    for choice in values.get(f"{_SH}alternativePath", ()):
        return "|".join(_inner(step, told, prefixes) for step in items(choice, told))
    inner = ((form, each) for name, form in _FORMS for each in values.get(f"{_SH}{name}", ()))
    return "".join(form.format(_inner(each, told, prefixes)) for form, each in inner)


def items(node: Node, told: Mapping[str, Values]) -> Iterator[Node]:
    """What is in a list of RDF; nothing where the node begins none."""
    while isinstance(node, BlankNode) and (values := told.get(node.value, {})).get(f"{_RDF}first"):
        yield values[f"{_RDF}first"][0]
        node = next(iter(values.get(f"{_RDF}rest", ())), NamedNode(f"{_RDF}nil"))


def _inner(node: Node, told: Mapping[str, Values], prefixes: Prefixes) -> str:
    """A path within another, in brackets where it has steps or a choice."""
    inner = path(node, told, prefixes)
    return f"({inner})" if isinstance(node, BlankNode) and ("/" in inner or "|" in inner) else inner
