"""Turtle and TriG for people to read: one block a subject, its type first, the same bytes every time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from horgos.terms import Prefixes

_XSD = "http://www.w3.org/2001/XMLSchema#"
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
# What Turtle reads as these types without quotes (Turtle 1.1, 2.5.2 and 2.5.3).
_SHORT = {
    f"{_XSD}integer": re.compile(r"[+-]?[0-9]+"),
    f"{_XSD}decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    f"{_XSD}boolean": re.compile("true|false"),
}
# A quotation mark that could help to end a long string: before another one, or at the end.
_CLOSING = re.compile(r'"(?="|\Z)')
_ESCAPED = r'\\"'
_INDENT = "    "

_Term = NamedNode | BlankNode | Literal | Triple


def turtle(triples: Iterable[Triple], prefixes: Prefixes) -> bytes:
    """Triples that come subject by subject, as a Turtle document with the prefixes that it uses."""
    writer = _Writer(prefixes)
    body = "\n".join(writer.blocks(triples, ""))
    return f"{writer.declarations()}\n{body}".encode()


def trig(graphs: Iterable[tuple[str, Iterable[Triple]]], prefixes: Prefixes) -> bytes:
    """Named graphs, each with triples that come subject by subject, as a TriG document."""
    writer = _Writer(prefixes)
    bodies = [
        f"{writer.term(NamedNode(name))} {{\n{chr(10).join(writer.blocks(triples, _INDENT))}}}\n"
        for name, triples in graphs
    ]
    return f"{writer.declarations()}\n{chr(10).join(bodies)}".encode()


class _Writer:
    """Writes terms, and remembers which prefixes it used."""

    def __init__(self, prefixes: Prefixes) -> None:
        self.prefixes = prefixes
        self.used: set[str] = set()
        self.name = cache(self._name)

    def declarations(self) -> str:
        """The declarations of the prefixes used so far."""
        spaces = self.prefixes.namespaces
        return "".join(f"@prefix {prefix}: <{spaces[prefix]}> .\n" for prefix in sorted(self.used))

    def blocks(self, triples: Iterable[Triple], indent: str) -> Iterator[str]:
        """One block for each subject, ended by a line break."""
        for subject, about in groupby(triples, key=lambda triple: triple.subject):
            ordered = sorted(about, key=lambda triple: triple.predicate != _TYPE)
            lines = f" ;\n{indent}{_INDENT}".join(self._properties(ordered, indent))
            yield f"{indent}{self.term(subject)} {lines} .\n"

    def _properties(self, triples: Iterable[Triple], indent: str) -> Iterator[str]:
        for predicate, objects in groupby(triples, key=lambda triple: triple.predicate):
            verb = "a" if predicate == _TYPE else self.name(predicate.value)
            terms = f" ,\n{indent}{_INDENT * 2}".join(self.term(triple.object) for triple in objects)
            yield f"{verb} {terms}"

    def term(self, term: _Term) -> str:
        """A term as Turtle writes it."""
        if isinstance(term, NamedNode):
            return self.name(term.value)
        return self._literal(term) if isinstance(term, Literal) else str(term)

    def _name(self, iri: str) -> str:
        curie = self.prefixes.curie(iri)
        if curie is None:
            return str(NamedNode(iri))
        self.used.add(curie.partition(":")[0])
        return curie

    def _literal(self, literal: Literal) -> str:
        iri = literal.datatype.value
        if iri in _SHORT and _SHORT[iri].fullmatch(literal.value):
            return literal.value
        text = _long(literal.value) if "\n" in literal.value else str(Literal(literal.value))
        if literal.language:
            return f"{text}@{literal.language}"
        return text if iri == f"{_XSD}string" else f"{text}^^{self.name(iri)}"


def _long(text: str) -> str:
    """A string over several lines, in three quotation marks (Turtle 1.1, 2.5.1)."""
    escaped = text.replace("\\", "\\\\").replace("\r", "\\r")
    return f'"""{_CLOSING.sub(_ESCAPED, escaped)}"""'
