"""What differs between two states, statement by statement: as a stream, and as an RDF Patch."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from horgos.changes.snapshot import Line, Snapshot
from horgos.errors import ConfigError

MEDIA_TYPE = "application/rdf-patch"
EXTENSION = "rdfp"
REMOVED, ADDED = "D", "A"
"""The codes of the rows of an RDF Patch."""


def differences(old: Snapshot, new: Snapshot) -> Iterator[tuple[str, Line]]:
    """The statements that went (REMOVED) and came (ADDED), ordered by graph and triple.

    Both states are read side by side, so that none of them is held. Raises ConfigError where one of them
    tells who says what and the other does not.
    """
    if old.has_graphs != new.has_graphs:
        merged = new.name if old.has_graphs else old.name
        raise ConfigError(
            f"{merged} holds the merge of all graphs, and not who says what.",
            advice="Compare dumps that end in .nq, .trig or .jsonld.",
        )
    return _merged(iter(old.lines()), iter(new.lines()))


def _merged(old: Iterator[Line], new: Iterator[Line]) -> Iterator[tuple[str, Line]]:
    before, after = next(old, None), next(new, None)
    while before is not None or after is not None:
        if before == after:
            before, after = next(old, None), next(new, None)
        elif after is None or (before is not None and before < after):
            yield REMOVED, before  # type: ignore[misc]  # one of the two is there
            before = next(old, None)
        else:
            yield ADDED, after
            after = next(new, None)


def rdf_patch(old: Snapshot, new: Snapshot) -> Iterator[bytes]:
    """The lines of a patch that makes the new state of the old (RDF Delta, RDF Patch): one transaction.

    Its id follows from the digests of the two states. Raises what `differences` raises.
    """
    rows = differences(old, new)
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{old.digest}..{new.digest}")
    return _written(f"H id <uuid:{name}> .\nTX .\n".encode(), rows)


def _written(head: bytes, rows: Iterator[tuple[str, Line]]) -> Iterator[bytes]:
    yield head
    for code, (graph, triple) in rows:
        named = b" <%b> .\n" % graph if graph else b" .\n"
        yield b"%b %b%b" % (code.encode(), triple.removesuffix(b" .\n"), named)
    yield b"TC .\n"
