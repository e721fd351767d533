"""A database migrated the quick way is the one that Django's own way makes, to the last constraint."""

import subprocess
from contextlib import nullcontext

from django.conf import settings
from django.db import connection

from foundation.database import embedded
from foundation.management.commands import migrate
from tests import databases


def dumped(name):
    """Return what pg_dump says of a schema, without the key that it draws for each dump."""
    command = [embedded.binary("pg_dump"), "--schema-only", "-h", settings.TEST_DATABASE_HOST]
    done = subprocess.run([*command, "-U", "postgres", name], capture_output=True, text=True, check=True)
    return [line for line in done.stdout.splitlines() if not line.startswith(("\\restrict", "\\unrestrict"))]


def test_both_ways_make_one_database(django_db_setup, django_db_blocker, monkeypatch):
    used = connection.settings_dict.copy()
    quick = dumped(databases.Databases().template)
    with django_db_blocker.unblock():
        try:
            with monkeypatch.context() as patched:
                patched.setattr(migrate, "quick_states", nullcontext)
                patched.setattr(databases, "fingerprint", lambda: "own_way")
                own = databases.Databases()
                own.make_template()
            found = dumped(own.template)
        finally:
            # The template of the other tests went when this one came.
            databases.Databases().make_template()
            connection.close()
            connection.settings_dict.update(used)
    for part in ("CONSTRAINT", "INDEX", "TRIGGER", "GRANT"):
        assert any(part in line for line in quick), part
    print(f"{len(quick)} lines of schema: the same")
    assert found == quick
