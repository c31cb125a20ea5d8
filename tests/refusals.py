"""What a clean refusal is: the right status, a problem that can be read, and nothing of the inside."""

from __future__ import annotations

from typing import Any

from horgos.errors import error_types
from wire import Reply

KNOWN = {f"/errors/{kind.slug}" for kind in error_types()}
INSIDE = ("Traceback", 'File "', '.py"', "horgos.engine", "site-packages", "/home/", "/root/", "/tmp/")  # noqa: S108


def refused(
    reply: Reply, status: int, slug: str, *, setting: str | None = None, says: str = ""
) -> dict[str, Any]:
    """The problem details of a refusal (RFC 9457) with this status and type.

    `setting` is the one whose limit was reached: it is a member, and the advice names its variable. `says` is
    part of the detail.
    """
    assert reply.status == status, reply
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.headers["cache-control"] == "no-store"
    problem: dict[str, Any] = reply.json
    assert problem["type"] == f"/errors/{slug}"
    assert problem["type"] in KNOWN
    assert problem["status"] == status
    assert problem["title"]
    assert says in problem["detail"]
    assert not any(word in reply.text for word in INSIDE)
    if setting:
        assert problem["setting"] == setting
        assert f"HORGOS_{setting.upper()}" in problem["advice"]
    return problem
