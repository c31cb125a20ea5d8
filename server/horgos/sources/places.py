"""Where in the files things stand: subjects, literals, blank nodes, prefixes, language tags."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from urllib.parse import urljoin

from horgos.sources.tokens import Token, content, tokens, unescape

Place = tuple[int, int]
Spelling = tuple[str, str]

_XSD = "http://www.w3.org/2001/XMLSchema#"
_END = Token("", "", 0, 0)


@dataclass
class Places:
    """Line and column of what a file holds.

    `described` maps (graph, subject) to where it is first described, a graph being None where a triple
    stands in no named graph; `literals` maps (lexical form, datatype IRI or @ and language tag) to every
    place it stands at; `prefixes` are the declarations (prefix, namespace, place); `quotes` are quotation
    marks that neither open nor close a string.
    """

    described: dict[tuple[str | None, str], Place] = field(default_factory=dict)
    opened: dict[str, Place] = field(default_factory=dict)
    literals: dict[Spelling, list[Place]] = field(default_factory=dict)
    prefixes: list[tuple[str, str, Place]] = field(default_factory=list)
    blanks: list[Place] = field(default_factory=list)
    tags: list[tuple[str, Place]] = field(default_factory=list)
    quotes: list[Place] = field(default_factory=list)


def places(text: str, graph: str | None = None) -> Places:
    """Scan a Turtle or TriG file, whose triples outside all braces belong to `graph`."""
    return _Scan(text, graph).run()


class _Scan:
    """One pass over the tokens, following statements and graph blocks (TriG 1.1, 2 and 4.5)."""

    def __init__(self, text: str, graph: str | None) -> None:
        self.found = Places()
        self.outer = self.graph = graph
        self.namespaces: dict[str, str] = {}
        self.base = ""
        self.start, self.depth = True, 0
        self.stream: Iterator[Token] = chain(tokens(text), (_END, _END))
        self.next = next(self.stream)

    def run(self) -> Places:
        steps: Mapping[str, Callable[[Token], None]] = {
            "mark": self._mark,
            "iri": self._term,
            "name": self._term,
            "blank": self._blank,
            "string": self._string,
            "number": self._number,
            "word": self._word,
            "tag": self._word,
            "other": self._other,
        }
        while token := self._take():
            if step := steps.get(token.kind):
                step(token)
        return self.found

    def _take(self) -> Token:
        taken, self.next = self.next, next(self.stream, _END)
        return taken

    def _mark(self, token: Token) -> None:
        mark = token.text
        if mark == "{":
            self.start, self.depth = True, 0
        elif mark == "}":
            self.start, self.depth, self.graph = True, 0, self.outer
        elif mark == "." and not self.depth:
            self.start = True
        elif mark in "[(":
            if mark == "[" or self.next.text != ")":
                self.found.blanks.append((token.line, token.column))
            self.start, self.depth = False, self.depth + 1
        elif mark in "])":
            self.depth = max(0, self.depth - 1)

    def _term(self, token: Token) -> None:
        if not self.start:
            return
        iri, place = self._iri(token), (token.line, token.column)
        if self.next.text == "{":
            self.graph = iri
            self.found.opened.setdefault(iri, place)
        else:
            self.found.described.setdefault((self.graph, iri), place)
            self.start = False

    def _blank(self, token: Token) -> None:
        self.found.blanks.append((token.line, token.column))
        self.start = False

    def _other(self, token: Token) -> None:
        """What Turtle does not have, such as the variables of SPARQL: no statement begins behind it."""
        self.start = False
        if token.text in "\"'":
            self.found.quotes.append((token.line, token.column))

    def _string(self, token: Token) -> None:
        kind = f"{_XSD}string"
        if self.next.kind == "tag":
            tag = self._take()
            self.found.tags.append((tag.text[1:], (tag.line, tag.column)))
            kind = tag.text.lower()
        elif self.next.text == "^^":
            self._take()
            kind = self._iri(self._take())
        self._literal(content(token.text), kind, token)

    def _number(self, token: Token) -> None:
        exponent = "e" in token.text.lower()
        kind = "double" if exponent else "decimal" if "." in token.text else "integer"
        self._literal(token.text, _XSD + kind, token)

    def _literal(self, lexical: str, kind: str, token: Token) -> None:
        self.found.literals.setdefault((lexical, kind), []).append((token.line, token.column))

    def _word(self, token: Token) -> None:
        word = token.text.lower().removeprefix("@")
        if self.start and word == "prefix" and self.next.kind == "name":
            self._prefix(token)
        elif self.start and word == "base" and self.next.kind == "iri":
            self.base = self._iri(self._take())
        elif word in ("true", "false") and not self.start:
            self._literal(token.text, f"{_XSD}boolean", token)

    def _prefix(self, token: Token) -> None:
        prefix = self._take().text.partition(":")[0]
        if self.next.kind == "iri":
            space = self._iri(self._take())
            self.namespaces[prefix] = space
            self.found.prefixes.append((prefix, space, (token.line, token.column)))

    def _iri(self, token: Token) -> str:
        if token.kind == "iri":
            iri = unescape(token.text[1:-1])
            return urljoin(self.base, iri) if self.base else iri
        prefix, _, local = token.text.partition(":")
        return self.namespaces.get(prefix, f"{prefix}:") + unescape(local)


@dataclass(frozen=True)
class LineIndex:
    """Finds the file and line where a term is described. Nothing is scanned before the first question.

    `texts` gives for every path its text and the graph that triples outside all braces belong to.
    """

    texts: Callable[[], Mapping[str, tuple[str, str | None]]]

    def find(self, term: str, graph: str | None = None) -> tuple[str, int] | None:
        """The file and line where an IRI first stands as a subject; None where it does not.

        Looks in `graph` first where one is given, then in all, then for the line that opens a graph of
        this name.
        """
        index = self._index
        return index.get((graph, term)) or index.get(("", term)) or index.get(("{", term))

    @cached_property
    def _index(self) -> dict[tuple[str | None, str], tuple[str, int]]:
        """By graph and subject; under "" by subject alone, under "{" by the graph that a line opens."""
        index: dict[tuple[str | None, str], tuple[str, int]] = {}
        for path, (text, graph) in sorted(self.texts().items()):
            found = places(text, graph)
            for (inside, subject), (line, _) in found.described.items():
                index.setdefault((inside, subject), (path, line))
                index.setdefault(("", subject), (path, line))
            for name, (line, _) in found.opened.items():
                index.setdefault(("{", name), (path, line))
        return index
