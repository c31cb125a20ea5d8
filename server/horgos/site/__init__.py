"""From a folder to something that can be served: build, validate, publish under a digest; open and close."""

from __future__ import annotations

from horgos.site.opening import Site, ask, open_site
from horgos.site.publication import KEPT, Publication
from horgos.site.publishing import check, publish

__all__ = ["KEPT", "Publication", "Site", "ask", "check", "open_site", "publish"]
