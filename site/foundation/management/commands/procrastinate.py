from typing import Any

from procrastinate import App, cli
from procrastinate.contrib.django.management.commands import procrastinate


class Command(procrastinate.Command):
    """Procrastinate's own command, without the greeting in English with which a worker begins."""

    def handle(self, *args: Any, **options: Any) -> None:
        if options.get("func") is cli.worker_:
            options["func"] = _work
        super().handle(*args, **options)


async def _work(app: App, **options: Any) -> None:
    await app.run_worker_async(**options)
