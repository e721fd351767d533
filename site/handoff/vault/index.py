"""Finding a person by the reading of their name, without the name standing anywhere.

A keyed fingerprint of the reading, in the store and not in the database: one empty file for each,
`index/<2 digits>/<fingerprint>.<subject>`. The key lies beside it, so a copy of the database with all
wrapping keys confirms no name.
"""

import hashlib
import hmac
from pathlib import Path
from uuid import UUID

from foundation.japanese.text import fold

from . import store
from .exceptions import ReadingIsEmpty

# Signs between the parts of a name, which some write and others do not; long vowels stay.
BETWEEN_PARTS = str.maketrans(dict.fromkeys("・＝=゠,，.．"))
NAME = "index"
PURPOSE = b"tsunagu reading of a name\0"


def put(reading: str, subject_id: UUID) -> None:
    """Let a subject be found by this reading; several readings may lead to one. Again does no harm.

    Raises ReadingIsEmpty, and what `store.index_key` raises.
    """
    normal = _normal(reading)
    if not normal:
        raise ReadingIsEmpty
    with store.reached():
        place = _place(normal)
        store.make_folder(place.parent)
        with store.changing():
            place.with_name(f"{place.name}.{subject_id}").touch(mode=0o600)
            store.sync(place.parent)


def find(reading: str) -> set[UUID]:
    """Return everybody with exactly this reading, in whichever kana; nobody has an empty one.

    Raises what `store.index_key` raises.
    """
    normal = _normal(reading)
    if not normal:
        return set()
    with store.reached():
        place = _place(normal)
        entries = place.parent.glob(f"{place.name}.*") if place.parent.exists() else ()
        return {UUID(entry.name.partition(".")[2]) for entry in entries}


def keep_only(reading: str, subject_id: UUID) -> None:
    """Let a subject be found by this reading alone; by none where it is empty. Again does no harm.

    Raises what `store.index_key` raises.
    """
    normal = _normal(reading)
    with store.reached(), store.changing():
        kept = _place(normal).name if normal else ""
        for entry in list(_folder().glob(f"*/*.{subject_id}")):
            if entry.name.partition(".")[0] != kept:
                entry.unlink(missing_ok=True)
                store.sync(entry.parent)


def drop(subject_id: UUID) -> None:
    """Let a subject be found by no reading any more. Again does no harm. Raises StoreUnavailable."""
    with store.reached(), store.changing():
        for entry in list(_folder().glob(f"*/*.{subject_id}")):
            entry.unlink(missing_ok=True)
            store.sync(entry.parent)


def copy_from(source: Path) -> int:
    """Take over the readings of a copy of the store; returns how many were new. Raises StoreUnavailable."""
    new = 0
    with store.reached():
        for entry in sorted((source / NAME).glob("*/*.*")):
            place = _folder() / entry.parent.name / entry.name
            if not place.exists():
                store.make_folder(place.parent)
                place.touch(mode=0o600)
                store.sync(place.parent)
                new += 1
    return new


def _normal(reading: str) -> str:
    return fold(reading).translate(BETWEEN_PARTS)


def _folder() -> Path:
    return store.folder() / NAME


def _place(normal: str) -> Path:
    print_of_name = hmac.new(store.index_key(), PURPOSE + normal.encode(), hashlib.sha256).hexdigest()
    return _folder() / print_of_name[:2] / print_of_name
