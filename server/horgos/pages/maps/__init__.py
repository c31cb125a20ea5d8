"""Maps drawn on the server: places and lines between them before the outlines of countries.

Nothing here knows of graphs, of HTML or of a reader: what comes in are names and degrees, what comes out are
numbers and paths for a template to set as SVG.
"""

from horgos.pages.maps.drawing import Course, Drawing, Map, draw, locate, prepare, region, room
from horgos.pages.maps.land import keep, recall
from horgos.pages.maps.spots import Mark

__all__ = [
    "Course", "Drawing", "Map", "Mark", "draw", "keep", "locate", "prepare", "recall", "region", "room",
]  # fmt: skip
