"""Clients in Python that people have: each is tried on a server, and tells in a line what it saw.

They raise AssertionError where the server is not what such a client expects.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from rdflib import Graph, URIRef
from rdflib.namespace import RDF, SKOS
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, GET, JSON, JSONLD, POST, POSTDIRECTLY, RDFXML, TSV, TURTLE, URLENCODED, XML
from SPARQLWrapper import SPARQLWrapper as Wrapper

from model_context import over_stdio

HG = "https://w3id.org/horgos/ns#"
PORT = URIRef("https://w3id.org/horgos/id/horgos-port")
ROWS = "SELECT * WHERE { ?s ?p ?o } LIMIT 2"
TRIPLES = "CONSTRUCT WHERE { ?s ?p ?o } LIMIT 2"
WRAPPED = [
    *((ROWS, format_) for format_ in (JSON, XML, CSV, TSV)),
    *(("ASK { ?s ?p ?o }", format_) for format_ in (JSON, XML)),
    *((TRIPLES, format_) for format_ in (XML, RDFXML, TURTLE, JSONLD)),
]
WAYS = [(GET, URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)]
FORMATS_OF_DATASETS = ("trig", "nq", "jsonld")


def install() -> None:
    """Fetch what the tests do without, unless it is there. Raises CalledProcessError where that fails."""
    if find_spec("reconciler") is None:
        project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
        wanted = project["optional-dependencies"]["clients"]
        subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", *wanted], check=True)


def sparqlwrapper(base: str) -> str:
    """SPARQLWrapper: each of its methods and formats, with the parameters it adds to both."""
    for query, format_ in WRAPPED:
        for method, request in WAYS:
            client = Wrapper(f"{base}sparql")
            client.setQuery(query)
            client.setReturnFormat(format_)
            client.setMethod(method)
            client.setRequestMethod(request)
            assert client.queryAndConvert(), (query, format_, method, request)
    return f"{len(WRAPPED)} answers in {len(WAYS)} ways"


def sparql_store(base: str) -> str:
    """The SPARQLStore of rdflib: a remote graph that is used like one in memory, by GET and by POST."""
    sizes = set()
    for method in ("GET", "POST", "POST_FORM"):
        graph = Graph(SPARQLStore(f"{base}sparql", method=method))
        labels = {label.language: str(label) for label in graph.objects(PORT, SKOS.prefLabel)}
        assert labels["en"] == "Horgos Border Port"
        assert (PORT, RDF.type, URIRef(f"{HG}BorderPort")) in graph
        assert PORT in set(graph.subjects(SKOS.prefLabel, None))
        (row,) = graph.query("SELECT (COUNT(*) AS ?n) { ?claim a hg:Stake }", initNs={"hg": HG})
        assert int(row[0]) > 0
        sizes.add(len(graph))
    (size,) = sizes
    return f"a graph of {size:,} triples by GET and by POST"


def reconciliation(base: str) -> str:
    """`reconciler`, a client of the Reconciliation Service API: a column of names in several scripts."""
    from pandas import Series  # noqa: PLC0415  both come by `install`
    from reconciler import reconcile  # noqa: PLC0415

    column = Series(["Khorgas", "霍尔果斯口岸", "Korgas Port"])
    found = reconcile(column, type_id="hg:BorderPort", reconciliation_endpoint=f"{base}reconcile")
    assert list(found["id"]) == ["id/horgos-port"] * 3, found
    return f"{len(found)} of 3 names matched"


def oxigraph(base: str) -> str:
    """The command line of Oxigraph, with every dump."""
    return load_dumps(base, parts=True)


def load_dumps(base: str, *, parts: bool) -> str:
    """Load the dumps of the whole, and of its parts; all formats of one content have the same quads."""
    counts: dict[tuple[str, str, bool], set[int]] = {}
    dumps = _json(f"{base}dumps/")["dumps"]
    plain = [
        dump
        for dump in dumps
        if not dump["compressed"] and (parts or not (dump["document"] or dump["voice"]))
    ]
    with tempfile.TemporaryDirectory(prefix="horgos-clients-") as folder:
        for dump in plain:
            place = Path(folder, dump["name"])
            place.write_bytes(_bytes(f"{base}dumps/{dump['name']}"))
            key = dump["document"], dump["voice"], dump["format"] in FORMATS_OF_DATASETS
            counts.setdefault(key, set()).add(_loaded(place))
    assert all(len(each) == 1 for each in counts.values()), counts
    total = sum(count for (*_, named), each in counts.items() if named for count in each)
    return f"{len(plain)} dumps loaded, {total:,} quads in {len(counts) // 2} contents"


def model_context_protocol(base: str) -> str:
    """The SDK's client, of `horgos mcp`, which asks the server's endpoint for everything."""
    with tempfile.TemporaryDirectory(prefix="horgos-clients-") as cache:
        options = (f"--engine={base}sparql", f"--cache={cache}", "--deadline=60")
        with over_stdio(*options) as caller:
            tools = caller.tools()
            answer = caller.answer("describe", iri=str(PORT))
    assert answer["label"] == "Horgos Border Port"
    assert answer["passages"]
    return f"{len(tools)} tools, a description that rests on {len(answer['passages'])} passages"


CLIENTS = {
    "SPARQLWrapper": sparqlwrapper,
    "rdflib SPARQLStore": sparql_store,
    "reconciler": reconciliation,
    "oxigraph": oxigraph,
    "mcp": model_context_protocol,
}


def _loaded(file: Path) -> int:
    """How many quads are in a store that the file was loaded into."""
    program, store = Path(sys.executable).with_name("oxigraph"), file.with_suffix(f"{file.suffix}.store")
    subprocess.run([program, "load", "--location", store, "--file", file], check=True, capture_output=True)
    query = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    command = [program, "query", "--location", store, "--query", query, "--results-format", "csv"]
    counted = subprocess.run(command, check=True, capture_output=True, text=True)
    return int(counted.stdout.split()[1])


def _bytes(address: str) -> bytes:
    with urlopen(address, timeout=60) as response:
        return bytes(response.read())


def _json(address: str) -> dict[str, Any]:
    return dict(json.loads(_bytes(address)))
