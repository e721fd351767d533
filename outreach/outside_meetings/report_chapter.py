"""What the yearly report says of meetings of others: how often the centre was there, in how many areas."""

from datetime import datetime

from django.utils import timezone

from foundation.report_chapters import Chapter, ChapterRow, ChapterTable

from . import queries
from .host_queries import sent_in_year

ORDER = 35
SOURCE = "外の会議の記録"
KIT_SOURCE = "はじめての受け入れの記録"


def meetings_of_the_year(fiscal_year: int, now: datetime) -> Chapter | None:
    """Return a year's visits by kind of meeting and the areas that they reached; None without any."""
    found = queries.coverage(fiscal_year, today=timezone.localdate(now))
    sent = sent_in_year(fiscal_year)
    if not found.visits and not sent:
        return None
    visits = [ChapterRow(str(each.kind.label), each.visits) for each in found.kinds]
    reached = [
        ChapterRow(str(each.kind.label), each.reached, note=f"{each.areas}圏域のうち") for each in found.kinds
    ]
    tables = [
        ChapterTable("出席した回数（会議の種類ごと）", visits, "回", SOURCE, adds_up=True, chart="bar"),
        ChapterTable("出席した圏域の数（会議の種類ごと）", reached, "圏域", SOURCE),
    ]
    if sent:
        rows = [ChapterRow("渡した事業所", sent)]
        tables.append(ChapterTable("はじめての事業所に渡した受け入れセット", rows, "か所", KIT_SOURCE))
    return Chapter(
        heading="地域の会議への出席",
        order=ORDER,
        tables=tables,
        hint="どんな会議で何を説明し、どんなつながりができたかを書きます。",
    )
