"""The passages of the documents, as the graph describes them."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

_QUERY = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX hg: <https://w3id.org/horgos/ns#>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX schema: <https://schema.org/>
SELECT ?document ?size ?sum ?passage ?locator ?selector ?start ?end WHERE {
  GRAPH <https://w3id.org/horgos/graph/sources> {
    ?document a hg:Document ; schema:size ?size ; schema:sha256 ?sum .
    ?passage a hg:Passage ; dcterms:isPartOf ?document ; hg:locator ?locator ; oa:hasSelector ?selector .
    ?selector a oa:TextPositionSelector ; oa:start ?start ; oa:end ?end .
  }
} ORDER BY ?document ?start
"""


@dataclass(frozen=True)
class Passage:
    """A passage as the graph describes it."""

    name: str
    document: str
    size: int
    sha256: str
    locator: str
    selector: str
    start: int
    end: int


def passages(stated: Store) -> list[Passage]:
    """Return every passage, in the order of its document."""
    solutions = stated.query(_QUERY)
    assert isinstance(solutions, QuerySolutions)
    found = []
    for row in solutions:
        said = {variable.value: row[variable] for variable in solutions.variables}
        text = {key: term.value for key, term in said.items() if isinstance(term, (NamedNode, Literal))}
        found.append(
            Passage(
                name=text["passage"],
                document=text["document"],
                size=int(text["size"]),
                sha256=text["sum"],
                locator=text["locator"],
                selector=text["selector"],
                start=int(text["start"]),
                end=int(text["end"]),
            )
        )
    return found
