"""What a query process cannot do, tried from within one."""

from __future__ import annotations

import errno
import json
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from horgos.engine import Embedded, Query, frames, seccomp
from horgos.engine.embedded import _fields
from horgos.engine.frames import Outcome
from horgos.errors import QueryRefused

# Runs in a process of its own: confines it as a query process is confined, then tries what it should not do.
PROBE = """
import _thread, ctypes, json, os, resource, signal, socket, sys
from horgos.engine.confine import confine
folder, parent = sys.argv[1], os.getppid()
libc = ctypes.CDLL(None, use_errno=True)
pair = socket.socketpair()
internet = socket.socket()

def call(*arguments):
    if libc.syscall(*arguments) < 0:
        raise OSError(ctypes.get_errno(), "")

io_uring_setup, clone3, openat2, ptrace, process_vm_writev = 425, 435, 437, {ptrace}, {writev}
attempts = dict(
    socket=lambda: socket.socket(),
    unix_socket=lambda: socket.socket(socket.AF_UNIX),
    socketpair=lambda: socket.socketpair(),
    connect=lambda: internet.connect(("127.0.0.1", 9)),
    send_descriptor=lambda: socket.send_fds(pair[0], [b"x"], [0]),
    create=lambda: os.open(folder + "/new", os.O_WRONLY | os.O_CREAT),
    write=lambda: os.open(folder + "/file", os.O_WRONLY),
    read_and_write=lambda: os.open(folder + "/file", os.O_RDWR),
    append=lambda: os.open(folder + "/file", os.O_WRONLY | os.O_APPEND),
    truncate_on_open=lambda: os.open(folder + "/file", os.O_RDONLY | os.O_TRUNC),
    unnamed=lambda: os.open(folder, os.O_RDWR | os.O_TMPFILE),
    truncate=lambda: os.truncate(folder + "/file", 0),
    unlink=lambda: os.unlink(folder + "/file"),
    rename=lambda: os.rename(folder + "/file", folder + "/other"),
    mkdir=lambda: os.mkdir(folder + "/folder"),
    symlink=lambda: os.symlink("a", folder + "/link"),
    chmod=lambda: os.chmod(folder + "/file", 0o777),
    memfd=lambda: os.memfd_create("x"),
    fork=lambda: os.fork(),
    execute=lambda: os.execv("/bin/true", ["true"]),
    thread=lambda: _thread.start_new_thread(print, ()),
    signal_parent=lambda: os.kill(parent, 0),
    pidfd=lambda: os.pidfd_open(parent),
    trace=lambda: call(ptrace, 16, parent, 0, 0),
    write_to_parent=lambda: call(process_vm_writev, parent, 0, 0, 0, 0, 0),
    io_uring=lambda: call(io_uring_setup, 1, 0),
    clone3=lambda: call(clone3, 0, 0),
    openat2=lambda: call(openat2, 0, 0, 0, 0),
    unknown=lambda: call(9999),
    raise_limit=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1, 1)),
    read=lambda: os.open(folder + "/file", os.O_RDONLY),
    signal_itself=lambda: signal.raise_signal(0),
    grow_little=lambda: bytearray(8 << 20),
    grow_much=lambda: bytearray(64 << 20),
)
signal.signal(signal.SIGUSR1, signal.SIG_IGN)
attempts["signal_itself"] = lambda: signal.raise_signal(signal.SIGUSR1)
confine(memory=32 << 20, files=sys.argv[2] == "files")
outcomes = {{}}
for name, attempt in attempts.items():
    try:
        attempt()
        outcomes[name] = None
    except BaseException as error:
        outcomes[name] = getattr(error, "errno", None) or type(error).__name__
os.write(1, json.dumps(outcomes).encode())
os._exit(0)
""".format(
    **{"x86_64": {"ptrace": 101, "writev": 311}, "aarch64": {"ptrace": 117, "writev": 271}}[
        os.uname().machine
    ]
)

# fmt: off
DENIED = [
    "socket", "unix_socket", "socketpair", "connect", "send_descriptor", "create", "write",
    "read_and_write", "append", "truncate_on_open", "unnamed", "truncate", "unlink", "rename",
    "mkdir", "symlink", "chmod", "memfd", "fork", "execute", "signal_parent", "pidfd", "trace",
    "write_to_parent", "io_uring", "clone3", "openat2", "unknown",
]
# fmt: on
SERVICE = "SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}"


def tried(folder: Path, files: str) -> dict[str, int | str | None]:
    """Run the probe; return what came of each attempt: None, an error number, or an exception."""
    (folder / "file").write_text("as it was")
    command = [sys.executable, "-c", PROBE, str(folder), files]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    outcomes: dict[str, int | str | None] = json.loads(done.stdout)
    return outcomes


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int | str | None]:
    """What a process finds that may read files, as one with a store on disk."""
    return tried(tmp_path_factory.mktemp("probe"), "files")


@pytest.mark.parametrize("attempt", DENIED)
def test_a_confined_process_is_denied(outcomes: dict[str, int | str | None], attempt: str) -> None:
    """The kernel answers EPERM to every way out: network, files, processes, and calls that are not known."""
    assert outcomes[attempt] == errno.EPERM


def test_a_confined_process_cannot_start_a_thread(outcomes: dict[str, int | str | None]) -> None:
    """A thread is a process to the kernel."""
    assert outcomes["thread"] == "RuntimeError"


def test_a_confined_process_cannot_raise_its_limits(outcomes: dict[str, int | str | None]) -> None:
    """What was taken stays taken."""
    assert outcomes["raise_limit"] in (errno.EPERM, "ValueError")


def test_a_confined_process_can_grow_up_to_its_bound(outcomes: dict[str, int | str | None]) -> None:
    """RLIMIT_AS counts from the size at the start, so the bound is for the query alone."""
    assert outcomes["grow_little"] is None
    assert outcomes["grow_much"] == "MemoryError"


def test_a_confined_process_can_signal_itself(outcomes: dict[str, int | str | None]) -> None:
    """Needed to end with SIGABRT, which tells that memory ran out."""
    assert outcomes["signal_itself"] is None


def test_a_store_on_disk_may_be_read_and_a_store_in_memory_needs_no_file(
    outcomes: dict[str, int | str | None], tmp_path: Path
) -> None:
    """Reading files is left only to the processes that need it."""
    assert outcomes["read"] is None
    assert tried(tmp_path, "no files")["read"] == errno.EPERM
    assert (tmp_path / "file").read_text() == "as it was"
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


def test_the_kernel_confirms_the_confinement_of_query_processes(engine: Embedded) -> None:
    """Not only the probe: every process that serves has a filter, no new privileges and no room for files."""
    engine.ready()
    for pid in engine._pool._all:
        status = Path(f"/proc/{pid}/status").read_text()
        limits = Path(f"/proc/{pid}/limits").read_text()
        assert re.search(r"^Seccomp:\s+2$", status, re.MULTILINE)
        assert re.search(r"^NoNewPrivs:\s+1$", status, re.MULTILINE)
        assert re.search(r"^Max file size\s+0 ", limits, re.MULTILINE)
        assert re.search(r"^Max core file size\s+0 ", limits, re.MULTILINE)
        assert Path(f"/proc/{pid}/oom_score_adj").read_text() == "1000\n"


def test_a_query_process_keeps_its_socket_and_nothing_else() -> None:
    """A descriptor of the web process or of a neighbour would be a way out."""
    program = """
import os, socket
from horgos.engine.confine import keep_only
pair, others = socket.socketpair(), [socket.socketpair() for _ in range(3)]
keep_only(pair[0].fileno())
links = {number: f"/proc/self/fd/{number}" for number in range(99)}
kept = [os.readlink(link) for link in links.values() if os.path.lexists(link)]
assert kept[:3] == ["/dev/null"] * 3 and kept[3].startswith("socket") and len(kept) == 4, kept
assert os.read(3, 9) == b"", "the other end is still open"
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def test_service_is_refused_by_name(engine: Embedded) -> None:
    """The person who asked learns that it is not offered, and where it stands."""
    with pytest.raises(QueryRefused, match="SERVICE"):
        engine.run(Query(SERVICE.format(port=9)))


def test_service_reaches_nobody_even_past_the_scan(engine: Embedded) -> None:
    """The scan is a courtesy; the filter is the wall: no connection arrives, not even on this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.3)
        process = engine._pool.acquire(time.monotonic() + 10)
        query = Query(SERVICE.format(port=listener.getsockname()[1]))
        reply = process.ask(frames.request(_fields(query, None)), time.monotonic() + 10)
        engine._pool.release(process)
        assert reply.header.outcome is Outcome.REFUSED
        assert "SERVICE" in reply.text
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize("machine", seccomp.ARCHITECTURES)
def test_the_filter_is_well_formed_for_every_architecture(machine: str) -> None:
    """Each jump lands within the program, and its last word is a denial."""
    code = seccomp.program(machine, pid=1, files=True)
    instructions = [code[start : start + 8] for start in range(0, len(code), 8)]
    for index, instruction in enumerate(instructions):
        assert index + 1 + max(instruction[2], instruction[3]) <= len(instructions)
    assert instructions[-1] == seccomp.program(machine, pid=1, files=False)[-8:]


def test_the_filter_is_refused_for_an_unknown_architecture() -> None:
    """The numbers of system calls differ; a guess would be no wall."""
    with pytest.raises(KeyError):
        seccomp.program("sparc64", pid=1, files=False)


@pytest.mark.parametrize(
    ("column", "header", "pattern"),
    [
        (0, "/usr/include/x86_64-linux-gnu/asm/unistd_64.h", r"#define __NR_(\w+)\s+(\d+)"),
        (1, "/usr/include/asm-generic/unistd.h", r"#define __NR(?:3264)?_(\w+)\s+(\d+)"),
    ],
    ids=["x86_64", "aarch64"],
)
def test_the_numbers_of_the_calls_are_those_of_the_kernel(column: int, header: str, pattern: str) -> None:
    """Where the headers of the kernel are installed, the table agrees with them."""
    if not Path(header).exists():
        pytest.skip("the headers of the kernel are not installed")
    numbers = {name: int(number) for name, number in re.findall(pattern, Path(header).read_text())}
    table = seccomp.CALLS | {"openat": seccomp.OPEN, "tgkill": seccomp.TGKILL, "seccomp": seccomp.SECCOMP}
    assert {name: numbers.get(name) for name in table} == {name: row[column] for name, row in table.items()}
