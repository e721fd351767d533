from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from directory.finding.services import rebuild_entries


class Command(BaseCommand):
    help = "関係機関の索引を、いまの記録と比べて直します。違うところだけを書きます。"

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"索引を {rebuild_entries(today=timezone.localdate()):,} か所なおしました。")
