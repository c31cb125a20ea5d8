"""How labels, resources and literals are set in a line: the filters that every template has.

They are functions and no macros as a page holds hundreds of them. Every text of the data is isolated in
`<bdi>`, and escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from horgos import translation
from horgos.pages.setting import code, prose, titles
from horgos.pages.words import edtf, languages
from horgos.pages.words.literals import SPACE, Text
from horgos.pages.words.names import Ref
from horgos.pages.words.phrases import Phrase
from horgos.terms import matches
from horgos.translation import catalogue, message
from horgos.web import entity
from horgos.web.context import KIB, current_site
from horgos.web.language import here, language, suffix

if TYPE_CHECKING:
    from datetime import datetime

    from horgos.pages.told.disputes import Dispute, Disputes
    from horgos.pages.words.names import Voice
    from horgos.terms import Label
    from horgos.web.language import Here

_PARTING, _PARTING_MORE = message(", "), message("; ")
_AND = message(" and ")
_COMMA = re.compile(r", |\d,\d|[，、]")
KEPT = 30  # letters of a part of a small line that is kept whole
FEW = 15  # characters of a Chinese text that is broken at its marks alone, as a name is
LONG = 40  # letters of a part of a list from which on semicolons are clearer than commas
TIME = 25  # letters of a time that is kept whole: from January to June 2023
_ALSO, _EDITORS, _DERIVED = message("also"), message("editors"), message("derived")
_DERIVED_BY, _DERIVED_BY_RULE = message("derived by %(rule)s"), message("derived by “%(rule)s”")
_PAGES = 2048  # addresses of pages that are kept
_BREAK = "\u200b"  # where a long name may go on in the next line
_CHECKSUM = re.compile("(?:[0-9a-f]{8}){4,16}")  # MD5 to SHA-512, in hexadecimal digits


def link(ref: Ref) -> str:
    """The address of a resource: its page here, its place in the vocabulary, or elsewhere; '' for none."""
    if ref.page:
        return _page(ref.page, here())
    return f"{entity.path('ns')}{suffix()}#{ref.term}" if ref.term else ref.outside


@lru_cache(_PAGES)
def _page(name: str, here: Here) -> str:
    return f"{entity.path(f'page/{name}')}{here.suffix}"


def label(label: Label) -> Markup:
    """A label in its language."""
    return _html(titles.name(label.text, label.language, _known()))


def whole(label: Label) -> Markup:
    """A label in its language that stays in one line if it is short."""
    return _html(titles.whole(label.text, label.language))


def heading(label: Label) -> Markup:
    """A label as a heading."""
    return _html(titles.title(label.text, label.language, _known()))


def _known() -> frozenset[str]:
    """What the dataset has names for, where they are in an index."""
    index = current_site().search
    return index.known(titles.MOST) if index else frozenset()


def cited(text: str) -> Markup:
    """A reference in full, which may go on in the next line after any part of an address."""
    return _html(prose.whole(prose.tied(text)))


def listing(text: str) -> Markup:
    """A query or a command as it stands, in lines that may go on."""
    return _html(code.listing(text))


def apart(text: str, class_: str = "") -> Markup:
    """Code that no mark of a sentence follows, of a class besides: an address, a name."""
    return _html(code.apart(text, class_))


def ref(ref: Ref) -> Markup:
    """A resource by its label, with a link; a passage, whose locator says little, after its document."""
    words = label(ref.label)
    if ref.within:
        words = _html(placed(words, label(ref.within)))
    address = link(ref)
    if not address:
        return _html(f"<span>{words}</span>")
    external = ' rel="external"' if ref.outside else ""
    return _html(f'<a href="{escape(address)}"{external}>{words}</a>')


def placed(part: object, whole: object) -> str:
    """A part of something after the whole of it, as the reader's language has it."""
    return translation.placed(str(part), str(whole), language())


def short(ref: Ref) -> Markup:
    """The prefixed name of a resource; nothing where it has none."""
    if not ref.short:
        return _html("")
    return _html(f'<code class="short">{escape(ref.short).replace(":", f":{_BREAK}")}</code>')


def words(text: Text) -> Markup:
    """A literal within a line: words alone."""
    return _html(_literal(text, _kind(text)))


def text(text: Text) -> Markup:
    """A literal by itself: with its language if the page is in another, its datatype and its lexical form."""
    if "\n" in text.words and not text.language:
        return listing(text.words)
    exact = " ".join(part for part in (text.exact, text.datatype) if part)
    form = f' <code class="short">{escape(exact)}</code>' if exact else ""
    tagged = not text.exact and _is_foreign(text.language)
    tag = f'{SPACE}<span class="quiet tied">{_language(text.language)}</span>' if tagged else ""
    class_ = _kind(text) or ("literal long" if len(text.words) > FEW else "literal")
    return _html(f"{_literal(text, class_)}{form}{tag}")


def _literal(text: Text, class_: str) -> str:
    if not text.language and code.is_statement(text.words):
        return titles.bdi(code.apart(text.words), "", class_)
    return titles.bdi(prose.whole(prose.tied(text.words), text.language), text.language, class_)


def _language(tag: str) -> str:
    """The name of a language in that of the page; a tag without one as it is."""
    return escape(catalogue(language()).gettext(languages.language(tag)))


def _kind(text: Text) -> str:
    """What it is set as where it is no text to be read."""
    return "checksum" if _CHECKSUM.fullmatch(text.words) else ""


def _is_foreign(tag: str) -> bool:
    """Whether a text with this language tag ('' for none) is in another language than the page."""
    own = translation.TAGS[language()]
    return bool(tag) and not (matches(tag, own) or matches(own, tag))


def piece(piece: Ref | Text) -> Markup:
    """A part of a phrase."""
    return words(piece) if isinstance(piece, Text) else ref(piece)


def fits(text: str) -> bool:
    """Whether a text is so short that it stays in one line wherever it stands."""
    return titles.is_short(text)


def brief(time: str) -> bool:
    """Whether a time in words is so short that it stays in one line behind what it is of."""
    return titles.is_short(time, TIME)


def is_small(part: object) -> bool:
    """Whether a part of a list, or a phrase, is so short that it stays in one line; a claim is not."""
    return bool(said := _said(part)) and titles.is_short(said, KEPT)


def kept(part: Ref | Text) -> Markup:
    """A part of a list, in one line if it is short."""
    html = piece(part)
    return _html(f'<span class="tied">{html}</span>') if is_small(part) else html


def partings(parts: Sequence[object]) -> list[str]:
    """What stands behind each part of a list: commas and “and”; semicolons where one is long or has a comma.

    Chinese has a mark of its own for lists, and no “and”; nor have bare texts, which would read as one.
    """
    said, say = [_said(each) for each in parts], catalogue(language()).gettext
    is_long = any(len(each) > LONG or _COMMA.search(each) for each in said)
    mark = say(_PARTING_MORE if is_long else _PARTING)
    is_bare = any(isinstance(each, Text) and not each.words.startswith("“") for each in parts)
    last = mark if is_long or is_bare or any(" and " in each for each in said) else say(_AND)
    return [*[mark] * (len(parts) - 2), *[last] * (len(parts) > 1), ""]


def _said(part: object) -> str:
    """The words of a part of a list, or of a phrase; '' for a claim or a table, which are more than words."""
    if isinstance(part, Phrase):
        return "".join(map(_said, (*part.lead, part.main)))
    return part.words if isinstance(part, Text) else part.label.text if isinstance(part, Ref) else ""


def unmarked(own: Sequence[Dispute] | None, disputes: Disputes) -> Disputes:
    """The disputes by which what a claim follows from is marked: none where the claim itself is."""
    return {} if any(each.disputed for each in own or ()) else disputes


def bold(number: int) -> Markup:
    """A number with its thousands apart, set bold."""
    return _html(f"<b>{number:,}</b>")


def day(moment: datetime) -> Markup:
    """The date of a moment in words: `29 November 2026`."""
    told = words(Text(edtf.words(moment.date().isoformat(), language())))
    return _html(f'<span class="tied">{told}</span>')


def size(bytes_: int) -> str:
    """A number of bytes as people read it, in the units of IEC 80000-13: `476 KiB`."""
    if bytes_ < KIB:
        return f"{bytes_}{SPACE}B"
    if bytes_ < KIB * KIB:
        return f"{bytes_ / KIB:.0f}{SPACE}KiB"
    return f"{bytes_ / KIB / KIB:.1f}{SPACE}MiB"


def by_document(voices: Iterable[Voice], but: str) -> list[list[Voice]]:
    """The passages among these voices, but one, gathered by document, in the order of the documents."""
    gathered: dict[str, list[Voice]] = {}
    for voice in voices:
        if voice.kind == "passage" and voice.ref.iri != but:
            gathered.setdefault(voice.document.iri if voice.document else "", []).append(voice)
    return [passages for _, passages in sorted(gathered.items())]


def voices(voices: Sequence[Voice], but: str = "", *, brief: bool = False, at: str = "") -> Markup:
    """Who says it, but one: passages gathered under their document, then the editors, then rules.

    `at` is the place of the statement on the page of each; `brief` leaves the names of rules to the ear.
    """
    say, place = catalogue(language()).gettext, f"#{at}" if at else ""
    parting = say(_PARTING)
    made = [
        _passages(passages, say(_ALSO) if but else "", place, parting)
        for passages in by_document(voices, but)
    ]
    others = [voice for voice in voices if voice.ref.iri != but]
    made += [_editors(voice, say(_EDITORS), place) for voice in others if voice.kind == "editors"]
    made += [_rule(voice, say, place, brief=brief) for voice in others if voice.kind == "rule"]
    return _html(f'<ul class="voices">{"".join(made)}</ul>')


FILTERS = (
    *(label, heading, cited, listing, apart, ref, placed, short, words),
    *(text, piece, fits, brief, is_small, kept, partings, unmarked, bold, day, size, by_document, voices),
)


def _passages(passages: list[Voice], also: str, place: str, parting: str) -> str:
    """The passages of one document, under its name."""
    document = passages[0].document
    lead = f'<span class="key">{escape(also)}</span> ' if also else ""
    lead += f'<span class="document">{label(document.label)}</span> ' if document else ""
    locator = label if len(passages) == 1 else whole
    links = (
        f'<a href="{escape(link(each.ref) + place)}"'
        + (f' aria-label="{escape(placed(each.ref.label.text, document.label.text))}"' if document else "")
        + f">{locator(each.ref.label)}</a>"
        for each in passages
    )
    return f'<li class="voice sign-passage">{lead}{parting.join(links)}</li>'


def _editors(voice: Voice, words: str, place: str) -> str:
    address = escape(link(voice.ref) + place)
    return f'<li class="voice sign-editors"><a href="{address}">{escape(words)}</a></li>'


def _rule(voice: Voice, say: Callable[[str], str], place: str, *, brief: bool) -> str:
    address = escape(link(voice.ref) + place)
    if brief:
        told = escape(say(_DERIVED_BY) % {"rule": voice.ref.label.text})
        inner = f'<a href="{address}" aria-label="{told}">{escape(say(_DERIVED))}</a>'
    else:
        named = _html(f'<a href="{address}">{label(voice.ref.label)}</a>')
        inner = escape(say(_DERIVED_BY_RULE)) % {"rule": named}
    return f'<li class="voice sign-rule">{inner}</li>'


def _html(text: str) -> Markup:
    """HTML, all of whose parts are escaped already."""
    return Markup(text)  # noqa: S704
