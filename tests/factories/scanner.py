"""ClamAV's own daemon with signatures of a test's own: those of the world cannot be fetched here."""

import hashlib
import shutil
import subprocess
import time
from contextlib import contextmanager

from tests.factories.hostile import EICAR, pdf

WAITS_SECONDS = 30
# Known to the scanner, and a whole PDF for everybody else.
INFECTED = pdf() + b"\n%" + EICAR + b"\n%%EOF\n"
CONFIGURATION = """
LocalSocket {folder}/clamd.sock
DatabaseDirectory {folder}
TemporaryDirectory {folder}
PidFile {folder}/clamd.pid
Foreground yes
StreamMaxLength 1M
"""


@contextmanager
def scanner_running(folder):
    """Run the daemon while the block runs; gives its name as the setting wants it."""
    known = [f"{hashlib.md5(each).hexdigest()}:{len(each)}:Test" for each in (EICAR, INFECTED)]
    (folder / "own.hdb").write_text("\n".join(known) + "\n")
    (folder / "clamd.conf").write_text(CONFIGURATION.format(folder=folder))
    command = [shutil.which("clamd", path="/usr/sbin:/usr/bin"), "-c", str(folder / "clamd.conf")]
    daemon = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        began = time.monotonic()
        while not (folder / "clamd.sock").exists():
            assert daemon.poll() is None
            assert time.monotonic() - began < WAITS_SECONDS
        yield f"unix:{folder}/clamd.sock"
    finally:
        daemon.kill()
        daemon.wait()
