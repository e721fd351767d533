"""The register pulls what took place from its sources: one activity for what they tell, however often."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from foundation.activities.rows import ActivityRow, Path, PresentRow
from foundation.registry import activity_sources
from foundation.transactions import assert_in_transaction, lock_name_in_transaction
from outreach.activities import queries
from outreach.activities.models import Activity, ActivityPath, Evidence, Presence
from outreach.activities.rules import Places, grouped, merged

LONGEST = {"title": 120, "place": 120, "organisers": 200}


@transaction.atomic(durable=True)
def pull(*, year: int, now: datetime) -> int:
    """Take in what the sources tell of a fiscal year; return how many activities they tell of.

    What was locked stays as it was reported; what changed since is shown as a difference. An activity that
    no source tells any more is off, not gone: what staff wrote of it stays.
    """
    lock_year_in_transaction(year)
    rows = [row for source in activity_sources for row in source(year)]
    groups = grouped(rows)
    places = queries.places(min(timezone.localdate(now), queries.last_day(year)))
    known = _known_in_transaction([row.path for row in rows])
    told = {_take_in_transaction(group, known, places, now) for group in groups.values()}
    gone = Activity.objects.filter(fiscal_year=year, paths__isnull=False, is_off=False).exclude(pk__in=told)
    Activity.objects.filter(pk__in=list(gone.values_list("pk", flat=True))).update(
        is_off=True, changed_at=now
    )
    return len(told)


def lock_year_in_transaction(year: int) -> None:
    """Let whoever else writes in a fiscal year's register wait until this transaction ends."""
    assert_in_transaction("lock_year")
    lock_name_in_transaction(f"activities.year:{year}")


def _known_in_transaction(paths: Sequence[Path]) -> dict[Path, Activity]:
    """Return the activities to which these paths lead already, with who was there and what proves them."""
    assert_in_transaction("_known")
    keys = {path.key for path in paths}
    rows = ActivityPath.objects.filter(key__in=keys).select_related("activity")
    rows = rows.prefetch_related("activity__presences", "activity__evidence")
    return {Path(each.source, each.key): each.activity for each in rows}


def _take_in_transaction(
    group: Sequence[ActivityRow], known: dict[Path, Activity], places: Places, now: datetime
) -> int:
    """Write what the rows of one activity tell; return its id."""
    assert_in_transaction("_take")
    # A row may name a path whose own row was told in another year, or is told no more.
    paths = [path for row in group for path in (row.path, row.same_as) if path is not None]
    activity = next((known[path] for path in paths if path in known), None)
    row = merged(group)
    if activity is None:
        activity = Activity(created_at=now)
    if _follow(activity, row, places):
        activity.changed_at = now
        activity.save()
    for each in group:
        if known.get(each.path) != activity:
            ActivityPath.objects.update_or_create(
                source=each.path.source,
                key=each.path.key,
                defaults={"activity": activity, "room": each.room, "address": each.address},
            )
    if _meet_in_transaction(activity, row.presents):
        # Whoever reads the page reads who was there: a check has to see it.
        activity.changed_at = now
        activity.save(update_fields=["changed_at"])
    _prove_in_transaction(activity, row, now)
    return activity.pk


def _follow(activity: Activity, row: ActivityRow, places: Places) -> bool:
    """Let an activity say what its row tells, but for what was written by hand; return whether it changed."""
    told = {
        "day": row.day,
        "kind": row.kind,
        "title": row.title,
        "place": row.place,
        "area_id": places.area_of(row),
        "organisers": "、".join(row.organisers),
        "minutes": row.minutes,
        "address": row.address,
        "is_off": row.is_off,
    }
    for name, most in LONGEST.items():
        told[name] = str(told[name])[:most]
    changed = {
        name: value
        for name, value in told.items()
        if name.removesuffix("_id") not in activity.by_hand and getattr(activity, name) != value
    }
    for name, value in changed.items():
        setattr(activity, name, value)
    return bool(changed) or activity.pk is None


def _meet_in_transaction(activity: Activity, presents: Sequence[PresentRow]) -> bool:
    """Let the agencies of an activity be those of its row, unless somebody wrote them by hand.

    Return whether anything changed.
    """
    assert_in_transaction("_meet")
    if "presences" in activity.by_hand:
        return False
    there = {_who(each.agency_id, each.name, each.sector): each for each in activity.presences.all()}
    new, changed = [], []
    for each in presents:
        found = there.pop(_who(each.agency_id, each.name, each.sector), None)
        if found is None:
            new.append(Presence(activity=activity, agency_id=each.agency_id, **_told(each)))
        elif any(getattr(found, name) != value for name, value in _told(each).items()):
            for name, value in _told(each).items():
                setattr(found, name, value)
            changed.append(found)
    Presence.objects.bulk_create(new)
    Presence.objects.bulk_update(changed, ["name", "sector", "people", "person_ids"])
    if there:
        Presence.objects.filter(pk__in=[each.pk for each in there.values()]).delete()
    return bool(new or changed or there)


def _told(row: PresentRow) -> dict[str, object]:
    return {
        "name": row.name,
        "sector": row.sector,
        "people": row.people,
        "person_ids": sorted(row.person_ids),
    }


def _who(agency_id: int | None, name: str, sector: str) -> tuple[object, ...]:
    return (agency_id,) if agency_id is not None else (None, name, sector)


def _prove_in_transaction(activity: Activity, row: ActivityRow, now: datetime) -> None:
    """Let the records that lie in rooms of their own be those of the row; files and papers stay."""
    assert_in_transaction("_prove")
    told = {each.address: each for each in row.evidence}
    there = {each.address: each for each in activity.evidence.all() if each.address}
    Evidence.objects.bulk_create(
        Evidence(activity=activity, kind=each.kind, title=each.title, address=address, added_at=now)
        for address, each in told.items()
        if address not in there
    )
    gone = [each.pk for address, each in there.items() if address not in told]
    if gone:
        Evidence.objects.filter(pk__in=gone).delete()
