"""Try clients of other people on the server: `python tests/clients/run.py [BASE]`.

Without BASE, a server is started as the README says. Prints a line for each client; ends with 1 if one fails.
"""

from __future__ import annotations

import sys
import time
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from clients import in_javascript, in_python
from serving import serving


def tried(name: str, client: Callable[[str], str], base: str) -> bool:
    """Whether a client gets along with the server; prints what it saw, or what was wrong."""
    begin = time.monotonic()
    try:
        told = client(base)
    except Exception:  # noqa: BLE001  whatever a client raises is told, and the others are tried all the same
        print(f"FAILED  {name}\n{traceback.format_exc()}")
        return False
    print(f"ok      {name}: {told} ({time.monotonic() - begin:.1f} s)", flush=True)
    return True


def run(base: str) -> bool:
    """Whether all clients get along with the server at this address."""
    in_python.install()
    in_javascript.install()
    clients = {**in_python.CLIENTS, **in_javascript.CLIENTS}
    outcomes = [tried(name, client, base) for name, client in clients.items()]
    return all(outcomes)


def main(arguments: list[str]) -> int:
    """Try them on the server that is named, or on one that is started."""
    warnings.simplefilter("ignore")  # what clients say of themselves
    if arguments:
        return 0 if run(f"{arguments[0].rstrip('/')}/") else 1
    with serving() as base:
        return 0 if run(base) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
