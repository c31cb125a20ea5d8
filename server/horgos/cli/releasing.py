"""The commands about releases: freeze one, and tell what differs between two."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from horgos.cli.options import EXIT_CODES, progress, settings
from horgos.config import Config

STYLES = {
    "±": "yellow",
    "¶": "cyan",
    "+": "green",
    "-": "red",
    "~": "magenta",
    "→": "bright_black",
    "∴": "bright_black",
}
"""The colours of the signs that begin a change."""


@click.command(epilog=EXIT_CODES)
@click.argument("version")
@settings("graph", "cache", "releases", "engine")
def release(version: str, **options: Any) -> None:
    """Freeze dumps, report and citation of the graph under a version.

    What is released never changes again: a version is given once. The graph is built and validated first, and
    nothing is released that does not validate. A server that runs shows the release at once.
    """
    from horgos.changes import headline
    from horgos.releases import freeze

    with progress() as step:
        made = freeze(Config.load(options), version, step)
    click.echo(f"Released {made.version} of {made.record['released']} in {made.folder}")
    if made.previous:
        click.echo(f"Since {made.previous}: {headline(made.summary)}")


@click.command(epilog=EXIT_CODES)
@click.argument("old", default="latest")
@click.argument("new", default="now")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "patch", "json"]),
    default="text",
    show_default=True,
    help="How to print the changes; 'patch' is an RDF Patch that turns OLD into NEW.",
)
@settings("graph", "cache", "releases", "engine")
def diff(old: str, new: str, format_: str, **options: Any) -> None:
    """Tell what changed from OLD to NEW, by entity.

    Each of the two is a version, 'latest' for the last release, 'now' for the graph as it is, the folder of a
    graph, or a dump. Without them, what changed since the last release. The signs: ± changed in value,
    ¶ changed in source, + added, - removed, ~ changed in labels and notes, → changed in
    references to what changed, ∴ derived by a rule.
    """
    from horgos.changes import as_json, as_text, compare, rdf_patch
    from horgos.releases import snapshot
    from horgos.sources import read

    config = Config.load(options)
    with progress() as step:
        before, after = snapshot(config, old, step), snapshot(config, new, step)
        if format_ != "patch":
            changes = compare(before, after)
    if format_ == "patch":
        for part in rdf_patch(before, after):
            click.echo(part, nl=False)
    elif format_ == "json":
        click.echo(as_json(changes))
    else:
        print_changes(as_text(changes, read(config.graph).prefixes))


def print_changes(lines: Iterable[str]) -> None:
    """Print changes with their signs in colour, where that is a terminal."""
    for line in lines:
        signs, space, rest = line.lstrip().partition(" ")
        indent = line[: len(line) - len(line.lstrip())]
        if signs and set(signs) <= STYLES.keys() and space:
            click.echo(f"{indent}{click.style(signs, fg=STYLES[signs[0]])} {rest}")
        else:
            click.echo(click.style(line, bold=bool(line) and not indent))
