"""No query makes the server open a connection or read a file, however it is written."""

from __future__ import annotations

import ctypes
import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from refusals import refused
from wire import FORM, Endpoint

SECRET = "a-secret-of-this-machine"  # noqa: S105  a mark to look for
IN_ACCESS, IN_OPEN = 0x1, 0x20

Watched = Callable[[], bool]


@pytest.fixture(scope="module")
def listener() -> Iterator[socket.socket]:
    """What a server on this machine would hear of: connections to a port of the loopback interface."""
    with socket.create_server(("127.0.0.1", 0)) as opened:
        opened.setblocking(False)
        yield opened


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of triples that anybody on this machine could read."""
    path = tmp_path_factory.mktemp("secret") / "secret.ttl"
    path.write_text(f'<urn:s> <urn:p> "{SECRET}" .\n')
    path.parent.chmod(0o755)
    return path


@pytest.fixture(scope="module")
def was_opened(secret: Path) -> Iterator[Watched]:
    """Tells whether the file has been opened since it was last asked; the kernel keeps watch (inotify)."""
    libc = ctypes.CDLL(None, use_errno=True)
    watch = libc.inotify_init1(os.O_NONBLOCK)
    assert libc.inotify_add_watch(watch, os.fsencode(secret), IN_ACCESS | IN_OPEN) > 0

    def asked() -> bool:
        try:
            return bool(os.read(watch, 65536))
        except BlockingIOError:
            return False

    yield asked
    os.close(watch)


def was_connected(listener: socket.socket) -> bool:
    """Whether somebody has connected since this was last asked."""
    try:
        listener.accept()[0].close()
    except BlockingIOError:
        return False
    return True


def test_the_watch_would_see(listener: socket.socket, secret: Path, was_opened: Watched) -> None:
    """A connection and an opened file do show, so that their absence means something."""
    socket.create_connection(listener.getsockname()).close()
    secret.read_bytes()
    assert was_connected(listener)
    assert was_opened()
    assert not was_connected(listener)
    assert not was_opened()


@pytest.fixture
def place(listener: socket.socket, secret: Path, was_opened: Watched) -> Iterator[Callable[[str], str]]:
    """Fills URL, FILE and PATH in; afterwards nobody has connected, nothing has been opened."""
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    names = {
        "URL": url,
        "FILE": secret.as_uri(),
        "PATH": str(secret),
        "ESCAPED": url.replace("h", r"\u0068", 1),
    }

    def filled(text: str) -> str:
        for name, value in names.items():
            text = text.replace(name, value)
        return text

    yield filled
    assert not was_connected(listener)
    assert not was_opened()


SERVICES = [
    "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE <FILE> { ?s ?p ?o } }",
    "select*{service<URL>{?s ?p ?o}}",
    "SELECT * { SeRvIcE SiLeNt <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE # <x>\n # y\n <URL> { ?s ?p ?o } }",
    "SELECT * { BIND(<URL> AS ?x) SERVICE ?x { ?s ?p ?o } }",
    "SELECT * { VALUES ?x { <URL> } SERVICE SILENT ?x { ?s ?p ?o } }",
    "PREFIX s: <URL> SELECT * { SERVICE s: { ?s ?p ?o } }",
    "PREFIX service: <URL> SELECT * { SERVICE service: { ?s ?p ?o } }",
    "BASE <URL> SELECT * { SERVICE <> { ?s ?p ?o } }",
    "BASE <URL> SELECT * { SERVICE <sparql> { ?s ?p ?o } }",
    "ASK { OPTIONAL { SERVICE <URL> { ?s ?p ?o } } }",
    "ASK { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "ASK { MINUS { SERVICE <URL> { ?s ?p ?o } } }",
    "ASK { { SELECT * { GRAPH ?g { SERVICE <URL> { ?s ?p ?o } } } } }",
    "CONSTRUCT { ?s ?p ?o } { SERVICE <URL> { ?s ?p ?o } }",
    "DESCRIBE ?s { SERVICE <URL> { ?s ?p ?o } }",
    r"SELECT * { \u0053ERVICE <URL> { ?s ?p ?o } }",
    r"SELECT * { \U00000053\u0045RVICE <URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE <ESCAPED> { ?s ?p ?o } }",
    "SELECT * { FILTER('\\'#' = \"\\\"'\") SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { FILTER('''' ''' = \"\"\"\" \"\"\") SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s <urn:a#b> 'x'@en-gb SERVICE <URL> { ?s ?p ?o } }",
    "SELECT * { ?s ?p 1.SERVICE <URL> { ?s ?p ?o } }",
    "\ufeffSELECT * { SERVICE\ufeff<URL> { ?s ?p ?o } }",
    "SELECT * { SERVICE\u00a0<URL> { ?s ?p ?o } }",
    "SELECT * { \uff33\uff25\uff32\uff36\uff29\uff23\uff25 <URL> { ?s ?p ?o } }",
]


@pytest.mark.parametrize("text", SERVICES)
def test_service_is_refused_in_every_disguise(
    server: Endpoint, place: Callable[[str], str], text: str
) -> None:
    """400 in the body, in a form and on the page, by name where it is spelled as SPARQL spells it."""
    query = place(text)
    answer = server.ask(query)
    assert answer.status == 400
    refused(answer, 400, answer.json["type"].removeprefix("/errors/"))
    assert server.shown(query).status == 400


FROM = [
    "SELECT * FROM <URL> { ?s ?p ?o }",
    "SELECT * FROM <FILE> { ?s ?p ?o }",
    "SELECT * FROM <PATH> { ?s ?p ?o }",
    "SELECT * FROM <../../../../../../..PATH> { ?s ?p ?o }",
    "SELECT * FROM NAMED <URL> FROM NAMED <FILE> { GRAPH ?g { ?s ?p ?o } }",
    "BASE <FILE> SELECT * FROM <> { ?s ?p ?o }",
    "BASE <URL> SELECT * FROM <> FROM NAMED <x> { ?s ?p ?o }",
    "PREFIX f: <FILE> SELECT * FROM f: { ?s ?p ?o }",
    "SELECT * FROM <ESCAPED> { ?s ?p ?o }",
    "SELECT * { GRAPH <URL> { ?s ?p ?o } }",
    "SELECT * { GRAPH <FILE> { ?s ?p ?o } }",
    "CONSTRUCT FROM <FILE> WHERE { ?s ?p ?o }",
    "DESCRIBE <URL>",
    "DESCRIBE <FILE> FROM <FILE>",
    "ASK { <FILE> <URL>|^<URL> ?o }",
]


@pytest.mark.parametrize("text", FROM)
def test_a_graph_that_the_dataset_lacks_is_empty(
    server: Endpoint, place: Callable[[str], str], text: str
) -> None:
    """200 and nothing found: a graph is looked up in the dataset and nowhere else (SPARQL 1.1, 13.2)."""
    answer = server.ask(place(text), format="json")
    assert answer.status == 200
    assert SECRET not in answer.text
    assert answer.text.count('"value"') == answer.text.count('"@id"') == 0


@pytest.mark.parametrize("name", ["default-graph-uri", "named-graph-uri"])
@pytest.mark.parametrize("graph", ["URL", "FILE", "file:PATH", "file:///../PATH", "ftp://127.0.0.1/x"])
def test_a_graph_of_the_protocol_is_not_fetched(
    server: Endpoint, place: Callable[[str], str], name: str, graph: str
) -> None:
    """SPARQL 1.1 Protocol, 2.1.4 leaves it to the service where graphs come from; here from the dataset."""
    query = "SELECT * { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    answer = server.ask(query, **{name: place(graph)})
    assert (answer.status, answer.json["results"]["bindings"]) == (200, [])


FUNCTIONS = [
    "<URL>(1)",
    "<file:///etc/passwd>('x')",
    "<http://jena.apache.org/ARQ/function#now>()",
    "<java:java.lang.System>()",
]


@pytest.mark.parametrize("call", FUNCTIONS)
def test_a_function_that_is_not_known_is_not_looked_for(
    server: Endpoint, place: Callable[[str], str], call: str
) -> None:
    """400: an IRI in the place of a function is a name, not an address of code."""
    refused(server.ask(place(f"SELECT ({call} AS ?x) {{}}")), 400, "query-refused")


UPDATES = [
    "LOAD <URL>",
    "LOAD SILENT <FILE> INTO GRAPH <urn:g>",
    "load # x\n <URL>",
    "PREFIX s: <URL> LOAD s:",
    "BASE <URL> LOAD <>",
    r"\u004COAD <URL>",
    "INSERT DATA { <urn:s> <urn:p> <urn:o> }",
    "insert { ?s ?p 1 } where { ?s ?p ?o }",
    "DELETE WHERE { ?s ?p ?o }",
    "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "CLEAR ALL",
    "# SELECT\nDROP ALL",
    "BASE <urn:x> PREFIX a: <urn:a> CREATE GRAPH <urn:g>",
    "COPY DEFAULT TO <urn:g>",
    "MOVE <urn:g> TO DEFAULT",
    "ADD <urn:g> TO DEFAULT",
    "ASK {}; DROP ALL",
    "SELECT * { ?s ?p ?o } ; INSERT DATA { <urn:s> <urn:p> <urn:o> }",
    "INSERT DATA { <urn:s> <urn:p> <urn:o> } ; LOAD <URL>",
]


@pytest.mark.parametrize("text", UPDATES)
def test_an_update_is_refused_however_it_is_sent(
    server: Endpoint, place: Callable[[str], str], text: str
) -> None:
    """400 as a query, 400 under the name of an update, 415 as its media type; the data stays as it is."""
    count = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    before, update = server.ask(count).body, place(text).encode()
    for answer in (
        server.ask(update),
        server.send(b"POST /sparql?update=CLEAR%20ALL", FORM, body=b"query=ASK{}"),
        server.send(
            b"POST /sparql", FORM, body=b"using-graph-uri=urn:g&update=" + update.replace(b"#", b"%23")
        ),
    ):
        refused(answer, 400, answer.json["type"].removeprefix("/errors/"))
    typed = server.send(b"POST /sparql", b"Content-Type: application/sparql-update", body=update)
    refused(typed, 415, "unsupported-media-type", says="no updates")
    assert server.ask(count).body == before
