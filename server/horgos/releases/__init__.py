"""Releases of a graph: freezing what is published under a version, and finding what was frozen."""

from horgos.records import RECORD
from horgos.releases.freezing import freeze
from horgos.releases.naming import published, snapshot
from horgos.releases.release import (
    BETWEEN,
    LATEST,
    NOW,
    SUMS,
    Release,
    Releases,
    checked,
)

__all__ = [
    "BETWEEN",
    "LATEST",
    "NOW",
    "RECORD",
    "SUMS",
    "Release",
    "Releases",
    "checked",
    "freeze",
    "published",
    "snapshot",
]
