"""The whole portal as `make demo` starts it, its processes, and programs run with what one door holds."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from foundation.database import embedded

ROOT = Path(__file__).resolve().parents[3]
# An address of this machine under which the demo shows nobody its logins and mails, as outside.
HOST = "127.0.0.2"
PORTS = range(31000, 32000, 2)
# A start takes half a minute; many times as long where others use the machine as well.
WITHIN_SECONDS = 1800
OURS = ("PUBLIC_", "PRIVATE_", "PORTAL_", "DATABASE_", "DJANGO_", "DOOR_", "ANYMAIL_", "MAIL_")


class Portal:
    """One running portal: where its doors answer, who works for them, and what they hold."""

    def __init__(self, folder, port):
        self.folder, self.ports = folder, {"public": port, "private": port + 1}
        self.log = folder.parent / "log.txt"

    @property
    def sockets(self):
        """Where the database server of both doors listens."""
        return str(embedded.socket_folder(self.folder / "postgres"))

    def processes(self, door):
        """Return the processes of a door by number, each with its environment."""
        found = {}
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError, UnicodeDecodeError):
                words = (process / "environ").read_text().split("\0")
                names = dict(each.partition("=")[::2] for each in words if each)
                is_ours = names.get("PORTAL_VAR") == str(self.folder) and names.get("PORTAL_DOORS") == door
                if is_ours and (process / "cmdline").read_bytes():
                    found[int(process.name)] = names
        return found

    def kill(self, door):
        """Kill every process of a door as the machine would; returns how many there were."""
        killed = 0
        for number in self.processes(door):
            with suppress(ProcessLookupError):
                os.kill(number, signal.SIGKILL)
                killed += 1
        return killed

    def program(self, door, name, /, **facts):
        """Run a deed of a module beside this one with the environment of a door; returns what it tells."""
        environment = self.environments[door] | {"TMPDIR": str(self.folder.parent)}
        done = subprocess.run(
            [sys.executable, "-c", f"from tests.proof.attacking import {door}_side as it; it.main()", name],
            input=json.dumps(facts),
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def remember_environments(self):
        self.environments = {door: next(iter(self.processes(door).values())) for door in self.ports}


@contextmanager
def running(folder):
    """Start both doors and their workers, wait until they are ready, and end them all."""
    portal = Portal(folder / "var", two_free_ports())
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    place = {
        "PORTAL_VAR": str(portal.folder),
        "HOST": HOST,
        "PORT": str(portal.ports["public"]),
        "PYTHONPATH": f"{ROOT / 'site'}{os.pathsep}{ROOT}",
    }
    with portal.log.open("w") as log:
        supervisor = subprocess.Popen(
            [sys.executable, "-m", "portal.processes", "demo"],
            cwd=ROOT,
            env=kept | place,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until(lambda: "止めるには" in portal.log.read_text() or supervisor.poll() is not None)
            assert supervisor.poll() is None, portal.log.read_text()
            portal.remember_environments()
            yield portal
            assert supervisor.poll() is None, portal.log.read_text()
        finally:
            supervisor.terminate()
            supervisor.wait(timeout=60)


def two_free_ports():
    for port in PORTS:
        with (
            suppress(OSError),
            socket.create_server((HOST, port)),
            socket.create_server((HOST, port + 1)),
        ):
            return port
    raise AssertionError("no two ports are free")


def wait_until(holds, *, within=WITHIN_SECONDS):
    """Wait until something holds, and return what it answered; fail when it does not in time."""
    deadline = time.monotonic() + within
    while not (answer := holds()):
        assert time.monotonic() < deadline, "it does not come"
        threading.Event().wait(0.2)
    return answer
