"""Granian, the HTTP server in front of the app: web processes, their limits, the word that it is ready."""

from __future__ import annotations

import asyncio
import gc
import http.client
import multiprocessing
import os
import resource
import signal
import socket
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from functools import partial
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

import click
from granian import loops
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import Server

from horgos.cli.reload import Reloader, watch
from horgos.cli.supervision import (
    Respawns,
    Stop,
    hear_signals,
    start_thread,
    tell_web_processes,
    watch_over,
)
from horgos.engine.confine import die_with_parent, name_process
from horgos.engine.door import Door
from horgos.engine.memory import Spare, keep_freed_memory
from horgos.errors import ConfigError
from horgos.pages import maps
from horgos.translation import LANGUAGES, catalogue
from horgos.web.front.loop import Loop
from horgos.web.process import WebProcess
from horgos.web.shared import Shared

if TYPE_CHECKING:
    from collections.abc import Callable

    from horgos.config import Config
    from horgos.site import Publication
    from horgos.web.gate import Gate

STOPPING = (signal.SIGINT, signal.SIGTERM)
LOOP = "horgos"
SWITCHING = 0.001  # seconds that a thread which makes a page may keep those waiting that need a moment
LOOKING = 1.0  # seconds between two looks of a web process at what it does
STARTING = 30.0  # seconds after which a server that does not answer is given up on
COLLECTING = 20_000  # objects that are new before the next search for cyclic garbage
POLLING = 0.02  # seconds between two looks
CONNECTIONS = 4096  # of each web process; a client that waits or is slow holds one of them and no thread
DESCRIPTORS = CONNECTIONS + 1024  # that a web process may have open, where the hard limit allows it


def serve_until_stopped(config: Config, publication: Publication) -> None:
    """Serve until SIGINT or SIGTERM, and what runs then has ended; a second one ends everything at once.

    A web process that dies is replaced. SIGHUP has new data served (see `reload`). Raises ConfigError.
    """
    multiprocessing.set_start_method("fork", force=True)  # for granian: the board is handed down
    port = free_port(config.host, config.port)
    door = None if config.engine else Door()
    shared = replace(Shared.of(config), door=door, publication=publication)
    shared.board.serve(publication.folder.name)
    server = Server(
        "horgos.web:create_app",
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
        workers_kill_timeout=ceil(config.grace),
        websockets=False,
    )
    server.respawned_wrks = Respawns(shared.board)
    stop, reloader = Stop(server.signal_handler_interrupt), Reloader(config, shared, tell_web_processes)
    hear_signals({signal.SIGHUP: reloader.ask, signal.SIGINT: stop, signal.SIGTERM: stop})
    if door:
        start_thread("horgos-zygote", door.keep_open)
    start_thread("horgos-reload", reloader.run)
    start_thread("horgos-watchdog", partial(watch_over, server, stop))
    if config.reload:
        start_thread("horgos-watch", partial(watch, config.graph, reloader.ask))
    ready = partial(announce, turn(), config.host, port, publication.title)
    loader = partial(web_process, config, shared, ready)
    share_what_is_there(publication.folder)
    try:
        server.serve(target_loader=loader, wrap_loader=False)  # type: ignore[arg-type]  # RSGI asks for __rsgi__
    except SystemExit:  # a web process that stopped before it was told to makes granian end with 1
        if not stop.asked:
            raise


def share_what_is_there(folder: Path) -> None:
    """Read what every web process needs, of the publication in `folder` too, before they are forked.

    Then have the search for cyclic garbage leave alone what is there. To search an object is to write to it,
    and a page that is written to is no longer one for all processes.
    """
    maps.prepare(LANGUAGES)
    maps.recall(folder)
    for language in LANGUAGES:
        catalogue(language)
    gc.collect()
    gc.freeze()


def turn() -> int:
    """A pipe that one process can read a byte from, and no other."""
    ours, word = os.pipe()
    os.write(word, b"1")
    os.close(word)
    return ours


def web_process(config: Config, shared: Shared, ready: Callable[[], None]) -> Gate:
    """Return what one web process serves; `ready` waits until it does, and says so.

    That is left to a web process, since a thread of their parent might hold a lock in the moment of the fork.
    Ctrl-C is heard by the main process alone, which then tells this one: it is in a process group of its own.
    All signals are blocked here, as in the parent. One to stop that comes while the data is opened ends the
    process at once; one that comes after that waits for the loop, which would not hear it before it runs.
    """
    die_with_parent(shared.main)
    name_process("horgos-web")
    os.setpgid(0, 0)
    allow_descriptors()
    keep_freed_memory()
    sys.setswitchinterval(SWITCHING)
    opened = threading.Event()
    start_thread("horgos-stop", partial(end_if_stopped, opened))
    process = WebProcess(config, shared, partial(signal.pthread_sigmask, signal.SIG_UNBLOCK, STOPPING))
    opened.set()
    spare_collections()
    start_thread("horgos-follow", partial(follow, process, config.sending))
    start_thread("horgos-announce", ready)
    return process.gate


def spare_collections() -> None:
    """Look for cyclic garbage seldom, and not in what was there before the first request.

    A request leaves next to no cycles, and of the time that a small query takes here this was a tenth.
    """
    gc.set_threshold(COLLECTING)
    gc.collect()
    gc.freeze()


def end_if_stopped(opened: threading.Event) -> None:
    """End this process where it is told to stop before it has opened its data."""
    while not opened.is_set():
        if signal.sigtimedwait(STOPPING, POLLING):
            os._exit(0)


def follow(process: WebProcess, sending: float) -> None:
    """Have a web process look at the board when it gets SIGHUP, and once now; and at itself every second."""
    process.follow()
    spare, limited = Spare(), False
    while True:
        limited = limited or let_go_of_who_reads_nothing(sending)
        if signal.sigtimedwait({signal.SIGHUP}, LOOKING):
            process.follow()
        process.look()
        spare.look()


def let_go_of_who_reads_nothing(seconds: float) -> bool:
    """Have the kernel break off with a client that takes nothing of its answer for so long (RFC 5482, 3.1).

    What it does not read would be held in memory for as long as it likes. Granian knows no such limit, but
    the sockets of clients inherit this one from that which they connect to. False where there is none yet.
    """
    found = False
    for entry in [entry for entry in Path("/proc/self/fd").iterdir() if entry.is_socket()]:
        with suppress(OSError), socket.socket(fileno=os.dup(int(entry.name))) as each:
            if each.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, ceil(seconds * 1000))
                found = True
    return found


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


def announce(turn: int, host: str, port: int, title: str) -> None:
    """Wait until the server answers, then say so, if this process is the first to read from `turn`."""
    if not os.read(turn, 1):
        return
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
