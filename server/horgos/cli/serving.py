"""Granian, the HTTP server in front of the app: web processes, their limits, the word that it is ready."""

from __future__ import annotations

import asyncio
import http.client
import os
import resource
import signal
import socket
import sys
import threading
import time
from functools import partial
from math import ceil
from typing import TYPE_CHECKING

import click
from granian import loops
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from horgos.engine.confine import die_with_parent
from horgos.engine.memory import keep_freed_memory
from horgos.errors import ConfigError
from horgos.web import load
from horgos.web.front.loop import Loop

if TYPE_CHECKING:
    from horgos.config import Config
    from horgos.site import Publication
    from horgos.web.front import Front

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LOOP = "horgos"
SWITCHING = 0.001  # seconds that a thread which makes a page may keep those waiting that need a moment
STARTING = 30.0  # seconds after which a server that does not answer is given up on
POLLING = 0.02  # seconds between two looks
CONNECTIONS = 4096  # of each web process; a client that waits or is slow holds one of them and no thread
DESCRIPTORS = CONNECTIONS + 1024  # that a web process may have open, where the hard limit allows it
STOPPING = 10  # seconds a web process has for the requests it is answering


def serve_until_stopped(config: Config, publication: Publication) -> None:
    """Serve until SIGINT or SIGTERM; a web process that dies is replaced. Raises ConfigError."""
    port = free_port(config.host, config.port)
    server = Server(
        "horgos.web:load",
        address=config.host,
        port=port,
        interface=Interfaces.RSGI,
        loop=LOOP,  # type: ignore[arg-type]  # it takes the name of any that is registered
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=ceil(config.sending * 1000)),
        backlog=CONNECTIONS,
        backpressure=CONNECTIONS,
        workers=config.processes,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=STOPPING,
        websockets=False,
    )
    turn, word = os.pipe()
    os.write(word, b"1")
    os.close(word)
    hear_signals()
    loader = partial(web_process, config, publication, port, turn, os.getpid())
    server.serve(target_loader=loader, wrap_loader=False)  # type: ignore[arg-type]  # RSGI asks for __rsgi__


def web_process(config: Config, publication: Publication, port: int, turn: int, parent: int) -> Front:
    """Return what one web process serves; the first one to read `turn` says when the server is ready.

    That is left to a web process, since a thread of their parent might hold a lock in the moment of the fork.
    A signal to stop that comes before granian listens for it ends the process at once: the handlers that it
    inherits are those of its parent, and would only take note. Later the loop hears it, in whichever thread.
    """
    die_with_parent(parent)
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN if number == signal.SIGHUP else signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
    allow_descriptors()
    keep_freed_memory()
    sys.setswitchinterval(SWITCHING)
    front = load(config, publication)
    loop = asyncio.get_event_loop()
    if isinstance(loop, Loop):
        loop.answered = front.answered
    if os.read(turn, 1):
        threading.Thread(target=announce, args=(config.host, port, publication.title), daemon=True).start()
    return front


@loops.register(LOOP)
def new_loop() -> Loop:
    """The event loop of a web process, before it has loaded what it serves."""
    loop = Loop()
    asyncio.set_event_loop(loop)
    return loop


def allow_descriptors() -> None:
    """Let this process have as many descriptors open as its connections need, or as it is allowed."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = DESCRIPTORS if hard == resource.RLIM_INFINITY else min(DESCRIPTORS, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


def hear_signals() -> None:
    """See to it that a signal is heard in this process, whichever of its threads the kernel would give it to.

    Python runs a handler in the main thread once that wakes up. The main threads of granian sleep in a lock,
    and a signal that another thread receives does not wake them. So no thread receives any but one, which
    waits for nothing else and calls the handler itself. To be called before other threads are started.
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    threading.Thread(target=_pass_on_signals, name="horgos-signals", daemon=True).start()


def _pass_on_signals() -> None:
    while True:
        number = signal.sigwait(SIGNALS)
        handler = signal.getsignal(number)
        if handler in (signal.SIG_DFL, signal.default_int_handler):  # granian does not listen yet
            os._exit(128 + number)
        if callable(handler):
            handler(number, None)


def free_port(host: str, port: int) -> int:
    """Return the port, or for port 0 one that is free. Raises ConfigError where it cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            reason = error.strerror if isinstance(error, OSError) else "the highest port is 65535"
            raise ConfigError(
                f"Cannot listen on {host} port {port}: {reason}.",
                advice="Choose another with --host and --port.",
            ) from None
        return int(probe.getsockname()[1])


def announce(host: str, port: int, title: str) -> None:
    """Wait until the server answers, then say so."""
    end = time.monotonic() + STARTING
    while time.monotonic() < end:
        if answers(host, port):
            shown = f"[{host}]" if ":" in host else host
            click.echo(f"Serving {title} at http://{shown}:{port}/  (Ctrl-C to stop)")
            return
        time.sleep(POLLING)
    click.echo(f"horgos: the server has not answered for {STARTING:g} s.", err=True)


def answers(host: str, port: int) -> bool:
    """Whether a request for /healthz is answered with 200."""
    connection = http.client.HTTPConnection(host, port, timeout=1)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200  # noqa: PLR2004  RFC 9110, 15.3.1
    except OSError:
        return False
    finally:
        connection.close()
