from typing import Any

from django.core.management.commands import migrate

from foundation.database.quick_states import quick_states


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        with quick_states():
            super().handle(*args, **options)
