"""The ways to the pages: the main ones at the head of each page, the others at its foot."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request, url_for

from horgos.translation import message


@dataclass(frozen=True)
class Way:
    """A way to a page: its title as a message, the endpoint that it leads to, and the place on that page."""

    title: str
    endpoint: str
    place: str = ""

    @property
    def address(self) -> str:
        """Where it leads."""
        return url_for(self.endpoint) + self.place

    @property
    def here(self) -> bool:
        """Whether the reader is there."""
        return request.endpoint == self.endpoint and not self.place


MAIN = (
    Way(message("Browse"), "browse.home", "#things"),
    Way(message("Search"), "search.page"),
    Way(message("Query"), "sparql.endpoint"),
    Way(message("Download"), "files.dumps"),
)
MORE = (
    Way(message("About"), "about.about"),
    Way(message("Vocabulary"), "browse.ns"),
    Way(message("Shapes"), "files.shapes"),
    Way(message("Validation"), "files.report"),
    Way(message("What can go wrong"), "problems.types"),
)
