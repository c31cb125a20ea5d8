"""The columns of `SELECT *`, in the order in which the query first names them.

SPARQL 1.1 leaves their order open, and pyoxigraph takes that of the alphabet; people expect the query's.
"""

from __future__ import annotations

import re

from pyoxigraph import QuerySolutions, Store

from horgos.engine.tokens import verb

_STAR = re.compile(
    r"(?:\s|#[^\n\r]*)*+(?:(?:DISTINCT|REDUCED)\b(?:\s|#[^\n\r]*)*+)?(?P<star>\*)", re.IGNORECASE
)
_NAME = re.compile(r"[?$](\w+)")
EMPTY = Store()
"""No data: what the parser makes of a query can be asked without running it."""


def spelled_out(text: str, base: str | None) -> str:
    """The query, with the variables in place of the `*` where it is a `SELECT *`.

    Which variables those are tells the parser, on a store without data. A name in a comment counts for their
    order as any other does: to tell it apart would take as long as to parse the query once more. Raises what
    pyoxigraph raises for a query that is wrong.
    """
    found = _star(text)
    if found is None:
        return text
    results = EMPTY.query(text, base_iri=base)
    names = (
        {variable.value for variable in results.variables} if isinstance(results, QuerySolutions) else set()
    )
    order = list(dict.fromkeys(name for name in _NAME.findall(text, found.end()) if name in names))
    if not names or len(order) < len(names):  # one has a sign that is no letter for Python
        return text
    columns = " ".join(f"?{name}" for name in order)
    return f"{text[: found.start('star')]} {columns} {text[found.end('star') :]}"


def _star(text: str) -> re.Match[str] | None:
    """Where the `*` of the outermost SELECT stands."""
    first = verb(text) if "*" in text else None
    return _STAR.match(text, first.end()) if first and first[0].upper() == "SELECT" else None
