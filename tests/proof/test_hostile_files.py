"""Every hostile file, ours and those of Debian's ClamAV, through the program that reads them."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from foundation.printing.fonts import FONT_FILE
from handoff.documents.enums import FileType
from handoff.documents.remade import FORMATS
from handoff.documents.signs import type_of
from handoff.documents.workshop import program
from handoff.documents.workshop.bounds import MEMORY, MIB, SECONDS
from tests.factories import hostile

DEBIAN = Path("/usr/share/clamav-testfiles")
LEAST_FILES = 40


def worked_on(content, kind):
    """Return what the program said of a file, and the seconds and bytes of memory that it took."""
    limits = {"seconds": SECONDS, "memory": MEMORY, "parent": os.getpid()}
    what = "remake_pdf" if kind == FileType.PDF else "remake_picture"
    order = {"limits": limits, "do": what, "format": FORMATS.get(kind, ""), "font": str(FONT_FILE)}
    began = time.monotonic()
    read_end, write_end = os.pipe()
    source = os.memfd_create("file")
    os.write(source, json.dumps(order).encode() + b"\n")
    for place in range(0, len(content), MIB):
        os.write(source, content[place : place + MIB])
    os.lseek(source, 0, os.SEEK_SET)
    # Small, so that what a process begins with is not taken for what the file asked.
    made = subprocess.Popen(
        [sys.executable, "-I", program.__file__],
        stdin=source,
        stdout=write_end,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
    )
    os.close(source)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as answer:
        told = answer.read()
    _, status, used = os.wait4(made.pid, 0)
    made.returncode = os.waitstatus_to_exitcode(status)
    why = "died" if made.returncode else json.loads(told.partition(b"\n")[0]).get("why", "")
    return why, time.monotonic() - began, used.ru_maxrss * 1024


@pytest.fixture(scope="module")
def everything():
    ours = {name: make() for name, make in (hostile.REFUSED | hostile.NEUTRALISED).items()}
    theirs = {file.name: file.read_bytes() for file in DEBIAN.iterdir()}
    assert len(theirs) > LEAST_FILES
    return ours, theirs


def test_each_is_refused_or_made_harmless_within_the_bounds(everything):
    ours, theirs = everything
    refused, neutralised, longest, most = 0, 0, 0.0, 0
    for name, content in {**ours, **theirs}.items():
        kind = type_of(content)
        if kind is None:
            refused += 1
            continue
        why, seconds, memory = worked_on(content, kind)
        assert memory <= MEMORY, name
        assert seconds <= SECONDS, name
        assert bool(why) == (name not in hostile.NEUTRALISED and name not in theirs), name
        refused, neutralised = refused + bool(why), neutralised + (not why)
        longest, most = max(longest, seconds), max(most, memory)
    print(
        f"{len(ours)} files of ours, {len(theirs)} of Debian's: "
        f"{refused} refused, {neutralised} neutralised; "
        f"longest {longest:.1f} s, most memory {most / MIB:.0f} MiB"
    )
    assert refused + neutralised == len(ours) + len(theirs)


def test_debians_files_are_programs_and_packages_save_one(everything):
    kinds = {name: type_of(content) for name, content in everything[1].items()}
    assert {name: kind for name, kind in kinds.items() if kind} == {"clam.pdf": FileType.PDF}
