"""A real web server for one measurement: granian with two workers on the test's own database."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2
STARTS_WITHIN_SECONDS = 60
LOOK_EVERY_SECONDS = 0.1
ADDITIONS, USUAL_SECONDS = 10_000_000, 0.3


@contextmanager
def running_server(settings="tests.benchmarks.settings"):
    """Serve the test's database on a free port, by default as the public door; yields the address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": settings,
        "BENCH_DATABASE": connection.settings_dict["NAME"],
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
    }
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", str(WORKERS)]
    command += ["--host", "127.0.0.1", "--port", str(port), "--log-level", "error", "portal.wsgi:application"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until_alive(server, address)
        yield address
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=20)


def wait_until_alive(server, address, path="/healthz"):
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < deadline:
        with suppress(urllib.error.URLError, TimeoutError, ConnectionError):
            urllib.request.urlopen(f"{address}{path}", timeout=10).read()
            return
        with suppress(subprocess.TimeoutExpired):
            raise AssertionError(f"the server ended with {server.wait(timeout=LOOK_EVERY_SECONDS)}")
    raise AssertionError("the server did not start")


def load():
    """Return the machine's load, to be told beside every figure."""
    return " ".join(f"{value:.1f}" for value in os.getloadavg())


def requests_per_second(url, *, seconds=5, connections=8):
    """Ask for one address again and again with `wrk`; returns whole requests per second."""
    wrk = shutil.which("wrk")
    assert wrk, "wrk is missing: `make bench` installs it"
    out = subprocess.run(
        [wrk, "-t1", f"-c{connections}", f"-d{seconds}s", url], check=True, capture_output=True, text=True
    ).stdout
    assert "Non-2xx" not in out, out
    (line,) = [line for line in out.splitlines() if line.startswith("Requests/sec")]
    return float(line.split()[1])


_CYCLE = """
local paths, number = {{ {paths} }}, 0
{headers}
request = function()
  number = number + 1
  return wrk.format("GET", paths[number % #paths + 1])
end
done = function(summary, latency)
  local rate = summary.requests / summary.duration * 1e6
  io.write(string.format("measured %f %f\\n", rate, latency:percentile(95) / 1000))
end
"""


def rate_and_p95(address, paths, *, seconds=15, connections=8, headers=None):
    """Ask for many addresses in turn with `wrk`; returns whole requests per second and p95 in ms."""
    lines = "\n".join(f'wrk.headers["{name}"] = "{value}"' for name, value in (headers or {}).items())
    wrk = shutil.which("wrk")
    assert wrk, "wrk is missing: `make bench` installs it"
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_CYCLE.format(paths=", ".join(f'"{path}"' for path in paths), headers=lines))
        script.flush()
        command = [wrk, "-t1", f"-c{connections}", f"-d{seconds}s", "-s", script.name, address]
        out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    assert "Non-2xx" not in out, out
    (line,) = [line for line in out.splitlines() if line.startswith("measured ")]
    _, rate, p95 = line.split()
    return float(rate), float(p95)


def slowness():
    """Return how many times longer this machine takes for plain Python than the one the bars are meant for.

    Bars for pages are seconds of a usual server, on which ten million additions take 0.3 s. Asked
    close to what is measured, and told beside it. Never below 1: a faster machine has the same bars.
    """
    total, began = 0, time.perf_counter()
    for each in range(ADDITIONS):
        total += each
    return max(1.0, (time.perf_counter() - began) / USUAL_SECONDS)
