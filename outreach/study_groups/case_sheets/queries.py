"""Reads of case sheets: sessions that can have one, lists, who looked, copies on paper, what is due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from accounts.models import User
from events.models import Session as EventDate
from events.models.session import takes_place
from foundation.japanese.dates import short_date
from foundation.limits.queries import limit
from outreach.study_groups.models import Community, PlanRow
from outreach.study_groups.queries import coming_sessions

from .enums import SheetState
from .limits import REMOVED_AFTER
from .models import CaseSheet, PaperCopy, SheetView
from .rules import may_copy, state_on


@dataclass(frozen=True)
class Session:
    """A session that is to come: its line, its day, what to call it."""

    row: PlanRow
    day: date
    words: str


def sessions_of(community: Community, *, now: datetime) -> list[Session]:
    """Return the sessions that are still to be held, next first, each line of the plan once."""
    found: dict[int, Session] = {}
    firsts = EventDate.objects.filter(takes_place(), event=OuterRef("event")).order_by("starts_at")
    coming = coming_sessions([community.pk], now=now).annotate(first=Subquery(firsts.values("starts_at")[:1]))
    for each in coming.filter(takes_place()):
        row, day = each.event.plan_row, timezone.localdate(each.first)
        found.setdefault(row.pk, Session(row, day, f"{short_date(day)}　{name_of(row)}"))
    return list(found.values())


def day_of(row: PlanRow) -> date | None:
    """Return the first day of a session that takes place; None while it is called off or put off."""
    dates = EventDate.objects.filter(takes_place(), event=row.event_id).order_by("starts_at")
    first = dates.first()
    return timezone.localdate(first.starts_at) if first else None


def name_of(row: PlanRow) -> str:
    """Return what a session is called."""
    return f"第{row.number}回「{row.theme}」" if row.number else f"「{row.theme}」"


@dataclass(frozen=True)
class SheetLine:
    """One sheet in the list, with how often it was opened and how many copies are still out."""

    sheet: CaseSheet
    state: SheetState
    session: str
    views: int
    out: int


def lines_of(sheets: QuerySet[CaseSheet], *, today: date) -> list[SheetLine]:
    """Return these sheets as lines, the latest first, in one query."""
    found = sheets.select_related("row").annotate(
        looks=Count("views", distinct=True),
        out=Count("copies", filter=Q(copies__back_at__isnull=True), distinct=True),
    )
    return [
        SheetLine(each, state_on(each.dates, today), name_of(each.row), each.looks, each.out)
        for each in found.order_by("-shown_from", "-pk")  # type: ignore[misc]  # -- annotated
    ]


def next_days(sheets: QuerySet[CaseSheet], *, today: date, most: int) -> list[CaseSheet]:
    """Return the checked sheets that can be read today or will be, the nearest first."""
    found = sheets.filter(  # type: ignore[misc]  # -- annotated
        checked_at__isnull=False, removed_at__isnull=True, takes_place=True, shown_until__gte=today
    )
    return list(found.order_by("shown_from", "pk")[:most])  # type: ignore[misc]  # -- annotated


def of_community(community: Community) -> QuerySet[CaseSheet]:
    """Return all sheets of a community."""
    return CaseSheet.objects.filter(community=community)


def views_of(sheet: CaseSheet) -> QuerySet[SheetView]:
    """Return who opened a sheet, the latest first."""
    return sheet.views.select_related("person").order_by("-viewed_at", "-pk")


def copies_of(sheet: CaseSheet) -> QuerySet[PaperCopy]:
    """Return the numbered copies of a sheet."""
    return sheet.copies.select_related("printed_by__person", "back_to__person").order_by("number")


def may_print(sheet: CaseSheet, *, today: date) -> bool:
    """Return whether copies of a sheet that have numbers may be printed today."""
    return may_copy(sheet.dates, today=today, made=0, wanted=0, most=0).allowed


def printed_with(sheet: CaseSheet, number: int) -> list[PaperCopy]:
    """Return the copies that got their numbers together with this one and have not come back."""
    together = sheet.copies.filter(number=number).values("printed_at")
    return list(sheet.copies.filter(printed_at__in=together, back_at__isnull=True).order_by("number"))


def writer_names(sheet: CaseSheet) -> list[str]:
    """Return who wrote in a sheet, the last one at the end."""
    names = dict(User.objects.filter(pk__in=sheet.writers).values_list("pk", "person__name"))
    return [names[each] for each in sheet.writers if each in names]


def goes_on(sheet: CaseSheet, *, today: date) -> date:
    """Return the day in whose first hour the words of a sheet are deleted, as the limit stands today."""
    return sheet.shown_until + timedelta(days=limit(REMOVED_AFTER, on=today))


def numbers(copies: Iterable[PaperCopy]) -> list[int]:
    """Return the numbers of copies that have not come back."""
    return [each.number for each in copies if each.back_at is None]
