"""The documentation of a graph: the Markdown files in its folder `docs/`, as pages.

CommonMark 0.31 with tables; HTML within it is text, so that a document can bring no script and no style.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from horgos.pages.setting import code, prose, titles

INDEX = "README"
MEDIA_TYPES = {".md": "text/markdown", ".csv": "text/csv", ".png": "image/png"}
"""What is served of the folder."""
LOCAL = "http://127.0.0.1:8000/"
"""Where documents say that the server is, which is put right."""
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
"""How a link begins that leads to no file of the folder."""
_HEADING = re.compile(r"# (.+)")

Resolve = Callable[[str], tuple[str, str] | None]
"""From what a link leads to, a file of the folder or an address elsewhere, to its address and its title; None
where it is not there."""
Run = Callable[[str], str]
"""From a query to the address that runs it."""


@dataclass(frozen=True)
class Section:
    """A part of a document: what a link to it ends in, its heading, and its own parts of the next level."""

    anchor: str
    title: str
    parts: tuple[Section, ...] = ()


@dataclass(frozen=True)
class Document:
    """A document as a page: its title; its sections, which headings of the second level begin; and its HTML.

    `heading` is the one at its head, if there is one, and `body` what follows.
    """

    title: str
    sections: tuple[Section, ...]
    heading: str
    body: str


def read(folder: Path) -> dict[str, bytes]:
    """The files of a folder of documents that are served, by name; none where there is no such folder."""
    files = sorted(folder.iterdir()) if folder.is_dir() else []
    return {file.name: file.read_bytes() for file in files if file.suffix in MEDIA_TYPES and file.is_file()}


def title(name: str, file: bytes) -> str:
    """What readers call a file of the folder: the heading that a document begins with, else its name."""
    heading = _HEADING.match(file.decode("utf-8")) if name.endswith(".md") else None
    return heading[1] if heading else name


def document(text: str, resolve: Resolve, run: Run) -> Document:
    """A document from its Markdown. Links to what is not served become plain text."""
    tokens = _PARSER.parse(text)
    _name_headings(tokens)
    _name_cells(tokens)
    for token in tokens:
        if token.children:
            token.children = list(_followed(token.children, resolve))
    headings = [(each, inner) for each, inner in pairwise(tokens) if each.type == "heading_open"]
    title = next((_text(inner) for each, inner in headings if each.tag == "h1"), "")
    first = 3 if tokens and tokens[0].tag == "h1" else 0  # where a heading begins, its text, where it ends
    heading, body = (
        _PARSER.renderer.render(part, _PARSER.options, {"run": run})
        for part in (tokens[:first], tokens[first:])
    )
    return Document(title, _sections(headings, "h2", "h3"), heading, body)


def anchor(heading: str) -> str:
    """What a link to a heading ends in, as GitHub has it."""
    kept = (each for each in heading.lower() if each in " -_" or unicodedata.category(each)[0] in "LN")
    return "".join(kept).replace(" ", "-")


def _sections(headings: Sequence[tuple[Token, Token]], tag: str, inner: str = "") -> tuple[Section, ...]:
    """The sections that headings of a level begin, each with those of the level within it."""
    starts = [place for place, (opened, _) in enumerate(headings) if opened.tag == tag]
    return tuple(
        Section(
            str(headings[start][0].attrs["id"]),
            _text(headings[start][1]),
            _sections(headings[start:end], inner) if inner else (),
        )
        for start, end in pairwise([*starts, len(headings)])
    )


def _text(inline: Token) -> str:
    return "".join(each.content for each in inline.children or ())


def _name_headings(tokens: Sequence[Token]) -> None:
    """Give each heading an identifier; the second of one name ends in -1."""
    seen: Counter[str] = Counter()
    for opened, inner in pairwise(tokens):
        if opened.type == "heading_open":
            name = anchor(_text(inner))
            opened.attrs["id"] = f"{name}-{seen[name]}" if seen[name] else name
            seen[name] += 1
            for child in inner.children or ():
                child.meta["heading"] = True


def _name_cells(tokens: Sequence[Token]) -> None:
    """Give each cell of a table the name of its column, which a phone shows beside it."""
    columns: list[str] = []
    column = 0
    for opened, inner in pairwise(tokens):
        if opened.type == "thead_open":
            columns = []
        elif opened.type == "th_open":
            columns.append(_text(inner))
        elif opened.type == "tr_open":
            column = 0
        elif opened.type == "td_open":
            opened.attrs["data-column"] = columns[column]
            column += 1


def _followed(children: Sequence[Token], resolve: Resolve) -> list[Token]:
    """What stands in a line, with links and pictures that lead to where things are served.

    A link that only names a file is called what the file is called.
    """
    kept, dropped = [], 0
    for token, inner in zip(children, [*children[1:], None], strict=True):
        if token.type == "link_close" and dropped:
            dropped -= 1
            continue
        attribute = {"link_open": "href", "image": "src"}.get(token.type)
        if attribute:
            path, mark, part = str(token.attrs[attribute]).partition("#")
            if path:
                served = resolve(path)
                if served is None:
                    dropped += token.type == "link_open"
                    continue
                token.attrs[attribute] = f"{served[0]}{mark}{part}"
                if inner and inner.content == path:
                    inner.content = served[1]
        kept.append(token)
    return kept


def _fence(_: object, tokens: Sequence[Token], index: int, __: object, env: dict[str, Run]) -> str:
    """A block of code; below a query for this server stands the way to run it."""
    token = tokens[index]
    block = f"{code.listing(token.content)}\n"
    if token.info != "sparql":
        return block
    return f'{block}<p class="run"><a href="{escape(env["run"](token.content))}">Run this query</a></p>\n'


def _code(_: object, tokens: Sequence[Token], index: int, *__: object) -> str:
    return code.inline(tokens[index].content)


def _prose(_: object, tokens: Sequence[Token], index: int, *__: object) -> str:
    """Text between marks; that of a heading is set as one."""
    text = tokens[index].content
    return titles.heading(text) if tokens[index].meta.get("heading") else prose.whole(prose.tied(text))


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.add_render_rule("fence", _fence)
    parser.add_render_rule("code_block", _fence)
    parser.add_render_rule("code_inline", _code)
    parser.add_render_rule("text", _prose)
    parser.add_render_rule(
        "table_open", lambda *_: '<div class="scroll" tabindex="0"><table class="by-row">\n'
    )
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return parser


_PARSER = _parser()
