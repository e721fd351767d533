from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from directory.kinds import KINDS
from directory.models import AgencyKind


class Command(BaseCommand):
    help = (
        "機関の種類を、決められた一覧にそろえます。一覧から消えた種類は、使わなくなった日を書いて残します。"
    )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        for position, kind in enumerate(KINDS):
            values = kind._asdict() | {"position": position, "retired_on": None}
            AgencyKind.objects.update_or_create(code=values.pop("code"), defaults=values)
        known = [kind.code for kind in KINDS]
        retired = AgencyKind.objects.exclude(code__in=known).filter(retired_on__isnull=True)
        retired.update(retired_on=timezone.localdate())
        self.stdout.write(f"{len(KINDS)} 種類をそろえました。")
