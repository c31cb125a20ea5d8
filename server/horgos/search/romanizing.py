"""Names in Latin letters, where a table says how they are read: Chinese in pinyin, without tones."""

from __future__ import annotations

from horgos.search.folding import fold, is_ideograph
from horgos.terms import matches


def romanized(text: str, language: str) -> str:
    """The folded pinyin of a Chinese name, a word a syllable; empty for a name in another language.

    A name without a language counts as Chinese where it has ideographs. The table of readings is loaded with
    the first name that needs it, and takes 60 MB.
    """
    if (language and not matches(language, "zh")) or not any(map(is_ideograph, text)):
        return ""
    from pypinyin import lazy_pinyin

    return fold(" ".join(lazy_pinyin(text, v_to_u=True)))
