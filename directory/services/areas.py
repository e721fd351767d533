"""Staff keep the areas of each scheme, and which municipality lies in which."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from content.services import store_in_transaction
from directory.exceptions import AreaStillHolds
from directory.models import MunicipalityInArea, WelfareArea
from foundation.audit import chain
from foundation.public_pages import clear_public_pages_in_transaction


@transaction.atomic(durable=True)
def keep_area(*, area: WelfareArea, values: Mapping[str, Any], actor: User, now: datetime) -> WelfareArea:
    """Store a new area or a changed one. With its last day its municipalities leave it.

    Raises RecordIsGone, and AreaStillHolds where a municipality lies in it on days that it would lose.
    """
    is_new = area.pk is None
    kept, changed = store_in_transaction(area, values)
    if not is_new:
        _end_with(kept)
    clear_public_pages_in_transaction()
    verb = "directory.area_added" if is_new else "directory.area_changed"
    chain.record(verb, actor=actor, subject=kept, now=now, fields=changed)
    return kept


@transaction.atomic(durable=True)
def keep_municipality_in_area(
    *, row: MunicipalityInArea, values: Mapping[str, Any], actor: User, now: datetime
) -> MunicipalityInArea:
    """Put a municipality into an area from a day on, or change its days.

    Raises RecordIsGone, and AreaStillHolds for days on which there is no such area.
    """
    is_new = row.pk is None
    area = WelfareArea.objects.select_for_update().get(pk=values["area"].pk if is_new else row.area_id)
    kept, changed = store_in_transaction(row, {**values, "scheme": area.scheme} if is_new else values)
    if not _lies_within(kept.valid_from, kept.valid_to, area):
        raise AreaStillHolds("圏域がある間の日付にしてください。")
    clear_public_pages_in_transaction()
    verb = "directory.municipality_put_into_area" if is_new else "directory.municipality_in_area_changed"
    chain.record(verb, actor=actor, subject=kept, now=now, fields=changed)
    return kept


def _end_with(area: WelfareArea) -> None:
    rows = MunicipalityInArea.objects.filter(area=area)
    if rows.filter(valid_from__lt=area.valid_from).exists():
        raise AreaStillHolds("この圏域には、それより前から市町村が入っています。")
    if area.valid_to is None:
        return
    if rows.filter(valid_from__gte=area.valid_to).exists():
        raise AreaStillHolds("この圏域には、その日よりあとに入る市町村があります。")
    rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=area.valid_to)).update(valid_to=area.valid_to)


def _lies_within(begins: date, ends: date | None, area: WelfareArea) -> bool:
    if begins < area.valid_from:
        return False
    return area.valid_to is None or (ends is not None and ends <= area.valid_to)
