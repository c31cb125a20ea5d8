"""What documents hold that the program knows, made from the program: settings, commands, addresses, errors.

A part of a document stands between two lines that no reader sees, `[//]: # "settings"` and `[//]: # "end"`.
`python tests/test_reference.py` writes all parts anew; the test of that name compares them.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click
from flask import Flask

from horgos.cli import EXIT_CODES, main
from horgos.config import SETTINGS
from horgos.errors import ConfigError, InvalidGraph, error_types
from horgos.formats import FORMATS, Format, Kind
from horgos.web import BLUEPRINTS, problems
from horgos.web.headers import ALWAYS
from horgos.web.metrics.families import FAMILIES
from horgos.web.negotiate import BOOLEAN_FORMATS
from horgos.web.openapi import paths
from horgos.web.resources import RESOURCES

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
PART = re.compile(r'^\[//\]: # "(?!end")(\w+)"$.*?^\[//\]: # "end"$', re.MULTILINE | re.DOTALL)
EXIT_STATUS = re.compile(r"(\d) (.+?)(?:;\s|\.$)", re.DOTALL)
CARRIES = {
    Kind.ROWS: "rows",
    Kind.GRAPH: "triples",
    Kind.DATASET: "triples, with their graphs where there are any",
}
OF_THE_PROGRAM = (ConfigError, InvalidGraph)
"""Errors that end a command, and are never the answer to a request."""


def written(text: str) -> str:
    """A document with all its parts made anew."""
    return PART.sub(lambda found: f'[//]: # "{found[1]}"\n\n{PARTS[found[1]]()}\n\n[//]: # "end"', text)


def table(heads: Sequence[str], rows: Iterator[Sequence[str]]) -> str:
    """A table of Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def code(*names: object) -> str:
    """Names as code, with commas between them."""
    return ", ".join(f"`{name}`" for name in names)


def plain(text: str) -> str:
    """Text on one line, in which nothing is taken for Markdown but code."""
    return re.sub(r"(`[^`]*`)|([*_<])", lambda found: found[1] or f"\\{found[2]}", " ".join(text.split()))


def settings() -> str:
    """Every setting, with its option, variable, default, unit and meaning."""
    rows = (
        (
            "" if setting.secret else code(setting.option),
            code(setting.variable),
            setting.default_text,
            setting.unit,
            setting.help,
        )
        for setting in SETTINGS
    )
    return table(("option", "variable", "default", "unit", "meaning"), rows)


def figures() -> str:
    """Every figure of /metrics."""
    rows = ((code(each.name), each.kind, code(*each.labels), each.help) for each in FAMILIES)
    return table(("name", "kind", "labels", "meaning"), rows)


def exit_codes() -> str:
    """What the exit codes of all commands mean."""
    return table(("exit code", "means"), iter(EXIT_STATUS.findall(EXIT_CODES.partition(": ")[2])))


def commands() -> str:
    """Every command, as its help tells it; the settings among its options by name alone."""
    return "\n\n".join(_command(context) for context in _contexts(click.Context(main, info_name="horgos")))


def _contexts(context: click.Context) -> Iterator[click.Context]:
    yield context
    if isinstance(context.command, click.Group):
        for name, command in sorted(context.command.commands.items()):
            yield from _contexts(click.Context(command, info_name=name, parent=context))


def _command(context: click.Context) -> str:
    known = {setting.option for setting in SETTINGS}
    options = [each for each in context.command.params if isinstance(each, click.Option)]
    own = [each.get_help_record(context) for each in options if not known & {*each.opts}]
    shared = [each.opts[0] for each in options if known & {*each.opts}]
    usage = " ".join(context.command.get_usage(context).removeprefix("Usage: ").split())
    told = [f"## `{context.command_path}`", f"    {usage}", *_paragraphs(context.command.help or "")]
    if own:
        rows = ((code(record[0]), plain(record[1])) for record in own if record)
        told.append(table(("option", "meaning"), rows))
    if shared:
        told.append(f"Settings: {code(*shared)} ([configuration.md](configuration.md)).")
    return "\n\n".join(told)


def _paragraphs(told: str) -> Iterator[str]:
    """The paragraphs of a help text; those that click is told to leave as they are, as they are."""
    for paragraph in inspect.cleandoc(told).split("\n\n"):
        if paragraph.startswith("\b\n"):
            lead, *lines = paragraph.splitlines()[1:]
            yield f"{lead}\n\n" + "\n".join(f"  {line}" for line in lines)
        else:
            yield plain(paragraph)


def addresses() -> str:
    """Every address as /openapi.json describes it: what it answers, in which formats, to which parameters."""
    app = Flask("horgos.web")
    for blueprint in (*BLUEPRINTS, problems.blueprint):
        app.register_blueprint(blueprint)
    with app.app_context():
        return "\n\n".join(_address(path, item) for path, item in paths().items())


def _address(path: str, item: dict[str, Any]) -> str:
    methods = {name: operation for name, operation in item.items() if name not in ("parameters", "options")}
    operation = next(iter(methods.values()))
    offers = RESOURCES[operation["operationId"].rpartition(".")[0]].offers
    statuses = sorted({status for each in methods.values() for status in each["responses"]})
    facts = [
        f"- methods: {', '.join(name.upper() for name in sorted(methods))}",
        *([f"- formats: {', '.join(dict.fromkeys(offer.title for offer in offers))}"] if offers else []),
        f"- statuses: {', '.join(statuses)}",
    ]
    told = [f"### `{path}`", operation["summary"], "\n".join(facts)]
    meanings: dict[str, list[str]] = {}
    for each in operation.get("parameters", ()):
        meanings.setdefault(each["description"], []).append(each["name"])
    if meanings:
        rows = ((code(*names), meaning) for meaning, names in meanings.items())
        told.append(table(("parameter", "meaning"), rows))
    return "\n\n".join(told)


def carries(format_: Format) -> str:
    """What a format can carry, in words."""
    return CARRIES[format_.kind] + (", booleans" if format_ in BOOLEAN_FORMATS else "")


def formats() -> str:
    """Every format of RDF and of results: its names, its media types, and what it can carry."""
    rows = (
        (
            each.title,
            code(*dict.fromkeys((each.name, each.extension))),
            code(*each.media_types),
            carries(each),
        )
        for each in FORMATS
    )
    return table(("format", "names", "media types", "carries"), rows)


def errors() -> str:
    """Every type of problem that a request can come to."""
    rows = (
        (code(f"/errors/{kind.slug}"), str(kind.status), kind.title, " ".join((kind.__doc__ or "").split()))
        for kind in error_types()
        if kind not in OF_THE_PROGRAM
    )
    return table(("type", "status", "title", "when"), rows)


def headers() -> str:
    """The headers that every response has."""
    return table(("header", "value"), ((code(name), code(value)) for name, value in ALWAYS.items()))


PARTS: dict[str, Callable[[], str]] = {
    part.__name__: part
    for part in (settings, figures, exit_codes, commands, addresses, formats, errors, headers)
}
