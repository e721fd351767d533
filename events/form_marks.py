"""What forms are told of seminars: the same dates and people as the yearly report counts.

A year before the first date on record says nothing, not 0, and neither does a date whose list nobody marked.
"""

from collections.abc import Iterable, Mapping

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone

from foundation.form_marks import Filled, Kind, Mark, Period, Row
from foundation.japanese.dates import fiscal_year_span, short_date

from .enums import Attendance
from .models import Participant, Session
from .models.application import came
from .registries import events_counted_elsewhere

COLUMNS = ("日", "題", "種類", "会場", "参加者数")


def seminar_marks() -> Iterable[Mark]:
    """Return the marks of what was held in a fiscal year: counts with their dates, and a table of dates."""
    return (
        Mark("研修.開催数", "その年度に開いた研修・行事の回数", Kind.NUMBER, _held_count),
        Mark("研修.参加者数", "参加した人の数（のべ。出席の記録がある方）", Kind.NUMBER, _people),
        Mark("研修.参加機関数", "参加した団体の数（同じ団体は1つ）", Kind.NUMBER, _agencies),
        Mark("研修.一覧", "開いた研修・行事を、日の順に", Kind.TABLE, _list, COLUMNS),
    )


def _sessions(period: Period) -> list[Session]:
    begins, ends = fiscal_year_span(period.fiscal_year)
    held = Session.objects.held(period.now).filter(starts_at__gte=begins, starts_at__lt=ends)
    events = set(held.order_by().values_list("event", flat=True))
    theirs = {pk for source in events_counted_elsewhere for pk in source(events)} if events else set()
    return list(held.exclude(event__in=theirs).select_related("event").order_by("starts_at", "pk"))


def _is_on_record(period: Period) -> bool:
    """Return whether the portal knows of dates in this fiscal year or before."""
    _, ends = fiscal_year_span(period.fiscal_year)
    return Session.objects.filter(starts_at__lt=ends).exists()


def _held_count(period: Period) -> Filled:
    sessions = _sessions(period)
    count = len(sessions) if sessions or _is_on_record(period) else None
    return Filled(count, trace=[_row(each) for each in sessions])


def _people(period: Period) -> Filled:
    sessions = _sessions(period)
    counts = _came(sessions)
    words = {each: f"{count}人" for each, count in counts.items()}
    trace = [_row(each, words.get(each.pk, "出席の記録なし")) for each in sessions]
    return Filled(sum(counts.values()) if _is_counted(sessions, counts, period) else None, trace=trace)


def _agencies(period: Period) -> Filled:
    """Count agencies as the yearly report does: one that the directory does not know counts by its name."""
    sessions = _sessions(period)
    trace = [_row(each) for each in sessions]
    if not _is_counted(sessions, _came(sessions), period):
        return Filled(None, trace=trace)
    people = Participant.objects.attended().filter(session__in=sessions).order_by()
    known = people.filter(application__agency__isnull=False).values("application__agency").distinct().count()
    typed = people.filter(application__agency__isnull=True).exclude(application__folded_agency_name="")
    count = known + typed.values("application__folded_agency_name").distinct().count()
    return Filled(count, trace=trace)


def _is_counted(sessions: Iterable[Session], counts: Mapping[int, int], period: Period) -> bool:
    """Return whether it is known how many came: somebody was marked, or nothing was held at all."""
    return bool(counts) if sessions else _is_on_record(period)


def _list(period: Period) -> Filled:
    sessions = _sessions(period)
    counts = _came(sessions)
    rows = [
        (
            timezone.localdate(each.starts_at),
            each.event.title,
            each.event.get_kind_display(),
            each.venue or "オンライン",
            counts.get(each.pk),
        )
        for each in sessions
    ]
    return Filled(rows=rows, trace=[_row(each) for each in sessions])


def _came(sessions: Iterable[Session]) -> dict[int, int]:
    """Return how many came to each date, without those whose list of attendance nobody marked."""
    people = Participant.objects.filter(session__in=sessions).order_by().values("session")
    counted = people.annotate(
        marked=Count("pk", filter=came() | Q(attendance=Attendance.ABSENT)), there=Count("pk", filter=came())
    )
    return dict(counted.filter(marked__gt=0).values_list("session", "there"))


def _row(session: Session, more: str = "") -> Row:
    words = f"{short_date(timezone.localdate(session.starts_at))}　{session.event.title}"
    address = reverse("event_desk:attendance", args=[session.pk])
    return (f"{words}　{more}" if more else words), address
