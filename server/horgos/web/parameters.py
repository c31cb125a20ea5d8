"""The parameters in the address of a page, each given once."""

from __future__ import annotations

import re

from flask import request

from horgos.errors import BadRequest

_NUMBER = re.compile(r"[1-9][0-9]{0,5}\Z")
_YEAR = re.compile(r"-?[0-9]{1,4}\Z")


def single(name: str) -> str:
    """A parameter that may be given once; empty where it is missing. Raises BadRequest."""
    values = request.args.getlist(name)
    if len(values) > 1:
        raise BadRequest(
            f"The parameter {name} is given {len(values)} times.", advice="Give it once.", parameter=name
        )
    return values[0].strip() if values else ""


def number(name: str, default: int = 1) -> int:
    """A parameter that counts from 1. Raises BadRequest."""
    text = single(name)
    if text and not _NUMBER.match(text):
        raise BadRequest(
            f"The parameter {name} is {text!r}, which is no number from 1 on.",
            advice="Write it in digits.",
            parameter=name,
        )
    return int(text) if text else default


def year(name: str) -> int | None:
    """A parameter that is a year, None where it is missing. Raises BadRequest."""
    text = single(name)
    if text and not _YEAR.match(text):
        raise BadRequest(
            f"The parameter {name} is {text!r}, which is no year.", advice="Write it as 1983.", parameter=name
        )
    return int(text) if text else None
