"""What the yearly report says of communities: sessions planned, held and called off, and how many came."""

from collections import Counter
from datetime import datetime

from foundation.report_chapters import Chapter, ChapterRow, ChapterTable

from . import queries
from .enums import OPEN_KINDS, CommunityState

ORDER = 34
SOURCE = "会の年間計画と、出席の記録"
CAUTION = "「研修・行事」の数にも入っています。"


def communities_of_the_year(fiscal_year: int, now: datetime) -> Chapter | None:
    """Return the sessions of communities in a fiscal year as counts, or None when none was held.

    Committees are left out: how often they look at somebody's life is no matter of the public.
    """
    shown = queries.communities().filter(kind__in=OPEN_KINDS).exclude(state=CommunityState.PREPARING)
    lines = queries.lines_of_year(shown, fiscal_year, now=now)
    counts = {each: queries.counted(theirs) for each, theirs in lines.items()}
    held = queries.held_of([line for theirs in lines.values() for line in theirs])
    if not held:
        return None
    people = Counter[int]()
    for each in held:
        people[each.line.row.plan.community_id] += each.people
    sessions = [
        ChapterRow(each.name, count.held, note=f"計画{count.planned}回、中止{count.cancelled}回")
        for each, count in counts.items()
    ]
    came = [ChapterRow(each.name, people[each.pk]) for each in counts]
    return Chapter(
        heading="会の活動",
        order=ORDER,
        tables=[
            ChapterTable("開いた回数（会ごと）", sessions, "回", SOURCE, caution=CAUTION),
            ChapterTable("出席した人（のべ、会ごと）", came, "人", SOURCE, caution=CAUTION),
        ],
        hint="会で話したことと、会員の声（だれのことかわからないように）を書きます。",
    )
