"""A query process: answers one request after the other over descriptor 3, until the other side hangs up."""

from __future__ import annotations

import json
import os
import resource
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from pyoxigraph import RdfFormat, Store

from horgos.engine.confine import SOCKET, ConfinementError, confine, die_with_parent, keep_only, name_process
from horgos.engine.frames import LENGTH, Header, Outcome
from horgos.engine.memory import KEPT_FOR_ANSWERS, MIB, give_back, keep_freed_memory
from horgos.engine.results import TooLarge, Unserializable, answer

_USUAL = 16 * 1024  # bytes that hold nearly every request
_LARGE = MIB  # bytes of an answer after which as much is kept for the next one
_GROWN = 4 * MIB  # bytes more than at the beginning, for which it is worth to fork a new process
_NEEDS = "The engine needs Linux 5.3 or newer on x86-64 or ARM64, with /proc and seccomp filters."
_FUNCTIONS = "Use those of SPARQL 1.1 (section 17.4), or one that the service description names."
_TRIAL: dict[str, Any] = {
    "text": "ASK {}",
    "base": None,
    "default": [],
    "named": [],
    "rows": "application/sparql-results+json",
    "graph": "text/turtle",
    "prefixes": {},
}


class Dataset(NamedTuple):
    """Where the data is, and the bounds of a query on it, in bytes."""

    path: Path
    memory: int
    result: int

    @property
    def on_disk(self) -> bool:
        """Whether each process opens the store for itself, from a folder; else it is forked with it."""
        return self.path.is_dir()

    def load(self) -> Store:
        """The store. Raises OSError and SyntaxError."""
        if self.on_disk:
            return Store.read_only(str(self.path))
        store = Store()
        store.bulk_load(path=str(self.path), format=RdfFormat.N_QUADS, lenient=True)  # we wrote it ourselves
        return store


def serve(descriptor: int, dataset: Dataset, loaded: Store | None, parent: int) -> NoReturn:
    """Become a query process that listens on `descriptor`. Never returns: the process ends with the talk."""
    try:
        die_with_parent(parent)
        keep_only(descriptor)
        name_process("horgos-query")
        store = dataset.load() if loaded is None else loaded
        confine(memory=dataset.memory, files=dataset.on_disk)
        answer(store, _TRIAL, dataset.result)  # what the filter denies by mistake shows now, not at a query
        keep_freed_memory(KEPT_FOR_ANSWERS)
        _send(Outcome.READY, b"", None, retiring=False)
        _Service(store, dataset).run()
    except ConfinementError as error:
        _fail(f"A query process cannot be confined: {error}. {_NEEDS}")
    except BaseException as error:  # noqa: BLE001  # the copy of the zygote below this frame must not go on
        _fail(f"The dataset {dataset.path} cannot be opened: {error}")
    finally:
        os._exit(0)


def _fail(reason: str) -> None:
    """Tell why this process is of no use, if anybody listens."""
    with suppress(OSError):
        _send(Outcome.FAILED, reason.encode(errors="replace"), None, retiring=True)


class _Service:
    """The loop of a query process, and its memory of how large it was before the first query.

    It grows by new pages, and by those that it shared with the zygote and has written to, as reading the
    store does. Its size does not show the latter, but each of either was a fault that the kernel has counted.
    """

    def __init__(self, store: Store, dataset: Dataset) -> None:
        self._store = store
        self._result = dataset.result
        usage = resource.getrusage(resource.RUSAGE_SELF)
        self._large = _peak(usage) + dataset.memory // 16
        self._faults = usage.ru_minflt + _GROWN // resource.getpagesize()

    def run(self) -> None:
        """Answer until the other side has closed the socket.

        What a large answer took is kept for the next one, since new pages take a quarter of its time, and
        given back after a small one.
        """
        keeping = False
        while text := _request():
            outcome, body, rows = self._outcome(text)
            usage = resource.getrusage(resource.RUSAGE_SELF)
            retiring = outcome is Outcome.MEMORY or _peak(usage) > self._large
            _send(outcome, body, rows, retiring=retiring, grown=usage.ru_minflt > self._faults)
            large = len(body) > _LARGE
            del body  # or it would be held until the next request
            if keeping and not large:
                give_back()
            keeping = large

    def _outcome(self, text: bytearray) -> tuple[Outcome, bytes, int | None]:
        """What a request gives. Of several queries the first that fails ends it, and is told by its place."""
        parts: list[bytes] = []
        left = self._result  # several share the bound of one
        try:
            queries = json.loads(text)
            for query in queries:
                outcome, body, rows = answer(self._store, query, left)
                if len(queries) == 1:
                    return outcome, body, rows
                left -= len(body)
                parts += [Header(len(body), outcome, retiring=False, rows=rows).pack(), body]
            return Outcome.SEVERAL, b"".join(parts), None
        except BaseException as error:  # noqa: BLE001  # a panic of the library is a BaseException; all are told
            outcome, detail = _explain(error)
            return outcome, detail.encode(errors="replace"), len(parts) // 2


def _explain(error: BaseException) -> tuple[Outcome, str]:  # noqa: PLR0911  # one line for each way to fail
    match error:
        case SyntaxError():
            return Outcome.SYNTAX, str(error)
        case TooLarge():
            return Outcome.TOO_LARGE, ""
        case Unserializable():
            return Outcome.UNACCEPTABLE, str(error)
        case MemoryError():
            return Outcome.MEMORY, ""
        case ValueError():
            return Outcome.MALFORMED, str(error)
        case RuntimeError() if "custom function" in str(error):
            return Outcome.REFUSED, f"{error}. {_FUNCTIONS}"
        case PermissionError():
            return Outcome.REFUSED, "SERVICE is not offered: a query cannot ask another server."
        case _:
            return Outcome.FAILED, f"{type(error).__name__}: {error}"


def _peak(usage: resource.struct_rusage) -> int:
    """The most memory this process has held, in bytes."""
    return usage.ru_maxrss * 1024


def _request() -> bytearray:
    """The next request, without its length; nothing where the other side has gone. Most come in one piece."""
    data, size = bytearray(), LENGTH.size
    while len(data) < size:
        part = os.read(SOCKET, max(_USUAL, size - len(data)))
        if not part:
            return bytearray()
        data += part
        if len(data) >= LENGTH.size:
            size = LENGTH.size + int(LENGTH.unpack_from(data)[0])
    return data[LENGTH.size :]


def _send(outcome: Outcome, body: bytes, rows: int | None, *, retiring: bool, grown: bool = False) -> None:
    """Send a reply. The header always goes at once: the socket is empty when an answer starts."""
    head = Header(len(body), outcome, retiring, rows, grown).pack()
    data = memoryview(body)[os.writev(SOCKET, [head, body]) - len(head) :]
    while data:
        data = data[os.write(SOCKET, data) :]
