"""The downloads as a page lists them: the whole, each document with its passages, the other voices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from horgos.pages.words.names import Names, Ref

Entry = Mapping[str, Any]


@dataclass(frozen=True)
class File:
    """One format of a download: the plain file and the one that is compressed, as the manifest has them."""

    plain: Entry
    compressed: Entry


@dataclass(frozen=True)
class Download:
    """All formats of one part of the graph; `ref` is the document or the voice that says it, None for all."""

    ref: Ref | None
    triples: int
    files: tuple[File, ...]


@dataclass(frozen=True)
class Section:
    """What one document says, and what each of its passages says; `whole` is None for the other voices."""

    whole: Download | None
    voices: tuple[Download, ...]


@dataclass(frozen=True)
class Downloads:
    """The page: all of the graph, and its sections."""

    whole: Download
    sections: tuple[Section, ...]

    @property
    def has_voices(self) -> bool:
        """Whether voices have files of their own; where there are too many of them, none has."""
        return any(section.voices for section in self.sections)


def downloads(entries: Iterable[Entry], names: Names) -> Downloads:
    """Group the entries of a manifest, which come part by part and each file before its compressed twin."""
    made: dict[tuple[str, str], Download] = {}
    for (document, voice), part in groupby(entries, key=lambda entry: (entry["document"], entry["voice"])):
        made[document, voice] = _download(list(part), names, voice or document)
    documents = [document for document, voice in made if document and not voice]
    sections = [Section(made[document, ""], _voices(made, document)) for document in documents]
    others = _voices(made, "")
    return Downloads(made["", ""], (*sections, *([Section(None, others)] if others else [])))


def _voices(made: Mapping[tuple[str, str], Download], of: str) -> tuple[Download, ...]:
    return tuple(download for (document, voice), download in made.items() if voice and document == of)


def _download(part: list[Entry], names: Names, iri: str) -> Download:
    files = tuple(File(plain, twin) for plain, twin in zip(part[::2], part[1::2], strict=True))
    return Download(names.ref(iri) if iri else None, part[0]["triples"], files)
