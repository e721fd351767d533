from typing import Any

from django.core.management.base import BaseCommand, CommandError

from foundation.audit import chain


class Command(BaseCommand):
    help = "操作の記録のつながりを、最初から最後まで確かめます。"

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = chain.verify()
        if verdict.broken_id is not None:
            raise CommandError(f"記録 {verdict.broken_id}: {verdict.reason}")
        self.stdout.write(f"{verdict.entries} 件、異常はありません。最後の値 {verdict.head}")
