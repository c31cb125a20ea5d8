"""The ways to the pages: the main ones at the head of each page, the others at its foot."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from flask import request, url_for

from horgos.translation import message
from horgos.web.documents import documented
from horgos.web.language import suffix

DOCUMENTS = "documents.index"  # which not every graph has


@dataclass(frozen=True)
class Way:
    """A way to a page: its title as a message, and the endpoint that it leads to."""

    title: str
    endpoint: str

    @property
    def address(self) -> str:
        """Where it leads."""
        return _address(self.endpoint, request.script_root, suffix())

    @property
    def here(self) -> bool:
        """Whether the reader is there."""
        return request.endpoint == self.endpoint


@lru_cache(maxsize=512)
def _address(endpoint: str, root: str, suffix_: str) -> str:
    """The address of an endpoint on this server, by what it depends on; a page asks for twenty."""
    del root, suffix_
    return url_for(endpoint)


MAIN = (
    Way(message("Browse"), "gazetteer.page"),
    Way(message("Search"), "search.page"),
    Way(message("Map"), "map.page"),
    Way(message("Timeline"), "timeline.timeline"),
    Way(message("Statistics"), "statistics.statistics"),
    Way(message("Disagreements"), "evidence.disagreements"),
    Way(message("Sources"), "evidence.sources"),
    Way(message("Query"), "sparql.endpoint"),
    Way(message("Download"), "files.dumps"),
)
MORE = (
    Way(message("About"), "about.about"),
    Way(message("Releases"), "releases.index"),
    Way(message("Documentation"), DOCUMENTS),
    Way(message("Query library"), "library.index"),
    Way(message("Vocabulary"), "browse.ns"),
    Way(message("Shapes"), "files.shapes"),
    Way(message("Validation"), "files.report"),
    Way(message("What can go wrong"), "problems.types"),
)


def more() -> list[Way]:
    """The ways at the foot of a page that lead somewhere for this graph."""
    return [way for way in MORE if documented() or way.endpoint != DOCUMENTS]
