"""Who of the receiving side has a hand-off in hand."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Person
from foundation.transactions import assert_in_transaction
from handoff.actors import CASEWORK, Actor
from handoff.cases.enums import Place
from handoff.enums import AGENCY_ROLES
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
    """Return who works today for the receiving side."""
    roles = CASEWORK if handoff.performer_id is None else AGENCY_ROLES
    standing = Enrolment.objects.valid(today=today).filter(agency=handoff.performer_id, role__in=roles)
    return people_enrolled(standing)


def named_now(handoff: Handoff) -> dict[str, Person | str]:
    """Return who has it in hand, by place; whoever is on paper by the name of their office."""
    rows = handoff.receivers.filter(ended_on=None).select_related("person")
    return {row.place: row.person or row.name for row in rows}


def name_in_transaction(handoff: Handoff, named: tuple[Named, ...], *, actor: Actor, now: datetime) -> None:
    """Let these have it in hand from today instead of who did until now; who stays is not written anew.

    Whoever is named themselves and no coordinator stays one of the two: else they would shut themselves out
    on the way. Raises Refused.
    """
    assert_in_transaction("name_receivers")
    today = timezone.localdate(now)
    current = {row.place: row for row in handoff.receivers.filter(ended_on=None)}
    known = possible_receivers(handoff, today=today)
    changed = [each for each in named if not _is(current.get(each.place), each)]
    for each in changed:
        if each.person is not None and not known.filter(pk=each.person.pk).exists():
            raise Refused("受け取る側に登録のある方だけを、担当にできます。")
    if actor.is_at(handoff.performer_id) and not actor.keeps(handoff.performer_id):
        people = {place: row.person_id for place, row in current.items()}
        people |= {each.place: each.person.pk if each.person else None for each in named}
        if actor.person_id in [row.person_id for row in current.values()] and (
            actor.person_id not in people.values()
        ):
            raise Refused("ご自分の代わりは、もう一人の担当か窓口の方が決めます。")
    ending = handoff.receivers.filter(place__in=[each.place for each in changed], ended_on=None)
    ending.update(ended_on=today)
    rows = [
        Receiver(handoff=handoff, person=each.person, name=each.name, place=each.place, since=today)
        for each in changed
    ]
    try:
        with transaction.atomic():
            Receiver.objects.bulk_create(rows)
    except IntegrityError as error:
        raise Refused("主担当と副担当は、別の人にしてください。") from error


def _is(row: Receiver | None, named: Named) -> bool:
    person_id = named.person.pk if named.person else None
    return row is not None and (row.person_id, row.name) == (person_id, named.name)
