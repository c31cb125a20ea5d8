"""Mend in a file what is safe to mend: its layout, and literals that the store would write otherwise.

What a file states never changes by it, but for the form of such literals; this is held against the parser
before anything is given back. A second time there is nothing to mend.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from pyoxigraph import CanonicalizationAlgorithm, Dataset, Literal, NamedNode, Quad, RdfFormat, parse

from horgos.sources.datatypes import XSD, datatype
from horgos.sources.layout import LayoutError, formatted
from horgos.sources.lint import stored
from horgos.sources.places import places
from horgos.sources.tokens import Token, content, tokens, unescape

_SHORT = {  # what Turtle reads as these types without quotes (Turtle 1.1, 2.5.2 and 2.5.3)
    f"{XSD}integer": re.compile(r"[+-]?[0-9]+"),
    f"{XSD}decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    f"{XSD}boolean": re.compile("true|false"),
}

_Edit = tuple[int, int, str]


def mended(text: str, syntax: RdfFormat) -> str:
    """The text in the one layout, with literals as the store keeps them.

    Raises LayoutError where it cannot be laid out, and SyntaxError where it cannot be parsed.
    """
    made = formatted(spelled(text))
    if made != text and _stated(made, syntax) != _stated(text, syntax):
        message = "To lay out this file would change what it states."
        raise LayoutError(message, "Write it in the plain form that the other files have.", 1)
    return made


def spelled(text: str) -> str:
    """The text with each valid literal as the store keeps it: `1`, not `01`; `@zh-hans`, not `@zh-Hans`."""
    for start, end, new in sorted(_edits(text), reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _stated(text: str, syntax: RdfFormat) -> Dataset:
    """What a text states, with literals as the store keeps them, and labels of blank nodes left aside."""
    quads = list(parse(text, syntax, rename_blank_nodes=True))
    literals = [quad.object for quad in quads if isinstance(quad.object, Literal)]
    kept = dict(zip(literals, stored(literals), strict=True))
    stated = Dataset(
        Quad(quad.subject, quad.predicate, kept.get(quad.object, quad.object), quad.graph_name)
        if isinstance(quad.object, Literal)
        else quad
        for quad in quads
    )
    stated.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return stated


def _edits(text: str) -> Iterator[_Edit]:
    """What to put in the place of what: for each literal with another form, and each tag with capitals."""
    stream = list(_placed(text))
    for (before, _), (token, start) in pairwise(stream):
        if token.kind == "tag" and before.kind == "string" and token.text != token.text.lower():
            yield start, start + len(token.text), token.text.lower()
    namespaces = {prefix: space for prefix, space, _ in places(text).prefixes}
    xsd = next((prefix for prefix, space in namespaces.items() if space == XSD), None)
    found = [each for each in _literals(stream, namespaces) if _is_valid(each.literal)]
    for written, kept in zip(found, stored([each.literal for each in found]), strict=True):
        if kept != written.literal:
            yield written.replaced(kept, xsd)


@dataclass(frozen=True)
class _Written:
    """A literal, where it begins, and where its string and the whole of it end."""

    literal: Literal
    start: int
    string: int
    end: int

    def replaced(self, kept: Literal, xsd: str | None) -> _Edit:
        """The edit that writes it as it is kept, with the file's prefix of XML Schema where it has one.

        A string stays one, if it is of the same type.
        """
        if self.string < self.end and kept.datatype == self.literal.datatype:
            return self.start, self.string, str(Literal(kept.value))
        short = _SHORT.get(kept.datatype.value)
        if short and short.fullmatch(kept.value):
            return self.start, self.end, kept.value
        iri = kept.datatype.value
        kind = f"<{iri}>" if xsd is None else f"{xsd}:{iri.removeprefix(XSD)}"
        return self.start, self.end, f"{Literal(kept.value)}^^{kind}"


def _placed(text: str) -> Iterator[tuple[Token, int]]:
    """The tokens and where they begin in the text."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    return ((token, starts[token.line - 1] + token.column - 1) for token in tokens(text))


def _literals(stream: list[tuple[Token, int]], namespaces: Mapping[str, str]) -> Iterator[_Written]:
    """The literals with a datatype."""
    none = (Token("", "", 0, 0), 0)
    for (token, start), (mark, _), (kind, at) in zip(
        stream, [*stream[1:], none], [*stream[2:], none, none], strict=False
    ):
        end = start + len(token.text)
        if token.kind == "number" or token.text in ("true", "false"):
            yield _Written(Literal(token.text, datatype=NamedNode(_type_of(token.text))), start, end, end)
        elif token.kind == "string" and mark.text == "^^" and (iri := _iri(kind, namespaces)):
            literal = Literal(content(token.text), datatype=NamedNode(iri))
            yield _Written(literal, start, end, at + len(kind.text))


def _iri(token: Token, namespaces: Mapping[str, str]) -> str:
    """The IRI of a datatype of XML Schema; '' for any other."""
    prefix, _, local = token.text.partition(":")
    iri = token.text[1:-1] if token.kind == "iri" else namespaces.get(prefix, "") + unescape(local)
    return iri if iri.startswith(XSD) else ""


def _type_of(text: str) -> str:
    """The datatype of a literal without quotes."""
    if text in ("true", "false"):
        return f"{XSD}boolean"
    return XSD + ("double" if "e" in text.lower() else "decimal" if "." in text else "integer")


def _is_valid(literal: Literal) -> bool:
    known = datatype(literal.datatype.value)
    return known is not None and known.allows(literal.value)
