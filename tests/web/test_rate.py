"""Who counts as a client, and how many requests a client may send."""

from __future__ import annotations

import os
from ipaddress import ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from horgos.config import FORWARDED, X_FORWARDED_FOR
from horgos.errors import TooManyRequests
from horgos.web.client import Proxies
from horgos.web.rate import PLACES, Limiter

CLIENT = "198.51.100.7"
PROXY = "10.0.0.1"
TRUSTED = "10.0.0.0/8, ::1"
anything = st.text(st.characters(codec="latin-1"), max_size=60)
addresses = st.ip_addresses().filter(
    lambda address: address not in (ip_address("::1"),) and not str(address).startswith(("10.", "::ffff:"))
)


def forwarded_for(address: object) -> str:
    """An address as an element of Forwarded (RFC 7239, 6)."""
    return f'for="[{address}]:4711"' if ":" in str(address) else f"for={address}"


@pytest.mark.parametrize(
    ("peer", "client"),
    [
        ("198.51.100.7:52100", CLIENT),
        ("[2001:db8::7]:52100", "2001:db8::7"),
        ("2001:db8::7", "2001:db8::7"),
    ],
)
def test_without_trusted_proxies_the_other_end_is_the_client(peer: str, client: str) -> None:
    """Whatever a header says."""
    for header in (X_FORWARDED_FOR, FORWARDED):
        assert Proxies("", header).client(peer, ["203.0.113.9", "for=203.0.113.9"]) == client


@pytest.mark.parametrize(
    ("lines", "client"),
    [
        ([CLIENT], CLIENT),
        ([f"203.0.113.9, {CLIENT}"], CLIENT),
        (["203.0.113.9", CLIENT], CLIENT),
        ([f"203.0.113.9, {CLIENT}, 10.2.3.4 , ::1"], CLIENT),
        ([f"{CLIENT}:52100"], CLIENT),
        ([f"::ffff:{CLIENT}"], CLIENT),
        (["2001:DB8:0::7"], "2001:db8::7"),
        (["10.2.3.4"], "10.2.3.4"),
        (["unknown, 10.2.3.4"], "10.2.3.4"),
        ([], PROXY),
        ([""], PROXY),
        (["unknown"], PROXY),
        ([f"{CLIENT}, "], PROXY),
        (["fe80::1%eth0"], PROXY),
    ],
)
def test_behind_a_proxy_the_client_is_the_last_that_is_no_proxy(lines: list[str], client: str) -> None:
    """Read from the right, over all lines, up to what is no trusted proxy or no address."""
    assert Proxies(TRUSTED, X_FORWARDED_FOR).client(f"{PROXY}:80", lines) == client


@pytest.mark.parametrize(
    ("line", "client"),
    [
        (f"for={CLIENT}", CLIENT),
        (f"for=203.0.113.9, For={CLIENT};proto=https;by={PROXY}", CLIENT),
        (f'proto=https;for="{CLIENT}:52100"', CLIENT),
        ('for="[2001:db8::7]:52100"', "2001:db8::7"),
        ("for=_hidden", PROXY),
        ("for=unknown", PROXY),
        (f"for={CLIENT};for=203.0.113.9", PROXY),
        (f'for="{CLIENT}', PROXY),
        (CLIENT, PROXY),
        (f'for={CLIENT};host="x,for=203.0.113.9"', PROXY),
    ],
)
def test_forwarded_is_read_by_its_grammar(line: str, client: str) -> None:
    """RFC 7239, 4: an element that is malformed names nobody."""
    assert Proxies(TRUSTED, FORWARDED).client(PROXY, [line]) == client


@given(claims=st.lists(anything, max_size=3), address=addresses, in_line=st.booleans())
@pytest.mark.parametrize("header", [X_FORWARDED_FOR, FORWARDED])
def test_a_client_behind_a_proxy_cannot_pass_for_another(
    header: str, claims: list[str], address: object, in_line: bool
) -> None:
    """Whatever it writes into the header: what the proxy adds, to the line or as another line, counts."""
    added = forwarded_for(address) if header == FORWARDED else str(address)
    lines = [*claims[:-1], f"{claims[-1]}, {added}"] if claims and in_line else [*claims, added]
    expected = str(getattr(address, "ipv4_mapped", None) or address)
    assert Proxies(TRUSTED, header).client(PROXY, lines) == expected


@given(lines=st.lists(anything, max_size=3), address=addresses)
@pytest.mark.parametrize("header", [X_FORWARDED_FOR, FORWARDED])
def test_a_client_that_comes_past_the_proxy_is_itself(header: str, lines: list[str], address: object) -> None:
    """The header of one that is no trusted proxy is not read."""
    peer = f"[{address}]:1" if ":" in str(address) else f"{address}:1"
    assert Proxies(TRUSTED, header).client(peer, lines) == str(address)


def test_a_burst_is_taken_and_then_the_rate() -> None:
    """Ten at once, the next one half a second later, as two a second are allowed."""
    limiter = Limiter(rate=2, burst=10)
    assert [limiter.wait(CLIENT, 100.0) for _ in range(10)] == [None] * 10
    assert limiter.wait(CLIENT, 100.0) == pytest.approx(0.5)
    assert limiter.wait(CLIENT, 100.25) == pytest.approx(0.25)
    assert limiter.wait(CLIENT, 100.5) is None
    assert limiter.wait(CLIENT, 100.5) == pytest.approx(0.5)


def test_who_was_quiet_long_enough_has_the_whole_burst_again() -> None:
    """And no more than that, however long it was."""
    limiter = Limiter(rate=2, burst=3)
    for start in (100.0, 9000.0):
        taken = [limiter.wait(CLIENT, start) is None for _ in range(4)]
        assert taken == [True, True, True, False]


def test_requests_that_are_refused_do_not_count() -> None:
    """Who goes on asking too fast still gets its rate."""
    limiter = Limiter(rate=1, burst=1)
    taken = [limiter.wait(CLIENT, 100 + tenth / 10) is None for tenth in range(100)]
    assert taken.count(True) == 10


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (CLIENT, "198.51.100.8", False),
        ("2001:db8:0:1::7", "2001:db8:0:1:ffff::9", True),
        ("2001:db8:0:1::7", "2001:db8:0:2::7", False),
    ],
)
def test_an_ipv6_network_counts_as_one_client(one: str, other: str, together: bool) -> None:
    """A subscriber has a /64 and may use a new address for each request."""
    limiter = Limiter(rate=1, burst=1)
    assert limiter.wait(one, 100.0) is None
    assert (limiter.wait(other, 100.0) is not None) == together


def test_many_clients_take_no_more_memory_and_are_forgotten_in_their_turn() -> None:
    """Twice as many clients as there are places: nobody is refused for the sake of another."""
    limiter = Limiter(rate=1, burst=1)
    clients = [f"10.{i >> 16 & 255}.{i >> 8 & 255}.{i & 255}" for i in range(2 * PLACES)]
    assert {limiter.wait(client, 100.0) for client in clients} == {None}
    assert limiter.wait(clients[-1], 100.0) is not None


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_all_processes_count_together() -> None:
    """What a process took that was forked is taken for the others."""
    limiter = Limiter(rate=1, burst=2)
    pid = os.fork()
    if pid == 0:
        limiter.wait(CLIENT, 100.0)
        os._exit(0)
    os.waitpid(pid, 0)
    assert [limiter.wait(CLIENT, 100.0) is None for _ in range(2)] == [True, False]


def test_a_refusal_says_when_to_come_again() -> None:
    """RFC 6585, 4: in whole seconds, and never in none."""
    limiter = Limiter(rate=0.1, burst=1)
    limiter.check(CLIENT)
    with pytest.raises(TooManyRequests) as error:
        limiter.check(CLIENT)
    assert 9 <= error.value.retry_after <= 10
    quick = Limiter(rate=2, burst=1)
    quick.check(CLIENT)
    with pytest.raises(TooManyRequests) as error:
        quick.check(CLIENT)
    assert error.value.retry_after == 1
