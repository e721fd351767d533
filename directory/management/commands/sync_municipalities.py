from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from directory.models import Municipality
from directory.municipalities import municipalities
from foundation.public_pages import clear_public_pages_in_transaction


class Command(BaseCommand):
    help = (
        "市区町村を、郵便番号のデータ（日本郵便）からそろえます。"
        "もうある市区町村は、名前とフリガナだけを直し、いつから・いつまで・後継は変えません。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--prefecture", required=True, help="都道府県。いくつでも。例：石川県,富山県")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        wanted = [
            name.strip() for name in options["prefecture"].replace("、", ",").split(",") if name.strip()
        ]
        places = municipalities(wanted)
        unknown = [name for name in wanted if name not in {each.prefecture for each in places}]
        if unknown or not wanted:
            raise CommandError(
                f"この都道府県は見つかりません：{'、'.join(unknown)}。「石川県」のように書きます。"
            )
        added = [self._sync(**each._asdict()) for each in places]
        clear_public_pages_in_transaction()
        self.stdout.write(f"市区町村 {len(places)} をそろえました。新しいものは {sum(added)} です。")

    def _sync(self, code: str, **values: str) -> bool:
        _, is_new = Municipality.objects.update_or_create(code=code, defaults=values)
        return is_new
