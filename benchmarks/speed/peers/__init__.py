"""The servers that are compared, a module each."""

from speed.peers.comunica import Comunica
from speed.peers.horgos import Horgos
from speed.peers.oxigraph import InMemory, OnDisk
from speed.peers.rdflib_endpoint import RdflibEndpoint
from speed.peers.virtuoso import Virtuoso
from speed.servers import Server

OURS, MEASURE = Horgos.name, InMemory.name  # all ratios are ours to this one, unless it is said otherwise


def servers() -> dict[str, Server]:
    """Every server by its name, ours first."""
    all_: list[Server] = [Horgos(), InMemory(), OnDisk(), RdflibEndpoint(), Virtuoso(), Comunica()]
    return {server.name: server for server in all_}
