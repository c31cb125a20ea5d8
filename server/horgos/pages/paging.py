"""How many pages a list fills."""

from __future__ import annotations

from horgos.errors import BadRequest


def pages(total: int, length: int, page: int = 1) -> int:
    """How many pages so many things fill, with at most `length` on each; 1 where there are none.

    Raises BadRequest where `page` is beyond the last.
    """
    last = max(1, -(-total // length))
    if page > last:
        raise BadRequest(f"There is no page {page}.", advice=f"The last one is {last}.", parameter="page")
    return last
