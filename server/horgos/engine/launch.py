"""Raises the bound of the stack, then becomes the program given: `python launch.py BYTES PROGRAM ARGUMENT…`.

A process of its own, since the kernel lays out the room for the stack at `exec`, and a process with threads
should not change its own limits for a child. It imports as little as there is, so that it costs little.
"""

import os
import resource
import sys


def main(stack: int, command: list[str]) -> None:
    """Become `command` with a stack of `stack` bytes, or as many as the hard limit allows."""
    hard = resource.getrlimit(resource.RLIMIT_STACK)[1]
    soft = stack if hard == resource.RLIM_INFINITY else min(stack, hard)
    resource.setrlimit(resource.RLIMIT_STACK, (soft, hard))
    os.execv(command[0], command)  # noqa: S606  # no shell is wanted


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
