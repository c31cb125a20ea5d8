"""Code: a line of a block that is too long goes on below, set in; no name is parted, there or in a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise

from horgos.pages.setting.prose import HAN
from horgos.pages.setting.titles import letters

DEEPEST = 12  # characters that a line is set in; what is set in deeper goes on as if it were so
STEP = 2
# Characters that stay together, if a line has room for them:
ROOM = 41  # of a line that goes on below, on a phone, with those that it is set in
TIED = 24  # of code in a line of text, and of a word of it
STRING = 22  # of a string, with its quotes

_HELD = "\n"  # a space at which no line ends: no line of code has this character
_STRING = r""" \\. | "{3} | "(?:[^"\\]|\\.)*" | (?<!\w)'(?:[^'\\]|\\.)*'(?!\w) """
_OPERATOR = r"(?: [!<>]?= | [<>+*/-] )"
# A space before marks that close, before an operator, or before marks that open and nothing follows.
_BEFORE = rf"(?<=[^ ])[ ](?= (?: [)\]}};,.\\]+ | &&? | \|\|? | {_OPERATOR} | [(\[{{]+$ ) (?: [ ] | $ ) )"
# Spaces between words: not behind marks that open, nor behind an operator.
_SPACE = r"(?<! [(\[{] ) (?<! \n[=<>+*/-] ) (?<! \n[!<>]= ) ([ ]+)"
_COMMA, _CALL = r"(?<= [,;&] )(?= [^\s)\]},;.&] )", r"(?<= \( )(?= [\w:]+\( )"  # a call within a call
_STEP = r"(?<= [\w>)}*+?.…]/ )(?= [\w(<{^…] ) | (?<= \| )(?= [^\s|)] )"  # of a path
_TAKEN = r"(?<= \w[(\[] )(?= [^\W\d] | [\"'?$<] )"  # what a call takes, or a key
_PAUSE = "、，。；：！？）”"
_CHINESE = (
    rf"(?<= {HAN} )(?= [（“]?[!-~] ) | (?<= [!-~）”] )(?= {HAN} ) | (?<= [{_PAUSE}] )(?= [^{_PAUSE}\"] )"
)
# Where a word is parted: each for what those before it leave too long, names last. Strings are passed over.
_ENDS = (
    r"[ ]+",
    rf"{_COMMA} | {_CALL} | (?P<string> {_STRING} )",
    rf"{_STEP} | {_TAKEN} | (?P<string> {_STRING} )",
    _CHINESE,
    rf"{_STEP} | (?<= [)}}?*+] )(?= [(\[] )",  # of what a string holds, such as a regular expression
    r"(?<= \w{3}[:.#,;&=] )(?= [\w\"'] )",
    r"(?<= \w[_-] )(?= \w )",
)
_STRINGS, _HOLDS, _SPACES, *_PARTS = (
    re.compile(each, re.VERBOSE | re.DOTALL) for each in (_STRING, _BEFORE, _SPACE, *_ENDS)
)
# What needs no tie: signs at which no browser ends a line, and Chinese.
_UNPARTED = re.compile(r"""[\w.,:;()\[\]"'<>=@^*~#]*|[^!-~]*""", re.ASCII)
_STATEMENT = re.compile(r"(?:\?|\w[\w-]*:)\S+ .* \.", re.DOTALL)
_DRAWN = re.compile("[\u2500-\u257f]")  # box drawings, whose lines mean nothing once they are parted


def listing(text: str) -> str:
    """The text as HTML: a `pre` that the keyboard scrolls; of class `drawn` where lines are drawn in it."""
    if _DRAWN.search(text):
        return f'<pre class="listing drawn" tabindex="0"><code>{escape(text)}</code></pre>'
    lines = "\n".join(map(_line, text.rstrip("\n").split("\n")))
    return f'<pre class="listing" tabindex="0"><code>{lines}\n</code></pre>'


def inline(text: str) -> str:
    """Code within a sentence: what is short is not parted, nor are the short words of what is long."""
    return _code(text)


def apart(text: str, class_: str = "") -> str:
    """Code that no mark of a sentence follows: its words are whole wherever a line has room for them."""
    return _code(text, f"apart {class_}".rstrip())


def is_statement(text: str) -> bool:
    """Whether it is a statement in Turtle, of something that has a name or of a variable."""
    return _STATEMENT.fullmatch(text) is not None


def _code(text: str, class_: str = "") -> str:
    is_short = len(text) <= TIED
    classes = f"{class_} tied".lstrip() if is_short else class_
    start = f'<code class="{classes}">' if classes else "<code>"
    return f"{start}{escape(text) if is_short else _set(_held(text), TIED)}</code>"


def _line(line: str) -> str:
    """A line of a block; its first word is tied to the spaces before, which else stand alone in a line."""
    code = line.lstrip(" ")
    if not code.strip():
        return line
    spaces = len(line) - len(code)
    inset = min(spaces, DEEPEST) // STEP * STEP
    html = _set(f"{_HELD * spaces}{_held(code)}", ROOM - inset)
    return f'<span class="code-line in-{inset}">{html}</span>'


def _held(code: str) -> str:
    """The code with its spaces held that stand in short strings, and before what begins no line."""
    return _HOLDS.sub(_HELD, _STRINGS.sub(_string, code))


def _string(found: re.Match[str]) -> str:
    string = found[0]
    if len(string) <= STRING:
        return string.replace(" ", _HELD)
    return f"{string[0]}{_STRINGS.sub(_string, string[1:-1])}{string[-1]}"


def _set(code: str, room: int) -> str:
    """The code as HTML whose lines may end between its words, and between the parts of what is too long."""
    return "".join(_word(word, room, _PARTS) for word in _SPACES.split(code))


def _word(word: str, room: int, ends: Sequence[re.Pattern[str]]) -> str:
    """A word, or a part of one: whole where it has room, else in parts, and they in parts.

    What has no space in it, such as an address, is `long`: it may still be whole on a wide screen.
    """
    if letters(word.strip()) <= room or not ends:
        return _tied(word, room)
    parts = [_word(part, room, ends[1:]) for part in _cut(word, ends[0])]
    html = "<wbr>".join(parts)
    is_one = len(parts) > 1 and _HELD not in word.strip(_HELD) and not re.search(HAN, word)
    return f'<span class="long">{html}</span>' if is_one else html


def _cut(code: str, end: re.Pattern[str]) -> Iterator[str]:
    """The code, cut behind each end that stands in no string."""
    ends = [found.end() for found in end.finditer(code) if not found.groupdict().get("string")]
    return (code[start:stop] for start, stop in pairwise((0, *ends, len(code))) if start < stop)


def _tied(part: str, room: int) -> str:
    """The part as HTML, its spaces behind it: as a whole where it has room."""
    whole = part.rstrip(" ")
    html = escape(whole.replace(_HELD, " "), quote=False)
    if _UNPARTED.fullmatch(whole) or letters(whole.strip()) > room:
        return f"{html}{part[len(whole) :]}"
    return f'<span class="tied">{html}</span>{part[len(whole) :]}'
