"""The engine: runs SPARQL queries in processes that cannot outlive, outgrow or reach out. Kill, do not ask.

    Embedded.run ─ scan ─ pool ═ socket pair ═ worker     (one web process: N workers)
                     supervisor ═ control ═ zygote ─ fork ┘  (one for all web processes, behind a door)

`interface` says what an engine is; `embedded` is the one that keeps the dataset itself, `remote` the one that
asks another server, and `service` lets either ask others for a part of a query. Each web process owns one
engine. An `Embedded` asks for its workers at a `door`, behind which one small single-threaded zygote was
started with `exec` (a process with threads must not fork). The zygote holds the store and forks workers; a
worker speaks with the web process directly. A query is waited for by a thread (`run`), on an event loop
without one (`run_on_loop`), or by a thread for a moment and then on the loop (`begin`).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from horgos.engine.embedded import Embedded
    from horgos.engine.interface import Answer, Engine, Form, Limits, Query
    from horgos.engine.remote import Remote
    from horgos.engine.service import Federated

_MODULES = {"Embedded": "embedded", "Federated": "service", "Remote": "remote"}
__all__ = ["Answer", "Embedded", "Engine", "Federated", "Form", "Limits", "Query", "Remote"]

if not TYPE_CHECKING:  # a type checker would take every name for defined

    def __getattr__(name: str) -> object:
        """Import what the web process uses when it is first asked for.

        The zygote is a module of this package, so it runs this file too: it must not pay, in start-up time
        and in memory of each web process, for the modules of the other side.
        """
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_MODULES.get(name, 'interface')}"), name)
