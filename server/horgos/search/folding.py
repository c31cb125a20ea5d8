"""What spellings of a name have in common: texts folded so that they can be compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

LENGTH = 64
"""Characters of a folded text, without its spaces, that are compared."""

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘‛`´ʹʺʻʼʽʾʿˈ′＇"))
# Letters with a stroke or of two, which no decomposition of Unicode takes apart.
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
_SPACING_MARK = re.compile(" [\u0300-\u036f]+")  # what an accent that stands alone is decomposed into
_IDEOGRAPHS = (("\u3400", "\u9fff"), ("\uf900", "\ufaff"), ("\U00020000", "\U0003ffff"))


def fold(text: str) -> str:
    """The text without case, marks and punctuation: words with one space between them.

    Compatibility forms are decomposed (Unicode NFKD, UAX 15), full-width ones among them; apostrophes and
    what cannot be seen vanish, dashes and all other signs part words. Folding what is folded changes nothing.
    """
    folded = _once(text)
    while (again := _once(folded)) != folded:
        folded = again
    return folded


def solid(text: str) -> str:
    """The folded text without its spaces: where a name is parted is for each language and writer to say."""
    return fold(text).replace(" ", "")


def starts(folded: str) -> Iterator[str]:
    """What can be read from each word of a folded text on, and from each ideograph, without spaces."""
    whole = folded.replace(" ", "")
    at = 0
    for word in folded.split():
        for offset, character in enumerate(word):
            if offset == 0 or is_ideograph(character):
                yield whole[at + offset : at + offset + LENGTH]
        at += len(word)


def grams(word: str) -> set[str]:
    """The pairs of neighbouring characters, the ends of the word among them."""
    padded = f" {word} "
    return {padded[at : at + 2] for at in range(len(padded) - 1)}


def likeness(one: set[str], other: set[str]) -> float:
    """How much two sets of pairs have in common, from 0 to 1 (the coefficient of Dice and Sørensen)."""
    return 2 * len(one & other) / (len(one) + len(other))


def alike(one: str, other: str) -> float:
    """How alike two texts are in any spelling, from 0 to 1 for the same."""
    one, other = solid(one), solid(other)
    return 1.0 if one == other else likeness(grams(one), grams(other))


def is_ideograph(character: str) -> bool:
    """Whether it is a character of Chinese writing, each of which may begin a word."""
    return any(first <= character <= last for first, last in _IDEOGRAPHS)


def _once(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold()
    letters = _SPACING_MARK.sub("", unicodedata.normalize("NFKD", plain))
    letters = letters.translate(_LETTERS).translate(_APOSTROPHES)
    return " ".join("".join(map(_kept, letters)).split())


def _kept(character: str) -> str:
    """The character itself where it is part of a word; nothing for what rides on another; else a space."""
    if character.isalnum():
        return character
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return ""
    return character if unicodedata.category(character).startswith("M") else " "
