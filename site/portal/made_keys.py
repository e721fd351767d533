"""The keys that a start on the embedded database makes for itself, once, and where they lie.

Nobody has written anything down then: the private half of the recovery key waits in a file of its own.
"""

import base64
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from foundation.paper_keys import for_paper
from portal.settings.environment import VARIABLES, read, var_folder

CASE_KEYS, RECOVERY_KEY = "PRIVATE_CASE_KEYS", "PRIVATE_RECOVERY_KEY"
FIRST_NAME = "first"
RECOVERY_WORDS = """回復の鍵です。紙に書き写して金庫に入れ、このファイルは消してください。
ほかの鍵がすべて失われたときに、これだけで記録を開けます（manage.py recover_keys）。

"""


def missing_keys(kept: Mapping[str, str]) -> dict[str, str]:
    """Return a new key for each variable that needs one and has none.

    With the keys of cases their store is made: one that is lost later is never made anew in silence. A folder
    for documents is made whenever there is none: its files are missed by their rows.
    """
    wanted = [each.name for each in VARIABLES if each.secret or each.name == RECOVERY_KEY]
    made = {name: _made(name) for name in wanted if name not in kept}
    if CASE_KEYS in made:
        store = Path(read("PRIVATE_KEY_STORE") or var_folder() / "case-keys")
        store.mkdir(mode=0o700, parents=True, exist_ok=True)
    documents = Path(read("PRIVATE_DOCUMENT_FOLDER") or var_folder() / "documents")
    documents.mkdir(mode=0o700, parents=True, exist_ok=True)
    return made


def _made(name: str) -> str:
    if name == RECOVERY_KEY:
        return _recovery_key()
    return f"{FIRST_NAME}:{_new_key()}" if name == CASE_KEYS else _new_key()


def _new_key() -> str:
    """Return 256 random bits in the form that both Django's signing and Fernet take."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


def _recovery_key() -> str:
    """Return the public half of a new recovery key, with the private one put aside."""
    private = X25519PrivateKey.generate()
    words = RECOVERY_WORDS + for_paper(private.private_bytes_raw()) + "\n"
    write_secret(var_folder() / "recovery-key.txt", words)
    return base64.b64encode(private.public_key().public_bytes_raw()).decode()


def write_secret(file: Path, words: str) -> None:
    """Write a file that only this account reads, whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as new:
        new.write(words)
    fresh.replace(file)
