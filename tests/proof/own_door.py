"""A private door of a proof's own: cluster, keys, folders and real processes, as `make run` starts them."""

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
from dataclasses import dataclass, field
from pathlib import Path

from aiosmtpd.controller import Controller
from django.db import connection

from foundation.database import embedded, roles
from portal import processes

WEB, JOBS = "引継ぎの部屋の画面", "引継ぎの部屋の仕事"
UP_WITHIN_SECONDS = 120
LOOK_EVERY_SECONDS = 0.1
# What belongs to the settings under test; a door of its own makes its keys itself.
FOREIGN = ("PUBLIC_", "PRIVATE_", "PORTAL_", "DATABASE_URL", "MAIL_URL", "DOOR_FEED_KEY", "BENCH_")
SCRYPT = ["django.contrib.auth.hashers.ScryptPasswordHasher"]


@dataclass
class OwnFamily(processes.Family):
    """The children of any start, except that their words go to a file."""

    log: Path = field(kw_only=True)

    def start(self, name, command, environment, *, niceness=0):
        """Start a child; nothing of ours runs in it before it begins: this process has threads."""
        with self.log.open("ab") as log:
            self.children[name] = subprocess.Popen(
                [sys.executable, *command],
                cwd=processes.ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )


class Sink:
    """A real mail server that keeps what comes."""

    def __init__(self):
        self.received = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 -- aiosmtpd's name
        self.received.append((tuple(envelope.rcpt_tos), bytes(envelope.content)))
        return "250 OK"


class OwnDoor:
    """The door, its processes and its mail server. `log` holds all that its processes said."""

    def __init__(self, folder, *, is_demo=False):
        self.folder, self.data, self.log = folder, folder / "postgres", folder.with_suffix(".log")
        self.url, self.mail_port = f"http://127.0.0.1:{free_port()}", free_port()
        self.door = processes.Door(
            "private", "PRIVATE_DATABASE_URL", 1, int(self.url.rpartition(":")[2]), self.url
        )
        self.starting = processes.Start("demo" if is_demo else "run", "127.0.0.1", (self.door,))
        self.keys = processes.read_keys(self.starting)
        self.environment = self.starting.environment(self.door, self.keys) | {
            "PYTHONPATH": f"{processes.ROOT / 'site'}{os.pathsep}{processes.ROOT}",
            "MAIL_URL": f"smtp://127.0.0.1:{self.mail_port}",
            # A proxy before us keeps a list of what was asked for; here the server itself does.
            "GRANIAN_LOG_ACCESS_ENABLED": "true",
        }
        self.temporary = self.starting.temporary_folder
        self.temporary.mkdir(parents=True)
        self.family = OwnFamily(log=self.log)
        self.sink, self.mail = Sink(), None

    def prepare(self):
        self.start_postgres()
        processes.prepare(self.family, self.starting, {"private": self.environment})

    def start_postgres(self):
        """Start the cluster. While a process of a killed one still lives, it refuses, and is asked again."""
        deadline = time.monotonic() + UP_WITHIN_SECONDS
        while True:
            try:
                return embedded.start(self.data, durable=True)
            except RuntimeError:
                if time.monotonic() > deadline:
                    raise

    def open(self):
        """Start whatever is not running, and wait until all of it answers."""
        running = {name for name, child in self.family.children.items() if child.poll() is None}
        environments = {"private": self.environment}
        if WEB not in running:
            processes.open_doors(self.family, self.starting, environments)
        if JOBS not in running:
            processes.start_workers(self.family, self.starting, environments)
        deadline = time.monotonic() + UP_WITHIN_SECONDS
        while not self.answers("/readyz"):
            self.family.check()
            assert time.monotonic() < deadline, "the door does not become ready"

    def answers(self, path):
        with (
            suppress(urllib.error.URLError, OSError),
            urllib.request.urlopen(self.url + path, timeout=5) as got,
        ):
            return got.status == 200
        return False

    def take_mail(self):
        """Let the mail server come up."""
        self.mail = Controller(self.sink, hostname="127.0.0.1", port=self.mail_port)
        self.mail.start()

    def manage(self, *arguments):
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, check=False, cwd=processes.ROOT, env=self.environment, capture_output=True, text=True
        )

    def kill_web(self):
        """Kill the process that serves; the one above it gives up by itself."""
        parent = self.family.children[WEB]
        for pid in children_of(parent.pid):
            os.kill(pid, signal.SIGKILL)
        with suppress(subprocess.TimeoutExpired):
            parent.wait(timeout=20)
        self._finish(WEB)

    def kill_jobs(self):
        self._finish(JOBS)

    def kill_postmaster(self):
        os.kill(int((self.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    def _finish(self, name):
        child = self.family.children.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()

    def close(self):
        if self.mail:
            self.mail.stop()
        self.family.end()
        embedded.stop(self.data)


@contextmanager
def own_door(monkeypatch, settings, blocker, *, is_demo=False):
    """Prepare a door of its own, on which this process looks as well; the log goes with it."""
    # Not pytest's folder: another run shuts that to the account that PostgreSQL runs under.
    folder = Path(tempfile.mkdtemp(prefix="tsunagu-proof-")) / "var"
    for name in [each for each in os.environ if each.startswith(FOREIGN)]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PORTAL_VAR", str(folder))
    kept = dict(connection.settings_dict)
    door = OwnDoor(folder, is_demo=is_demo)
    try:
        door.prepare()
        _look_at(door, settings)
        with blocker.unblock():
            yield door
            connection.close()
    finally:
        door.close()
        connection.settings_dict.update(kept)
        shutil.rmtree(folder.parent, ignore_errors=True)


def _look_at(door, settings):
    """Let this process read the door's rows, keys and files."""
    socket_folder = str(embedded.socket_folder(door.data))
    connection.close()
    connection.settings_dict.update(
        HOST=socket_folder, NAME=roles.PRIVATE.database, USER=roles.PRIVATE.application, CONN_MAX_AGE=0
    )
    settings.KEY_STORE, settings.DOCUMENT_FOLDER = (
        str(door.folder / "case-keys"),
        str(door.folder / "documents"),
    )
    settings.CASE_KEYS, settings.RECOVERY_KEY = (
        door.keys["PRIVATE_CASE_KEYS"],
        door.keys["PRIVATE_RECOVERY_KEY"],
    )
    settings.MFA_KEY, settings.OWN_URL = door.keys["PRIVATE_MFA_KEY"], door.url
    # Signs what lies in sessions.
    settings.SECRET_KEY = door.keys["PRIVATE_SECRET_KEY"]
    settings.PASSWORD_HASHERS = SCRYPT


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def children_of(parent):
    """Return the processes that this one started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            # The name stands in brackets and may hold anything; behind it come state and parent.
            if int(stat.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(stat.parent.name))
    return found
