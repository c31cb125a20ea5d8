"""The command line: read options, call, print. No logic of its own.

Exit codes: 0 done; 1 the graph does not validate, or the query or request failed; 2 wrong usage or setting.
"""

from __future__ import annotations

import errno
import os
import shlex
import shutil
import sys
from datetime import date
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any, NoReturn

import click

from horgos import __version__
from horgos.cli.checking import check
from horgos.cli.options import EXIT_CODES, progress, settings
from horgos.cli.releasing import diff, release
from horgos.config import SETTINGS, Config
from horgos.errors import ConfigError, HorgosError, InvalidGraph
from horgos.formats import BY_NAME, GRAPH_FORMATS

PART = 1 << 20  # bytes that are written at a time


class Commands(click.Group):
    """The group of commands; turns every error of the program into one clear message and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, or say on standard error what is wrong."""
        try:
            return super().invoke(ctx)
        except InvalidGraph as error:
            click.echo(error.report.as_text(), err=True)
            fail(error, 1)
        except ConfigError as error:
            fail(error, 2)
        except HorgosError as error:
            fail(error, 1)
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise  # click ends quietly where nobody reads on
            discard_output()
            where = f": {error.filename}" if error.filename else ""
            click.echo(f"horgos: {error.strerror or error}{where}", err=True)
            sys.exit(1)


def fail(error: HorgosError, code: int) -> NoReturn:
    """Print the error and what would be right, and end with this exit code."""
    place = f" ({error.place})" if error.place else ""
    title = f"{error.title}{place}: "
    if isinstance(error, ConfigError):
        title = ""  # the message names the setting or the folder itself
    click.echo(f"horgos: {title}{error}", err=True)
    sys.exit(code)


def discard_output() -> None:
    """Let go of what could not be written, or Python would try again, and fail, when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


@click.group(
    cls=Commands,
    epilog=EXIT_CODES,
    context_settings={"help_option_names": ["-h", "--help"]},
    invoke_without_command=True,
    no_args_is_help=True,
)
@click.option("--version", is_flag=True, help="Tell the version of the program and the digest of the graph.")
@settings("graph")
@click.pass_context
def main(context: click.Context, /, version: bool, **options: Any) -> None:
    """Publish a folder of RDF as linked data: SPARQL, pages, Turtle, and who says what.

    Without `--graph`, the folder is the one that comes with the program. `horgos init` lays out your own.
    """
    if version:
        tell_version(Config.load(options))
        context.exit()
    if options["graph"] is not None or context.invoked_subcommand is None:
        raise click.UsageError(
            "Before a command only --version takes --graph: write horgos COMMAND --graph …."
        )


def tell_version(config: Config) -> None:
    """Print the version of the program, and the digest and the folder of the graph that would be served.

    Raises ConfigError where there is no graph; the version has been told by then.
    """
    from horgos.sources import read

    click.echo(f"horgos {__version__}")
    click.echo(f"graph {read(config.graph, remembered=config.cache).digest} in {config.graph}")


@main.command(epilog=EXIT_CODES)
@settings(*(setting.name for setting in SETTINGS))
def serve(**options: Any) -> None:
    """Build, validate and serve the graph over HTTP until Ctrl-C.

    A graph that has not changed since the last time is not built again. A graph that does not validate is not
    served: the report says what to mend. With `--engine`, the graph is what that server holds; it answers the
    queries, and the folder gives shapes, prefixes and the query library.
    """
    from horgos.cli.apart import apart
    from horgos.cli.serving import free_port, serve_until_stopped
    from horgos.site import Publication, publish

    config = Config.load(options)
    free_port(config.host, config.port)  # else that is told after the build, which may take its time

    def build() -> str:
        with progress() as step:
            return str(publish(config, step).folder)

    publication = Publication.at(Path(apart(build)))
    for warning in publication.warnings:
        click.echo(f"horgos: warning: {warning}", err=True)
    serve_until_stopped(config, publication)


@main.command(epilog=EXIT_CODES)
@click.argument("folder", required=False, type=click.Path())
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "turtle"]),
    default="text",
    show_default=True,
    help="How to print the report; 'turtle' is a SHACL validation report.",
)
@settings("engine")
def validate(folder: str | None, format_: str, **options: Any) -> None:
    """Check a graph and print what to mend.

    Reads the files, runs the rules and validates with the shapes; nothing is published. FOLDER holds
    `data/` (and perhaps `ontology/`, `shapes/`, `queries/`); without it, the graph that `HORGOS_GRAPH` names
    is checked, or else the one that comes with horgos. With `--engine`, what that server holds is checked
    instead of `data/`.

    The report goes to standard output. Warnings do not fail; violations end with exit code 1.
    """
    from horgos.site import check

    config = Config.load({**options, "graph": folder})
    with progress() as step:
        report = check(config, step)
    if format_ == "turtle":
        from horgos.validation import as_turtle

        click.echo(as_turtle(report), nl=False)
    else:
        click.echo(report.as_json() if format_ == "json" else report.as_text())
    sys.exit(0 if report.conforms else 1)


@main.command(epilog=EXIT_CODES)
@click.argument("text", metavar="[QUERY]", required=False)
@click.option(
    "--file",
    "file",
    type=click.File(encoding="utf-8"),
    metavar="FILE",
    help="Read it from a file, or `-` for standard input.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", *BY_NAME]),
    default="table",
    show_default=True,
    help="How to print the result. 'table' prints a graph as Turtle.",
)
@settings("graph", "cache", "engine", "allow_service", "deadline", "memory", "result")
def query(text: str | None, file: IO[str] | None, format_: str, **options: Any) -> None:
    """Run one SPARQL query without a server, under the same limits.

    \b
    Examples:
      horgos query 'SELECT ?class (COUNT(*) AS ?things) { ?thing a ?class } GROUP BY ?class'
      horgos query --file question.rq --format csv
    """  # noqa: D301  click looks for the character itself, not for its escape
    if text is not None and file is not None:
        raise click.UsageError("There are two queries: leave out the text or --file.")
    text = contents(file) if file is not None else text
    if text is None or not text.strip():
        raise click.UsageError("There is no query: give its text, or a file with --file.")
    from horgos.cli.tables import print_answer
    from horgos.site import ask

    config = Config.load({**options, "workers": 1})
    with progress() as step:
        site_answer = ask(config, text, BY_NAME.get(format_), step)
    print_answer(*site_answer, table=format_ == "table")


def contents(file: IO[str]) -> str:
    """The text of a file. Raises BadParameter where it is none."""
    try:
        return file.read()
    except UnicodeDecodeError as error:
        byte = error.object[error.start]
        raise click.BadParameter(
            f"{file.name!r} is not a text in UTF-8: it holds the byte 0x{byte:02X}.", param_hint="'--file'"
        ) from None


@main.command(epilog=EXIT_CODES)
@click.option(
    "--format",
    "format_",
    type=click.Choice([format_.name for format_ in GRAPH_FORMATS]),
    default="ttl",
    show_default=True,
    help="Turtle, N-Triples and RDF/XML hold the merge; TriG, N-Quads and JSON-LD hold who says what.",
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this file; else standard output.",
)
@settings("graph", "cache", "engine")
def dump(format_: str, output: Path | None, **options: Any) -> None:
    """Write the whole graph in one format, as /dumps/ serves it."""
    from horgos.site import publish

    with progress() as step:
        file = publish(Config.load(options), step).dump(BY_NAME[format_])
    if output is None:
        with file.open("rb") as stream:
            for part in iter(partial(stream.read, PART), b""):
                click.echo(part, nl=False)
    else:
        try:
            shutil.copyfile(file, output)
        except OSError as error:
            raise ConfigError(
                f"{output} cannot be written: {error.strerror}.", advice="Name another file."
            ) from None


@main.command(epilog=EXIT_CODES)
@click.option(
    "--http",
    "port",
    type=int,
    metavar="PORT",
    help="Serve Streamable HTTP on this port of 127.0.0.1; 0 takes a free one.",
)
@settings("graph", "cache", "engine", "allow_service", "public_url", "deadline", "memory", "result")
def mcp(port: int | None, **options: Any) -> None:
    """Serve the graph to language models (Model Context Protocol).

    A client starts this command and speaks with it over standard input and output; with `--http`, clients
    reach it at `http://127.0.0.1:PORT/mcp` until Ctrl-C. Tools search, describe, run queries and list
    disagreements, under the limits of the endpoint; an answer names the passages it rests on. Needs the extra
    `horgos[mcp]`.
    """
    if find_spec("mcp") is None:
        raise ConfigError(
            "The SDK of the Model Context Protocol is not installed.",
            advice="Install it with: pip install 'horgos[mcp]'; a checkout has it by: python3 run.py mcp",
        )
    from horgos.cli.apart import apart
    from horgos.site import Publication, open_site, publish

    config = Config.load(options)

    def build() -> str:
        with progress() as step:
            return str(publish(config, step).folder)

    publication = Publication.at(Path(apart(build)))
    from horgos.mcp.transports import serve_http, serve_streams

    with open_site(config, publication) as site:
        if port is None:
            serve_streams(site)
        else:
            serve_http(site, port, lambda address: click.echo(f"Serving {publication.title} at {address}"))


@main.command(epilog=EXIT_CODES)
@click.argument("path")
@click.option(
    "--accept", default="*/*", show_default=True, help="The Accept header: the media types you want."
)
@click.option("--include", "-i", is_flag=True, help="Print the status and the headers too.")
@click.option("--follow", "-L", is_flag=True, help="Follow redirects.")
@settings("graph", "cache", "releases", "engine", "allow_service", "deadline")
def get(path: str, accept: str, include: bool, follow: bool, **options: Any) -> None:
    """Answer one GET request as the server would, without starting it.

    \b
    PATH is what follows the host in the address:
      horgos get /dumps/SHA256SUMS
      horgos get -L --accept text/turtle /ns
    """  # noqa: D301  click looks for the character itself, not for its escape
    from horgos.cli.request import request

    config = Config.load({**options, "workers": 1})
    with progress() as step:
        response = request(config, path, accept, follow, step)
    if include:
        click.echo(
            f"HTTP/1.1 {response.status}\n{response.headers}".replace("\r\n", "\n").rstrip("\n") + "\n"
        )
    click.echo(response.body, nl=False)
    sys.exit(0 if response.ok else 1)


@main.command(epilog=EXIT_CODES)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--name", metavar="NAME", help="What it is called in addresses. Default: the name of DIR.")
@click.option(
    "--base",
    metavar="IRI",
    help="What its IRIs begin with, up to a slash. Default: https://example.org/NAME/.",
)
@click.option("--title", metavar="TEXT", help="What readers call it. Default: its name in words.")
def init(folder: Path, name: str | None, base: str | None, title: str | None) -> None:
    """Lay out a small graph to make your own.

    It goes into DIR, which is empty or not there yet. The example validates, serves and tests itself, and its
    comments tell what belongs where; put your own sources in its place.
    """
    from horgos.init import Wish, lay_out

    files = lay_out(folder, Wish.of(folder, name, base, title, date.today()))
    place = shlex.quote(str(folder))
    click.echo(f"{len(files)} files lie in {folder}; README.md tells what they are. Next:\n")
    for command in (f"validate {place}", f"serve --graph {place}"):
        click.echo(f"  horgos {command}")


for command in (release, diff, check):
    main.add_command(command)
