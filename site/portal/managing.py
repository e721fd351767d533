"""Runs one of Django's commands on the data of this folder: `python -m portal.managing COMMAND …`.

It takes keys and world from where the last start left them, and starts the embedded database where none
runs. `PORTAL_DOORS` names the door, `PORTAL_DATABASE_ROLE=owner` takes the rights to change tables.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import ExitStack

from foundation.database import embedded

from .processes import ROOT, Trouble, keys_file, read_keys, read_start
from .settings.environment import read, var_folder

INTERRUPTED = 130


def run(arguments: Sequence[str]) -> int:
    """Run a command and return its number. Raises Trouble where there is no data yet."""
    file = keys_file()
    start = read_start(json.loads(file.read_text())["world"] if file.exists() else "run")
    door = next((each for each in start.doors if each.name == read("PORTAL_DOORS")), None)
    if door is None:
        raise Trouble("PORTAL_DOORS は public か private です。")
    if door.is_embedded and not file.exists():
        raise Trouble(
            f"{var_folder()} に、まだデータがありません。先に make demo か make run で始めてください。"
        )
    environment = start.environment(door, read_keys(start))
    environment["PORTAL_DATABASE_ROLE"] = read("PORTAL_DATABASE_ROLE")
    # A folder for passing things belongs to a start alone.
    del environment["TMPDIR"]
    with ExitStack() as stack:
        if door.is_embedded:
            stack.enter_context(embedded.running(var_folder() / "postgres"))
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        return subprocess.call(command, env=environment)  # noqa: S603 -- what the person at the terminal typed


def main(arguments: Sequence[str]) -> int:
    try:
        return run(arguments)
    except (Trouble, RuntimeError) as trouble:
        sys.stderr.write(f"\nつなぐ: {trouble}\n")
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
