"""Who asks: the address at the other end of the connection, or the one that a trusted proxy names.

Only proxies that are configured are believed, and only the end of the header that they wrote themselves: what
a client puts into it stands further left (RFC 7239, 8.1), and is never reached.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING

from horgos.config import FORWARDED, networks

if TYPE_CHECKING:
    from horgos.web.front.rsgi import Headers

Address = IPv4Address | IPv6Address

_TCHARS = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # RFC 9110, 5.6.2
_QUOTED = r'"(?:[^"\\]|\\.)*"'  # RFC 9110, 5.6.4
_PAIR = rf"(?:{_TCHARS}=(?:{_TCHARS}|{_QUOTED}))?"
_ELEMENT = re.compile(rf"{_PAIR}(?:;{_PAIR})*")  # RFC 7239, 4
_FOR = re.compile(rf"(?:^|;)for=({_TCHARS}|{_QUOTED})", re.IGNORECASE)


class Proxies:
    """The proxies whose word is taken for where a request comes from, and the header they tell it in.

    `trusted` lists addresses and networks as in the setting `trusted_proxies`; `header` is the one that they
    write: X-Forwarded-For or Forwarded. The other one is ignored, since a proxy passes on what it does not
    know.
    """

    def __init__(self, trusted: str, header: str) -> None:
        self._trusted = networks(trusted)
        self._node: Callable[[str], str] = _forwarded_for if header == FORWARDED else str.strip
        self._header = header.lower()

    def of(self, peer: str, headers: Headers) -> str:
        """The address of the client of a request with this header; see `client`."""
        return self.client(peer, lines(headers, self._header) if self._trusted else ())

    def client(self, peer: str, told: Sequence[str] = ()) -> str:
        """The address of the client, without a port.

        `peer` is the other end of the connection, with its port or without; `told` are the lines of the
        header, in their order. It is the right-most address that is not a trusted proxy's; where the chain of
        trusted proxies ends in something that is no address, it is the last of them.
        """
        found = host(peer)
        hop = _address(found) if self._trusted else None
        if hop is None:
            return found
        for node in self._nodes(told):
            named = _address(node) if self._trusts(hop) else None
            if named is None:
                break
            hop = named
        return str(hop)

    def _nodes(self, told: Sequence[str]) -> Iterator[str]:
        """What the elements of the header name, the last first. No address holds a comma."""
        for line in reversed(told):
            yield from map(self._node, reversed(line.split(",")))

    def _trusts(self, hop: Address) -> bool:
        return any(hop in network for network in self._trusted)


def lines(headers: Headers, name: str) -> list[str]:
    """The lines of a header, in their order; `name` in lower case."""
    return [value for key, value in headers.items() if key == name]


def host(peer: str) -> str:
    """The address in `address:port` or `[address]:port`, or in itself."""
    if peer.startswith("["):
        return peer[1:].partition("]")[0]
    return peer.partition(":")[0] if peer.count(":") == 1 else peer


def _address(text: str) -> Address | None:
    """The address that the text is, with or without a port; None where it is another thing, or has a zone."""
    try:
        address = ip_address(host(text))
    except ValueError:
        return None
    if isinstance(address, IPv4Address):
        return address
    return None if address.scope_id else address.ipv4_mapped or address


def _forwarded_for(element: str) -> str:
    """What `for=` names in one element of Forwarded; nothing where the element is malformed (RFC 7239, 4)."""
    element = element.strip()
    pairs = _FOR.findall(element) if _ELEMENT.fullmatch(element) else []
    return pairs[0].strip('"') if len(pairs) == 1 else ""
