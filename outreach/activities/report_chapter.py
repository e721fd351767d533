"""What the yearly report says of network-strengthening work: how often, how many came, of which fields."""

from datetime import datetime

from django.utils import timezone

from directory.enums import Sector
from foundation.activities.enums import ActivityKind
from foundation.report_chapters import Chapter, ChapterRow, ChapterTable

from . import queries
from .counting import by_kind, people_by_sector

ORDER = 25
SOURCE = "活動の記録"
WITHOUT_SECTOR = "分野の記録なし"


def activities_of_the_year(fiscal_year: int, now: datetime) -> Chapter | None:
    """Return a year's work by kind and by field; None without any. A locked year stays as it was locked."""
    activities = queries.counted_activities(fiscal_year, today=timezone.localdate(now))
    if not activities:
        return None
    kinds = by_kind(activities)
    sectors = people_by_sector(activities)
    names = {sector.value: str(sector.label) for sector in Sector} | {"": WITHOUT_SECTOR}
    of_sectors = [ChapterRow(name, sectors[key]) for key, name in names.items() if sectors[key]]
    tables = [
        ChapterTable(
            "ネットワークを強くする活動の回数",
            [ChapterRow(str(each.kind.label), each.held) for each in kinds],
            "回",
            SOURCE,
            adds_up=True,
            chart="bar",
        ),
        ChapterTable(
            "活動に参加した人（のべ）",
            [ChapterRow(str(each.kind.label), each.people) for each in kinds],
            "人",
            SOURCE,
            adds_up=True,
        ),
        ChapterTable(
            "活動に参加した団体（種類ごとの実数）",
            [ChapterRow(str(ActivityKind(each.kind).label), each.agencies) for each in kinds],
            "団体",
            SOURCE,
        ),
    ]
    if of_sectors:
        tables.append(ChapterTable("活動に参加した人の分野（のべ）", of_sectors, "人", SOURCE, adds_up=True))
    return Chapter(
        heading="ネットワークを強くする活動",
        order=ORDER,
        tables=tables,
        hint="どの地域に、どんなつながりができたかを書きます。",
    )
