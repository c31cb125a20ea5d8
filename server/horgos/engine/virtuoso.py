"""What Virtuoso 7 writes that no standard has, and that would keep a dataset from being served out of it.

Nothing of this can stand in a valid answer, so that it is looked for in the answers of every engine.
"""

from __future__ import annotations

import json
import re

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results

CUT = "x-sparql-maxrows"
"""The header that tells, beside status 200, that rows were left out (ResultSetMaxRows)."""

ASK = "__ASK_RETVAL"
"""It answers ASK with a row of this variable for true, and without a row for false."""


def boolean(results: QuerySolutions) -> QueryBoolean:
    """The boolean that such rows stand for."""
    text = json.dumps({"head": {}, "boolean": next(results, None) is not None})
    found = parse_query_results(text.encode(), QueryResultsFormat.JSON)
    if not isinstance(found, QueryBoolean):
        raise TypeError(text)
    return found


_WKT = rb"http://www.opengis.net/ont/geosparql#wktLiteral"
_GEOMETRY = rb"http://www\.openlinksw\.com/schemas/virtrdf#Geometry"
# A quotation mark within a string has a backslash before it, so that none of these begins in a string.
_TYPE_IN_JSON = re.compile(rb'("datatype"\s*:\s*")' + _GEOMETRY + rb'(?=")')
_TYPE_IN_TRIPLES = re.compile(rb'((?<!\\)"\^\^<)' + _GEOMETRY + rb"(?=>)")
_LABEL_IN_JSON = re.compile(rb'("type"\s*:\s*"bnode"\s*,\s*"value"\s*:\s*")nodeID://')


def mended_rows(body: bytes) -> bytes:
    """SPARQL JSON with the datatype that geometries were loaded with, and valid labels of blank nodes."""
    return _LABEL_IN_JSON.sub(rb"\1", _TYPE_IN_JSON.sub(rb"\1" + _WKT, body))


def mended_triples(body: bytes) -> bytes:
    """N-Triples with the datatype that geometries were loaded with."""
    return _TYPE_IN_TRIPLES.sub(rb"\1" + _WKT, body)
