"""The register of the demo world: pulled from what its rooms tell, and recorded as far as staff have come."""

from collections.abc import Mapping
from itertools import cycle
from typing import Any

from django.utils import timezone

from foundation.activities.enums import ActivityKind
from foundation.demo import World
from foundation.japanese.dates import fiscal_year

from .models import Activity
from .queries import UNCOUNTED
from .services.pulling import pull
from .services.writing import change, check, record

# What was recorded of each kind, one after the other.
RECORDS: Mapping[ActivityKind, tuple[dict[str, Any], ...]] = {
    ActivityKind.STUDY_MEETING: (
        {
            "staff_minutes": 360,
            "cost": 12_000,
            "issues": "夜間の相談先が、圏域に1つしかありません。",
            "resources": "夜間も電話に出てくれる救護施設が見つかりました。",
            "next_steps": "次の会で、電話のかけ方の手順を作ります。",
            "result": "4つの機関が、はじめて顔を合わせました。",
        },
    ),
    ActivityKind.COMMUNITY_TRAINING: (
        {
            "staff_minutes": 480,
            "cost": 35_000,
            "result": "「受け入れを考えてみたい」という事業所が2か所ありました。",
        },
        {"staff_minutes": 240, "cost": 0, "result": "質問が多く、終わってからも30分ほど話しました。"},
    ),
    ActivityKind.OUTREACH_ROUND: ({"staff_minutes": 180, "cost": 1_200, "result": "資料を渡しました。"},),
    ActivityKind.OTHER: ({"staff_minutes": 120, "cost": 800, "result": "センターの役割を説明しました。"},),
}
CHECKED_OF_THREE = 2


def seed(world: World) -> None:
    """Pull this fiscal year and the one before; record what is over, check two of three; once."""
    if world.door != "public" or Activity.objects.exists():
        return
    staff, manager = world.people["staff"].user, world.people["manager"].user
    today = timezone.localdate(world.now)
    this = fiscal_year(today)
    for year in (this - 1, this):
        pull(year=year, now=world.now)
    held = Activity.objects.filter(day__lt=today).exclude(UNCOUNTED).order_by("day", "pk")
    words = {kind: cycle(records) for kind, records in RECORDS.items()}
    # The last one is left to whoever tries the demo.
    for number, each in enumerate(list(held)[:-1]):
        details = next(words[ActivityKind(each.kind)])
        changed = change(activity=each, details=details, actor=staff, now=world.now)
        record(activity=changed, actor=staff, now=world.now)
        if number % 3 < CHECKED_OF_THREE or each.fiscal_year < this:
            check(activities=[changed], seen=world.now, actor=manager, now=world.now)
