"""The texts of the interface in its languages. Messages are English; the catalogues are gettext's.

A text that templates show is marked where it is written: with `{% trans %}` or `_()` in a template, with
`message` in Python, for a template to translate it. `locale/{language}/LC_MESSAGES/horgos.po` has them all.
"""

from __future__ import annotations

import io
from functools import cache
from gettext import GNUTranslations, NullTranslations

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from horgos.config import PACKAGE

MESSAGES = "en"  # the language that messages are written in
LANGUAGES = {MESSAGES: "English", "zh": "中文"}
"""The languages of the interface, and what each calls itself."""
TAGS = {MESSAGES: "en", "zh": "zh-hans"}
"""The tag that a page in a language has (BCP 47)."""


def message(text: str) -> str:
    """Mark a text that a template translates; it comes back as it is."""
    return text


@cache
def catalogue(language: str) -> NullTranslations:
    """The messages in a language of `LANGUAGES`; each as it is where it has no translation."""
    if language == MESSAGES:
        return NullTranslations()
    compiled = io.BytesIO()
    with (PACKAGE / "locale" / language / "LC_MESSAGES" / "horgos.po").open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)


_PLACED = message("%(whole)s, %(part)s")


def placed(part: str, whole: str, language: str) -> str:
    """A part, such as a passage, after the whole that it is of, as a language of `LANGUAGES` has it."""
    return catalogue(language).gettext(_PLACED) % {"whole": whole, "part": part}
