"""Terms of RDF as people and addresses meet them: prefixed names, paths, labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

# A local name that needs no escape in Turtle (a safe subset of PN_LOCAL, Turtle 1.1, 6.5).
_LOCAL = r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?"
_OTHER = re.compile(r"[/:]")  # what stands in the IRIs of other schemes, and in no prefixed name here
_THING = "id/"
_SERVED = ("dumps/", "queries/")  # paths that are no resources, but files and pages of a server


@dataclass(frozen=True)
class Prefixes:
    """The prefixes of a graph: prefix (without colon) to namespace IRI.

    A resource in the parameter of an address is named by them, on every page: `kind=v:closure`. They are what
    people write in SPARQL, short in any graph that declares them, and as stable as the IRI itself; the IRI in
    full means the same. `name` writes such a value, `meant` reads it.
    """

    namespaces: Mapping[str, str]

    def curie(self, iri: str) -> str | None:
        """The prefixed name for an IRI, by the longest namespace that fits; None where there is none."""
        found = self._pattern.fullmatch(iri)
        return f"{self._prefixes[found[1]]}:{found[2]}" if found else None

    def short(self, iri: str) -> str:
        """The prefixed name, or the IRI in angle brackets: always valid in Turtle and SPARQL."""
        return self.curie(iri) or f"<{iri}>"

    def expand(self, curie: str) -> str | None:
        """The IRI for a prefixed name; None where the prefix is unknown."""
        prefix, colon, local = curie.partition(":")
        space = self.namespaces.get(prefix)
        return space + local if colon and space is not None else None

    def name(self, iri: str) -> str:
        """What names a resource in an address: its prefixed name, or the IRI where it has none."""
        return self.curie(iri) or iri

    def meant(self, name: str) -> str:
        """The IRI that a name in an address means, the inverse of `name`.

        What has no prefix of these, and what goes on as no prefixed name does (`urn:isbn:0`), is itself.
        """
        _, _, local = name.partition(":")
        return name if _OTHER.search(local) else self.expand(name) or name

    @cached_property
    def _prefixes(self) -> dict[str, str]:
        """The prefix of each namespace; of several the last in the alphabet."""
        return {space: prefix for prefix, space in sorted(self.namespaces.items())}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        """What has a prefixed name: a namespace, the longest first, and a local name."""
        spaces = sorted(self._prefixes, key=len, reverse=True)
        return re.compile(f"({'|'.join(map(re.escape, spaces)) or '(?!)'})({_LOCAL})")

    @cached_property
    def sparql(self) -> str:
        """The prologue that declares them all (SPARQL 1.1, 4.1.1)."""
        return "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in sorted(self.namespaces.items()))


@dataclass(frozen=True)
class Base:
    """Where the IRIs of a dataset meet the paths of a server.

    The things at `id/x` have their page at `page/x`; anything else at `kind/x` has it at `page/kind/x`.
    """

    iri: str

    def path(self, iri: str) -> str | None:
        """The path of an IRI, without leading slash; None for an IRI that is not of this dataset."""
        return iri[len(self.iri) :] if iri.startswith(self.iri) else None

    def name(self, iri: str) -> str | None:
        """What follows `page/` and `data/` for a resource; None where it has no page of its own (`ns#…`)."""
        path = self.path(iri)
        if not path or "#" in path or "/" not in path or path.startswith(_SERVED):
            return None
        return path.removeprefix(_THING)

    def named(self, name: str) -> str:
        """The IRI of the resource whose page is `page/{name}`: the inverse of `name`."""
        return f"{self.iri}{name}" if "/" in name else f"{self.iri}{_THING}{name}"


@dataclass(frozen=True)
class Label:
    """A literal that names something: its text and language tag ('' where it has none)."""

    text: str
    language: str = ""


def matches(tag: str, range_: str) -> bool:
    """Basic filtering of language tags (RFC 4647, 3.3.1), as LANGMATCHES does it."""
    tag, range_ = tag.lower(), range_.lower()
    return tag == range_ or tag.startswith(f"{range_}-") or (range_ == "*" and bool(tag))


def best_labels(labels: Iterable[Label], languages: Sequence[str]) -> tuple[Label, ...]:
    """Those in the language of the best one for this reader, in their order."""
    given = tuple(labels)
    best = best_label(given, languages)
    return tuple(label for label in given if best and label.language == best.language)


def best_label(labels: Iterable[Label], languages: Sequence[str]) -> Label | None:
    """The label for a reader of these languages, the most wanted first; then English, then none, then any."""
    ordered = sorted(labels, key=lambda label: (label.language, label.text))
    if len(ordered) <= 1:
        return ordered[0] if ordered else None
    for wanted in (*languages, "en"):
        for label in ordered:
            if matches(label.language, wanted):
                return label
    return min(ordered, key=lambda label: (label.language != "", label.language, label.text))
