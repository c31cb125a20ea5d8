"""A site whose graph another server holds: pages, queries, dumps and the report come out of that server."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Dataset, parse

import endpoints
from horgos.build import Built
from horgos.cli.request import request as get
from horgos.config import Config
from horgos.errors import BadGateway, ConfigError, InvalidGraph
from horgos.formats import BY_NAME
from horgos.mcp.server import server as model_context_server
from horgos.queries import shipped
from horgos.site import Site, ask, check, open_site, publish
from horgos.web import create_app
from model_context import connected
from serving import serving

SERVERS = {"oxigraph": endpoints.oxigraph, "virtuoso": endpoints.virtuoso}
PATHS = [
    *("/", "/browse", "/map", "/page/gannet-light", "/page/source/office-light", "/disagreements"),
    *("/sources", "/timeline", "/statistics"),
    *("/ns", "/shapes", "/dumps/", "/report"),
]
OTHERWISE = {
    (
        "virtuoso",
        "/",
    ): "Virtuoso 7 counts a statement once in each graph, and the home page shows the number.",
    ("virtuoso", "/report"): "Virtuoso 7 has no merge as its default graph, and the report warns of it.",
}
"""What a server answers otherwise, and so a page shows otherwise."""


def quiet(step: str) -> None:
    """Take the word of what is being done, and do nothing with it."""
    assert step


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest) -> str:
    """The name of each server in turn."""
    return str(request.param)


@pytest.fixture(scope="module")
def address(server: str, tiny_build: Built, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Its address, with the tiny graph in it as docs/deploy.md says."""
    with SERVERS[server](tiny_build.store_path, tmp_path_factory.mktemp(server)) as url:
        yield url


@pytest.fixture(scope="module")
def config(address: str, tiny_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Config:
    """Settings with that server as the engine."""
    cache = tmp_path_factory.mktemp("cache")
    return Config.load({"graph": tiny_folder, "cache": cache, "engine": address, "deadline": 30}, {})


@pytest.fixture(scope="module")
def local(config: Config) -> Config:
    """The same settings without it."""
    return replace(config, engine="")


@dataclass(frozen=True)
class Opened:
    """A site, and a client that asks it."""

    site: Site
    client: FlaskClient


@pytest.fixture(scope="module")
def sites(config: Config, local: Config) -> Iterator[tuple[Opened, Opened]]:
    """The site here and the one whose graph the server holds, opened once for all their pages."""
    with ExitStack() as opened:
        here, there = (
            opened.enter_context(open_site(each, publish(each, quiet))) for each in (local, config)
        )
        yield Opened(here, create_app(here).test_client()), Opened(there, create_app(there).test_client())


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_the_same_whoever_answers_its_queries(
    server: str, sites: tuple[Opened, Opened], path: str, request: pytest.FixtureRequest
) -> None:
    """What a reader sees does not depend on where the graph is kept."""
    if reason := OTHERWISE.get((server, path)):
        request.applymarker(pytest.mark.xfail(reason=reason, strict=True))
    (ours, here), (theirs, there) = (_answer(each, path) for each in sites)
    assert there == here
    assert theirs.splitlines() == ours.splitlines()


def _answer(opened: Opened, path: str) -> tuple[str, str]:
    """What a site shows there, after all redirects, and the status."""
    answer = opened.client.get(path, headers={"Accept": "text/html"}, follow_redirects=True)
    return _timeless(answer.text, opened.site.publication.digest), answer.status


def _timeless(page: str, digest: str) -> str:
    """A page without what tells one publication of the same data from another: its digest and its date."""
    text = page.replace(digest, "DIGEST").replace(digest[:12], "DIG")
    return re.sub(r'<time datetime="[^"]*">.*?</time>', "DATE", text)


def test_functions_of_another_server_are_not_claimed(config: Config, local: Config) -> None:
    """SPARQL 1.1 Service Description, 3.2.6: sd:extensionFunction names what is known to be there."""
    ours, theirs = (get(each, "/sparql", "text/turtle", False, quiet).body for each in (local, config))
    assert b"sd:extensionFunction" in ours
    assert b"sd:extensionFunction" not in theirs


def test_the_dumps_hold_what_the_server_holds(config: Config, tiny_build: Built) -> None:
    """The N-Quads are made of the server's answers, and are those of the files here."""
    dump = publish(config, quiet).dump(BY_NAME["nq"])
    ours = tiny_build.folder / "dumps" / dump.name
    assert Dataset(parse(path=dump)) == Dataset(parse(path=ours))


def test_a_query_is_answered_by_the_server(config: Config, tiny_build: Built) -> None:
    """`horgos query --engine` asks it."""
    answer, _ = ask(config, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", BY_NAME["csv"], quiet)
    assert int(answer.body.split()[1]) == tiny_build.counts.quads


def test_tools_answer_the_same_whoever_answers_their_queries(sites: tuple[Opened, Opened]) -> None:
    """With the same passages: `horgos mcp --engine` asks the server for these too."""
    about = "SELECT ?about { <claim/height-31> <https://w3id.org/horgos/ns#about> ?about }"
    calls = [
        ("describe", {"iri": "gannet-light"}),
        ("sparql", {"query": about}),
        ("sparql", {"query": "CONSTRUCT WHERE { <claim/height-31> ?p ?o }"}),
        ("list_disagreements", {}),
    ]
    answers = []
    for each in sites:
        with connected(model_context_server(each.site)) as caller:
            answers.append([caller.answer(tool, **arguments) for tool, arguments in calls])
    assert answers[0] == answers[1]
    assert all(answer["passages"] for answer in answers[0])


def test_the_validation_is_of_what_the_server_holds(server: str, config: Config, tiny_build: Built) -> None:
    """The tiny graph validates there too; whether its default graph is the merge is told."""
    report = check(config, quiet)
    assert report.conforms, report.as_text()
    counts = tiny_build.counts
    assert report.checked["graphs"] == counts.graphs
    told = [finding.message for finding in report.findings]
    each, merged = counts.quads, counts.triples
    union = f"The default graph of the engine has {each} triples, the merge of its graphs {merged}."
    assert told == ([union] if server == "virtuoso" else [])


def test_nothing_is_read_from_data(config: Config, edit: Callable[[dict[str, str | None]], Path]) -> None:
    """The files of data/ count for nothing where an engine is named: it holds the graph."""
    broken = edit({"data/editorial.trig": "this is no TriG"})
    assert check(replace(config, graph=broken), quiet).conforms


def test_what_does_not_validate_is_not_published(
    config: Config, edit: Callable[[dict[str, str | None]], Path], tmp_path: Path
) -> None:
    """The shapes of the folder guard what another server holds."""
    shape = """
        @prefix schema: <https://schema.org/> .
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        <https://example.org/tiny/shape/no-place> a sh:NodeShape ;
            sh:message "This is a place. Take it out." ;
            sh:nodeKind sh:Literal ;
            sh:targetClass schema:Place .
    """
    folder = edit({"shapes/none.ttl": shape})
    with pytest.raises(InvalidGraph) as caught:
        publish(replace(config, graph=folder, cache=tmp_path / "cache"), quiet)
    assert "This is a place." in caught.value.report.as_text()
    assert list((tmp_path / "cache").iterdir()) == []


def oxigraph_with(quads: str, folder: Path) -> AbstractContextManager[str]:
    """A server that holds these quads."""
    (folder / "store.nq").write_text(quads, "utf-8")
    return endpoints.oxigraph(folder / "store.nq", folder)


def test_a_default_graph_that_was_not_loaded_is_told(
    tiny_build: Built, tiny_folder: Path, tmp_path: Path
) -> None:
    """With the named graphs alone, a server that does not merge them itself would find next to nothing."""
    named = (tiny_build.folder / "dumps" / "tiny.nq").read_text("utf-8")
    with oxigraph_with(named, tmp_path) as url, pytest.raises(ConfigError, match="default graph"):
        publish(Config.load({"graph": tiny_folder, "cache": tmp_path, "engine": url}, {}), quiet)


def test_a_server_that_holds_no_dataset_is_told(tiny_folder: Path, tmp_path: Path) -> None:
    """What is published says what it is, here as in files."""
    with oxigraph_with(
        "<http://e/s> <http://e/p> 1 <http://e/g> .\n".replace(" 1 ", ' "1" '), tmp_path
    ) as url:
        report = check(Config.load({"graph": tiny_folder, "cache": tmp_path, "engine": url}, {}), quiet)
    assert "void:Dataset" in report.as_text()


def test_a_server_that_cuts_its_answers_is_told(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """Servers bound the rows of a result and say nothing, so that what came is counted."""
    monkeypatch.setattr("horgos.mirror.shipped", lambda name: f"{shipped(name)} LIMIT 7")
    with pytest.raises(BadGateway, match=r"gave 7 of the \d+ triples"):
        check(config, quiet)


def test_what_the_server_says_anew_is_published_anew(
    tiny_build: Built, tiny_folder: Path, tmp_path: Path
) -> None:
    """Each start reads the server: its digest, and with it every tag, is that of its statements."""
    cache = tmp_path / "cache"
    published = []
    for number, word in enumerate(["Gannet", "Puffin"]):
        folder = tmp_path / str(number)
        folder.mkdir()
        text = tiny_build.store_path.read_text("utf-8").replace("Gannet Rock Light", f"{word} Rock Light")
        with oxigraph_with(text, folder) as url:
            config = Config.load({"graph": tiny_folder, "cache": cache, "engine": url}, {})
            published += [publish(config, quiet).digest for _ in range(2)]
    assert published[0] == published[1] != published[2] == published[3]


def test_serve_answers_out_of_the_engine(config: Config) -> None:
    """`horgos serve --engine`: processes, pages, dumps and the endpoint, with a wrong query told as such."""
    folders = ["--graph", str(config.graph), "--cache", str(config.cache)]
    with serving(*folders, "--engine", config.engine, "--processes", "1") as served:
        asked = f"{served}sparql?query=ASK%20%7B%20%3Cid%2Fgannet-light%3E%20%3Fp%20%3Fo%20%7D"
        with urlopen(asked) as response:
            assert b"true" in response.read()
        with urlopen(f"{served}page/gannet-light") as response:
            assert b"Gannet Rock Light" in response.read()
        with pytest.raises(HTTPError) as caught:
            urlopen(f"{served}sparql?query=SELECT")
        assert caught.value.code == 400
        caught.value.close()
