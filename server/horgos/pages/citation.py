"""How to cite the dataset or a thing in it: in a sentence, and in the formats that reference managers read.

Every citation names the release it was taken from by its digest, so that what was cited can be found again.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode

from horgos.errors import NotFound
from horgos.pages.reference.description import is_known
from horgos.pages.told import lines
from horgos.pages.told.claims import Account, accounts
from horgos.pages.words import vocabulary as v
from horgos.pages.words.names import Names, Voice
from horgos.terms import Label, best_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from horgos.pages.reading import Reader

_SPECIAL = re.compile(r"[\\{}$&#%_^~]")  # what LaTeX reads as a command
_IN_LATEX = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}
_BRACKETS = re.compile(r" \([^()]*\)$")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[A-Za-z0-9]+")
_TELLING = re.compile(r"\b(?![a-z]{1,3}\b)\w+")  # no “of” or “the”
_ASIDE = ((v.FROM, "from"), (v.TO, "to"), (v.ACCORDING_TO, "according to"))
_AUTHORS = (f"{v.DCTERMS}creator", f"{v.DCTERMS}publisher")
_DATES = (f"{v.DCTERMS}modified", f"{v.DCTERMS}issued", f"{v.DCTERMS}created")
_LABELLED = ("figures", "namings")  # what is called by its label where it has no year
_LENGTH = 300  # characters of a title that a citation keeps

Told = tuple[str, tuple[str, ...], bool]
"""What a citation calls a resource, who states it, and whether those are rules, which derive it."""


@dataclass(frozen=True)
class Origin:
    """The dataset that things are cited from. `date` is `YYYY[-MM[-DD]]` or empty, `version` its digest.

    `name` is the version that it was released under; empty where it was not.
    """

    iri: str
    title: str
    authors: tuple[str, ...]
    date: str
    version: str
    name: str = ""


@dataclass(frozen=True)
class Citation:
    """One citation. `title` is the thing's, empty for the dataset itself; `voices` tell who states it.

    `derived` says that they are rules, which derive it.
    """

    origin: Origin
    iri: str
    title: str = ""
    voices: tuple[str, ...] = ()
    derived: bool = False

    @property
    def key(self) -> str:
        """An identifier for BibTeX: ASCII letters, digits and hyphens."""
        return "-".join(_WORD.findall(self.iri.partition("://")[2])) or "dataset"

    @property
    def release(self) -> str:
        """The release, as a reader would name it: its version, or the first 12 digits of its digest."""
        return self.origin.name or self.origin.version[:12]

    @property
    def note(self) -> str:
        """Who states it, and the whole digest."""
        return f"{self.stated}Release {self.origin.version} (SHA-256)"

    @property
    def stated(self) -> str:
        """Who states or derives it, as a sentence with a space behind it; empty where nobody is known to."""
        verb = "Derived" if self.derived else "Stated"
        return f"{verb} by {'; '.join(self.voices)}. " if self.voices else ""

    def plain(self) -> str:
        """The citation as a sentence."""
        origin = self.origin
        authors = f"{', '.join(origin.authors)}. " if origin.authors else ""
        title = f"“{self.title}”. In: {origin.title}" if self.title else origin.title
        year = f", {origin.date[:4]}" if origin.date else ""
        return f"{authors}{title}{year}, release {self.release}. {self.iri}. {self.stated}".rstrip()

    def bibtex(self) -> str:
        """The citation as an entry of BibTeX."""
        year, _, rest = self.origin.date.partition("-")
        fields = {
            "title": self.title or self.origin.title,
            "howpublished": f"In: {self.origin.title}" if self.title else "",
            "year": year,
            "month": rest[:2],
            "version": self.release,
            "note": self.note,
        }
        lines = [f"  author = {{{' and '.join(f'{{{_latex(each)}}}' for each in self.origin.authors)}}},"]
        lines = lines if self.origin.authors else []
        lines += [f"  {name} = {{{_latex(text)}}}," for name, text in fields.items() if text]
        return "\n".join((f"@misc{{{self.key},", *lines, f"  url = {{{self.iri}}}", "}", ""))

    def ris(self) -> str:
        """The citation in the format of Research Information Systems; lines end as it wants them."""
        fields = (
            ("TY", "DATA"),
            *(("AU", author) for author in self.origin.authors),
            ("TI", self.title or self.origin.title),
            ("T2", self.origin.title if self.title else ""),
            ("PY", self.origin.date[:4]),
            ("DA", self.origin.date.replace("-", "/")),
            ("ET", self.release),
            ("N1", self.note),
            ("UR", self.iri),
            ("ER", None),
        )
        kept = (f"{tag}  - {_line(text or '')}" for tag, text in fields if text != "")
        return "".join(f"{line}\r\n" for line in kept)

    def csl(self) -> dict[str, Any]:
        """The citation as an item of CSL-JSON (the data schema of CSL 1.0.2)."""
        parts = [int(part) for part in self.origin.date.split("-") if part.isdigit()]
        return {
            "id": self.key,
            "type": "dataset",
            "title": self.title or self.origin.title,
            **({"container-title": self.origin.title} if self.title else {}),
            **(
                {"author": [{"literal": name} for name in self.origin.authors]} if self.origin.authors else {}
            ),
            **({"issued": {"date-parts": [parts]}} if parts else {}),
            "version": self.release,
            "note": self.note,
            "URL": self.iri,
        }


def origin(reader: Reader, iri: str, title: str, version: str) -> Origin:
    """What is known of the dataset of this IRI, as it describes itself. Raises as the engine."""
    told: dict[str, list[Literal | NamedNode]] = {}
    for row in reader.select("dataset", dataset=NamedNode(iri)):
        if isinstance(term := row["o"], Literal | NamedNode):
            told.setdefault(row["p"].value, []).append(term)
    authors = next(
        (found for each in _AUTHORS if (found := _texts(told.get(each, ()), reader.languages))), ()
    )
    dates = sorted(term.value for each in _DATES for term in told.get(each, ()))
    return Origin(iri, title, authors, dates[-1][:10] if dates else "", version)


def citation(reader: Reader, from_: Origin, iri: str) -> Citation:
    """How to cite a resource of the dataset; a claim together with the passages that state it.

    Raises NotFound where the dataset has no such resource, and what the engine raises.
    """
    if not is_known(reader.engine, iri):
        raise NotFound(f"The dataset has nothing that is called <{iri}>.")
    account = accounts(reader, [iri]).get(iri)
    names = Names(reader)
    names.load([iri, *(account.mentioned() if account else ())])
    return of(from_, iri, *told(names, iri, account))


def told(names: Names, iri: str, account: Account | None) -> Told:
    """What a citation calls a resource, who states it, whether rules do: of a claim its line with its time.

    A passage, whose locator says little, is called after its document. What a claim is about is left out
    where its own words name it. A figure or a name that no source gives a year to, and a rank, is called by
    its label, which says under what condition it holds.
    """
    if account is None:
        within = names.ref(iri).within
        return f"{within.text}, {names.label(iri).text}" if within else names.label(iri).text, (), False
    line = lines.line(account, names)
    voices = tuple(_spoken(voice) for voice in line.voices)
    derived = all(voice.kind == "rule" for voice in line.voices)
    time = (line.when.words,) if line.when and account.lexical(v.WHEN).strip("./") else ()
    if account.terms(v.LABEL) and (_is_rank(line, account) or (line.topic in _LABELLED and not line.year)):
        label = names.label(iri).text
        return _within(label, (*(each.label.text for each in line.about), *time)), voices, derived
    aside = () if line.topic == "happened" else tuple(_aside(names, account))
    own = _telling(" ".join((line.phrase.said.words, *time)))
    about = tuple(each for each in line.about if not own.issuperset(_telling(each.label.text)))
    cited = replace(line, about=about, phrase=line.phrase.within(*aside, *time))
    return cited.words, voices, derived


def _is_rank(line: lines.Line, account: Account) -> bool:
    """Whether a figure is a place among others, which has no unit and says little by itself."""
    return line.topic == "figures" and not account.iris(v.UNIT)


def _within(title: str, more: Iterable[str]) -> str:
    """A title with what it does not say itself in brackets: names in full, without their own brackets."""
    own = _telling(title)
    left = [_BRACKETS.sub("", each) for each in more if not own.issuperset(_telling(each))]
    return f"{title} ({'; '.join(left)})" if left else title


def _aside(names: Names, account: Account) -> Iterator[str]:
    """Between which places a figure is, and whose account a period is of."""
    for predicate, word in _ASIDE:
        if places := sorted(names.label(iri).text for iri in account.iris(predicate)):
            yield f"{word} {' and '.join((', '.join(places[:-1]), places[-1]) if places[1:] else places)}"


def _telling(text: str) -> set[str]:
    """The words of a text that name something; the text itself where it has none."""
    return {word.casefold() for word in _TELLING.findall(text)} or {text}


def of(from_: Origin, iri: str, title: str, voices: Iterable[str] = (), derived: bool = False) -> Citation:
    """The citation of a thing with this title; `voices` tell who states it, or are rules that derive it."""
    return Citation(from_, iri, _line(title)[:_LENGTH], tuple(map(_line, voices)), derived)


def _spoken(voice: Voice) -> str:
    """Who says it, as a citation names it: a passage after its document, a rule as one."""
    if voice.kind == "rule":
        return f"the rule “{voice.ref.label.text}”"
    within = f"{voice.document.label.text}, " if voice.document else ""
    return f"{within}{voice.ref.label.text}"


def _texts(terms: Iterable[Literal | NamedNode], languages: Sequence[str]) -> tuple[str, ...]:
    """The literals without a language each, those with one once."""
    literals = [term for term in terms if isinstance(term, Literal)]
    plain = [term.value for term in literals if not term.language]
    tagged = best_label([Label(term.value, term.language) for term in literals if term.language], languages)
    return tuple(sorted(plain)) or ((tagged.text,) if tagged else ())


def _line(text: str) -> str:
    """A text on one line, without what controls a terminal or a parser."""
    spaced = _SPACE.sub(" ", text)
    return "".join(each for each in spaced if unicodedata.category(each)[0] != "C").strip()


def _latex(text: str) -> str:
    return _SPECIAL.sub(lambda found: _IN_LATEX.get(found[0], f"\\{found[0]}"), _line(text))
