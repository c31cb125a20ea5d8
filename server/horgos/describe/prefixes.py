"""The prefixes of the dataset, as `sh:declare` tells them (SHACL, 5.2.1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from horgos.describe.terms import SH, TYPE, XSD, say

if TYPE_CHECKING:
    from horgos.describe.naming import Naming


def declared(naming: Naming) -> Iterator[Quad]:
    """A declaration for each prefix."""
    for prefix, space in sorted(naming.prefixes.namespaces.items()):
        node = naming.part("prefix", prefix)
        yield say(naming.graph, f"{SH}declare", node)
        yield say(node, TYPE, NamedNode(f"{SH}PrefixDeclaration"))
        yield say(node, f"{SH}prefix", Literal(prefix))
        yield say(node, f"{SH}namespace", Literal(space, datatype=NamedNode(f"{XSD}anyURI")))
