"""How `horgos mcp` is reached: what it prints, whom it refuses, how it ends; and that it serves any graph."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from horgos.config import Config
from horgos.mcp.server import server
from horgos.site import open_site, publish
from model_context import COMMAND, connected, text

HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-06-18",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}


def test_standard_output_carries_the_protocol_alone(tiny_folder: Path, tmp_path: Path) -> None:
    """Even where the graph is built first; and the command ends well once standard input is closed."""
    command = [*COMMAND, f"--graph={tiny_folder}", f"--cache={tmp_path}"]
    done = subprocess.run(
        command, input=f"{json.dumps(HELLO)}\n", capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    assert json.loads(line)["result"]["serverInfo"]["name"] == "tiny"


def post(address: str, **headers: str) -> int:
    """The status of a first message with these headers."""
    parts = urlsplit(address)
    connection = HTTPConnection(parts.netloc, timeout=20)
    fields = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    connection.request("POST", parts.path, json.dumps(HELLO), fields | headers)
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://localhost:6274"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Host": "evil.example"}, 421),
        ({"Host": "127.0.0.1.evil.example"}, 421),
        ({"Content-Type": "text/plain"}, 400),
    ],
)
def test_pages_from_elsewhere_are_refused(over_http: str, headers: dict[str, str], status: int) -> None:
    """Model Context Protocol, Transports: Origin is validated, against DNS rebinding."""
    assert post(over_http, **headers) == status


def test_http_listens_on_this_machine_alone(over_http: str) -> None:
    """Whatever other addresses the machine has."""
    port = urlsplit(over_http).port
    listening = {
        line.split()[1]
        for name in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]
        if line.split()[3] == "0A" and line.split()[1].endswith(f":{port:04X}")
    }
    assert listening == {f"0100007F:{port:04X}"}


def test_a_port_that_is_taken_is_told(over_http: str, tiny_folder: Path, tiny_cache: Path) -> None:
    """Exit code 2, as for every wrong setting."""
    options = [f"--http={urlsplit(over_http).port}", f"--graph={tiny_folder}", f"--cache={tiny_cache}"]
    done = subprocess.run([*COMMAND, *options], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert done.stderr.endswith("Address already in use. Choose another with --http.\n")


def test_without_the_sdk_the_command_says_what_to_install(tmp_path: Path) -> None:
    """It is an extra, and no other command needs it."""
    program = "import sys; sys.modules['mcp'] = None; from horgos.cli import main; main()"
    environment = os.environ | {"HORGOS_CACHE": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", program, "mcp"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env=environment,
    )
    assert done.returncode == 2
    assert "pip install 'horgos[mcp]'" in done.stderr


def test_it_serves_a_graph_about_anything(tiny_folder: Path, tiny_cache: Path) -> None:
    """Nothing of the graph that comes with the program shows up; passages have the addresses of its pages."""
    options = {"graph": tiny_folder, "cache": tiny_cache, "public_url": "https://lights.example/"}
    config = Config.load(options, {})
    with open_site(config, publish(config, lambda _: None)) as site, connected(server(site)) as caller:
        found = caller.answer("search", query="candle")
        told = caller.answer("describe", iri=found["results"][0]["iri"])
        calls = [("list_disagreements", {}), ("run_query", {"id": "light/lit"}), ("list_queries", {})]
        texts = [text(caller.call(name, **arguments)) for name, arguments in calls]
        instructions = caller.client.instructions or ""
    assert told["label"] == "Gannet Rock Light"
    assert {
        "https://lights.example/page/source/keeper-tower",
        "https://lights.example/page/source/office-light",
    } <= {passage["address"] for passage in told["passages"]}
    shown = "\n".join((*texts, instructions, json.dumps(told)))
    assert "horgos" not in shown.replace("https://w3id.org/horgos/ns#", "").lower()
