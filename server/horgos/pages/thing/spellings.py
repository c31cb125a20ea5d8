"""What a thing is called: each spelling with its language and script, who uses it, and in what time."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal

from horgos.pages.told import lines
from horgos.pages.told.claims import Account
from horgos.pages.told.lines import Line
from horgos.pages.told.links import Links
from horgos.pages.told.predicates import NAMES
from horgos.pages.told.statements import place
from horgos.pages.words import vocabulary as v
from horgos.pages.words.languages import language
from horgos.pages.words.names import Names, Ref, Voice
from horgos.terms import Label, matches
from horgos.translation import message

_PLAIN = (v.PREF_LABEL, v.LABEL, v.NAME)  # which need no word about how they name it
# Which script a letter is of: by the first word of its name in Unicode.
_SCRIPTS = {
    "ARABIC": message("Arabic letters"), "CJK": message("Chinese characters"),
    "CYRILLIC": message("Cyrillic letters"), "LATIN": message("Latin letters"),
}  # fmt: skip


@dataclass(frozen=True)
class Spelling:
    """One spelling. In `timed` it is said when or by whom it was used; those in `used` tell neither.

    `language` and `script` are messages; `kinds` tells how it names the thing where that is not plain. `used`
    has who uses it, by where that stands on their pages; passages first.
    """

    text: Label
    language: str
    script: str
    kinds: tuple[Ref, ...]
    used: tuple[tuple[str, tuple[Voice, ...]], ...]
    timed: tuple[Line, ...]

    @property
    def voices(self) -> tuple[Voice, ...]:
        """Who uses it, without a word of when."""
        return tuple(voice for _, voices in self.used for voice in voices)


@dataclass(frozen=True)
class _Stated:
    """That voices name the thing so: by which predicate, and where that stands on their pages."""

    predicate: Ref
    at: str
    voices: tuple[Voice, ...]


def spellings(
    links: Iterable[Links], found: Mapping[str, Account], names: Names, page: str
) -> tuple[Spelling, ...]:
    """All spellings: those of the reader's languages first, then those that the most voices use.

    The name that a claim is about is no name of the claim.
    """
    stated: dict[Label, list[_Stated]] = {}
    present = {each.predicate: each for each in links}
    if v.ABOUT in present:
        present.pop(v.NAME, None)
    for each in present.values():
        if each.predicate in NAMES:
            kind, at = names.ref(each.predicate), place(page, each.predicate, names, found)
            for term, graphs in each.ends.items():
                if isinstance(term, Literal):
                    key = Label(term.value, term.language or "")
                    stated.setdefault(key, []).append(_Stated(kind, at, names.voices(graphs)))
    timed = _timed(found, names, page)
    made = [_spelling(key, stated.get(key, []), timed.get(key, [])) for key in {**stated, **timed}]
    return tuple(sorted(made, key=lambda each: _order(each, names.reader.languages)))


def _timed(found: Mapping[str, Account], names: Names, page: str) -> dict[Label, list[Line]]:
    """The claims about its names, by the name."""
    made: dict[Label, list[Line]] = {}
    for account in found.values():
        if page in account.iris(v.ABOUT) and not account.terms(v.EVENT_TYPE):
            for term in account.terms(v.NAME):
                if isinstance(term, Literal):
                    key = Label(term.value, term.language or "")
                    made.setdefault(key, []).append(lines.line(account, names, page))
    return made


def _spelling(key: Label, stated: list[_Stated], timed: list[Line]) -> Spelling:
    telling = {voice for line in timed for voice in line.voices}
    return Spelling(
        text=key,
        language=language(key.language),
        script=script(key.text),
        kinds=tuple(each.predicate for each in stated if each.predicate.iri not in _PLAIN),
        used=_used(stated, telling),
        timed=tuple(sorted(timed, key=lambda line: line.order)),
    )


def _used(stated: Iterable[_Stated], telling: Iterable[Voice]) -> tuple[tuple[str, tuple[Voice, ...]], ...]:
    """Each voice where it first says so, but those that tell more."""
    used: dict[str, list[Voice]] = {}
    known = set(telling)
    for each in stated:
        for voice in each.voices:
            if voice not in known:
                known.add(voice)
                used.setdefault(each.at, []).append(voice)
    places = sorted(used.items(), key=lambda place: all(voice.kind != "passage" for voice in place[1]))
    return tuple((at, tuple(voices)) for at, voices in places)


def _order(each: Spelling, languages: tuple[str, ...]) -> tuple[int, bool, int, str]:
    """The reader's languages first; then what the editors call it; then what most voices do."""
    tag = each.text.language
    rank = next((at for at, wanted in enumerate(languages) if matches(tag, wanted)), len(languages))
    editors = any(voice.kind == "editors" for voice in each.voices) and not each.kinds
    return rank, not editors, -len(each.voices), each.text.text


def script(text: str) -> str:
    """The script of a text, as a message; empty where there is no letter.

    It is that of the first letter that is not Latin, for every script takes in words in Latin letters.
    """
    letters = [unicodedata.name(each, "").partition(" ")[0] for each in text if each.isalpha()]
    word = next((each for each in letters if each != "LATIN"), "LATIN" if letters else "")
    return _SCRIPTS.get(word, word.title())
