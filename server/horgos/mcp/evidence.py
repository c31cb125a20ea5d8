"""What an answer rests on: who says it is gathered while the answer is made, and named in the end."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pyoxigraph import NamedNode

from horgos.mcp.models import Passage, Voice
from horgos.pages.reading import is_iri
from horgos.pages.words.names import Names

if TYPE_CHECKING:
    from horgos.pages.reading import Reader, Row
    from horgos.pages.words import names

BATCH = 200  # resources asked for in one query
MOST = 100  # passages that one answer names

NONE = "No passage of a source is named by this answer."


@dataclass
class Evidence:
    """The voices and resources of one answer. `address` is where the dataset has its public pages, or ''."""

    reader: Reader
    address: str = ""
    _resources: dict[str, None] = field(default_factory=dict)
    _others: dict[str, Voice] = field(default_factory=dict)
    _asked: int = 0
    _found: list[Row] = field(default_factory=list)

    def said_by(self, voices: Iterable[names.Voice]) -> tuple[str, ...]:
        """Remember who says something; their IRIs."""
        iris = []
        for voice in voices:
            iris.append(voice.ref.iri)
            if voice.kind == "passage":
                self._resources[voice.ref.iri] = None
            else:
                label = voice.ref.label.text
                self._others[voice.ref.iri] = Voice(iri=voice.ref.iri, kind=voice.kind, label=label)
        return tuple(iris)

    def rest_on(self, iris: Iterable[str]) -> None:
        """Remember resources that, if they are claims or findings, rest on the passages which state these."""
        self._resources.update(dict.fromkeys(iri for iri in iris if is_iri(iri)))

    def by_resource(self) -> Mapping[str, tuple[str, ...]]:
        """The passages of each resource that was remembered. Raises as the engine."""
        found: dict[str, dict[str, None]] = {}
        for row in self._rows():
            found.setdefault(row["resource"].value, {})[row["passage"].value] = None
        return {resource: tuple(passages) for resource, passages in found.items()}

    def told(self, none: str = NONE) -> dict[str, Any]:
        """The fields that every answer has; `none` is what is said where no passage can be named.

        Raises as the engine.
        """
        rows = {row["passage"].value: row for row in self._rows()}
        names = Names(self.reader)
        names.load(row["document"].value for row in rows.values())
        passages = tuple(self._passage(row, names) for row in list(rows.values())[:MOST])
        return {
            "passages": passages,
            "other_voices": tuple(self._others.values()),
            "evidence": _sentence(len(rows)) if rows else none,
        }

    def _rows(self) -> list[Row]:
        """What the engine knows of the resources; asked once, unless more have been remembered since."""
        wanted = [NamedNode(iri) for iri in self._resources]
        if len(wanted) != self._asked:
            starts = range(0, len(wanted), BATCH)
            asked = [self.reader.select("evidence", resource=wanted[at : at + BATCH]) for at in starts]
            self._asked, self._found = (
                len(wanted),
                sorted((row for each in asked for row in each), key=_place),
            )
        return self._found

    def _passage(self, row: Row, names: Names) -> Passage:
        document, iri = row["document"].value, row["passage"].value
        name = self.reader.base.name(iri)
        return Passage(
            iri=iri,
            document=names.label(document).text,
            document_iri=document,
            heading=row["locator"].value if "locator" in row else "",
            start=_number(row, "start"),
            end=_number(row, "end"),
            address=f"{self.address}page/{name}" if self.address and name else None,
        )


def _sentence(count: int) -> str:
    if count > MOST:
        return f"The answer rests on {count} passages, of which the first {MOST} are named: ask for less."
    return (
        "The answer rests on this passage." if count == 1 else f"The answer rests on these {count} passages."
    )


def _place(row: Row) -> tuple[str, int, str]:
    return row["document"].value, _number(row, "start") or 0, row["passage"].value


def _number(row: Row, name: str) -> int | None:
    return int(row[name].value) if name in row else None
