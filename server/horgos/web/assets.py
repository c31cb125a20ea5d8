"""What pages load besides themselves, as the frontend's build made it; a page works without."""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from flask import Blueprint, request, url_for

from horgos import __version__
from horgos.config import PACKAGE

if TYPE_CHECKING:
    from flask import Request

FOLDER = "build/"
LICENCES = "LICENSES.txt"
"""The licences of what the scripts are built from."""
IMMUTABLE = "public, max-age=31536000, immutable"  # RFC 8246, 2
_HASHED = re.compile(r"build/[\w.-]+-[0-9A-Z]{8}\.\w+(\.br|\.gz)?")

blueprint = Blueprint("assets", __name__)


@blueprint.app_template_global()
def asset(name: str) -> str:
    """The address of a script or sheet of `server/frontend/src`; empty where it has not been built."""
    file = _manifest().get(name)
    return url_for("static", filename=FOLDER + file) if file else ""


@blueprint.app_template_global()
def sheet(name: str) -> str:
    """The address of a style sheet of `static/` as it is in this release."""
    return _sheet(name, request.script_root)


@lru_cache(maxsize=64)
def _sheet(name: str, root: str) -> str:
    """The same by what it depends on; a page asks for five."""
    del root
    return url_for("static", filename=name, v=__version__)


def static_build(name: str) -> str:
    """The address of a file that the build made under its own name; empty where it has not been built."""
    return url_for("static", filename=FOLDER + name) if (PACKAGE / "static" / FOLDER / name).exists() else ""


def built() -> str:
    """What tells one build of the frontend from another."""
    return ",".join(_manifest().values())


def never_changes(request: Request) -> bool:
    """Whether a request is for a file with the hash of its content in its name."""
    name = (request.view_args or {}).get("filename", "") if request.endpoint == "static" else ""
    return _HASHED.fullmatch(name) is not None


@cache
def _manifest() -> dict[str, str]:
    """The names that the build gave to what it made; empty where the frontend was left out."""
    path = PACKAGE / "static" / FOLDER / "manifest.json"
    return dict(json.loads(path.read_text("utf-8"))) if path.exists() else {}
