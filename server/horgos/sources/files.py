"""Walk the folders of a graph: every file with its role and checksum, and one digest for all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from pyoxigraph import Literal, Quad, RdfFormat, parse

from horgos.config import shipped_graph
from horgos.errors import ConfigError
from horgos.sources.checksums import Checksums
from horgos.terms import Prefixes

SYNTAXES = {".ttl": RdfFormat.TURTLE, ".trig": RdfFormat.TRIG}
_PREFIXES = "ontology/prefixes.ttl"
_OVERLAID = ("ontology", "shapes")
_OWN = ("data", "queries")
_UNSHARED = "own"  # a folder in ontology/ or shapes/ for what holds for one graph alone
_SHACL = "http://www.w3.org/ns/shacl#"


class Role(Enum):
    """What a file is for, which its place in the folder tells."""

    PREFIXES = "prefixes"
    ONTOLOGY = "ontology"
    RULE = "rule"
    DATA = "data"
    SHAPES = "shapes"
    QUERY = "query"


@dataclass(frozen=True)
class SourceFile:
    """One file of a graph.

    `path` is relative to the graph's folder, with slashes; `sha256` is of its bytes in hexadecimal, and
    empty where the file cannot be read. `inherited` marks a file that the graph does not have itself but
    takes from the graph that comes with the program.
    """

    path: str
    location: Path
    role: Role
    sha256: str
    inherited: bool = False


@dataclass(frozen=True)
class Sources:
    """All files of a graph, in the order of their paths, and its prefixes.

    `inherited` are the prefixes that the inherited files were written with.
    """

    files: tuple[SourceFile, ...]
    prefixes: Prefixes
    inherited: Prefixes

    @property
    def digest(self) -> str:
        """One sha256 over the paths and checksums of all files: the same files, wherever they lie."""
        lines = sorted(f"{file.sha256}  {file.path}\n" for file in self.files)
        return hashlib.sha256("".join(lines).encode()).hexdigest()

    def of(self, role: Role) -> tuple[SourceFile, ...]:
        """The files with this role."""
        return tuple(file for file in self.files if file.role is role)

    def prefixes_of(self, file: SourceFile) -> Prefixes:
        """The prefixes that this file may use."""
        return self.inherited if file.inherited else self.prefixes


def read(folder: Path, shipped: Path | None = None, remembered: Path | None = None) -> Sources:
    """Find every file of the graph in `folder`, laid over the graph that comes with the program.

    `ontology/` and `shapes/` are an overlay: a shipped file counts unless the folder has one with the same
    path; what the shipped graph has in `ontology/own/` and `shapes/own/` is about its subject, and is not
    inherited. `data/` and `queries/` come from the folder alone. In the folder `remembered` are the checksums
    of large files, which are read where they have changed (see `Checksums`). Raises ConfigError where there
    is no `data/`.
    """
    _require(folder)
    shipped = shipped_graph() if shipped is None else shipped
    own = dict(_walk(folder, *_OVERLAID, *_OWN))
    inherited = {
        path: place for path, place in _walk(shipped, *_OVERLAID) if _UNSHARED not in path.split("/")
    }
    found = {**inherited, **own}
    checksums = Checksums(remembered)
    files = tuple(
        SourceFile(path, found[path], role, checksums.of(found[path]), path not in own)
        for path in sorted(found)
        if (role := _role(path)) is not None
    )
    checksums.keep()
    return Sources(files, _prefixes(found.get(_PREFIXES)), _prefixes(shipped / _PREFIXES))


def _require(folder: Path) -> None:
    if not folder.is_dir():
        what = "is not a folder" if folder.exists() else "does not exist"
        raise ConfigError(f"The graph {folder} {what}.", advice="Give a folder that holds data/.")
    if not (folder / "data").is_dir():
        advice = "Give the folder that holds data/"
        advice += f": {folder.parent}." if folder.name == "data" else ", with Turtle or TriG files in it."
        raise ConfigError(f"The folder {folder} has no data/ in it.", advice=advice)


def _walk(root: Path, *tops: str) -> Iterator[tuple[str, Path]]:
    """Every file below the tops, and folders that are called like a file of data, so that loading tells."""
    for top in tops:
        for place in (root / top).rglob("*"):
            parts = place.relative_to(root).parts
            hidden = any(part.startswith(".") for part in parts)
            if not hidden and (place.suffix in SYNTAXES or not place.is_dir()):
                yield "/".join(parts), place


def _role(path: str) -> Role | None:
    top, _, rest = path.partition("/")
    suffix = Path(path).suffix
    if path == _PREFIXES:
        return Role.PREFIXES
    if top == "data":
        return None if suffix == ".md" else Role.DATA
    if top == "ontology" and rest.startswith("rules/"):
        return Role.RULE if suffix == ".rq" else None
    roles = {
        ("ontology", ".ttl"): Role.ONTOLOGY,
        ("shapes", ".ttl"): Role.SHAPES,
        ("queries", ".rq"): Role.QUERY,
    }
    return roles.get((top, suffix))


def _prefixes(location: Path | None) -> Prefixes:
    """The declarations in a file of prefixes (SHACL, 5.2.1); what is wrong with it is told by loading."""
    declared: dict[object, dict[str, str]] = {}
    for quad in _readable(location):
        if isinstance(quad.object, Literal):
            declared.setdefault(quad.subject, {})[quad.predicate.value] = quad.object.value
    pairs = [(entry.get(f"{_SHACL}prefix"), entry.get(f"{_SHACL}namespace")) for entry in declared.values()]
    return Prefixes({prefix: space for prefix, space in pairs if prefix is not None and space is not None})


def _readable(location: Path | None) -> Iterator[Quad]:
    try:
        if location is not None and location.is_file():
            yield from list(parse(location.read_bytes(), RdfFormat.TURTLE))  # all of them, or none
    except (OSError, SyntaxError):
        return
