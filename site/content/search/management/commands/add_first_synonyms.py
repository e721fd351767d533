from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from content.search.first_synonyms import FIRST_SYNONYMS
from content.search.services import add_first_synonyms


class Command(BaseCommand):
    help = "同じ意味のことばの、最初の組を入れます。もう組があるときは、何も変えません。"

    def handle(self, *args: Any, **options: Any) -> None:
        number = add_first_synonyms(groups=FIRST_SYNONYMS, now=timezone.now())
        self.stdout.write(f"同じ意味のことばを{number}組入れました。")
