"""Who of the receiving side has a hand-off in hand."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Person
from foundation.transactions import assert_in_transaction
from handoff.cases.enums import Place
from handoff.exceptions import Refused
from handoff.machine.models import Handoff, Receiver
from handoff.models import Enrolment
from handoff.queries import people_enrolled


@dataclass(frozen=True, kw_only=True)
class Named:
    """Somebody of the receiving side: by account where they are here, else by the name of their office."""

    place: Place
    person: Person | None = None
    name: str = ""


def possible_receivers(handoff: Handoff, *, today: date) -> QuerySet[Person]:
    """Return who is enrolled today for the receiving side."""
    return people_enrolled(Enrolment.objects.valid(today=today).filter(agency=handoff.performer_id))


def name_in_transaction(handoff: Handoff, named: tuple[Named, ...], *, now: datetime) -> None:
    """Let these have it in hand from today instead of who did until now. Raises Refused."""
    assert_in_transaction("name_receivers")
    today = timezone.localdate(now)
    known = possible_receivers(handoff, today=today)
    for each in named:
        if each.person is not None and not known.filter(pk=each.person.pk).exists():
            raise Refused("受け取る側に登録のある方だけを、担当にできます。")
    handoff.receivers.filter(place__in=[each.place for each in named], ended_on=None).update(ended_on=today)
    rows: list[Any] = [
        Receiver(handoff=handoff, person=each.person, name=each.name, place=each.place, since=today)
        for each in named
    ]
    try:
        with transaction.atomic():
            Receiver.objects.bulk_create(rows)
    except IntegrityError as error:
        raise Refused("主担当と副担当は、別の人にしてください。") from error
