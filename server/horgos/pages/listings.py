"""Code as a page lists it: a line that is too long goes on below, set in, and no name is parted."""

from __future__ import annotations

import re
from html import escape

DEEPEST = 12  # characters that a line is set in; what is set in deeper goes on as if it were so
STEP = 2
_WHOLE = re.compile(r"(?<![^\s(\[])--?[a-z][a-z-]*|[?$]\w+", re.IGNORECASE)  # options, variables
_DRAWN = re.compile("[\u2500-\u257f]")  # box drawings, whose lines mean nothing once they are parted


def listing(text: str) -> str:
    """The text as HTML: a `pre` that the keyboard scrolls; of class `drawn` where lines are drawn in it."""
    if _DRAWN.search(text):
        return f'<pre class="listing drawn" tabindex="0"><code>{escape(text)}</code></pre>'
    lines = "\n".join(map(_line, text.rstrip("\n").split("\n")))
    return f'<pre class="listing" tabindex="0"><code>{lines}\n</code></pre>'


def _line(line: str) -> str:
    if not line.strip():
        return line
    inset = min(len(line) - len(line.lstrip(" ")), DEEPEST) // STEP * STEP
    code = _WHOLE.sub(r'<span class="tied">\g<0></span>', escape(line, quote=False))
    return f'<span class="code-line in-{inset}">{code}</span>'
