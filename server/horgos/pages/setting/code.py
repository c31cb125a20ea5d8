"""Code: a line of a block that is too long goes on below, set in; no name is parted, there or in a line."""

from __future__ import annotations

import re
from html import escape

DEEPEST = 12  # characters that a line is set in; what is set in deeper goes on as if it were so
STEP = 2
TIED = 24  # characters of code in a line that stay together
_OPTION = r"(?<![^\s(\[])--?[a-z][a-z-]*"
_CLOSED = r"[),]*(?: [.;}]+(?=\s|$))*"  # what closes behind a word of code
_VARIABLE = rf"(?:\w+\()?[?$]\w+{_CLOSED}"  # with a function of it
_IRI = r"&lt;[^\s&]{,30}&gt;"
_STRING = rf"\"[^\"\n]{{,20}}\"(?:@[\w-]+)?{_CLOSED}"
# A prefixed name, with its step of a path.
_NAME = rf"(?<![\w<])[a-z][\w-]*:\w[\w-]{{,30}}(?:[*+?]?[/|](?=\S)|[*+?]?{_CLOSED})"
_WHOLE = re.compile("|".join((_OPTION, _VARIABLE, _STRING, _IRI, _NAME)), re.IGNORECASE)
_FIRST = re.compile(rf"{_WHOLE.pattern}|&\w+;|.", re.IGNORECASE)
_MARK = re.compile("[/:_|]")
_SLASH = re.compile(r"(?<=\w)/(?=\w{3})")  # of an address or a path, after which a line may end
_DRAWN = re.compile("[\u2500-\u257f]")  # box drawings, whose lines mean nothing once they are parted


def listing(text: str) -> str:
    """The text as HTML: a `pre` that the keyboard scrolls; of class `drawn` where lines are drawn in it."""
    if _DRAWN.search(text):
        return f'<pre class="listing drawn" tabindex="0"><code>{escape(text)}</code></pre>'
    lines = "\n".join(map(_line, text.rstrip("\n").split("\n")))
    return f'<pre class="listing" tabindex="0"><code>{lines}\n</code></pre>'


def inline(text: str) -> str:
    """Code within a line: what is short is not parted, nor are the short words of what is long."""
    if len(text) <= TIED:
        return f'<code class="tied">{escape(text)}</code>'
    return f"<code>{' '.join(map(_word, text.split(' ')))}</code>"


def _word(word: str) -> str:
    """A word of code, which is parted after its marks if it has to be, and at its dashes if it is long."""
    if len(word) > TIED or "|" in word:
        return _MARK.sub(r"\g<0><wbr>", escape(word))
    return f'<span class="tied">{escape(word)}</span>' if "-" in word else escape(word)


def _line(line: str) -> str:
    if not line.strip():
        return line
    spaces = line[: len(line) - len(line.lstrip(" "))]
    code = escape(line[len(spaces) :], quote=False)
    inset = min(len(spaces), DEEPEST) // STEP * STEP
    return f'<span class="code-line in-{inset}">{_begun(spaces, code)}</span>'


def _begun(spaces: str, code: str) -> str:
    """The code, as HTML, with its beginning tied to its spaces, which else stand alone in a line."""
    if not spaces:
        return _whole(code)
    first = next(_FIRST.finditer(code))[0]
    return f"{_tied(spaces + first)}{_whole(code[len(first) :])}"


def _whole(code: str) -> str:
    done, parts = 0, []
    for match in _WHOLE.finditer(code):
        parts += [_SLASH.sub("/<wbr>", code[done : match.start()]), _tied(match[0])]
        done = match.end()
    return "".join((*parts, _SLASH.sub("/<wbr>", code[done:])))


def _tied(code: str) -> str:
    return f'<span class="tied">{code}</span>'
