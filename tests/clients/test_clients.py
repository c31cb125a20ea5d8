"""Clients that other people wrote get along with the server.

`run.py` beside this tries those too that have to be fetched, on any server; CONTRIBUTING.md tells when.
"""

from __future__ import annotations

import pytest

from clients import in_python


@pytest.mark.filterwarnings("ignore")  # what clients say of themselves
@pytest.mark.parametrize("client", ["SPARQLWrapper", "rdflib SPARQLStore"])
def test_clients_in_python_get_along(server: str, client: str) -> None:
    """Each sees what it expects, by every way that it has of asking."""
    assert in_python.CLIENTS[client](server)


def test_another_store_loads_every_format(server: str) -> None:
    """The same quads come out of Oxigraph whichever format goes in."""
    assert in_python.load_dumps(server, parts=False)
