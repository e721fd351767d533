"""The desk writes down meetings of others, visits to them, and whom the centre came to know there."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Person, User
from directory.models import Agency
from foundation.audit import chain
from foundation.calendar.entries import new_uid
from foundation.decision import Decision
from foundation.transactions import assert_in_transaction
from outreach.outside_meetings.exceptions import OutsideRefused
from outreach.outside_meetings.models import Attendance, Contact, Explainer, OutsideMeeting
from outreach.outside_meetings.rules import may_attend, may_call_off, may_follow_up

ONCE = "この会議の、この日の出席は、もう書いてあります。"
KNOWN = "この機関は、もう書いてあります。"
ATTENDED = "出席を書いたあとは、日にちを変えられません。"


def insist(decision: Decision) -> None:
    """Go on only where a rule allows it. Raises OutsideRefused with its reason."""
    if not decision.allowed:
        raise OutsideRefused(decision.reason)


@transaction.atomic(durable=True)
def add_meeting(*, details: Mapping[str, Any], actor: User, now: datetime) -> OutsideMeeting:
    """Write a meeting into the register."""
    made = OutsideMeeting.objects.create(**details, created_at=now, changed_at=now)
    chain.record("outside_meetings.added", actor=actor, subject=made, now=now, fields=details)
    return made


@transaction.atomic(durable=True)
def change_meeting(
    *, meeting: OutsideMeeting, details: Mapping[str, Any], actor: User, now: datetime
) -> OutsideMeeting:
    """Change what is known of a meeting; calendars hear of its visits anew."""
    found = OutsideMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    changed = [name for name, value in details.items() if getattr(found, name) != value]
    for name in changed:
        setattr(found, name, details[name])
    found.changed_at = now
    found.save()
    if "name" in changed:
        _told_anew_in_transaction(found.attendances.values_list("pk", flat=True), now)
    chain.record("outside_meetings.changed", actor=actor, subject=found, now=now, fields=changed)
    return found


@transaction.atomic(durable=True)
def plan_visit(
    *, meeting: OutsideMeeting, day: date, place: str, people: Collection[Person], actor: User, now: datetime
) -> Attendance:
    """Write down that somebody goes to a meeting, or went. Raises OutsideRefused for the same day twice."""
    held = OutsideMeeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if held.attendances.filter(day=day).exists():
        raise OutsideRefused(ONCE)
    made = Attendance.objects.create(
        meeting=held,
        day=day,
        place=place,
        calendar_uid=new_uid(urlsplit(settings.OWN_URL).hostname or ""),
        calendar_changed_at=now,
        created_at=now,
    )
    _went_in_transaction(made, people)
    chain.record("outside_meetings.visit_planned", actor=actor, subject=made, now=now, fields=["day"])
    return made


@transaction.atomic(durable=True)
def change_visit(
    *, visit: Attendance, day: date, place: str, people: Collection[Person], actor: User, now: datetime
) -> Attendance:
    """Change when and where, and who goes; a day that was attended stays. Raises OutsideRefused."""
    # First the meeting, as `plan_visit`: of two visits that are moved to one day, the second one waits.
    OutsideMeeting.objects.select_for_update(of=("self",)).get(pk=visit.meeting_id)
    found = _held_in_transaction(visit)
    if day != found.day and found.attended_at is not None:
        raise OutsideRefused(ATTENDED)
    if found.meeting.attendances.filter(day=day).exclude(pk=found.pk).exists():
        raise OutsideRefused(ONCE)
    is_moved = (day, place) != (found.day, found.place)
    found.day, found.place = day, place
    found.called_off_because = ""
    found.save(update_fields=["day", "place", "called_off_because"])
    if is_moved or visit.called_off_because:
        _told_anew_in_transaction([found.pk], now)
    _went_in_transaction(found, people)
    chain.record(
        "outside_meetings.visit_changed", actor=actor, subject=found, now=now, fields=["day", "place"]
    )
    return found


@dataclass(frozen=True)
class Said:
    """What was explained at a meeting, before how many people, and what is left to do until a day.

    `own` is what those explained who explained something else than the others, by person.
    """

    theme: str
    words: str = ""
    people: int | None = None
    follow_up: str = ""
    follow_up_by: date | None = None
    own: Mapping[int, str] = field(default_factory=dict)


@transaction.atomic(durable=True)
def write_attendance(
    *, visit: Attendance, said: Said, people: Collection[Person], actor: User, now: datetime
) -> Attendance:
    """Write down that the centre was there and what it explained. Raises OutsideRefused."""
    found = _held_in_transaction(visit)
    insist(may_attend(found.visit, today=timezone.localdate(now)))
    found.theme, found.words, found.people = said.theme, said.words, said.people
    found.follow_up, found.follow_up_by = said.follow_up, said.follow_up_by
    if not said.follow_up:
        found.followed_up_on = None
    found.attended_at = found.attended_at or now
    found.save()
    _went_in_transaction(found, people)
    explainers = list(found.explainers.all())
    for each in explainers:
        own = said.own.get(each.person_id, "")
        each.theme = "" if own == said.theme else own
    Explainer.objects.bulk_update(explainers, ["theme"])
    chain.record("outside_meetings.attended", actor=actor, subject=found, now=now, fields=["theme", "people"])
    return found


@transaction.atomic(durable=True)
def call_off_visit(*, visit: Attendance, because: str, actor: User, now: datetime) -> None:
    """Write down that nobody went, and why. Raises OutsideRefused."""
    found = _held_in_transaction(visit)
    insist(may_call_off(found.visit))
    found.called_off_because = because
    found.save(update_fields=["called_off_because"])
    _told_anew_in_transaction([found.pk], now)
    chain.record("outside_meetings.visit_called_off", actor=actor, subject=found, now=now)


@transaction.atomic(durable=True)
def follow_up(*, visit: Attendance, on: date, actor: User, now: datetime) -> None:
    """Write down that what was left to do was done. Raises OutsideRefused."""
    found = _held_in_transaction(visit)
    insist(may_follow_up(found.visit, on=on, today=timezone.localdate(now)))
    found.followed_up_on = on
    found.save(update_fields=["followed_up_on"])
    chain.record("outside_meetings.followed_up", actor=actor, subject=found, now=now)


@transaction.atomic(durable=True)
def add_contact(
    *, visit: Attendance, agency: Agency | None, words: str, actor: User, now: datetime
) -> Contact:
    """Write down whom the centre came to know. Raises OutsideRefused for the same agency twice."""
    found = _held_in_transaction(visit)
    if agency is not None and found.contacts.filter(agency=agency).exists():
        raise OutsideRefused(KNOWN)
    made = Contact.objects.create(attendance=found, agency=agency, words="" if agency else words)
    chain.record("outside_meetings.contact_added", actor=actor, subject=found, now=now)
    return made


@transaction.atomic(durable=True)
def remove_contact(*, contact: Contact, actor: User, now: datetime) -> None:
    """Take a contact away that was written by mistake."""
    visit = contact.attendance
    Contact.objects.filter(pk=contact.pk).delete()
    chain.record("outside_meetings.contact_removed", actor=actor, subject=visit, now=now)


def _held_in_transaction(visit: Attendance) -> Attendance:
    assert_in_transaction("hold_visit")
    rows = Attendance.objects.select_for_update(of=("self",)).select_related("meeting")
    return rows.get(pk=visit.pk)


def _went_in_transaction(visit: Attendance, people: Collection[Person]) -> None:
    """Let exactly these people be the ones who go."""
    assert_in_transaction("write_explainers")
    wanted = {each.pk for each in people}
    Explainer.objects.filter(attendance=visit).exclude(person__in=wanted).delete()
    known = set(visit.explainers.values_list("person", flat=True))
    Explainer.objects.bulk_create(
        Explainer(attendance=visit, person_id=each) for each in sorted(wanted - known)
    )


def _told_anew_in_transaction(visits: Any, now: datetime) -> None:
    """Let every copy of these visits in a calendar give way to the next one."""
    assert_in_transaction("raise_sequence")
    rows = Attendance.objects.filter(pk__in=visits)
    rows.update(calendar_sequence=F("calendar_sequence") + 1, calendar_changed_at=now)
