"""Pages are evened out among the web processes: one that makes many more ends connections."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack

import pytest
from flask import Flask

from horgos.site import Site
from horgos.web.board import Board
from horgos.web.front import Front
from horgos.web.front.balance import Balance
from horgos.web.metrics import families
from horgos.web.metrics.counts import Counts
from horgos.web.metrics.families import WIDTH
from horgos.web.reply import Reply
from rsgi import Connection, Headers, Scope, ask, fields

PAGE = Reply(200, [("Content-Type", "text/html")], b"<!doctype html>")


def balance_beside(*others: int, serving: bool = True) -> Balance:
    """That of a process beside others, which make so many pages each."""
    board = Board(len(others) + 1, WIDTH)
    rows = [Counts(row) for row in board.rows()]
    for row, pages in zip(rows, (0, *others), strict=True):
        row.set(families.SERVED, value=float(serving))
        row.set(families.MAKING, value=pages)
    return Balance(board, rows[0])


def ends(balance: Balance, pages: int) -> bool:
    """Whether the next response ends its connection, where so many pages are made, it among them."""
    with ExitStack() as stack:
        for _ in range(pages):
            stack.enter_context(balance.making())
        return fields(balance.sent(PAGE)).get("connection") == "close"


@pytest.mark.parametrize(
    ("pages", "others"), [(3, [0]), (3, [1]), (4, [0]), (5, [2]), (40, [20]), (3, [9, 1])]
)
def test_a_process_that_makes_many_more_pages_than_another_ends_a_connection(
    pages: int, others: Sequence[int]
) -> None:
    """The client may come to the other one then."""
    assert ends(balance_beside(*others), pages)


@pytest.mark.parametrize(
    ("pages", "others"), [(1, [0]), (2, [0]), (2, [2]), (1, [9]), (4, [2]), (40, [30]), (4, []), (2, [1, 5])]
)
def test_a_process_that_makes_about_as_many_as_the_others_ends_none(
    pages: int, others: Sequence[int]
) -> None:
    """One or two at a time are never too many, nor is any number for a process that is alone."""
    assert not ends(balance_beside(*others), pages)


def test_a_process_that_does_not_serve_yet_is_none_to_go_to() -> None:
    """Its row of the board has no publication."""
    balance = balance_beside(0, serving=False)
    assert not ends(balance, 9)


def test_what_was_made_is_no_longer_counted() -> None:
    """However many pages were made one after the other."""
    balance = balance_beside(0)
    for _ in range(3):
        assert not ends(balance, 1)


def test_a_page_ends_its_connection_and_is_kept_without_that(app: Flask, tiny: Site) -> None:
    """Of three that are made at once, beside an idle process, the first one does; from the cache, none."""
    front = Front(app, tiny, balance=balance_beside(0))
    targets = ("/page/gannet-light", "/about", "/timeline")

    async def at_once() -> list[str | None]:
        connections = [Connection() for _ in targets]
        scopes = [Scope("GET", target, Headers([("host", "horgos.test")])) for target in targets]
        await asyncio.gather(*map(front.__rsgi__, scopes, connections))
        return [each.reply.header("connection") for each in connections if each.reply]

    assert sorted(map(str, asyncio.run(at_once()))) == ["None", "None", "close"]
    assert [ask(front, target).header("connection") for target in targets] == [None, None, None]
    front.close()
