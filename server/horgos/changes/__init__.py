"""What changed between two states of a graph: by entity, as text, and as an RDF Patch."""

from horgos.changes.entities import Change, Changes, Entity, Kind, compare
from horgos.changes.patch import ADDED, EXTENSION, MEDIA_TYPE, REMOVED, differences, rdf_patch
from horgos.changes.snapshot import Snapshot
from horgos.changes.telling import as_json, as_text, headline

__all__ = [
    "ADDED",
    "EXTENSION",
    "MEDIA_TYPE",
    "REMOVED",
    "Change",
    "Changes",
    "Entity",
    "Kind",
    "Snapshot",
    "as_json",
    "as_text",
    "compare",
    "differences",
    "headline",
    "rdf_patch",
]
