from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.demo.world import build


class Command(BaseCommand):
    help = "この扉に見本の世界（人・機関・研修など）を作ります。何度実行しても同じです。"

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "見本の世界は、PORTAL_DEMO=1 のときに、内蔵のデータベースだけに作れます。ここには作りません。"
            )
        world = build(door=settings.DOOR, now=timezone.now())
        self.stdout.write(f"見本の世界ができました（{len(world.people)} 人、{len(world.agencies)} 機関）。")
