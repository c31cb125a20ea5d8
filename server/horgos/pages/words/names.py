"""What resources are called on a page, where they link to, and whose voice a graph is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote

from horgos.pages.words import durations
from horgos.pages.words import vocabulary as v
from horgos.pages.words.glossary import NOTHING, Described
from horgos.pages.words.well_known import LABELS
from horgos.terms import Label, best_label, matches
from horgos.translation import MESSAGES

if TYPE_CHECKING:
    from horgos.pages.reading import Reader

# Which property names a resource best. A locator names a passage; a source's own name comes last.
NAMING = (v.PREF_LABEL, f"{v.DCTERMS}title", v.LABEL, v.LOCATOR, v.NAME)
SHORT = 120  # characters of a label in a list: what is longer is cut with “…”, and whole on its own page

MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"  # whose names follow it (RFC 6838)

_KINDS = ("passage", "editors", "rule")  # of voices, in their order on a page
_SIGNS = {"'": "′", "''": "″", "deg": "°", "Cel": "°C"}
_WORD = re.compile(r"[A-Z]?[^\W\d_A-Z][^\W_A-Z]*|[A-Z]+(?![^\W\d_A-Z])\d*|\d+")


@dataclass(frozen=True)
class Ref:
    """A resource as a page shows it: its label, its prefixed name ('' where it has none), and its link.

    One of three may say where it links to: `page` is the name of its page, `term` the anchor of an ontology's
    term, `outside` an address elsewhere. `within` is the label of the document that a passage is of.
    """

    iri: str
    label: Label
    short: str = ""
    page: str = ""
    term: str = ""
    outside: str = ""
    within: Label | None = None

    @property
    def is_linked(self) -> bool:
        """Whether it leads anywhere."""
        return bool(self.page or self.term or self.outside)


@dataclass(frozen=True)
class Voice:
    """Who says a statement: a passage of a document, the editors of the dataset, or a rule.

    `start` is the character of its document that a passage begins with, -1 where not known.
    """

    kind: Literal["passage", "editors", "rule"]
    ref: Ref
    document: Ref | None = None
    start: int = -1

    @property
    def order(self) -> tuple[int, str, int, str]:
        """Its place beside others: passages first, in the order of the text, then editors, then rules."""
        whole = self.document.iri if self.document else ""
        return _KINDS.index(self.kind), whole, self.start, self.ref.iri


def clip(label: Label, length: int = SHORT) -> Label:
    """The label, cut with “…” where it is longer than this many characters; after a word that ends near."""
    if len(label.text) <= length:
        return label
    kept = label.text[: length - 1]
    if not label.text[length - 1].isspace() and (space := kept.rfind(" ")) * 4 > length * 3:
        kept = kept[:space]
    return Label(f"{kept.rstrip(' ,;:')}…", label.language)


def spoken(iri: str) -> str:
    """A name made of the last part of an IRI, for a term that nothing names: “is part of” for `isPartOf`.

    A part with dots within is a file, a version or a host, and stays as it is.
    """
    local = unquote(re.split(r"[/#:]", iri.rstrip("/#"))[-1])
    if "." in local.strip("."):
        return local
    found = _WORD.findall(local)
    return " ".join(word if word.isupper() and len(word) > 1 else word.lower() for word in found) or iri


class Names:
    """The names of all resources that one page mentions; asked for in batches, before they are shown."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._described: dict[str, Described] = {}
        self._refs: dict[str, Ref] = {}
        self._voices: dict[tuple[str, ...], tuple[Voice, ...]] = {}

    def load(self, iris: Iterable[str]) -> None:
        """Ask for the names of these resources, of their types, and of the documents they are part of."""
        wanted = list(iris)
        meant = (self._end_of_part(iri) for iri in wanted if "#" in iri)
        self._ask(chain(wanted, filter(None, meant)))
        self._ask(chain.from_iterable(_related(found) for found in list(self._described.values())))
        self._refs.clear()
        self._voices.clear()

    def ref(self, iri: str) -> Ref:
        """The resource as the reader sees it; its label is made from the IRI where it has none."""
        made = self._refs.get(iri)
        if made is None:
            keep = self.reader.glossary.ref
            made = keep(iri, self.reader.languages, self._ref) if self._is_known(iri) else self._ref(iri)
            self._refs[iri] = made
        return made

    def _is_known(self, iri: str) -> bool:
        """Whether all was asked for that tells what it is called; else it goes by its IRI, on this page."""
        found = self._described.get(iri)
        return found is not None and all(each in self._described for each in _related(found))

    def _ref(self, iri: str) -> Ref:
        base, found = self.reader.base, self._described.get(iri, NOTHING)
        term = iri.partition("#")[2] if found.ontology else ""
        elsewhere = base.path(iri) is None and not term and iri.startswith(("https://", "http://"))
        return Ref(
            iri=iri,
            label=clip(self.label(iri)),
            short=self.reader.prefixes.curie(iri) or "",
            page=base.name(iri) or "",
            term=term,
            outside=iri if elsewhere else "",
            within=clip(self.label(found.whole)) if found.whole and v.PASSAGE in found.types else None,
        )

    def label(self, iri: str) -> Label:
        """The label for this reader, whole. A locator is in the language of its document, if it has one."""
        found = self._described.get(iri, NOTHING)
        for kind in NAMING:
            if label := best_label(found.labels.get(kind, ()), self.reader.languages):
                spoken_in = self._described.get(found.whole or "", NOTHING).languages
                if kind == v.LOCATOR and not label.language and len(spoken_in) == 1:
                    return Label(label.text, spoken_in[0])
                return label
        if "#" in iri and (meant := next(iter(self._kinds_of_part(iri)), None) or self._end_of_part(iri)):
            return self.label(meant)
        if iri.startswith(MEDIA_TYPES):
            return Label(iri.removeprefix(MEDIA_TYPES))
        known = self.reader.base.path(iri) or self.reader.prefixes.curie(iri)
        unnamed = Label(spoken(iri), "en") if known else Label(iri)
        return best_label(LABELS.get(iri, ()), self.reader.languages) or unnamed

    def is_called_by_kind(self, iri: str) -> bool:
        """Whether nothing names it, so that it goes by the name of what it is."""
        return not self._described.get(iri, NOTHING).labels and bool(self._kinds_of_part(iri))

    def _end_of_part(self, iri: str) -> str | None:
        """What a part of a resource is for, where its IRI ends in a prefixed name: `…#void/hg:Event`."""
        end = iri.partition("#")[2].rpartition("/")[2]
        return self.reader.prefixes.expand(end) if self.reader.base.path(iri) is not None else None

    def _kinds_of_part(self, iri: str) -> list[str]:
        """The classes of a part of a resource (`iri#part`), which say more than the end of its IRI does."""
        found = self._described.get(iri, NOTHING)
        return found.types if self.is_part(iri) else []

    def is_part(self, iri: str) -> bool:
        """Whether it is a part of a resource (`iri#part`), and so has no page."""
        ontology = self._described.get(iri, NOTHING).ontology
        return "#" in iri and not ontology and self.reader.base.path(iri) is not None

    def labels(self, iri: str) -> tuple[Label, ...]:
        """All labels of the best property that names it, the reader's first."""
        found = self._described.get(iri, NOTHING).labels
        labels = next((found[kind] for kind in NAMING if found.get(kind)), [])
        return tuple(dict.fromkeys((self.label(iri), *sorted(labels, key=lambda each: each.language))))

    def symbol(self, iri: str) -> str:
        """The sign for a unit: its own, or what its code says, as in `km` or `%`; else its label.

        Empty for a unit of counting. Who reads no English has the label in place of letters, as in 千米.
        """
        found = self._described.get(iri, NOTHING)
        code = found.code
        counted = code == "1" or code.startswith("{")  # the unity and the annotations of UCUM, 6 and 12
        if counted and not found.sign:
            return ""
        sign, label = found.sign or _SIGNS.get(code, code), self.label(iri)
        lettered = any(each.isalpha() for each in sign)
        own = self.reader.language != MESSAGES and matches(label.language, self.reader.language)
        return label.text if not sign or (lettered and own) else sign

    def unit(self, iri: str, number: str) -> str:
        """A unit after a number: a word for one of time, else its sign."""
        code = self._described.get(iri, NOTHING).code
        return durations.word(code, number, self.reader.language) or self.symbol(iri)

    def base_unit(self, iri: str) -> str:
        """The unit that a unit is a multiple of; itself where it is said to be of none."""
        return self._described.get(iri, NOTHING).base or iri

    def types(self, iri: str) -> tuple[str, ...]:
        """The classes it is stated to be of."""
        return tuple(self._described.get(iri, NOTHING).types)

    def wider(self, iri: str) -> tuple[str, ...]:
        """The classes that a class is stated to be a subclass of."""
        return tuple(self._described.get(iri, NOTHING).wider)

    def voice(self, graph: str) -> Voice:
        """Whose voice a named graph is. A graph that is no passage and no rule is the editors'."""
        ref, types = self.ref(graph), self.types(graph)
        if v.RULE in types:
            return Voice("rule", ref)
        found = self._described.get(graph, NOTHING)
        if v.PASSAGE in types or found.whole:
            return Voice("passage", ref, self.ref(found.whole) if found.whole else None, found.start)
        return Voice("editors", ref)

    def voices(self, graphs: Iterable[str]) -> tuple[Voice, ...]:
        """The voices of these graphs, each once: passages first, then editors, then rules."""
        given = tuple(graphs)
        made = self._voices.get(given)
        if made is None:
            found = (self.voice(graph) for graph in dict.fromkeys(given))
            made = tuple(sorted(found, key=lambda voice: voice.order))
            self._voices[given] = made
        return made

    def _ask(self, iris: Iterable[str]) -> None:
        missing = {iri for iri in iris if iri not in self._described}
        self._described.update(self.reader.glossary.described(missing, self.reader.select))


def _related(found: Described) -> Iterator[str]:
    yield from found.types
    yield from filter(None, (found.whole, found.base))
