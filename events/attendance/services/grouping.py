"""People are put into groups for group work, and moved by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from events.attendance import queries, rules
from events.attendance.exceptions import DayRefused
from events.attendance.models import Group, GroupMember
from events.enums import Way
from events.models import Session
from events.services.attendance import lock_seated_in_transaction
from foundation.audit import chain

USUAL_NAMES = {Way.VENUE: "グループ{}", Way.ONLINE: "ルーム{}"}


@dataclass(frozen=True)
class GroupWords:
    """What a group is called and where it meets."""

    name: str
    note: str


@transaction.atomic(durable=True)
def make_groups(
    *, session: Session, counts: Mapping[str, int], seed: int, actor: User, now: datetime
) -> list[Group]:
    """Put everybody with a seat into so many groups by way, anew; groups that were made before go away.

    Raises DayRefused where there are fewer people than groups.
    """
    people = {way: queries.people_to_mix(session, way) for way, count in counts.items() if count}
    for way, found in people.items():
        if len(found) < counts[way]:
            label = Way(way).label
            raise DayRefused(f"{label}の方は{len(found)}人です。{counts[way]}つには分けられません。")
    if not people:
        raise DayRefused("グループの数を書いてください。")
    lock_seated_in_transaction(session, [each.key for found in people.values() for each in found])
    Group.objects.filter(session=session).delete()
    made = []
    for way, found in people.items():
        for number, members in enumerate(rules.mix(found, counts[way], seed), start=1):
            name = USUAL_NAMES[Way(way)].format(number)
            group = Group.objects.create(session=session, way=way, number=number, name=name, seed=seed)
            GroupMember.objects.bulk_create(GroupMember(group=group, participant_id=pk) for pk in members)
            made.append(group)
    fields = [f"seed:{seed}", *(f"{way}:{count}" for way, count in counts.items())]
    chain.record("attendance.groups_made", actor=actor, subject=session, now=now, fields=fields)
    return made


@transaction.atomic(durable=True)
def change_groups(
    *,
    session: Session,
    words: Mapping[int, GroupWords],
    members: Mapping[int, int | None],
    actor: User,
    now: datetime,
) -> None:
    """Name groups, by id, and move people, by id, to a group or out of all; others stay as they are."""
    groups = {group.pk: group for group in Group.objects.select_for_update().filter(session=session)}
    for pk, group in groups.items():
        if pk in words:
            group.name, group.note = words[pk].name, words[pk].note
    Group.objects.bulk_update(groups.values(), ["name", "note"])
    _move(session, groups, members)
    chain.record("attendance.groups_changed", actor=actor, subject=session, now=now, fields=["groups"])


def _move(session: Session, groups: Mapping[int, Group], members: Mapping[int, int | None]) -> None:
    people = [person.pk for person in lock_seated_in_transaction(session, members)]
    GroupMember.objects.filter(participant__in=people).delete()
    GroupMember.objects.bulk_create(
        GroupMember(group=groups[group], participant_id=pk)
        for pk in people
        if (group := members[pk]) is not None and group in groups
    )
