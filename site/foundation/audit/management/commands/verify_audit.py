from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from foundation.audit import chain, checkpoints
from foundation.japanese.dates import long_date


class Command(BaseCommand):
    help = "操作の記録のつながりを、最初から最後まで確かめます。控えがあれば、控えとも合わせます。"

    def handle(self, *args: Any, **options: Any) -> None:
        kept = self.kept_checkpoints()
        verdict = chain.verify(at=[each.entries for each in kept])
        if verdict.broken_id is not None:
            raise CommandError(f"記録 {verdict.broken_id}: {verdict.reason}")
        mismatch = checkpoints.first_mismatch(kept, verdict)
        if mismatch:
            raise CommandError(mismatch)
        self.stdout.write(f"{verdict.entries} 件、異常はありません。最後の値 {verdict.head}")
        if kept:
            last, day = kept[-1], long_date(timezone.localdate(kept[-1].at))
            self.stdout.write(
                f"控え {len(kept)} 件と合っています。最後の控えは {day}、{last.entries} 件のときです。"
            )
        elif checkpoints.are_kept():
            self.stdout.write("控えは、まだありません。")

    def kept_checkpoints(self) -> list[checkpoints.Checkpoint]:
        """Return the checkpoints of this door. Raises CommandError when their files were touched."""
        if not checkpoints.are_kept():
            return []
        try:
            return checkpoints.read_checkpoints()
        except checkpoints.CheckpointBroken as error:
            raise CommandError(f"控えの {error}") from error
