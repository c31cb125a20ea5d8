"""Titles and names: a clause that finds room in a line stays in one, and so does a name within a title.

Clauses of which that holds are elements of the class `clause`, which the stylesheet keeps whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache
from unicodedata import east_asian_width

from horgos.pages.setting import prose
from horgos.pages.words.literals import SPACE
from horgos.pages.words.names import SHORT

MOST = (
    28  # letters that are kept in one line: of a name in a title, what commas part there, a side of a colon
)
FEW = 6  # letters that no line of a title has alone
SHORTEST = 12  # letters of a side of a colon that is worth a line of its own
_MOST = 21  # letters of a name in a title or a name, that are kept in one line
_WORDS = 5  # of a name that is looked for
_KEPT = 4096  # names that are kept as they were set: many stand on every page
_CLAUSE_BEGINS = '<span class="clause">'
_COLON = re.compile("(?<=: )|(?<=：)")
_LONE = re.compile(f"(?<=:) (?=[^:]{{1,{FEW}}}$)")  # before what is too short for a line of its own
_CLAUSE = re.compile("(?:（[^（）]*）|[^，。？！；：（]+)[，。？！；：]*|.")
_OPENING, _CLOSING = "（《“‘", "）》”’、，。？！；：＋—"
_CHARACTERS = 8  # of a name in a Chinese title, that are kept in one line
_DATE = rf"\b(?:{prose.MONTHS}|[a-z]{{2,5}}) \d{{4}}\b"
_IN_NAME = re.compile(_DATE)
_ARTICLES = ("The", "A", "An")
_ARTICLE = rf"(?:^(?:{'|'.join(_ARTICLES)})\s)?"  # that would stand alone at the beginning
_IN_TITLE = re.compile(
    rf"\([^()]{{,{MOST}}}\)\S*|{_ARTICLE}[(“‘]*(?:{prose.RANGE}|{_DATE}|\w+(?:[-–]\w+)+)\S*"
)
"""What stays in one line: ranges and dates; in a title short brackets and all compounds too, with
the marks beside."""
_MARKS = "()“”‘’,;:.?!"  # beside a name
_NONE: frozenset[str] = frozenset()


@lru_cache(_KEPT)
def name(text: str, language: str = "", known: frozenset[str] = _NONE) -> str:
    """A label in a line, as HTML: what is on a side of a colon, if it is short, stays in one line with room.

    So does what is `known` as a name.
    """
    text = prose.tied(text)
    if len(text) > SHORT or "://" in text:
        html = prose.whole(text, language)
    else:
        clauses = _COLON.split(text)
        html = "".join(_beside(each, language, known, alone=len(clauses) == 1) for each in clauses)
    return bdi(html, language, "in-clauses" if _CLAUSE_BEGINS in html else "")


def _beside(clause: str, language: str, known: frozenset[str], *, alone: bool) -> str:
    """A clause of a name, and the space that ends it."""
    text = clause.removesuffix(" ")
    if language.startswith("zh"):
        html = prose.whole(text, language)
    else:
        html = _named(text, _names(text, known) if len(text) > _MOST else (), _in_name, "tied")
    return (html if alone or letters(text) > MOST else _clause(html)) + clause[len(text) :]


def whole(text: str, language: str = "") -> str:
    """A label that stays in one line if it is short, as HTML: one of several in a row."""
    return bdi(prose.whole(prose.tied(text), language), language, "tied" if is_short(text) else "")


def title(text: str, language: str, known: frozenset[str] = _NONE) -> str:
    """A label as a heading, as HTML, whose lines end between its clauses where these find room in one.

    Where spaces part the words, clauses end in colons, and within these in commas; what is `known` as a name
    stays in one line.
    """
    if language.startswith("zh"):
        return bdi(_chinese(text, known), language)
    return bdi(heading(text, known), language)


def heading(text: str, known: frozenset[str] = _NONE) -> str:
    """The text of a heading in a language that parts its words by spaces, as HTML."""
    sides = _ended(_LONE.sub(SPACE, prose.tied(text)), ": ")
    made = [(each, _parted(each, _names(each, known))) for each in sides]
    if len(made) == 1 or min(map(len, sides)) < SHORTEST:
        return " ".join(html for _, html in made)
    last = len(made) - 1
    return " ".join(
        _clause(html) if _alone(side, at == last) else html for at, (side, html) in enumerate(made)
    )


def _alone(side: str, is_last: bool) -> bool:
    """Whether a side of a colon has lines of its own: it fits one, or ends the title and has no clauses."""
    return len(side) <= MOST or (is_last and ", " not in side)


def bdi(html: str, language: str, class_: str = "") -> str:
    """HTML by itself, in its language."""
    attributes = f' class="{class_}"' if class_ else ""
    attributes += f' lang="{prose.escaped(language)}"' if language else ""
    return f"<bdi{attributes}>{html}</bdi>"


def _clause(html: str) -> str:
    return f"{_CLAUSE_BEGINS}{html}</span>"


def _ended(text: str, mark: str) -> list[str]:
    """What a mark with a space parts, each with its mark."""
    *parts, last = text.split(mark)
    return [*(f"{each}{mark.rstrip()}" for each in parts), last]


def _parted(clause: str, names: Collection[str]) -> str:
    """A clause of a heading: the shorter of what its commas part, and its names, are whole."""
    parts = _ended(clause, ", ")
    if len(parts) == 1:
        return _named(clause, names, _in_title, "clause")
    told = ((len(each) <= MOST, _named(each, names, _in_title, "clause")) for each in parts)
    return " ".join(_clause(html) if is_short else html for is_short, html in told)


def _in_title(text: str) -> str:
    return prose.together(_IN_TITLE, prose.escaped(text), "clause")


def _in_name(text: str) -> str:
    return prose.whole(_IN_NAME.sub(lambda found: found[0].replace(" ", SPACE), text))


def _named(text: str, names: Collection[str], plain: Callable[[str], str], class_: str) -> str:
    """A text with the names in it whole, the longest first, each with the marks beside it."""
    for each in names:
        before, found, after = f" {text} ".partition(each)
        if found and not before[-1].isalnum() and not after[0].isalnum():
            left, _, opening = before.rpartition(" ")
            if left.strip() in _ARTICLES:
                left, opening = "", f"{left.strip()} {opening}"
            closing, _, right = after.partition(" ")
            inner = f'<span class="{class_}">{plain(f"{opening}{each}{closing}")}</span>'
            left, right = (_named(side.strip(" "), names, plain, class_) for side in (left, right))
            return " ".join(filter(None, (left, inner, right)))
    return plain(text)


def _names(text: str, known: frozenset[str]) -> list[str]:
    """The short names within a text that is more than its name, the longest first."""
    found = known.intersection(_phrases(text)) if known and " " in text else ()
    return sorted((each for each in found if len(each) <= _MOST), key=lambda name: (-len(name), name))


def _phrases(text: str) -> Iterator[str]:
    """What may be a name in a text: some words of it, but not all, that begin with a capital."""
    words = text.split()
    for start, first in enumerate(words):
        if first.lstrip(_MARKS)[:1].isupper():
            for end in range(start + 2, min(start + _WORDS, len(words)) + 1):
                if end - start < len(words):
                    yield " ".join(words[start:end]).partition("–")[0].strip(_MARKS).removesuffix("’s")


def _chinese(text: str, known: frozenset[str]) -> str:
    """The clauses of a Chinese heading; its quantities and names are whole, with the marks beside."""
    clauses = ["".join(_held(clause, known)) for clause in _CLAUSE.findall(text)]
    return "".join(map(_clause, clauses) if len(clauses) > 1 else clauses)


def _held(clause: str, known: frozenset[str]) -> Iterator[str]:
    """The parts of a Chinese clause, between which a line may end, as HTML."""
    rest = clause
    while rest:
        inner = rest.lstrip(_OPENING)
        after = inner[_length(inner, known) :].lstrip(_CLOSING)
        part = prose.escaped(rest.removesuffix(after))
        yield part if len(rest) - len(after) == 1 else f'<span class="tied">{part}</span>'
        rest = after


def _length(text: str, known: frozenset[str]) -> int:
    """The length of the quantity or the longest name that a text begins with; 1 where it is neither."""
    if quantity := prose.QUANTITY.match(text):
        return len(quantity[0])
    lengths = range(min(_CHARACTERS, len(text)), 1, -1)
    return next((each for each in lengths if text[:each] in known), 1)


def is_short(text: str, most: int = _MOST) -> bool:
    """Whether it is no longer than what is kept in one line; Chinese is kept by the stylesheet."""
    return len(text) == letters(text) <= most


def letters(text: str) -> int:
    """How wide it is, in letters: a Chinese character is as wide as two."""
    return sum(2 if east_asian_width(each) in "WF" else 1 for each in text)
