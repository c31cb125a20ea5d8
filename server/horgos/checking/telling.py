"""What `check` found, as text for a terminal and as JSON for programs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from horgos.changes import as_json as changes_as_json
from horgos.changes import as_text as changes_as_text
from horgos.checking.answers import Answered
from horgos.checking.disagreements import Disagreement
from horgos.checking.run import Checked, Compared
from horgos.terms import Prefixes

TAB = "\t"
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@[\w-]+|\^\^<[^>]*>)?')
SHOWN = 12  # rows of an answer that the text shows; the JSON has all


def as_text(checked: Checked) -> Iterator[str]:
    """The lines of the text: what was mended, the report, and what differs for users."""
    for path in checked.mended:
        yield f"Mended: {path}"
    yield from ([""] if checked.mended else [])
    yield checked.report.as_text()
    yield ""
    if checked.compared is None:
        yield checked.why
        return
    yield from _compared(checked.compared, Prefixes(checked.report.prefixes))


def _compared(compared: Compared, prefixes: Prefixes) -> Iterator[str]:
    yield f"Compared with {compared.base}."
    for message in compared.gone:
        yield f"  no longer found: {message}"
    yield ""
    yield from _disagreements(compared, prefixes)
    yield from _answers(compared, prefixes)
    yield from changes_as_text(compared.changes, prefixes)


def _disagreements(compared: Compared, prefixes: Prefixes) -> Iterator[str]:
    appeared = sum(each.appeared for each in compared.disagreements)
    vanished = len(compared.disagreements) - appeared
    yield f"Disagreements: {appeared or 'none'} appeared, {vanished or 'none'} vanished."
    label = compared.changes.described.label
    for each in compared.disagreements:
        names = " ≠ ".join(f"{label(iri).text} ({prefixes.short(iri)})" for iri in each.of)
        yield f"  {'+' if each.appeared else '-'} {names}"
    yield ""


def _answers(compared: Compared, prefixes: Prefixes) -> Iterator[str]:
    differ = len(compared.answers)
    verb = "differs" if differ == 1 else "differ"
    yield f"Answers of the library: {differ or 'none'} of {compared.queries} {verb}."
    for each in compared.answers:
        yield f"  {each.name}  {each.title}{_fate(each)}"
        yield from _rows("-", each.went, prefixes)
        yield from _rows("+", each.came, prefixes)
    yield ""


def _fate(answered: Answered) -> str:
    if not answered.before:
        return " (new)"
    if not answered.after:
        return " (no longer there)"
    return "" if answered.went or answered.came else " (the same rows in another order, or other columns)"


def _rows(sign: str, rows: tuple[str, ...], prefixes: Prefixes) -> Iterator[str]:
    for row in rows[:SHOWN]:
        yield f"    {sign} {' | '.join(_cell(cell, prefixes) for cell in row.split(TAB))}"
    if len(rows) > SHOWN:
        yield f"    {sign} and {len(rows) - SHOWN} more, which --format json shows"


def _cell(cell: str, prefixes: Prefixes) -> str:
    """A term of SPARQL TSV as a person reads it: a literal by its value, an IRI by its prefixed name."""
    if cell.startswith("<") and cell.endswith(">"):
        return prefixes.short(cell[1:-1])
    literal = _LITERAL.fullmatch(cell)
    return literal[1] if literal else cell


def as_json(checked: Checked) -> str:
    """The same as a JSON object: `passes`, `mended`, `report`, and `compared`, null where nothing was."""
    told = {
        "passes": checked.passes,
        "mended": list(checked.mended),
        "report": json.loads(checked.report.as_json()),
        "compared": _told(checked.compared) if checked.compared else None,
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _told(compared: Compared) -> dict[str, Any]:
    return {
        "with": compared.base,
        "no_longer_found": list(compared.gone),
        "disagreements": list(map(_disagreement, compared.disagreements)),
        "answers": list(map(asdict, compared.answers)),
        "changes": json.loads(changes_as_json(compared.changes)),
    }


def _disagreement(each: Disagreement) -> dict[str, Any]:
    return {"appeared": each.appeared, "of": list(each.of)}
