"""Wrapping all keys anew, and bringing them back with the recovery key."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from foundation.paper_keys import from_paper

from . import index, store, wrapping
from .exceptions import KeyMissing, NotARecoveryKey, SealBroken, WrappingKeyMissing


@dataclass
class Rotated:
    """What came of wrapping all keys anew."""

    rewrapped: int = 0
    current: int = 0
    failed: list[str] = field(default_factory=list)
    in_use: Counter[str] = field(default_factory=Counter)


def rotate() -> Rotated:
    """Wrap every key by the first wrapping key; what fails is named and left as it is.

    It may be killed at any moment and run again. Raises KeysUnusable and StoreUnavailable.
    """
    wrapping.wrapping_keys()
    store.sweep_unfinished()
    told = Rotated()
    for name in store.names():
        try:
            if store.rewrap(name):
                told.rewrapped += 1
            else:
                told.current += 1
            told.in_use[store.read_file(name).kek] += 1
        except KeyMissing:
            continue  # destroyed meanwhile
        except (SealBroken, WrappingKeyMissing):
            told.failed.append(name)
    return told


@dataclass
class Recovered:
    """What came of bringing keys back."""

    recovered: int = 0
    usable: int = 0
    readings: int = 0
    failed: list[str] = field(default_factory=list)


def read_recovery_key(typed: str) -> X25519PrivateKey:
    """Return the private half as somebody typed it from paper. Raises NotARecoveryKey."""
    try:
        return X25519PrivateKey.from_private_bytes(from_paper(typed))
    except ValueError:
        raise NotARecoveryKey("these are not the 52 signs of a recovery key") from None


def recover(private_key: X25519PrivateKey, source: Path) -> Recovered:
    """Bring every key of a copy of the store into our store, wrapped by the first wrapping key.

    A key that opens here already is left as it is; what fails is named. It may be run again. A key that was
    destroyed after the copy was made comes back with it: `store.orphans` finds it. Raises NotARecoveryKey
    when none was sealed to this key, KeysUnusable, StoreUnavailable.
    """
    told, foreign = Recovered(), 0
    for name in store.names(source):
        if _is_usable(name):
            told.usable += 1
            continue
        try:
            key = wrapping.recover(name, store.read_file(name, source), private_key)
        except NotARecoveryKey:
            foreign += 1
            told.failed.append(name)
        except SealBroken:
            told.failed.append(name)
        else:
            store.put_recovered(name, key)
            told.recovered += 1
    if foreign and not (told.recovered or told.usable):
        raise NotARecoveryKey("no key of this store was sealed to it")
    told.readings = index.copy_from(source)
    return told


def _is_usable(name: str) -> bool:
    try:
        wrapping.unwrap(name, store.read_file(name))
    except (KeyMissing, SealBroken, WrappingKeyMissing):
        return False
    return True
