from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.demo.news import publish_demo_news


class Command(BaseCommand):
    help = (
        "見本の世界に、タグの付いたお知らせを出します。make_site のあとに使います。何度実行しても同じです。"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "見本のお知らせは、見本の世界（PORTAL_DEMO=1）だけに出せます。ここには出しません。"
            )
        self.stdout.write(f"見本のお知らせを{publish_demo_news(now=timezone.now())}件出しました。")
