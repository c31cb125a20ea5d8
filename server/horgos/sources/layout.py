"""One layout for the Turtle and TriG that people write: sorted prefixes, a line a predicate, subjects apart.

Comments stay, and so does the order of subjects, predicates and objects, because it is the editors' own: by
topic, and in the order of the text. Left to them is also whether a blank line follows a comment, and where a
list of objects goes on in a new line. The writer of the downloads (`horgos.build.turtle`) would not do,
because it knows neither comments nor that order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

_TOKEN = re.compile(
    r"""(?P<gap>\s*)(?:
      (?P<comment>\#[^\n]*)
    | (?P<string>
        (?:\"{3}(?:[^"\\]|\\.|"(?!""))*\"{3}|"(?:[^"\\\n]|\\.)*")
        (?:@[\w-]+|\^\^(?:<[^<>\s]*>|[\w-]*:[\w-]+))?
      )
    | (?P<iri><[^<>\s]*>)
    | (?P<mark>[;,{}\[\]()]|\.(?![0-9]))
    | (?P<word>(?:[^\s;,{}\[\]()"<>.]|\.(?=[^\s;,{}\[\]()"<>.]))+)
    )""",
    re.VERBOSE | re.DOTALL,
)
_DECLARATION = re.compile(r"\S+ a (?:owl|qb):\w+")


class LayoutError(ValueError):
    """A text that cannot be laid out, or would lose a comment: what is wrong, what to do, in which line."""

    def __init__(self, message: str, advice: str, line: int) -> None:
        super().__init__(f"{message} {advice}")
        self.message, self.advice, self.line = message, advice, line


@dataclass(frozen=True)
class Token:
    """A token, its line, and how many line breaks stand before it."""

    text: str
    breaks: int
    is_comment: bool
    line: int


@dataclass(frozen=True)
class Block:
    """What stands by itself: a comment, a prefix, a statement, the beginning or the end of a graph."""

    kind: str
    lines: tuple[str, ...]
    apart: bool

    @property
    def short(self) -> bool:
        """True for the declaration of a term in one line; such may follow each other without a blank line."""
        return len(self.lines) == 1 and _DECLARATION.match(self.lines[0]) is not None


def formatted(text: str) -> str:
    """Return Turtle or TriG in the one layout. Raises LayoutError where that would lose a comment."""
    lines: list[str] = []
    before: Block | None = None
    inside = False
    for block in _sorted(_blocks(list(_tokens(text)))):
        inside = inside and block.kind != "close"
        lines += [""] if before is not None and _parted(before, block) else []
        lines += [f"  {line}" if inside else line for line in block.lines]
        inside = inside or block.kind == "open"
        before = block
    return "".join(f"{line}\n" for line in lines)


def _parted(before: Block, block: Block) -> bool:
    """True where a blank line stands between two blocks."""
    if before.kind == "open" or block.kind == "close" or before.kind == block.kind == "prefix":
        return False
    if before.kind == "comment" or (before.short and block.short):
        return block.apart
    return True


def _sorted(blocks: Iterator[Block]) -> Iterator[Block]:
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        together = list(group)
        yield from sorted(together, key=_by_prefix) if kind == "prefix" else together


def _by_prefix(block: Block) -> tuple[str, ...]:
    """What declarations are sorted by: the prefix without its colon, so that `void` is before `void-ext`."""
    return tuple(line.replace(":", " ", 1) for line in block.lines)


def _tokens(text: str) -> Iterator[Token]:
    place, end, line = 0, len(text.rstrip()), 1
    while place < end:
        match = _TOKEN.match(text, place)
        if match is None:
            line += text[place:].partition(text[place:].lstrip())[0].count("\n")
            raise LayoutError("This cannot be laid out.", "Write strings in double quotation marks.", line)
        token = match.group()[len(match["gap"]) :].rstrip() if match["comment"] else match.group().lstrip()
        breaks = match["gap"].count("\n")
        yield Token(token, breaks, match["comment"] is not None, line + breaks)
        line += match.group().count("\n")
        place = match.end()


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    pending: list[Token] = []
    before: Token | None = None
    for token in tokens:
        if token.is_comment:
            _check(token, before)
        before = token
        if token.is_comment and not pending:
            yield Block("comment", (token.text,), token.breaks > 1)
            continue
        pending.append(token)
        if block := _complete(pending):
            yield block
            pending = []
    if pending:
        raise LayoutError(
            f"{pending[0].text} begins what does not end.", "End it with a full stop.", pending[0].line
        )


def _check(comment: Token, before: Token | None) -> None:
    """Raise LayoutError for a comment that does not stand alone in its line, before what it is about."""
    if before is not None and not (comment.breaks and (before.is_comment or before.text in {*";.{}"})):
        raise LayoutError(
            f"The comment stands where the layout has no place for it: {comment.text}",
            "Put it on a line of its own, before what it is about.",
            comment.line,
        )


def _complete(pending: list[Token]) -> Block | None:
    """The block that these tokens are, once they are one."""
    last = pending[-1].text
    if last == "{":
        return Block("open", (_joined(pending),), pending[0].breaks > 1)
    if last == "}" and len(pending) == 1:
        return Block("close", ("}",), False)
    return _statement(pending) if last == "." else None


def _statement(tokens: list[Token]) -> Block:
    apart = tokens[0].breaks > 1
    one_line = _joined(tokens)
    if tokens[0].text == "@prefix":
        return Block("prefix", (one_line,), apart)
    broken = any(token.breaks for token in tokens[1:])
    groups = list(_groups(tokens[1:-1]))
    if (len(groups) == 1 and not _wrapped(groups[0])) or (not broken and _DECLARATION.match(one_line)):
        return Block("statement", (one_line,), apart)
    first, rest = tokens[0].text, groups
    if re.match(r"\S+ a sh:", one_line):
        first, rest = f"{first} {_joined(groups[0])} ;", groups[1:]
    lines = [line for group in rest for line in _predicate(group)]
    return Block("statement", (first, *lines[:-1], f"{lines[-1][:-2]} ."), apart)


def _groups(tokens: list[Token]) -> Iterator[list[Token]]:
    """The predicates of a statement, each with the comments before it and with its objects."""
    group: list[Token] = []
    depth = 0
    for token in tokens:
        depth += (token.text in {"[", "("}) - (token.text in {"]", ")"})
        if token.text == ";" and depth == 0:
            yield group
            group = []
        else:
            group.append(token)
    if group:
        yield group


def _wrapped(group: list[Token]) -> bool:
    """True where the objects are more than a line long: a line ends before the first, or behind a comma."""
    said = [token for token in group if not token.is_comment]
    ends = (before.text == "," or before is said[0] for before in said)
    return len(said) < len(group) or any(
        token.breaks for token, ended in zip(said[1:], ends, strict=False) if ended
    )


def _predicate(group: list[Token]) -> Iterator[str]:
    """The lines of a predicate: objects go on where they went on, or have a line each if the first has."""
    yield from (f"  {token.text}" for token in group if token.is_comment)
    line, *objects = [token for token in group if not token.is_comment]
    text, indent, each = line.text, "  ", objects[0].breaks > 0
    for before, token in zip([line, *objects], objects, strict=False):
        after_comma = before.text == ","
        if (token.breaks and (before is line or after_comma)) or (each and after_comma):
            yield indent + text
            text, indent = token.text, "    "
        else:
            text = f"{text} {token.text}"
    yield f"{indent}{text} ;"


def _joined(tokens: list[Token]) -> str:
    return " ".join(token.text for token in tokens)
