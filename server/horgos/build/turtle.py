"""Turtle and TriG for people to read: one block a subject, its type first, the same bytes every time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import groupby

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from horgos.build.comments import RULER, Comments
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


def turtle(
    triples: Iterable[Triple], prefixes: Prefixes, comments: Comments | None = None, head: str = ""
) -> bytes:
    """Triples that come subject by subject, as a Turtle document with the prefixes that it uses.

    With `comments` they are put in the order to read them in, under headings and labels. `head` are the
    comments at the beginning.
    """
    writer = _Writer(prefixes, comments)
    body = "\n".join(writer.blocks(triples, "", headed=True))
    return f"{head}{writer.declarations()}\n{body}".encode()


def trig(
    graphs: Iterable[tuple[str, Iterable[Triple]]],
    prefixes: Prefixes,
    comments: Comments | None = None,
    head: str = "",
) -> bytes:
    """Named graphs, each with triples that come subject by subject, as a TriG document; else as `turtle`."""
    writer = _Writer(prefixes, comments)
    bodies = [
        f"{writer.above(NamedNode(name), '')}{writer.term(NamedNode(name))} {{\n"
        f"{chr(10).join(writer.blocks(triples, _INDENT))}}}\n"
        for name, triples in graphs
    ]
    return f"{head}{writer.declarations()}\n{chr(10).join(bodies)}".encode()


class _Writer:
    """Writes terms, and remembers which prefixes it used."""

    def __init__(self, prefixes: Prefixes, comments: Comments | None) -> None:
        self.prefixes = prefixes
        self.comments = comments
        self.used: set[str] = set()
        self.name = cache(self._name)

    def declarations(self) -> str:
        """The declarations of the prefixes used so far."""
        spaces = self.prefixes.namespaces
        return "".join(f"@prefix {prefix}: <{spaces[prefix]}> .\n" for prefix in sorted(self.used))

    def blocks(self, triples: Iterable[Triple], indent: str, *, headed: bool = False) -> Iterator[str]:
        """One block for each subject, ended by a line break; `headed` where they stand in sections."""
        section = ""
        if self.comments is not None:
            triples = self.comments.ordered(triples)
        for subject, about in groupby(triples, key=lambda triple: triple.subject):
            if headed and self.comments is not None:
                before, section = section, self.comments.heading(str(subject)[1:-1])
                if section != before:
                    yield f"{RULER}\n# {section}\n{RULER}\n"
            ordered = sorted(about, key=_reading)
            start = f"{self.above(subject, indent)}{indent}{self.term(subject)} "
            yield f"{start}{f'{chr(10)}{indent}{_INDENT}'.join(self._lines(ordered))}\n"

    def above(self, subject: _Term, indent: str) -> str:
        """The label of a subject, in a line of its own."""
        told = self.comments.above(subject) if self.comments is not None else ""
        return f"{indent}{told}\n" if told else ""

    def _lines(self, triples: Sequence[Triple]) -> Iterator[str]:
        """A line for each object; behind what ends it, its label where its name tells nothing."""
        for before, triple, after in zip([None, *triples], triples, [*triples[1:], None], strict=False):
            again = before is not None and before.predicate == triple.predicate
            verb = _INDENT if again else f"{self._verb(triple.predicate)} "
            end = "." if after is None else "," if after.predicate == triple.predicate else ";"
            told = self.comments.beside(triple.object) if self.comments is not None else ""
            yield f"{verb}{self.term(triple.object)} {end}{f'  {told}' if told else ''}"

    def _verb(self, predicate: NamedNode) -> str:
        return "a" if predicate == _TYPE else self.name(predicate.value)

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


def _reading(triple: Triple) -> tuple[bool, str, str]:
    """Where a statement about a subject is read: its type first, texts of one property by their language."""
    language = triple.object.language if isinstance(triple.object, Literal) else None
    return triple.predicate != _TYPE, str(triple.predicate), language or ""


def _long(text: str) -> str:
    """A string over several lines, in three quotation marks (Turtle 1.1, 2.5.1)."""
    escaped = text.replace("\\", "\\\\").replace("\r", "\\r")
    return f'"""{_CLOSING.sub(_ESCAPED, escaped)}"""'
