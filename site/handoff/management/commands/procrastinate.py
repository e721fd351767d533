from typing import Any

from foundation.management.commands import procrastinate
from handoff.start import refuse_unfit_process


class Command(procrastinate.Command):
    """Procrastinate's own command; it refuses to work for this door under a powerful role or without keys."""

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_unfit_process()
        super().handle(*args, **options)
