"""One request to the app, without a server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from horgos.errors import ConfigError
from horgos.site import open_site, publish
from horgos.web import create_app

if TYPE_CHECKING:
    from horgos.config import Config

FAILED = 400  # the client and server errors start here (RFC 9110, 15)


@dataclass(frozen=True)
class Response:
    """An HTTP response: whether its status is below 400, the status line, the headers, the body."""

    ok: bool
    status: str
    headers: str
    body: bytes


def request(
    config: Config, path: str, accept: str, follow: bool, progress: Callable[[str], None]
) -> Response:
    """Answer GET `path` as the server would. Raises ConfigError where the path is not one."""
    if not path.startswith("/"):
        raise ConfigError(
            f"{path!r} is not a path.", advice="A path starts with /, for example /data/graph/ontology.ttl"
        )
    with open_site(config, publish(config, progress)) as site:
        answer = create_app(site).test_client().get(path, headers={"Accept": accept}, follow_redirects=follow)
        return Response(answer.status_code < FAILED, answer.status, str(answer.headers), answer.get_data())
