"""What all commands have in common: their options, and how they tell what they are doing."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from horgos.config import SETTINGS

EXIT_CODES = """Exit codes: 0 done; 1 the graph does not validate, or the query or request failed;
2 wrong usage or setting."""
PATIENCE = 2.0  # seconds that pass without a word
Command = Callable[..., None]


def settings(*names: str) -> Callable[[Command], Command]:
    """Give a command an option for each of these settings, as the table in `config` describes them."""

    def add_options(command: Command) -> Command:
        for setting in reversed([each for each in SETTINGS if each.name in names and not each.secret]):
            text = f"{setting.help} Default: {setting.default_text}. [{setting.variable}]"
            shape = {"is_flag": True} if setting.is_flag else {"metavar": setting.metavar}
            command = click.option(
                setting.option,
                setting.name,
                default=None,
                multiple=setting.repeatable,
                help=text,
                **shape,
            )(command)
        return command

    return add_options


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Yield a function that tells on standard error which step runs; a spinner where that is a terminal.

    Elsewhere a step is only told once the whole has taken two seconds.
    """
    if not sys.stderr.isatty():
        patience = time.monotonic() + PATIENCE
        yield lambda step: click.echo(f"{step} …", err=True) if time.monotonic() > patience else None
        return
    from rich.console import Console

    with Console(stderr=True).status("Reading the graph") as status:
        yield status.update
