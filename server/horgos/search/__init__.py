"""Search by name: an index made with each publication, and what is found in it."""

from __future__ import annotations

from horgos.search.folding import alike, fold, solid
from horgos.search.found import Facets, Fit, Found, Hit, Name, Wanted
from horgos.search.index import Index, index_in
from horgos.search.making import make_index

__all__ = [
    "Facets",
    "Fit",
    "Found",
    "Hit",
    "Index",
    "Name",
    "Wanted",
    "alike",
    "fold",
    "index_in",
    "make_index",
    "solid",
]
