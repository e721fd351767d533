from contextlib import nullcontext
from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from foundation.database.quick_states import quick_states


class Command(migrate.Command):
    """Django's own, quicker on an empty database; what holds something already goes Django's own way."""

    def handle(self, *args: Any, **options: Any) -> None:
        recorder = MigrationRecorder(connections[options["database"]])
        with nullcontext() if recorder.applied_migrations() else quick_states():
            super().handle(*args, **options)
