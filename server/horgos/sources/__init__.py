"""The files a graph is made of: which there are, what they say, and where in them it is said."""

from horgos.sources.dataset import Dataset, describe
from horgos.sources.files import Role, SourceFile, Sources, read
from horgos.sources.loading import Loaded, find_dataset, labelled, load, named_quads, read_each
from horgos.sources.places import LineIndex

__all__ = [
    "Dataset",
    "LineIndex",
    "Loaded",
    "Role",
    "SourceFile",
    "Sources",
    "describe",
    "find_dataset",
    "labelled",
    "load",
    "named_quads",
    "read",
    "read_each",
]
