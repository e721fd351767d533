"""Keys, stores and sealed tables for tests; the tables live as long as the test's transaction."""

import base64
import hashlib
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.db import connection, models
from django.test.utils import isolate_apps

from handoff.vault import store
from handoff.vault.fields import SealedField, sealed_only
from handoff.vault.models import SealedModel

# The half on paper of the recovery key in the settings of tests.
RECOVERY = X25519PrivateKey.from_private_bytes(b"test-only-recovery-key-no-value!")


def public_half(private):
    return base64.b64encode(private.public_key().public_bytes_raw()).decode()


def case_keys(*names):
    """Return the variable with a key for each name, always the same one."""
    keys = [(name, hashlib.sha256(name.encode()).digest()) for name in names]
    return ",".join(f"{name}:{base64.b64encode(key).decode()}" for name, key in keys)


def new_store(folder):
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def key_store(settings, tmp_path):
    """An empty store of the test's own, wrapped by the key `old`."""
    settings.KEY_STORE = str(new_store(tmp_path / "store"))
    settings.CASE_KEYS = case_keys("old")
    settings.RECOVERY_KEY = public_half(RECOVERY)
    return tmp_path / "store"


def make_key():
    key_id = uuid4()
    store.create(key_id)
    return key_id


class OfACase(SealedModel):
    """A sealed row that says in a column of its own under which key."""

    case_id = models.UUIDField(default=uuid4)
    words = SealedField()
    remarks = SealedField(null=True)

    class Meta:
        abstract = True

    @property
    def key_id(self):
        return self.case_id


with isolate_apps("handoff.vault"):

    class Diary(OfACase):
        class Meta:
            app_label = "vault"
            db_table = "vault_test_diary"
            constraints = sealed_only("vault_test_diary", "words", "remarks")

    class Letter(OfACase):
        class Meta:
            app_label = "vault"
            db_table = "vault_test_letter"
            constraints = sealed_only("vault_test_letter", "words", "remarks")


@pytest.fixture
def sealed_tables(db, key_store):
    """The tables of both models, as their migrations would make them, gone with the transaction."""
    for model in (Diary, Letter):
        with connection.schema_editor() as editor:
            definition, _ = editor.table_sql(model)
        with connection.cursor() as cursor:
            cursor.execute(definition.replace("CREATE TABLE", "CREATE TEMPORARY TABLE", 1))


def make_row(model=Diary, *, words="ことば", **fields):
    """Save a row with its words sealed, under a new key unless a case is given."""
    row = model(case_id=fields.pop("case_id", None) or make_key())
    row.seal(words=words, **fields)
    row.save(force_insert=True)
    return row


def flipped(value, place, mask=0x01):
    """Return the bytes with one changed."""
    return value[:place] + bytes([value[place] ^ mask]) + value[place + 1 :]


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())
