"""What the yearly report says of seminars: how many were held, for whom, how many people and agencies came.

Counts alone; only who was marked as present is counted, and what was cancelled or is to come is not. An event
that another host counts is told of as such and counts nowhere else.
"""

from collections import Counter
from datetime import datetime

from django.db.models import QuerySet

from directory.enums import Sector
from foundation.japanese.dates import fiscal_year_span
from foundation.report_chapters import Chapter, ChapterRow, ChapterTable

from .enums import EventKind
from .models import Participant, Session
from .plan import plan_of_the_year
from .registries import events_counted_elsewhere

ORDER = 30
SOURCE = "センターの研修・行事の記録"
WITHOUT_SECTOR = "分野の記録なし"


def seminars_of_the_year(fiscal_year: int, now: datetime) -> Chapter | None:
    """Return the seminars held in a fiscal year as counts, or None when there was none."""
    begins, ends = fiscal_year_span(fiscal_year)
    held = Session.objects.held(now).filter(starts_at__gte=begins, starts_at__lt=ends)
    events = set(held.order_by().values_list("event", flat=True))
    if not events:
        return None
    theirs = {pk for source in events_counted_elsewhere for pk in source(events)}
    sessions = held.exclude(event__in=theirs)
    kinds = Counter(sessions.order_by().values_list("event__kind", flat=True))
    elsewhere = held.filter(event__in=theirs).count() if theirs else 0
    people = Participant.objects.attended().filter(session__in=sessions)
    return Chapter(
        heading="研修・行事",
        order=ORDER,
        tables=[
            _whole(kinds.total(), people, elsewhere=elsewhere),
            *_plan(fiscal_year, now),
            _kinds(kinds),
            _people(people),
        ],
        hint="とくに伝えたい研修と、参加した方の声（だれのことかわからないように）を書きます。",
    )


def _whole(held: int, people: QuerySet[Participant], *, elsewhere: int) -> ChapterTable:
    """Return dates and agencies; an agency that the directory does not know counts by its name."""
    known = people.filter(application__agency__isnull=False)
    typed = people.filter(application__agency__isnull=True).exclude(application__folded_agency_name="")
    agencies = known.order_by().values("application__agency").distinct().count()
    agencies += typed.order_by().values("application__folded_agency_name").distinct().count()
    rows = [ChapterRow("開いた回数", held, "回"), ChapterRow("参加した団体", agencies, "団体")]
    if elsewhere:
        rows.append(ChapterRow("ほかに、一緒に開いた機関が実績に数える回数", elsewhere, "回"))
    return ChapterTable("開いた回数と、参加した団体の数", rows, "", SOURCE)


def _plan(fiscal_year: int, now: datetime) -> list[ChapterTable]:
    """Return what became of the dates that were planned; one that was put off is planned once."""
    planned = plan_of_the_year(fiscal_year, now=now)
    if not planned:
        return []
    count = planned[-1].count
    named = (
        ("予定した回数", count.planned),
        ("実施", count.held),
        ("中止", count.cancelled),
        ("延期（日は未定）", count.postponed),
        ("これから", count.to_come),
    )
    rows = [ChapterRow(label, number) for label, number in named if number]
    caution = "延期した回は、はじめに決めた年度で数えます。"
    return [ChapterTable("予定と実績", rows, "回", SOURCE, caution=caution)]


def _kinds(kinds: Counter[str]) -> ChapterTable:
    rows = [ChapterRow(str(kind.label), kinds[kind.value]) for kind in EventKind if kinds[kind.value]]
    return ChapterTable("開いた回数（種類ごと）", rows, "回", SOURCE, adds_up=True, chart="bar")


def _people(people: QuerySet[Participant]) -> ChapterTable:
    sectors = Counter(people.order_by().values_list("application__sector", flat=True))
    named = [(str(sector.label), sectors[sector.value]) for sector in Sector] + [
        (WITHOUT_SECTOR, sectors[""])
    ]
    return ChapterTable(
        caption="参加した方（分野ごと、のべ）",
        rows=[ChapterRow(label, count) for label, count in named if count],
        unit="人",
        source=SOURCE,
        caution="出席の記録がある方を数えています。同じ方も、出るたびに数えます。",
        adds_up=True,
        chart="bar",
    )
