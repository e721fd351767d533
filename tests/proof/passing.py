"""Files that exist for a moment: whatever is made in a folder is told, also what never had a name there.

What has a name for a while is given a second one, under which it can be read once it is gone.
"""

import ctypes
import os
import struct
import threading
from contextlib import suppress
from pathlib import Path

CREATED, MOVED_HERE, WRITTEN = 0x100, 0x80, 0x8
HEAD = struct.Struct("iIII")
MOST_BYTES = 64 * 1024


class Passing(threading.Thread):
    """Watches a folder and those that appear below it: `seen` tells what came, `kept` what it holds of it."""

    def __init__(self, folder, keeping):
        super().__init__(daemon=True)
        self.folder, self.keeping, self.folders = folder, keeping, {}
        self.seen, self.kept = set(), set()
        keeping.mkdir()
        self.linux = ctypes.CDLL(None, use_errno=True)
        self.events = self.linux.inotify_init1(os.O_CLOEXEC)
        self._watch(folder)
        self.start()

    def _watch(self, folder):
        mask = CREATED | MOVED_HERE | WRITTEN
        number = self.linux.inotify_add_watch(self.events, os.fsencode(folder), mask)
        if number < 0:
            raise OSError(ctypes.get_errno(), str(folder))
        self.folders[number] = Path(folder)

    def run(self):
        while True:
            told, place = os.read(self.events, MOST_BYTES), 0
            while place < len(told):
                number, _, _, length = HEAD.unpack_from(told, place)
                place += HEAD.size
                name = os.fsdecode(told[place : place + length].rstrip(b"\0"))
                place += length
                # When a folder itself is gone, no name is told.
                if name and number in self.folders:
                    self._note(self.folders[number] / name)

    def _note(self, path):
        # It may be gone again.
        with suppress(OSError):
            if path.is_dir():
                self._watch(path)
                return
        name = str(path.relative_to(self.folder))
        self.seen.add(name)
        if name not in self.kept:
            with suppress(OSError):
                os.link(path, self.keeping / name.replace("/", "-"))
                self.kept.add(name)
