"""Where this server is, as its clients see it: behind a proxy, below a path, under the digest of a release.

What a client claims in Host and X-Forwarded-* counts for nothing: the operator says it once, in `public_url`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

RELEASED = ("dumps/", "data/")
"""What has an address in a release: what follows from the dataset alone. Pages change with the program."""
_RELEASE = "horgos.release"


class Address:
    """The address of a server: of the proxy in front, empty for none, and the digest of what it publishes."""

    def __init__(self, public_url: str, digest: str) -> None:
        public = urlsplit(public_url)
        self._scheme, self._host = public.scheme, public.netloc
        self._root = below(public_url, "")
        self._release = release_path(digest)

    def around(self, app: WSGIApplication) -> WSGIApplication:
        """The app, for which every request is one to this address (PEP 3333, environ Variables).

        A proxy may pass the path on with its root or without. What stands below `/release/<digest>/` is the
        same as without it, and `is_release` tells that it was asked for there.
        """

        def addressed(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
            if self._host:
                environ["wsgi.url_scheme"], environ["HTTP_HOST"] = self._scheme, self._host
                environ["SCRIPT_NAME"] = self._root
            path = environ.get("PATH_INFO", "")
            if self._root and f"{path}/".startswith(f"{self._root}/"):
                path = path[len(self._root) :]
            name = path.removeprefix(self._release)
            environ[_RELEASE] = name != path and name.startswith(RELEASED)
            environ["PATH_INFO"] = f"/{name}" if environ[_RELEASE] else path
            return app(environ, start_response)

        return addressed


def below(public_url: str, path: str) -> str:
    """The path of this server as a proxy may pass it on: with the path of its public address in front."""
    return urlsplit(public_url).path.rstrip("/") + path


def release_path(digest: str) -> str:
    """The path, with a slash at its end, below which the release with this digest stands."""
    return f"/release/{digest}/"


def is_release(environ: WSGIEnvironment) -> bool:
    """Whether this request names the release that it wants, so that its answer never changes."""
    return bool(environ.get(_RELEASE))
