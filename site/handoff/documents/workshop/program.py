"""Makes files anew: a program of its own that knows nothing of the portal, called as `python -I program.py`.

On its input stands a line of JSON that says what to do, then the file; on its output a line of JSON, then
what was made. A hostile file meets limits of memory and time, may write no file, finds no secret in the
environment, and dies with the process. `why` in the answer says what to tell the person who brought it.
"""

import ctypes
import json
import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG, PR_SET_NO_NEW_PRIVS = 1, 38
NICENESS = 5


def confine(limits: dict[str, int]) -> None:
    """Give up what a file must not reach: time, memory, the disk, and life after whoever began it."""
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if os.getppid() != limits["parent"]:
        sys.exit(1)
    os.nice(NICENESS)
    for kind, most in (
        (resource.RLIMIT_CPU, limits["seconds"]),
        (resource.RLIMIT_AS, limits["memory"]),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def makers() -> dict[str, Callable[[bytes, dict[str, Any]], tuple[dict[str, Any], bytes]]]:
    """Return what this program can do; each takes a file and an order, and may raise Broken."""
    # Isolated as it is, the program knows no folder of ours; what it finds there is no Django.
    sys.path.insert(0, str(Path(__file__).resolve().parents[3]))
    from handoff.documents.workshop import marks, pdfs, pictures

    return {
        "remake_pdf": pdfs.remake,
        "remake_picture": pictures.remake,
        "mark_pdf": marks.mark_pdf,
        "mark_picture": marks.mark_picture,
        "show_pdf": marks.show_pdf,
        "show_picture": marks.show_picture,
    }


def main() -> None:
    order = json.loads(sys.stdin.buffer.readline())
    known = makers()
    from handoff.documents.workshop.bounds import Broken

    confine(order["limits"])
    try:
        said, made = known[order["do"]](sys.stdin.buffer.read(), order)
    except Broken as why:
        said, made = {"why": str(why)}, b""
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + made)


if __name__ == "__main__":
    main()
