"""What members get for meetings is written down and paid; what a committee usually gives is kept."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from foundation.audit import chain
from outreach.study_groups.committees.models import Appointment, Conditions, Honorarium
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.models import Community, PlanRow
from outreach.study_groups.services.steps import hold_in_transaction

OUT_OF_TERM = "{}は、この方の任期の日ではありません。"
ALREADY = "この方のこの日の謝金は、もう書いてあります。"
NOTHING = "謝金か旅費の金額を書いてください。"
PAID = "もう払ってあります。"
TOO_EARLY = "払った日は、会議の日か、あとの日にしてください。"


@dataclass(frozen=True)
class Sum:
    """What somebody gets for a day, in yen."""

    on: date
    fee: int
    travel: int
    row: PlanRow | None = None


@transaction.atomic(durable=True)
def set_conditions(
    *, community: Community, fee: int, travel: int, years: int, actor: User, now: datetime
) -> Conditions:
    """Keep what a committee usually gives and asks. Raises GroupRefused."""
    held = hold_in_transaction(community, Action.KEEP_APPOINTMENTS, actor=actor, now=now).community
    values = {"fee": fee, "travel": travel, "years": years}
    kept, _ = Conditions.objects.update_or_create(community=held, defaults=values)
    chain.record("group_committees.conditions_set", actor=actor, subject=held, now=now, fields=[*values])
    return kept


@transaction.atomic(durable=True)
def record_honoraria(
    *, community: Community, people: list[Appointment], given: Sum, actor: User, now: datetime
) -> list[Honorarium]:
    """Write down that each of these gets a sum for a day, all or none. Raises GroupRefused."""
    hold_in_transaction(community, Action.KEEP_APPOINTMENTS, actor=actor, now=now)
    if given.fee + given.travel <= 0:
        raise GroupRefused(NOTHING)
    keys = [each.pk for each in people]
    served = Appointment.objects.on(given.on).filter(pk__in=keys, community=community)
    if served.count() != len(keys):
        raise GroupRefused(OUT_OF_TERM.format(f"{given.on.month}月{given.on.day}日"))
    if Honorarium.objects.filter(appointment__in=keys, on=given.on).exists():
        raise GroupRefused(ALREADY)
    made = [
        Honorarium(
            appointment=each,
            row=given.row,
            on=given.on,
            fee=given.fee,
            travel=given.travel,
            recorded_by=actor,
        )
        for each in people
    ]
    Honorarium.objects.bulk_create(made)
    for each in made:
        chain.record(
            "group_committees.honorarium_recorded",
            actor=actor,
            subject=each,
            now=now,
            fields=["fee", "travel"],
        )
    return made


@transaction.atomic(durable=True)
def pay(*, honorarium: Honorarium, on: date, actor: User, now: datetime) -> Honorarium:
    """Write down on which day a sum was paid. Raises GroupRefused."""
    community = honorarium.appointment.community
    hold_in_transaction(community, Action.KEEP_APPOINTMENTS, actor=actor, now=now)
    found = Honorarium.objects.select_for_update(no_key=True).get(pk=honorarium.pk)
    if found.paid_on is not None:
        raise GroupRefused(PAID)
    if on < found.on:
        raise GroupRefused(TOO_EARLY)
    found.paid_on = on
    found.save(update_fields=["paid_on"])
    chain.record("group_committees.honorarium_paid", actor=actor, subject=found, now=now, fields=["paid_on"])
    return found


@transaction.atomic(durable=True)
def remove_honorarium(*, honorarium: Honorarium, actor: User, now: datetime) -> None:
    """Take out what was written by mistake, while it is not paid. Raises GroupRefused."""
    community = honorarium.appointment.community
    hold_in_transaction(community, Action.KEEP_APPOINTMENTS, actor=actor, now=now)
    found = Honorarium.objects.select_for_update().get(pk=honorarium.pk)
    if found.paid_on is not None:
        raise GroupRefused(PAID)
    chain.record("group_committees.honorarium_removed", actor=actor, subject=found, now=now, fields=["fee"])
    found.delete()
