"""Starts, watches and ends everything the portal is made of: `python -m portal.processes demo|run`.

Two doors and their two workers, and the embedded database unless a server is named. Django is not set up
here: a start is seconds quicker, and no secret of a door lies in a process that serves the other.
"""

import contextlib
import ctypes
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from foundation.database import embedded
from portal.made_keys import missing_keys, write_secret
from portal.ports import Trouble, taken_ports
from portal.settings.environment import VARIABLES, var_folder
from portal.welcome import welcome

ROOT = Path(__file__).resolve().parents[2]
PROCFS = Path("/proc")
LOOPBACK = ("localhost", "127.0.0.1")
EVERY_ADDRESS = "0.0.0.0"  # noqa: S104 -- taken only when the person asks for it
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# A slow reader holds a thread, so there are more than cores could use. Each keeps a database connection, and
# the embedded server allows 200.
THREADS_PER_WORKER = 24
LOOK_EVERY_SECONDS = 0.3
OPENS_WITHIN_SECONDS = 300
WORKERS_WITHIN_SECONDS = 20
ENDS_WITHIN_SECONDS = 10
# A child that ends at once is not started again and again without a breath.
AGAIN_AFTER_SECONDS = 5
PR_SET_PDEATHSIG = 1
# Of the public door; a test looks that no job is in another queue.
QUICK_QUEUES, LONG_QUEUE = "default,mail", "video"
NICENESS = 10


class AskedToStop(Exception):
    """Somebody pressed Ctrl-C, sent a signal, or ended the make above us."""


@dataclass(frozen=True)
class Door:
    """One of the two doors as this start serves it."""

    name: str
    database_variable: str
    web_workers: int
    port: int
    url: str

    @property
    def is_embedded(self) -> bool:
        return not os.environ.get(self.database_variable)


@dataclass(frozen=True)
class Start:
    """One start of the portal: which world, which address, which doors."""

    world: str
    host: str
    doors: tuple[Door, ...]

    @property
    def is_demo(self) -> bool:
        return self.world == "demo"

    @property
    def is_embedded(self) -> bool:
        """Whether the embedded server is needed: at least one door names no other."""
        return any(door.is_embedded for door in self.doors)

    @property
    def bind_host(self) -> str:
        return "127.0.0.1" if self.host in LOOPBACK else self.host

    @property
    def temporary_folder(self) -> Path:
        """A folder of this start's own: two may run in one place, with different ports."""
        return var_folder() / f"tmp-{self.doors[0].port}"

    def environment(self, door: Door, keys: dict[str, str]) -> dict[str, str]:
        """Return the environment of this door's processes: nothing in it belongs to the other door."""
        foreign = {variable.name for variable in VARIABLES if door.name not in variable.doors}
        own = {name: value for name, value in os.environ.items() if name not in foreign}
        urls = {f"{each.name.upper()}_URL": each.url for each in self.doors}
        made = {name: value for name, value in keys.items() if name not in foreign and not own.get(name)}
        place = {
            "PORTAL_DOORS": door.name,
            "PORTAL_DEMO": "1" if self.is_demo else "0",
            "PORTAL_DATABASE_ROLE": "app",
            "DJANGO_SETTINGS_MODULE": f"portal.settings.{door.name}",
            # What libraries leave behind goes with us.
            "TMPDIR": str(self.temporary_folder),
        }
        return own | urls | place | (made if door.is_embedded else {})


@contextlib.contextmanager
def empty_temporary_folder(start: Start) -> Iterator[None]:
    """Give the children a folder for passing things, empty at the beginning and gone at the end."""
    shutil.rmtree(start.temporary_folder, ignore_errors=True)
    start.temporary_folder.mkdir(parents=True)
    try:
        yield
    finally:
        shutil.rmtree(start.temporary_folder, ignore_errors=True)


def read_start(world: str) -> Start:
    """Return what HOST, PORT and the other variables ask for. Raises Trouble when they cannot be met."""
    host = os.environ.get("HOST") or "localhost"
    try:
        port = int(os.environ.get("PORT") or "8000")
    except ValueError as error:
        raise Trouble(f"PORT は数字で書いてください（いまは {os.environ['PORT']}）。") from error
    name = socket.gethostname() if host == EVERY_ADDRESS else host
    hosts = ("localhost", "private.localhost") if host in LOOPBACK else (name, name)
    public, private = (
        os.environ.get(variable) or f"http://{each}:{port + offset}"
        for offset, (variable, each) in enumerate(zip(("PUBLIC_URL", "PRIVATE_URL"), hosts, strict=True))
    )
    start = Start(
        world,
        host,
        (
            Door("public", "DATABASE_URL", 2, port, public),
            Door("private", "PRIVATE_DATABASE_URL", 1, port + 1, private),
        ),
    )
    if start.is_demo and not all(door.is_embedded for door in start.doors):
        raise Trouble(
            "見本の世界は、内蔵のデータベースだけで動きます。"
            "DATABASE_URL を外すか、make run を使ってください。"
        )
    return start


def read_keys(start: Start) -> dict[str, str]:
    """Return the keys of the doors on the embedded database, made once and kept beside it.

    The file also says whose world the folder holds: the demo's logins are known to everybody, so a folder
    that held it never becomes the real one, nor the other way round. Raises Trouble then.
    """
    if not start.is_embedded:
        return {}
    file = keys_file()
    kept: dict[str, str] = json.loads(file.read_text()) if file.exists() else {"world": start.world}
    if kept["world"] != start.world:
        held = "自分のデータ" if start.is_demo else "見本の世界（だれもが知っているパスワード）"
        raise Trouble(f"{file.parent} には、{held}が入っています。PORTAL_VAR=別のフォルダ を付けてください。")
    # A folder of an earlier version lacks the keys that came since.
    if made := missing_keys(kept):
        kept |= made
        write_secret(file, json.dumps(kept, indent=1))
    del kept["world"]
    return kept


def keys_file() -> Path:
    return var_folder() / "secrets.json"


def make_catches_interrupts() -> bool | None:
    """Return whether the make above us catches SIGINT, None without a make.

    GNU make hands a SIGTERM on to us, but a SIGINT sent to it alone it only stops catching, and waits.
    """
    try:
        lines = (PROCFS / str(os.getppid()) / "status").read_text().splitlines()
    except OSError:
        return None
    if "Name:\tmake" not in lines:
        return None
    mask = next(line for line in lines if line.startswith("SigCgt")).split()[1]
    return bool(int(mask, 16) >> (signal.SIGINT - 1) & 1)


def _before_child_runs(niceness: int) -> None:
    """Let a child hear the signals that we hold back, and end it when we are killed."""
    os.nice(niceness)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


@dataclass
class Family:
    """The children of this start. While it lives, stop signals are held back and asked for, never handled.

    `began` says when each was started last, and by what it is started again.
    """

    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    began: dict[str, tuple[float, Callable[[], None]]] = field(default_factory=dict)
    make_caught: bool | None = field(default_factory=make_catches_interrupts)

    def start(
        self, name: str, command: Iterable[str], environment: dict[str, str], *, niceness: int = 0
    ) -> None:
        """Start a child in a session of its own: a Ctrl-C in the terminal reaches it only through us.

        The greater its niceness, the more it lets others go first.
        """
        words = tuple(command)
        again = partial(self.start, name, words, environment, niceness=niceness)
        self.began[name] = time.monotonic(), again
        self.children[name] = subprocess.Popen(  # noqa: S603 -- our own words only
            [sys.executable, *words],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=partial(_before_child_runs, niceness),  # noqa: PLW1509 -- this process has one thread
        )

    def pause(self) -> None:
        """Wait a moment. Raises AskedToStop as soon as somebody asks."""
        signalled = signal.sigtimedwait(STOP_SIGNALS, LOOK_EVERY_SECONDS)
        if signalled or make_catches_interrupts() != self.make_caught:
            raise AskedToStop

    def wait_for(self, *names: str) -> None:
        """Wait until these children have done their work. Raises Trouble when one of them fails."""
        for name in names:
            while (code := self.children[name].poll()) is None:
                self.pause()
            if code:
                raise Trouble(f"「{name}」が失敗しました（番号 {code}）。理由は上に出ています。")
            del self.children[name]

    def check(self) -> None:
        """Raise Trouble when a child that should go on working has ended."""
        for name, child in self.children.items():
            if child.poll() is not None:
                raise Trouble(f"「{name}」が止まりました（番号 {child.returncode}）。全体を終わります。")

    def keep(self) -> None:
        """Start each child again that has ended: whatever stops one door leaves the other alone."""
        for name, child in list(self.children.items()):
            began, again = self.began[name]
            if child.poll() is None or time.monotonic() < began + AGAIN_AFTER_SECONDS:
                continue
            say(f"「{name}」が止まりました（番号 {child.returncode}）。もう一度始めます。")
            # What it had started itself would hold its port.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            again()

    def end(self) -> None:
        """End every child: SIGTERM, ten seconds, SIGKILL to whatever of its group is left."""
        for child in self.children.values():
            child.terminate()
        deadline = time.monotonic() + ENDS_WITHIN_SECONDS
        for child in self.children.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(timeout=max(0, deadline - time.monotonic()))
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
        self.children.clear()


def prepare(family: Family, start: Start, environments: dict[str, dict[str, str]]) -> None:
    """Make both doors ready at the same time. Raises Trouble or AskedToStop."""
    for door in start.doors:
        tables = ["--tables"] if door.is_embedded else []
        demo = ["--demo"] if start.is_demo else []
        # To wait for the disk after each migration doubles the time; what a crash loses is made again.
        owner = {"PORTAL_DATABASE_ROLE": "owner", "PGOPTIONS": "-c synchronous_commit=off"}
        command = ["-m", "portal.preparation", *tables, *demo]
        family.start(_called(door, "準備"), command, environments[door.name] | owner)
    family.wait_for(*(_called(door, "準備") for door in start.doors))


def open_doors(family: Family, start: Start, environments: dict[str, dict[str, str]]) -> None:
    """Start a web server for each door."""
    for door in start.doors:
        web = [
            *("-m", "granian", "--interface", "wsgi", "--host", start.bind_host, "--port", str(door.port)),
            *("--workers", str(door.web_workers), "--blocking-threads", str(THREADS_PER_WORKER)),
            *("--workers-kill-timeout", "5", "--log-level", "error", "portal.wsgi:application"),
        ]
        family.start(_called(door, "画面"), web, environments[door.name])


def wait_until_open(family: Family, start: Start) -> None:
    """Wait until both doors answer. Raises Trouble when one does not in time, or dies."""
    deadline = time.monotonic() + OPENS_WITHIN_SECONDS
    for door in start.doors:
        while not _answers(start, door, "/healthz"):
            family.check()
            family.pause()
            if time.monotonic() > deadline:
                raise Trouble(f"{door.url} が {OPENS_WITHIN_SECONDS} 秒たっても答えません。")


def start_workers(family: Family, start: Start, environments: dict[str, dict[str, str]]) -> None:
    """Start a worker for all queues of each door; what takes long has one of its own that lets others go."""
    command = ["manage.py", "procrastinate", "worker", "--shutdown-graceful-timeout", "5"]
    for door in start.doors:
        queues = ["--queues", QUICK_QUEUES] if door.name == "public" else []
        family.start(_called(door, "仕事"), [*command, *queues], environments[door.name])
        if queues:
            slow = [*command, "--queues", LONG_QUEUE, "--concurrency", "1"]
            family.start(_called(door, "動画の変換"), slow, environments[door.name], niceness=NICENESS)


def wait_for_workers(family: Family, start: Start) -> None:
    """Wait until both workers have shown themselves, but not for what they have to catch up with."""
    deadline = time.monotonic() + WORKERS_WITHIN_SECONDS
    for door in start.doors:
        while not _answers(start, door, "/readyz") and time.monotonic() < deadline:
            family.check()
            family.pause()


def _answers(start: Start, door: Door, path: str) -> bool:
    host = "127.0.0.1" if start.bind_host == EVERY_ADDRESS else start.bind_host
    connection = http.client.HTTPConnection(host, door.port, timeout=2)
    with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
        connection.request("GET", path, headers={"Host": urlsplit(door.url).netloc})
        return connection.getresponse().status < http.client.BAD_REQUEST
    return False


def _called(door: Door, part: str) -> str:
    return f"{'ポータル' if door.name == 'public' else '引継ぎの部屋'}の{part}"


def serve(start: Start) -> None:
    """Bring everything up, watch it, and end it in order. Raises Trouble or AskedToStop, never returns."""
    family = Family()
    with contextlib.ExitStack() as stack:
        with taken_ports(start):
            stack.enter_context(empty_temporary_folder(start))
            say("準備しています。" if keys_file().exists() else "準備しています。1〜3分かかります。")
            keys = read_keys(start)
            environments = {door.name: start.environment(door, keys) for door in start.doors}
            if start.is_embedded:
                stack.enter_context(embedded.running(var_folder() / "postgres"))
            stack.callback(family.end)
            prepare(family, start, environments)
        open_doors(family, start, environments)
        wait_until_open(family, start)
        start_workers(family, start, environments)
        wait_for_workers(family, start)
        urls = {door.name: door.url for door in start.doors}
        say(welcome(urls, is_demo=start.is_demo, is_local=start.host in LOOPBACK))
        while True:
            family.keep()
            family.pause()


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    """Run until somebody asks to stop (0) or something fails (1)."""
    if arguments not in (["demo"], ["run"]):
        say("使い方: python -m portal.processes demo|run")
        return 2
    # Held back from here on, and read one by one in `Family.pause`: nothing is ever cut off in the middle.
    # A hang-up that nohup told us to ignore stays ignored.
    ignored = {signal.SIGHUP} if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN else set()
    signal.pthread_sigmask(signal.SIG_BLOCK, set(STOP_SIGNALS) - ignored)
    try:
        serve(read_start(arguments[0]))
    except AskedToStop:
        say("終わりました。")
    except (Trouble, RuntimeError) as trouble:
        sys.stderr.write(f"\nつなぐ: {trouble}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
