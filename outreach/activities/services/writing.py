"""The desk completes the register: what sources do not know, records, checks, and what is left out."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from foundation.audit import chain
from foundation.decision import Decision
from foundation.japanese.dates import fiscal_year
from foundation.transactions import assert_in_transaction
from outreach.activities import queries
from outreach.activities.exceptions import ActivityRefused
from outreach.activities.models import Activity, Presence
from outreach.activities.rules import LOCKED, may_change, may_check, may_count_in, may_record

from .pulling import lock_year_in_transaction

# What a source may tell too: once written by hand, it follows the source no more.
SOURCES_TELL = frozenset({"day", "kind", "title", "place", "area", "organisers", "minutes"})


def insist(decision: Decision) -> None:
    """Go on only where a rule allows it. Raises ActivityRefused with its reason."""
    if not decision.allowed:
        raise ActivityRefused(decision.reason)


@transaction.atomic(durable=True)
def add(*, details: Mapping[str, Any], actor: User, now: datetime) -> Activity:
    """Write an activity that no source knows. Raises ActivityRefused for a year that is locked."""
    _insist_open_in_transaction(fiscal_year(details["day"]))
    by_hand = sorted({*SOURCES_TELL, "presences"})
    made = Activity.objects.create(**details, by_hand=by_hand, created_at=now, changed_at=now)
    chain.record("activities.added", actor=actor, subject=made, now=now, fields=details)
    return made


@transaction.atomic(durable=True)
def change(*, activity: Activity, details: Mapping[str, Any], actor: User, now: datetime) -> Activity:
    """Write what the desk knows better than the source, or what no source knows. Raises ActivityRefused."""
    found = held_in_transaction(activity)
    changed = [name for name, value in details.items() if getattr(found, name) != value]
    if "day" in changed:
        _insist_open_in_transaction(fiscal_year(details["day"]))
    for name in changed:
        setattr(found, name, details[name])
    found.by_hand = sorted({*found.by_hand, *(SOURCES_TELL & set(changed))})
    # A record that changes is checked anew.
    if changed:
        found.checked_at = found.checked_by = None
    found.changed_at = now
    found.save()
    chain.record("activities.changed", actor=actor, subject=found, now=now, fields=changed)
    return found


@transaction.atomic(durable=True)
def write_presences(
    *,
    activity: Activity,
    presences: Sequence[Mapping[str, Any]],
    seen: datetime | None,
    actor: User,
    now: datetime,
) -> None:
    """Write who was there: agency or name, sector, people. They follow the source no more.

    Raises ActivityRefused where somebody changed the activity after the page was `seen`.
    """
    found = held_in_transaction(activity)
    _insist_seen(found, seen)
    kept = {each.agency: each.person_ids for each in found.presences.select_related("agency")}
    found.presences.all().delete()
    Presence.objects.bulk_create(
        Presence(activity=found, **each, person_ids=kept.get(each["agency"], []) if each["agency"] else [])
        for each in presences
    )
    found.by_hand = sorted({*found.by_hand, "presences"})
    found.checked_at = found.checked_by = None
    found.changed_at = now
    found.save()
    chain.record("activities.presences_written", actor=actor, subject=found, now=now, fields=["presences"])


@transaction.atomic(durable=True)
def follow_again(*, activity: Activity, actor: User, now: datetime) -> None:
    """Let an activity follow its source again from the next pull on."""
    found = held_in_transaction(activity)
    if not found.paths.exists():
        raise ActivityRefused("もとの記録がない活動です。")
    found.by_hand, found.changed_at = [], now
    found.save(update_fields=["by_hand", "changed_at"])
    chain.record("activities.follows_again", actor=actor, subject=found, now=now, fields=["by_hand"])


@transaction.atomic(durable=True)
def record(*, activity: Activity, actor: User, now: datetime) -> None:
    """Say that the record is complete. Raises ActivityRefused."""
    found = held_in_transaction(activity)
    insist(may_record(found.facts(is_locked=False), today=timezone.localdate(now)))
    found.recorded_at, found.recorded_by, found.changed_at = now, actor, now
    found.save(update_fields=["recorded_at", "recorded_by", "changed_at"])
    chain.record("activities.recorded", actor=actor, subject=found, now=now, fields=["recorded_at"])


@transaction.atomic(durable=True)
def check(*, activities: Sequence[Activity], seen: datetime | None, actor: User, now: datetime) -> int:
    """Say that records are right as they stood on the page; return how many.

    Raises ActivityRefused for one that cannot be checked, or that somebody changed after the page was `seen`.
    """
    for each in sorted(activities, key=lambda one: one.pk):
        found = held_in_transaction(each)
        _insist_seen(found, seen)
        insist(may_check(found.facts(is_locked=False), today=timezone.localdate(now)))
        found.checked_at, found.checked_by, found.changed_at = now, actor, now
        found.save(update_fields=["checked_at", "checked_by", "changed_at"])
        chain.record("activities.checked", actor=actor, subject=found, now=now, fields=["checked_at"])
    return len(activities)


@transaction.atomic(durable=True)
def leave_out(*, activity: Activity, because: str, actor: User, now: datetime) -> None:
    """Let an activity count nowhere, with a reason; without one it counts again. Raises ActivityRefused."""
    found = held_in_transaction(activity)
    if because and found.counted_here.exists():
        raise ActivityRefused("ほかの活動が、ここにいっしょに数えられています。先に、分けてください。")
    found.left_out_because, found.counted_in, found.changed_at = because, None, now
    found.save(update_fields=["left_out_because", "counted_in", "changed_at"])
    verb = "activities.left_out" if because else "activities.counted_again"
    chain.record(verb, actor=actor, subject=found, now=now, fields=["left_out_because", "counted_in"])


@transaction.atomic(durable=True)
def count_in(*, activity: Activity, other: Activity, actor: User, now: datetime) -> None:
    """Say that this is the same as another activity and is counted there. Raises ActivityRefused."""
    found, there = (held_in_transaction(each) for each in sorted((activity, other), key=lambda one: one.pk))
    if found.pk != activity.pk:
        found, there = there, found
    insist(
        may_count_in(
            found.facts(is_locked=False), there.facts(is_locked=False), is_same=activity.pk == other.pk
        )
    )
    if found.counted_here.exists():
        raise ActivityRefused("この活動には、ほかの活動がいっしょに数えられています。先に、分けてください。")
    found.counted_in, found.left_out_because, found.changed_at = there, "", now
    found.save(update_fields=["counted_in", "left_out_because", "changed_at"])
    chain.record("activities.counted_in", actor=actor, subject=found, now=now, fields=["counted_in"])


def held_in_transaction(activity: Activity) -> Activity:
    """Lock the year of an activity and the activity. Raises ActivityRefused where the year is locked."""
    assert_in_transaction("held")
    lock_year_in_transaction(activity.fiscal_year)
    found = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    insist(may_change(found.facts(is_locked=queries.is_locked(found.fiscal_year))))
    return found


def _insist_seen(activity: Activity, seen: datetime | None) -> None:
    if seen is None or activity.changed_at > seen:
        raise ActivityRefused(f"「{activity.title}」を、だれかが直しました。もう一度見てください。")


def _insist_open_in_transaction(year: int) -> None:
    assert_in_transaction("_insist_open")
    lock_year_in_transaction(year)
    if queries.is_locked(year):
        raise ActivityRefused(LOCKED)
