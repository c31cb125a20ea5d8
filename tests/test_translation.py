"""The catalogues of the interface: every text has its translation, and nothing else is in there."""

from __future__ import annotations

import io
import sys
from inspect import cleandoc
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from horgos.errors import error_types
from horgos.translation import LANGUAGES, MESSAGES, catalogue

PACKAGE = Path(__file__).resolve().parents[1] / "server" / "horgos"
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "message": None}
OTHERS = sorted(LANGUAGES.keys() - {MESSAGES})


def extracted() -> dict[Any, set[str]]:
    """The messages in code and templates, what errors are called and mean, and the files each stands in."""
    found: dict[Any, set[str]] = {}
    options = {"templates/**.html": {"silent": "false", "newstyle_gettext": "true"}}
    for file, _, text, _, _ in extract_from_dir(PACKAGE, METHODS, options, KEYWORDS, ()):
        if file != "translation.py":
            found.setdefault(text, set()).add(file)
    for kind in error_types():
        for told in (kind.title, cleandoc(kind.__doc__ or "")):
            found.setdefault(told, set()).add("errors.py")
    return found


def po(language: str) -> Path:
    """The file of a catalogue."""
    return PACKAGE / "locale" / language / "LC_MESSAGES" / "horgos.po"


def read(language: str) -> Catalog:
    """A catalogue, of which gettext could make nothing wrong."""
    with po(language).open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def each_of(text: str | tuple[str, ...]) -> tuple[str, ...]:
    """The forms of a text that may have a plural."""
    return text if isinstance(text, tuple) else (text,)


def fields(text: str) -> set[str]:
    """The names between %(…)s."""
    return set() if "%(" not in text else {part.split(")")[0] for part in text.split("%(")[1:]}


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_of_the_interface_is_translated_and_no_other_is_kept(language: str) -> None:
    """A text that is marked has an entry in each catalogue, and an entry has a text that uses it."""
    listed = {each.id: each.string for each in read(language) if each.id}
    wanted = extracted()
    missing = {text: sorted(files) for text, files in wanted.items() if text not in listed}
    assert not missing, f"python tests/test_translation.py adds these, to be translated: {missing}"
    assert not listed.keys() - wanted.keys()
    assert [
        text for text, string in listed.items() if not (all(string) if isinstance(string, tuple) else string)
    ] == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_fields_of_its_message(language: str) -> None:
    """What is filled into a message is filled into its translation too, and nothing else is."""
    for each in read(language):
        many = each.id if isinstance(each.id, tuple) else (each.id,)
        strings = each.string if isinstance(each.string, tuple) else (each.string,)
        if each.id:
            wanted = set().union(*(fields(text) for text in many))
            assert all(fields(text) <= wanted for text in strings), each.id
            assert fields(many[-1]) - {"num", "count"} <= set().union(*(fields(text) for text in strings)), (
                each.id
            )


@pytest.mark.parametrize("language", OTHERS)
def test_a_catalogue_is_sorted_and_has_no_second_entry_of_a_message(language: str) -> None:
    """The file is as `python tests/test_translation.py` writes it, so that changes to it merge."""
    assert po(language).read_bytes() == written(language)


def test_a_message_without_translation_comes_back_as_it_is() -> None:
    """What a catalogue does not know is shown in English rather than not at all."""
    assert catalogue("zh").gettext("No such message.") == "No such message."


def written(language: str) -> bytes:
    """The catalogue with an entry for each message in use, in order."""
    old, new = read(language), Catalog(locale=language, fuzzy=False)
    for text in extracted():
        entry = old.get(text[0] if isinstance(text, tuple) else text)
        new.add(text, entry.string if entry else None)
    out = io.BytesIO()
    write_po(out, new, width=0, sort_output=True, omit_header=True)
    return out.getvalue()


if __name__ == "__main__":
    for each in OTHERS:
        po(each).write_bytes(written(each))
        sys.stdout.write(f"{po(each)}\n")
