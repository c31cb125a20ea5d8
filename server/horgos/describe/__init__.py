"""What is published, told to machines: VoID, DCAT, the service, the queries as examples, the prefixes.

A graph of its own, `graph/publication`, which the endpoint serves beside the content. It is in no dump, since
it has their checksums, and whatever it counts is the content alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse, serialize

from horgos.build import Built, merged
from horgos.describe.census import census
from horgos.describe.dcat import SERVICE, agents, dcat, versions
from horgos.describe.examples import described, examples
from horgos.describe.naming import PUBLICATION, Naming
from horgos.describe.prefixes import declared
from horgos.describe.service import FUNCTIONS, service_description, what_is_offered
from horgos.describe.terms import DCTERMS, FOAF, FORMAT_NAMES, PREFIXES, SD, SKOS, TYPE, VOID, say
from horgos.describe.void import void
from horgos.queries import Query
from horgos.terms import Prefixes

__all__ = [
    "DESCRIPTIONS",
    "FORMAT_NAMES",
    "FUNCTIONS",
    "PREFIXES",
    "PUBLICATION",
    "Description",
    "described",
    "description",
    "descriptions_in",
    "is_description",
    "service_description",
]

DESCRIPTIONS = ("void", "dcat", "service", "examples", "prefixes")
"""What there is a description of, each a file `description/{name}.nt` in the folder of a publication."""

_ABOUT = (
    "VoID, DCAT, the service, example queries and prefixes. The endpoint serves this graph beside the"
    " content; it is in no dump, since it has their checksums, and what it counts is the content alone."
)
_ABOUT_ZH = (
    "以 VoID 和 DCAT 描述数据集，并说明服务、示例查询和前缀。端点在内容之外另行提供此图；"
    "它载有各数据文件的校验和，故不收入数据文件，所计数目也只限于内容。"
)
_UNCOUNTED = " Classes, properties and links are not counted in a graph of this size."
_UNCOUNTED_ZH = "图谱规模较大，未统计其类、属性和链接。"


@dataclass(frozen=True)
class Description:
    """The description of what was built: its triples by `DESCRIPTIONS`, and the graph that has them.

    `about` is what the dataset states of itself, which belongs to each part and is not served a second time.
    """

    built: Built
    graph: NamedNode
    parts: Mapping[str, tuple[Quad, ...]]
    about: tuple[Quad, ...]

    def quads(self) -> tuple[Quad, ...]:
        """All of it, in its graph, each statement once."""
        triples = dict.fromkeys(quad.triple for part in self.parts.values() for quad in part)
        return tuple(_in(self.graph, triple) for triple in triples)

    def store(self) -> Store:
        """A store with it and with what the dataset states of itself, to be validated."""
        about = [_in(self.graph, quad.triple) for quad in self.about]
        return merged([*self.quads(), *about])

    def serve(self) -> None:
        """Add it to the store in the folder, and to the merge there."""
        lines, path = b"".join(self._lines()), self.built.store_path
        if path.is_dir():
            Store(str(path)).bulk_load(lines, RdfFormat.N_QUADS)
        else:
            with path.open("ab") as file:
                file.write(lines)

    def _lines(self) -> Iterator[bytes]:
        """It as N-Quads: in its graph, and in the default graph."""
        quads = self.quads()
        for each in (quads, [quad.triple for quad in quads]):
            yield serialize(each, format=RdfFormat.N_QUADS) or b""

    def write(self) -> None:
        """Write each part as sorted N-Triples into the folder, beside what the dataset says of itself."""
        folder = self.built.folder / "description"
        folder.mkdir(exist_ok=True)
        for name, quads in self.parts.items():
            triples = {quad.triple for quad in (*quads, *self.about)}
            text = serialize(triples, format=RdfFormat.N_TRIPLES) or b""
            (folder / f"{name}.nt").write_bytes(b"".join(sorted(text.splitlines(keepends=True))))


def description(
    built: Built,
    library: Sequence[Query],
    prefixes: Prefixes,
    *,
    releases: Path | None = None,
    counted: bool = True,
    remote: bool = False,
) -> Description:
    """Describe what was built, and the releases in a folder.

    Without `counted`, the store is not looked through, and there is no partition and no linkset. `remote`
    tells that another server answers queries. What the content states already is not stated again.
    """
    naming = Naming(built.dataset, prefixes)
    about = tuple(built.store.quads_for_pattern(naming.subject, None, None, DefaultGraph()))
    found = census(_merge(built), naming.dataset.base) if counted else None
    parts = {
        "void": (*_document(naming, counted=counted), *void(naming, built.counts, built.dumps, found)),
        "dcat": (
            *dcat(naming, built.digest, built.dumps),
            *agents(naming, about),
            *(versions(naming, releases) if releases else ()),
        ),
        "service": _service(naming, remote=remote),
        "examples": examples(naming, library),
        "prefixes": declared(naming),
    }
    new = {name: tuple(quad for quad in part if quad not in built.store) for name, part in parts.items()}
    return Description(built, naming.graph, new, about)


def is_description(graph: Iterable[Quad]) -> bool:
    """Whether this is a graph with the description of a publication, which says so of itself."""
    return any(
        quad.subject == quad.graph_name
        and quad.predicate.value == TYPE
        and quad.object == NamedNode(f"{VOID}DatasetDescription")
        for quad in graph
    )


def descriptions_in(folder: Path, name: str) -> list[Quad]:
    """One part of the description in the folder of a publication, sorted, in the default graph."""
    return list(parse(path=folder / "description" / f"{name}.nt", format=RdfFormat.N_TRIPLES))


def _in(graph: NamedNode, triple: Triple) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, graph)


def _merge(built: Built) -> Iterator[Quad]:
    return built.store.quads_for_pattern(None, None, None, DefaultGraph())


def _document(naming: Naming, *, counted: bool) -> Iterator[Quad]:
    """The description itself (VoID, 6)."""
    told, told_zh = (_ABOUT, _ABOUT_ZH) if counted else (_ABOUT + _UNCOUNTED, _ABOUT_ZH + _UNCOUNTED_ZH)
    yield say(naming.graph, TYPE, NamedNode(f"{VOID}DatasetDescription"))
    yield say(naming.graph, f"{SKOS}prefLabel", Literal("Description of the publication", language="en"))
    yield say(naming.graph, f"{SKOS}prefLabel", Literal("发布说明", language="zh-hans"))
    yield say(naming.graph, f"{DCTERMS}description", Literal(told, language="en"))
    yield say(naming.graph, f"{DCTERMS}description", Literal(told_zh, language="zh-hans"))
    yield say(naming.graph, f"{FOAF}primaryTopic", naming.subject)


def _service(naming: Naming, *, remote: bool) -> Iterator[Quad]:
    """What any service with this graph offers; the sizes of its graphs, each tells at its own address."""
    yield from what_is_offered(naming.at(SERVICE), naming.at("sparql").value, naming.subject, remote=remote)
    yield say(naming.subject, TYPE, NamedNode(f"{SD}Dataset"))
