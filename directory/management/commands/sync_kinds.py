from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand
from django.db import models, transaction
from django.utils import timezone

from directory.kinds import KINDS
from directory.models import AgencyKind, Condition, ServiceCode, ServiceKind
from directory.service_kinds import conditions, services
from foundation.public_pages import clear_public_pages_in_transaction

# What staff write themselves once a line is there.
STAFFS_OWN = ("aliases", "plain", "short_name", "reading")


class Command(BaseCommand):
    help = (
        "機関の種類、サービスの種類、受け入れの条件を、決められた一覧にそろえます。"
        "一覧から消えたものは、使わなくなった日を書いて残します。職員が書き直したことばは変えません。"
    )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        counts = [
            _sync(AgencyKind, (kind._asdict() for kind in KINDS)),
            _sync_services(),
            _sync(Condition, conditions(), staffs_own=STAFFS_OWN),
        ]
        clear_public_pages_in_transaction()
        self.stdout.write("機関の種類 {}、サービスの種類 {}、条件 {} をそろえました。".format(*counts))


def _sync_services() -> int:
    lines = list(services())
    codes = {line["code"]: (line["name"], line.pop("codes")) for line in lines}
    for line in lines:
        line["agency_kind_id"] = line.pop("agency_kind")
    count = _sync(ServiceKind, lines, staffs_own=STAFFS_OWN)
    for service, (name, numbers) in codes.items():
        for source, number in numbers:
            values = {"service_id": service, "published_name": name}
            ServiceCode.objects.update_or_create(source=source, code=number, defaults=values)
    return count


def _sync(model: type[models.Model], lines: Iterable[dict[str, Any]], staffs_own: Iterable[str] = ()) -> int:
    """Make the table say what the list says; a line that is gone keeps its row with the day it went."""
    rows, known = model._default_manager, []
    for position, line in enumerate(lines):
        values = line | {"position": position, "retired_on": None}
        code = values.pop("code")
        ours = {name: value for name, value in values.items() if name not in staffs_own}
        rows.update_or_create(code=code, defaults=ours, create_defaults=values)
        known.append(code)
    gone = rows.exclude(code__in=known).filter(retired_on__isnull=True)
    gone.update(retired_on=timezone.localdate())
    return len(known)
