"""Builds and validates new data beside a server, as `horgos.cli.publishing PARENT GRAPH CACHE KEEP RELEASES`.

A process of its own, started by `reload` and never by hand, so that what building takes, in memory above all,
is given back whole. PARENT is the process id of the server, with which it ends. It prints the name of the
publication in the cache; exit code 1 says that the graph does not validate, 2 that something else is wrong,
and the reason is on standard error.
"""

from __future__ import annotations

import sys

import click

from horgos.config import Config
from horgos.engine.confine import die_with_parent
from horgos.errors import HorgosError, InvalidGraph
from horgos.site import publish

REFUSED, FAILED = 1, 2


def main(arguments: list[str]) -> int:
    """Publish the graph, print where, and return the exit code."""
    die_with_parent(int(arguments[0]))
    config = Config.load(dict(zip(("graph", "cache", "keep", "releases"), arguments[1:], strict=True)))
    try:
        publication = publish(config, lambda _: None)
    except InvalidGraph as error:
        click.echo(error.report.as_text(), err=True)
        return REFUSED
    except (HorgosError, OSError) as error:
        click.echo(f"horgos: {error}", err=True)
        return FAILED
    click.echo(publication.folder.name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
