"""The command line as a stranger uses it: every command is started as a program of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store
from rdflib import Graph, Namespace
from rdflib.compare import isomorphic

from horgos import __version__
from horgos.cli import main
from horgos.sources import read

ROOT = Path(__file__).resolve().parents[1]
SH = Namespace("http://www.w3.org/ns/shacl#")
BROKEN = """@prefix g: <https://example.org/tiny/graph/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix schema: <https://schema.org/> .
g:editorial { g:x schema:foundingDate "19x1"^^xsd:gYear }
"""

Run = Callable[..., subprocess.CompletedProcess[str]]
Edit = Callable[[dict[str, str | None]], Path]


@pytest.fixture(scope="session")
def run(real_cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run `horgos …` from another directory and return what it printed."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")

    def run_command(*arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"HORGOS_CACHE": str(real_cache), "COLUMNS": "100"}
        return subprocess.run(
            [sys.executable, "-m", "horgos.cli", *arguments],
            cwd=elsewhere,
            env=environment,
            input=text,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run_command


def test_a_secret_is_no_option() -> None:
    """The arguments of a command can be read by every user of the machine."""
    options = {
        option for command in main.commands.values() for each in command.params for option in each.opts
    }
    assert "--engine" in options
    assert "--engine-authorization" not in options


@pytest.mark.parametrize(
    "command", ["serve", "validate", "check", "query", "dump", "mcp", "get", "release", "diff", "init"]
)
def test_every_command_explains_itself(run: Run, command: str) -> None:
    """--help tells what the command does, its options with their defaults, and the exit codes."""
    help_ = run(command, "--help")
    assert help_.returncode == 0
    assert "Exit codes: 0 done; 1" in help_.stdout
    assert "Usage: horgos" in help_.stdout
    assert "\\b" not in help_.stdout


def test_list_of_commands_tells_each_in_full(run: Run) -> None:
    """On a terminal of eighty columns no description ends in dots."""
    listed = run("--help").stdout.partition("Commands:")[2]
    assert "validate" in listed
    assert "..." not in listed


def test_version_tells_program_and_graph(
    run: Run, tiny_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The version, and the digest of the graph that --graph or HORGOS_GRAPH names, without building it."""
    digest = read(tiny_folder).digest
    told = f"horgos {__version__}\ngraph {digest} in {tiny_folder}\n"
    assert run("--version", "--graph", str(tiny_folder)).stdout == told
    monkeypatch.setenv("HORGOS_GRAPH", str(tiny_folder))
    assert run("--version").stdout == told
    monkeypatch.setenv("HORGOS_GRAPH", "/nowhere")
    missing = run("--version")
    assert (missing.returncode, missing.stdout) == (2, f"horgos {__version__}\n")
    assert "/nowhere does not exist" in missing.stderr


def test_a_graph_before_the_command_is_told_where_to_stand(run: Run, tiny_folder: Path) -> None:
    """It would else be passed over, and another graph be served."""
    early = run("--graph", str(tiny_folder), "dump")
    assert early.returncode == 2
    assert "horgos COMMAND --graph" in early.stderr


def test_validate_speaks_json(run: Run, tiny_folder: Path) -> None:
    """--format json prints one object with `conforms` and `findings`."""
    report = json.loads(run("validate", str(tiny_folder), "--format", "json").stdout)
    assert report["conforms"] is True


def test_validate_speaks_shacl(run: Run, tiny_folder: Path) -> None:
    """--format turtle prints a sh:ValidationReport (SHACL, 3.6)."""
    graph = Graph().parse(
        data=run("validate", str(tiny_folder), "--format", "turtle").stdout, format="turtle"
    )
    assert [str(value) for value in graph.objects(None, SH.conforms)] == ["true"]


def test_validate_ends_with_1_on_a_violation(run: Run, edit: Edit) -> None:
    """A broken literal is refused; where it stands and what is wrong with it are on standard output."""
    validation = run("validate", str(edit({"data/broken.trig": BROKEN})))
    assert validation.returncode == 1
    assert "data/broken.trig:4" in validation.stdout
    assert "19x1" in validation.stdout


def test_validate_names_a_folder_that_is_none(run: Run, tmp_path: Path) -> None:
    """A folder without data/ is a wrong setting: exit code 2 and what a graph's folder holds."""
    validation = run("validate", str(tmp_path / "nowhere"))
    assert validation.returncode == 2
    assert "nowhere" in validation.stderr
    assert "data/" in validation.stderr


def test_query_prints_a_table(run: Run) -> None:
    """Rows come as a table with prefixed names, and their number below."""
    answer = run("query", "SELECT ?s { ?s a <http://www.w3.org/2002/07/owl#Ontology> }")
    assert answer.returncode == 0, answer.stderr
    assert "1 row\n" in answer.stdout


def test_query_reads_files_and_standard_input(run: Run) -> None:
    """--file takes a path, or - for standard input."""
    assert run("query", "--file", str(ROOT / "queries/history/status-in-year.rq")).returncode == 0
    assert run("query", "--file", "-", text="ASK {}").stdout == "yes\n"


def test_query_writes_the_format_that_is_asked_for(run: Run) -> None:
    """--format json is the SPARQL JSON result, byte for byte, on standard output alone."""
    answer = run("query", "--format", "json", "ASK {}")
    assert json.loads(answer.stdout) == {"head": {}, "boolean": True}


def test_query_points_at_a_syntax_error(run: Run) -> None:
    """Line and column stand in the message; exit code 1."""
    answer = run("query", "SELECT * {\n ?s ?p }")
    assert answer.returncode == 1
    assert answer.stderr.lower().count("line 2") == 1


def test_query_wants_one_query(run: Run) -> None:
    """Neither a query nor a file is wrong usage."""
    assert run("query").returncode == 2
    assert "--file" in run("query").stderr


@pytest.mark.parametrize("text", ["", " \n"])
def test_query_wants_more_than_white_space(run: Run, text: str) -> None:
    """An empty file is no query; it is wrong usage, not wrong SPARQL."""
    answer = run("query", "--file", "-", text=text)
    assert answer.returncode == 2
    assert "There is no query" in answer.stderr


def test_query_refuses_a_file_that_is_no_text(run: Run, tmp_path: Path) -> None:
    """The message names the file and the byte; exit code 2, and no traceback."""
    file = tmp_path / "picture.rq"
    file.write_bytes(b"ASK {} # \xff")
    answer = run("query", "--file", str(file))
    assert answer.returncode == 2
    assert "picture.rq" in answer.stderr
    assert "0xFF" in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize("command", [("dump",), ("query", "ASK {}"), ("get", "/robots.txt")])
def test_full_disk_is_told_in_one_line(real_cache: Path, command: tuple[str, ...]) -> None:
    """Output that cannot be written is no traceback, neither at once nor when the program ends.

    What a slow machine is told of a build stands before it.
    """
    environment = os.environ | {"HORGOS_CACHE": str(real_cache)}
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "horgos.cli", *command],
            env=environment,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    told = [line for line in done.stderr.splitlines() if not line.endswith(" …")]
    assert (done.returncode, told) == (1, ["horgos: No space left on device"])


def test_reader_that_goes_away_is_no_error_worth_telling(real_cache: Path) -> None:
    """`horgos dump | head -1` says nothing on standard error."""
    environment = os.environ | {"HORGOS_CACHE": str(real_cache)}
    command = [sys.executable, "-m", "horgos.cli", "dump", "--format", "nq"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as dump:
        assert dump.stdout
        assert dump.stderr
        assert dump.stdout.readline().endswith(".\n")
        dump.stdout.close()
        assert dump.stderr.read() == ""


def test_query_refuses_a_format_that_cannot_carry_the_result(run: Run) -> None:
    """Rows are not written as Turtle; the formats that can carry them are named."""
    answer = run("query", "--format", "ttl", "SELECT * {}")
    assert answer.returncode == 1
    assert "csv" in answer.stderr


def test_dump_writes_the_whole_graph(run: Run, tmp_path: Path) -> None:
    """Standard output and --output carry the same bytes; TriG keeps the voices."""
    file = tmp_path / "graph.trig"
    assert run("dump", "--format", "trig", "--output", str(file)).returncode == 0
    assert run("dump", "--format", "trig").stdout == file.read_text("utf-8")
    store = Store()
    store.load(path=str(file), format=RdfFormat.TRIG)
    assert len(list(store.named_graphs())) > 5


def test_dump_says_when_a_file_cannot_be_written(run: Run, tmp_path: Path) -> None:
    """The error names the file and the reason; exit code 2."""
    dump = run("dump", "--output", str(tmp_path / "no" / "where.ttl"))
    assert dump.returncode == 2
    assert "where.ttl cannot be written" in dump.stderr


def test_get_answers_as_the_server_would(run: Run) -> None:
    """A thing is answered with 303; with -L its description follows."""
    redirect = run("get", "--include", "--accept", "text/turtle", "/id/horgos-port")
    assert redirect.stdout.startswith("HTTP/1.1 303 SEE OTHER\n")
    turtle = run("get", "-L", "--accept", "text/turtle", "/id/horgos-port").stdout
    assert isomorphic(
        Graph().parse(data=turtle), Graph().parse(data=run("get", "/data/horgos-port.ttl").stdout)
    )


def test_get_ends_with_1_where_there_is_nothing(run: Run) -> None:
    """A status of 400 or above is a failed request."""
    answer = run("get", "--accept", "application/json", "/id/atlantis")
    assert answer.returncode == 1
    assert json.loads(answer.stdout)["status"] == 404


def test_get_wants_a_path(run: Run) -> None:
    """An address with a host is not a path; the message shows one."""
    answer = run("get", "example.org/id/x")
    assert answer.returncode == 2
    assert "/data/" in answer.stderr


def test_a_wrong_setting_is_named_with_where_it_stood(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """An option or variable that cannot be read ends with 2, its name and what it should be."""
    assert "--port is 'x', which is not a port number" in run("serve", "--port", "x").stderr
    monkeypatch.setenv("HORGOS_DEADLINE", "soon")
    answer = run("query", "ASK {}")
    assert answer.returncode == 2
    assert "HORGOS_DEADLINE is 'soon', which is not seconds" in answer.stderr


def test_a_port_that_there_is_not_is_told_before_a_build(run: Run, tmp_path: Path) -> None:
    """The message names the highest; exit code 2, and nothing was built."""
    answer = run("serve", "--port", "99999", "--cache", str(tmp_path / "cache"))
    assert (answer.returncode, "the highest port is 65535" in answer.stderr) == (2, True)
    assert not (tmp_path / "cache").exists()


def test_a_build_on_the_way_does_not_disturb_the_output(tiny_folder: Path, tmp_path: Path) -> None:
    """What takes long says what it is doing on standard error, never on standard output."""
    at_once = "from horgos import cli; cli.options.PATIENCE = 0; cli.main()"
    options = ["--graph", str(tiny_folder), "--cache", str(tmp_path), "--format", "csv"]
    answer = subprocess.run(
        [sys.executable, "-c", at_once, "query", *options, "SELECT (1 AS ?one) {}"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert answer.stdout.split() == ["one", "1"]
    assert "Validating …" in answer.stderr.splitlines()


def test_a_release_is_made_once_and_compared(
    run: Run, tiny_folder: Path, tiny_cache: Path, tmp_path: Path
) -> None:
    """Exit code 0 where it was made, 2 for a version that is there; `diff` takes the last one by itself."""
    where = ("--graph", str(tiny_folder), "--cache", str(tiny_cache), "--releases", str(tmp_path))
    assert run("release", "1.0", *where).stdout.startswith("Released 1.0 of ")
    again = run("release", "1.0", *where)
    assert (again.returncode, "never changed" in again.stderr) == (2, True)
    assert run("diff", *where).stdout == "From 1.0 to now: Nothing changed.\n"
    assert run("diff", "2.0", *where).returncode == 2


def test_check_ends_with_1_where_there_is_something_to_mend(run: Run, edit: Edit) -> None:
    """A broken literal, told with its place on standard output."""
    checked = run("check", str(edit({"data/broken.trig": BROKEN})))
    assert checked.returncode == 1
    assert "data/broken.trig:4" in checked.stdout
