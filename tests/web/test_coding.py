"""Content codings, from Accept-Encoding to the body and the tag (RFC 9110, 8.4, 8.8.3.3, 12.5.3)."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli  # type: ignore[import-untyped]  # it has no stubs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from horgos.web.coding import SMALL, Wish, coded, plain_tags, wish
from horgos.web.reply import FilePart, Reply

TEXT = b"the same again and again " * 100
TAGGED = [("Content-Type", "text/plain"), ("ETag", 'W/"abc"'), ("Vary", "Accept")]


@pytest.mark.parametrize(
    ("header", "codings"),
    [
        (None, ()),
        ("", ()),
        ("gzip", ("gzip",)),
        ("gzip, br", ("br", "gzip")),
        ("GZIP", ("gzip",)),
        ("x-gzip", ("gzip",)),
        ("br;q=0.5, gzip;q=0.8", ("gzip", "br")),
        ("gzip;q=0, *;q=0.5", ("br",)),
        ("*", ("br", "gzip")),
        ("*;q=0", ()),
        ("identity", ()),
        ("gzip;q=0.5, identity;q=0.8", ()),
        ("gzip;q=0.8, identity;q=0.5", ("gzip",)),
        ("deflate, zstd", ()),
        ("gzip;q=2, br;q=x", ()),
    ],
)
def test_the_client_says_what_it_takes(header: str | None, codings: tuple[str, ...]) -> None:
    """By quality; of equals brotli first; 0 excludes, and `*` stands for what is not named."""
    assert wish(header).codings == codings


@pytest.mark.parametrize(
    ("header", "insists"), [("gzip", False), ("gzip, identity;q=0", True), ("br, *;q=0", True)]
)
def test_a_client_may_refuse_what_is_not_coded(header: str, insists: bool) -> None:
    """`identity` is acceptable unless it is excluded, by its name or by `*`."""
    assert wish(header).insists is insists


@given(st.text(max_size=300))
def test_no_header_breaks_it(header: str) -> None:
    """Only codings that there are come out, each once."""
    codings = wish(header).codings
    assert len(set(codings)) == len(codings) <= len({"br", "gzip"} & {*codings})


@pytest.mark.parametrize(("coding", "decode"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_a_text_is_coded(coding: str, decode: object) -> None:
    """The body decodes to what it was; the fields say the coding, the length, and that it varies."""
    reply = coded(Reply(200, TAGGED, TEXT), Wish((coding,)))
    assert isinstance(reply.body, bytes)
    assert callable(decode)
    assert decode(reply.body) == TEXT
    fields = {key.lower(): value for key, value in reply.headers}
    assert fields == {
        "content-type": "text/plain",
        "etag": f'W/"abc-{coding}"',
        "vary": "Accept, Accept-Encoding",
        "content-length": str(len(reply.body)),
        "content-encoding": coding,
    }


def test_a_text_that_is_not_coded_says_that_it_might_be() -> None:
    """A cache between must not give it to those who take a coding, nor theirs to others."""
    reply = coded(Reply(200, TAGGED, TEXT), Wish())
    assert (reply.body, reply.header("vary"), reply.header("etag")) == (
        TEXT,
        "Accept, Accept-Encoding",
        'W/"abc"',
    )


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, TAGGED, TEXT[: SMALL - 1]),
        Reply(200, [("Content-Type", "application/gzip")], TEXT),
        Reply(200, [("Content-Type", "image/png")], TEXT),
        Reply(206, [*TAGGED, ("Content-Range", "bytes 0-2499/9999")], TEXT),
        Reply(303, [("Location", "/x")]),
    ],
    ids=["small", "compressed", "image", "part", "empty"],
)
def test_what_would_not_gain_is_left_alone(reply: Reply) -> None:
    """Small bodies, what is compressed already, parts, and what has no body."""
    assert coded(reply, Wish(("gzip",))) == reply


def test_who_takes_nothing_else_gets_small_bodies_coded_too() -> None:
    """`identity;q=0`."""
    assert (
        coded(Reply(200, TAGGED, b"short"), Wish(("gzip",), insists=True)).header("content-encoding")
        == "gzip"
    )


def test_a_file_is_taken_compressed_from_beside_it(tmp_path: Path) -> None:
    """With a strong tag of its own."""
    (tmp_path / "a.nt").write_bytes(TEXT)
    (tmp_path / "a.nt.gz").write_bytes(gzip.compress(TEXT))
    reply = Reply(200, [("Content-Type", "text/plain"), ("ETag", '"abc"')], FilePart(tmp_path / "a.nt"))
    taken = coded(reply, wish("br, gzip"))
    assert (taken.body, taken.header("etag")) == (FilePart(tmp_path / "a.nt.gz"), '"abc-gzip"')
    assert taken.header("content-length") == str((tmp_path / "a.nt.gz").stat().st_size)
    assert coded(reply, wish("br")).body == reply.body
    (tmp_path / "a.nt.br").write_bytes(brotli.compress(TEXT))
    assert coded(reply, wish("br, gzip")).body == FilePart(tmp_path / "a.nt.br")
    part = Reply(206, reply.headers, FilePart(tmp_path / "a.nt", 1, 2))
    assert coded(part, wish("gzip")) == part


def test_the_tag_of_a_coding_is_known_again() -> None:
    """If-None-Match comes to the app as if it named the answer in no coding, and 304 names what was named."""
    assert plain_tags('W/"abc-br", "x", *', "br") == 'W/"abc", "x", *'
    assert plain_tags('W/"abc-br"', None) == 'W/"abc-br"'
    unmodified = Reply(304, [("ETag", 'W/"abc"')])
    assert coded(unmodified, Wish(("br",)), 'W/"abc-br"').header("etag") == 'W/"abc-br"'
    assert coded(unmodified, Wish(("br",)), 'W/"abc"').header("etag") == 'W/"abc"'
