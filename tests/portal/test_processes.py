"""The supervisor: what it refuses, what it hands to whom, and one real start and end."""

import base64
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from foundation.paper_keys import from_paper
from portal import processes
from portal.processes import Trouble

ROOT = Path(__file__).resolve().parents[2]
SIGNS_OF_A_START = ("PORT", "HOST", "DATABASE_URL", "PRIVATE_DATABASE_URL", "DJANGO_SETTINGS_MODULE")
# A start takes half a minute; many times as long where others use the machine as well.
OPENS_WITHIN_SECONDS = 1200
ENDS_WITHIN_SECONDS = 30
PORTS = range(20000, 30000)


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch, tmp_path):
    for name in os.environ:
        if name.startswith(("PUBLIC_", "PRIVATE_", "PORTAL_")) or name in SIGNS_OF_A_START:
            monkeypatch.delenv(name)
    monkeypatch.setenv("PORTAL_VAR", str(tmp_path / "var"))


def test_a_start_on_this_machine_has_a_name_of_its_own_for_each_door():
    start = processes.read_start("demo")
    assert [(door.name, door.port, door.url) for door in start.doors] == [
        ("public", 8000, "http://localhost:8000"),
        ("private", 8001, "http://private.localhost:8001"),
    ]
    assert start.bind_host == "127.0.0.1"


def test_host_port_and_addresses_are_taken_from_the_environment(monkeypatch):
    monkeypatch.setenv("HOST", "192.0.2.7")
    monkeypatch.setenv("PORT", "9000")
    monkeypatch.setenv("PUBLIC_URL", "https://portal.example.jp")
    start = processes.read_start("run")
    assert [door.url for door in start.doors] == ["https://portal.example.jp", "http://192.0.2.7:9001"]
    assert start.bind_host == "192.0.2.7"


def test_a_port_that_is_no_number_is_refused_in_words(monkeypatch):
    monkeypatch.setenv("PORT", "八千")
    with pytest.raises(Trouble, match="PORT は数字で書いてください（いまは 八千）。"):
        processes.read_start("run")


def test_the_demo_refuses_a_named_database(monkeypatch):
    monkeypatch.setenv("PRIVATE_DATABASE_URL", "postgresql://localhost/cases")
    assert [door.is_embedded for door in processes.read_start("run").doors] == [True, False]
    with pytest.raises(Trouble, match="内蔵のデータベースだけ"):
        processes.read_start("demo")


def test_a_taken_port_is_named(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with (
            pytest.raises(Trouble, match=f"^ポート {port} は、ほかのプログラムが使っています。"),
            processes.taken_ports(processes.read_start("demo")),
        ):
            pass


def test_each_door_gets_its_own_keys_and_nothing_of_the_other(monkeypatch):
    monkeypatch.setenv("ANYMAIL_WEBHOOK_SECRET", "user:password")
    start = processes.read_start("demo")
    keys = processes.read_keys(start)
    secret = {"PUBLIC_SECRET_KEY", "PUBLIC_MFA_KEY", "PRIVATE_SECRET_KEY", "PRIVATE_MFA_KEY"}
    public, private = (start.environment(door, keys) for door in start.doors)
    assert secret & public.keys() == {"PUBLIC_SECRET_KEY", "PUBLIC_MFA_KEY"}
    assert secret & private.keys() == {"PRIVATE_SECRET_KEY", "PRIVATE_MFA_KEY"}
    assert ("ANYMAIL_WEBHOOK_SECRET" in public, "ANYMAIL_WEBHOOK_SECRET" in private) == (True, False)


def test_a_key_that_was_given_is_kept(monkeypatch):
    monkeypatch.setenv("PUBLIC_SECRET_KEY", "given")
    start = processes.read_start("demo")
    assert start.environment(start.doors[0], processes.read_keys(start))["PUBLIC_SECRET_KEY"] == "given"


def test_a_door_on_a_named_server_is_given_no_made_up_key(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://localhost/portal")
    start = processes.read_start("run")
    public, private = (start.environment(door, processes.read_keys(start)) for door in start.doors)
    assert ("PUBLIC_SECRET_KEY" in public, "PRIVATE_SECRET_KEY" in private) == (False, True)


def test_keys_are_made_once_and_only_the_owner_reads_them(tmp_path):
    start = processes.read_start("demo")
    assert processes.read_keys(start) == processes.read_keys(start)
    assert (tmp_path / "var" / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_a_folder_of_an_earlier_version_gets_the_keys_that_came_since(tmp_path):
    start = processes.read_start("demo")
    before = processes.read_keys(start)
    file = tmp_path / "var" / "secrets.json"
    file.write_text(
        json.dumps({"world": "demo"} | {key: before[key] for key in before if "CONTACT" not in key})
    )
    after = processes.read_keys(start)
    assert after.keys() == before.keys()
    assert {key: after[key] for key in after if "CONTACT" not in key} == {
        key: before[key] for key in before if "CONTACT" not in key
    }
    assert processes.read_keys(start) == after
    assert file.stat().st_mode & 0o777 == 0o600


def test_the_keys_of_cases_are_made_with_a_store_and_a_recovery_key_for_paper(tmp_path):
    start = processes.read_start("demo")
    keys = processes.read_keys(start)
    name, _, key = keys["PRIVATE_CASE_KEYS"].partition(":")
    assert (name, len(base64.urlsafe_b64decode(key))) == ("first", 32)
    store, paper = tmp_path / "var" / "case-keys", tmp_path / "var" / "recovery-key.txt"
    assert [each.stat().st_mode & 0o777 for each in (store, paper)] == [0o700, 0o600]
    private = X25519PrivateKey.from_private_bytes(from_paper(paper.read_text().rpartition("\n\n")[2]))
    public = base64.b64encode(private.public_key().public_bytes_raw()).decode()
    assert keys["PRIVATE_RECOVERY_KEY"] == public
    of_public, of_private = (start.environment(door, keys) for door in start.doors)
    of_cases = {"PRIVATE_CASE_KEYS", "PRIVATE_RECOVERY_KEY"}
    assert (of_cases & of_public.keys(), of_cases & of_private.keys()) == (set(), of_cases)
    assert paper.read_text().split()[-1] not in "".join(keys.values())


def test_a_store_that_is_lost_is_not_made_anew_in_silence(tmp_path):
    start = processes.read_start("run")
    processes.read_keys(start)
    (tmp_path / "var" / "case-keys").rmdir()
    processes.read_keys(start)
    assert not (tmp_path / "var" / "case-keys").exists()


@pytest.mark.parametrize(("first", "then"), [("demo", "run"), ("run", "demo")])
def test_a_folder_never_changes_from_demo_to_real_or_back(first, then):
    processes.read_keys(processes.read_start(first))
    with pytest.raises(Trouble, match="PORTAL_VAR=別のフォルダ を付けてください。"):
        processes.read_keys(processes.read_start(then))


def test_a_make_that_stops_catching_interrupts_is_noticed(monkeypatch, tmp_path):
    monkeypatch.setattr(processes, "PROCFS", tmp_path)
    status = tmp_path / str(os.getppid()) / "status"
    status.parent.mkdir()
    seen = []
    for words in (
        "Name:\tmake\nSigCgt:\t0000000000004002",
        "Name:\tmake\nSigCgt:\t0000000000004000",
        "Name:\tbash\nSigCgt:\t2",
    ):
        status.write_text(words)
        seen.append(processes.make_catches_interrupts())
    assert seen == [True, False, None]


def test_a_child_that_ended_is_started_again_and_the_others_go_on(monkeypatch, capsys):
    monkeypatch.setattr(processes, "AGAIN_AFTER_SECONDS", 0)
    family, sleeping = processes.Family(), ["-c", "import signal; signal.pause()"]
    try:
        for name in ("ポータルの画面", "引継ぎの部屋の画面"):
            family.start(name, sleeping, dict(os.environ))
        killed, other = family.children.values()
        killed.kill()
        killed.wait()
        family.keep()
        family.keep()
        assert capsys.readouterr().out == "「ポータルの画面」が止まりました（番号 -9）。もう一度始めます。\n"
        again, same = family.children.values()
        assert (again.pid == killed.pid, again.poll(), same.pid == other.pid) == (False, None, True)
        monkeypatch.setattr(processes, "AGAIN_AFTER_SECONDS", 60)
        again.kill()
        again.wait()
        family.keep()
        assert family.children["ポータルの画面"] is again
    finally:
        family.end()


def test_the_demo_starts_serves_both_doors_and_leaves_nothing_behind():
    with tempfile.TemporaryDirectory(prefix="つなぐ の見本 ") as folder:
        for end in (signal.SIGINT, signal.SIGTERM):
            port = two_free_ports()
            with start_demo(folder, port) as supervisor:
                try:
                    words = read_until(supervisor, "止めるには")
                    assert "Launching" not in words
                    assert f"http://private.localhost:{port + 1}/" in words
                    green = dict.fromkeys(("database", "migrations", "jobs", "disk"), "ok") | {"ready": True}
                    assert eventually_ready(port, f"localhost:{port}") == green
                    private = green | dict.fromkeys(("keys", "files", "scanner"), "ok")
                    assert eventually_ready(port + 1, f"private.localhost:{port + 1}") == private
                    assert len(json.loads(get(port, f"127.0.0.1:{port}", "/demo/logins.json"))) == 21
                    assert managed(folder, "rebuild_directory_index").returncode == 0
                    assert foreign_secrets(folder) == set()
                    assert processes_of(folder) != []
                finally:
                    supervisor.send_signal(end)
                    code = supervisor.wait(timeout=ENDS_WITHIN_SECONDS)
            assert (code, processes_of(folder)) == (0, [])
        # Without a start the database runs as long as the command.
        found = managed(
            folder, "shell", "-c", "from directory.models import Agency; print(Agency.objects.count() > 0)"
        )
        assert (found.returncode, found.stdout.split()[-1], processes_of(folder)) == (0, "True", [])


def test_a_command_on_a_folder_without_data_says_how_to_begin(tmp_path):
    done = managed(tmp_path / "nothing", "check")
    assert (done.returncode, done.stdout) == (1, "")
    assert "まだデータがありません。先に make demo か make run で始めてください。" in done.stderr


def managed(folder, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "portal.managing", *arguments],
        cwd=ROOT,
        env=os.environ | {"PORTAL_VAR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def start_demo(folder, port):
    return subprocess.Popen(
        [sys.executable, "-m", "portal.processes", "demo"],
        cwd=ROOT,
        env=os.environ | {"PORTAL_VAR": folder, "PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def two_free_ports():
    """Return a port that is free together with the next one, of those that no machine hands out by itself."""
    for port in range(PORTS.start + os.getpid() % len(PORTS) // 2 * 2, PORTS.stop, 2):
        with (
            suppress(OSError),
            socket.create_server(("127.0.0.1", port)),
            socket.create_server(("127.0.0.1", port + 1)),
        ):
            return port
    raise AssertionError("no two ports are free")


def read_until(supervisor, last_words):
    """Return what the supervisor says until these words; one that says nothing is ended in time."""
    watch = threading.Timer(OPENS_WITHIN_SECONDS, supervisor.terminate)
    watch.start()
    lines = []
    for line in supervisor.stdout:
        lines.append(line)
        if last_words in line:
            break
    watch.cancel()
    return "".join(lines)


def get(port, host, path):
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Host": host})
    with urllib.request.urlopen(request, timeout=10) as response:
        return response.read()


def eventually_ready(port, host):
    """Return what `/readyz` says as soon as it is green, or the last that it said."""
    deadline = time.monotonic() + OPENS_WITHIN_SECONDS
    while True:
        try:
            return json.loads(get(port, host, "/readyz"))
        except urllib.error.HTTPError as error:
            if time.monotonic() > deadline:
                return json.loads(error.read())
            threading.Event().wait(0.2)


def processes_of(folder):
    """Return the command of every process that works for this folder, our supervisor's children too."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command, place = (process / "cmdline").read_bytes(), (process / "environ").read_bytes()
        except OSError:
            continue  # it has just ended
        if folder.encode() in command + place:
            found.append(command)
    return found


def foreign_secrets(folder):
    """Return each secret that lies in a process of the other door."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            names = dict(each.partition("=")[::2] for each in (process / "environ").read_text().split("\0"))
        except (OSError, UnicodeDecodeError):
            continue
        if names.get("PORTAL_VAR") == folder:
            other = {"public": "PRIVATE_", "private": "PUBLIC_"}.get(names.get("PORTAL_DOORS"))
            found |= {name for name in names if other and name.startswith(other) and name.endswith("_KEY")}
    return found
