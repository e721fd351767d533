"""Becomes another program after giving up what it must not have: `python -I confined.py '{…}' program …`.

A small program of its own: limits belong to one process, and to set them between fork and exec would not be
safe in a worker with threads. Whoever started it takes it along when it dies.
"""

import ctypes
import json
import os
import resource
import signal
import sys

PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
NICENESS = 15


def become(limits: dict[str, int], command: list[str]) -> None:
    """Set limits (CPU seconds, bytes of memory and of a file; who the parent is), and become the command."""
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    # Who began it may be gone already.
    if os.getppid() != limits["parent"]:
        sys.exit(1)
    os.nice(NICENESS)
    for name, kind in (
        ("cpu", resource.RLIMIT_CPU),
        ("memory", resource.RLIMIT_AS),
        ("file", resource.RLIMIT_FSIZE),
    ):
        resource.setrlimit(kind, (limits[name], limits[name]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.execve(command[0], command, dict(os.environ))  # noqa: S606 -- the caller names the program


if __name__ == "__main__":
    become(json.loads(sys.argv[1]), sys.argv[2:])
