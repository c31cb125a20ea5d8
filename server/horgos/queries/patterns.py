"""What the patterns of a query tell of its variables."""

from __future__ import annotations

from itertools import pairwise

from horgos.queries.values import prologue_of, tokens_of


def objects(text: str, iri: str) -> frozenset[str]:
    """The variables that follow this property, written with or without a prefix, in the text of a query."""
    tokens = tokens_of(text)
    names = {f"<{iri}>", *_short(prologue_of(text, tokens), iri)}
    return frozenset(
        after.text[1:]
        for token, after in pairwise(tokens)
        if token.text in names and after.kind == "variable"
    )


def _short(prologue: str, iri: str) -> set[str]:
    """What an IRI is called by the prefixes of a query."""
    declared = [token.text for token in tokens_of(prologue)]
    spaces = {prefix: space[1:-1] for prefix, space in pairwise(declared) if space.startswith("<")}
    return {f"{prefix}{iri.removeprefix(space)}" for prefix, space in spaces.items() if iri.startswith(space)}
