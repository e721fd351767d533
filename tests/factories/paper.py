"""Papers as a copier makes them, and what has been done with them."""

import struct
from datetime import timedelta
from io import BytesIO

from PIL import Image, ImageDraw

from events.paper.models import Scan
from events.paper.services.scanning import read_scan, take_in_by_hand
from tests.factories.events import NOW


def a_file(kind="TIFF", *, pages=1, words="1", size=(864, 1100), **options):
    """Return the bytes of a black and white scan; different words make different files."""
    sheets = []
    for number in range(pages):
        sheet = Image.new("1", size, 1)
        ImageDraw.Draw(sheet).text((80, 80), f"{words} {number}", fill=0)
        sheets.append(sheet)
    if pages > 1:
        options |= {"save_all": True, "append_images": sheets[1:]}
    file = BytesIO()
    sheets[0].convert("L" if kind == "JPEG" else "1").save(file, kind, **options)
    return file.getvalue()


def a_fax():
    """Return a FAX page as fax machines write it: first where its lines stand, then the lines themselves."""
    drawn = BytesIO(a_file("TIFF", compression="group4"))
    with Image.open(drawn) as page:
        (width, height), place, length = page.size, page.tag_v2[273][0], page.tag_v2[279][0]
    lines = drawn.getvalue()[place : place + length]
    white, start = page.tag_v2[262], 8 + 2 + 9 * 12 + 4
    tags = [
        (256, width),
        (257, height),
        (258, 1),
        (259, 4),
        (262, white),
        (273, start),
        (277, 1),
        (278, height),
        (279, length),
    ]
    rows = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + rows + struct.pack("<I", 0) + lines


def make_scan(actor, *, content=None, words="1", received_at=NOW - timedelta(hours=1), read=True, now=NOW):
    """Put a paper into the tray; with `read` the worker has drawn it."""
    content = content or a_file(words=words)
    scan = take_in_by_hand(content=content, received_at=received_at, actor=actor, now=now)
    if read:
        read_scan(scan_id=scan.pk)
    return Scan.objects.get(pk=scan.pk)
