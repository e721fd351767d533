from typing import Any

from foundation.management.commands import procrastinate
from handoff.start import refuse_powerful_role


class Command(procrastinate.Command):
    """Procrastinate's own command, which refuses to work for this door under a powerful role."""

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_powerful_role()
        super().handle(*args, **options)
