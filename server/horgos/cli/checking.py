"""The command that tells maintainers what a change of the files does."""

from __future__ import annotations

import sys
from typing import Any

import click

from horgos.cli.options import EXIT_CODES, progress, settings
from horgos.cli.releasing import print_changes
from horgos.config import Config


@click.command(epilog=EXIT_CODES)
@click.argument("folder", required=False, type=click.Path())
@click.option("--fix", is_flag=True, help="Mend the layout of files, and literals the store would rewrite.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to print what was found; the text shows the first rows of an answer, the JSON all.",
)
@settings("cache", "releases", "deadline")
def check(folder: str | None, fix: bool, format_: str, **options: Any) -> None:
    """Tell what a change of the files breaks or changes for users.

    Looks at the layout of the files, reads them, runs the rules, validates with the shapes, and asks the
    query library; then compares all that with the last release, or where there is none with the graph that
    was built last: which disagreements appear or vanish, which answers differ, what changed by entity.
    Nothing is published.

    FOLDER holds `data/` (and perhaps `ontology/`, `shapes/`, `queries/`); without it, the graph that
    `HORGOS_GRAPH` names is checked, or else the one that comes with horgos. With `--fix`, files are laid out
    anew; comments, order and statements stay. Exit code 1 says that there is something to mend.
    """
    from horgos import checking

    config = Config.load({**options, "graph": folder})
    with progress() as step:
        checked = checking.check(config, step, fix=fix)
    if format_ == "json":
        click.echo(checking.as_json(checked))
    else:
        print_changes(checking.as_text(checked))
    sys.exit(0 if checked.passes else 1)
