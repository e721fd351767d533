"""The long tests, which `make test` leaves out, still find everything that they import."""

import os
import shlex
import subprocess
import sys

import pytest

# What lies elsewhere, `make test` collects itself.
LONG = ("tests/benchmarks", "tests/proof")
# The rest says which door this run is of, and would be taken for orders by the runs that are started here.
KEPT = ("HOME", "PATH")


def long_runs():
    """Return the arguments of each run of tests that `make bench` and `make proof` would start."""
    told = subprocess.run(
        ["make", "--dry-run", "bench", "proof"], capture_output=True, check=True, text=True, timeout=60
    )
    runs = [shlex.split(line) for line in told.stdout.splitlines() if " -m pytest " in line]
    return [run[run.index("-m") :] for run in runs if any(word.startswith(LONG) for word in run)]


@pytest.mark.parametrize("run", long_runs(), ids=lambda run: run[-1])
def test_each_long_test_can_be_collected(run):
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    told = subprocess.run(
        [sys.executable, *run, "--quiet", "--collect-only"],
        capture_output=True,
        check=False,
        text=True,
        timeout=300,
        env=environment,
    )
    assert told.returncode == 0, (told.stdout + told.stderr)[-2000:]
