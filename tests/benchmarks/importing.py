"""The import in a process of its own, so that its memory is its own.

`python -m tests.benchmarks.importing FOLDER` prints one line of JSON: rows, seconds of the dry run and of
applying, most memory in MB.
"""

import json
import sys
import time
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import django

PERIOD = date(2026, 9, 1)


def main(folder):
    from django.core.files.base import File
    from django.db import transaction
    from django.utils import timezone

    from directory.official.services.applying import apply_run
    from directory.official.services.reading import read_run
    from directory.official.services.uploading import keep_run_in_transaction

    with ExitStack() as opened, transaction.atomic(durable=True):
        files = [
            File(opened.enter_context(path.open("rb")), name=path.name) for path in sorted(folder.iterdir())
        ]
        run = keep_run_in_transaction(uploads=files, actor=None, now=timezone.now())
    began = time.perf_counter()
    run = read_run(run=run, period=PERIOD, now=timezone.now())
    dry = time.perf_counter() - began
    began = time.perf_counter()
    run = apply_run(run=run, actor=None, now=timezone.now(), is_sure=True)
    applied = time.perf_counter() - began
    print(json.dumps({"rows": run.lines_read, "dry": dry, "applied": applied, "peak": peak()}))


def peak():
    """Return the most memory that this process has held so far, in MB.

    Not `ru_maxrss`: Linux carries that over, at exec, from the process that started this one.
    """
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(lines["VmHWM"].split()[0]) / 1024


if __name__ == "__main__":
    django.setup()
    main(Path(sys.argv[1]))
