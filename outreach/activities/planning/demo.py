"""A plan and requirements of this fiscal year for the demo world; targets are made up and say so."""

from django.utils import timezone

from directory.models import WelfareArea
from foundation.activities.enums import ActivityKind, EvidenceKind
from foundation.demo import World
from foundation.japanese.dates import fiscal_year

from .enums import RequirementState
from .models import Requirement, YearPlan
from .queries import activities_to_link
from .rules import month_of
from .services.planning import add_line, approve, link_line
from .services.requiring import write_requirement

SOURCE = "見本の実施要領（数は、見本のために作ったものです）"
TARGETS = (
    (ActivityKind.STUDY_MEETING, 6),
    (ActivityKind.OUTREACH_ROUND, 4),
    (ActivityKind.COMMUNITY_TRAINING, 4),
)
LINES = (
    (5, ActivityKind.STUDY_MEETING, "東部圏域の検討会", "相談員A"),
    (6, ActivityKind.COMMUNITY_TRAINING, "はじめての受け入れ研修", "相談員A"),
    (7, ActivityKind.OUTREACH_ROUND, "グループホームをまわる", "センター長"),
    (9, ActivityKind.STUDY_MEETING, "夜間の相談先を考える会", "相談員A"),
    (10, ActivityKind.COMMUNITY_TRAINING, "高齢の方の施設への研修", "センター長"),
    (11, ActivityKind.OUTREACH_ROUND, "救護施設をまわる", "相談員A"),
    (1, ActivityKind.COMMUNITY_TRAINING, "市町村の職員への研修", "センター長"),
    (2, ActivityKind.STUDY_MEETING, "1年のふりかえりの会", "相談員A"),
)


def seed(world: World) -> None:
    """Write requirements and an approved plan, and link what was held; once."""
    if world.door != "public" or YearPlan.objects.exists() or Requirement.objects.exists():
        return
    manager = world.people["manager"].user
    today = timezone.localdate(world.now)
    year = fiscal_year(today)
    for kind, minimum in TARGETS:
        details = {
            "minimum": minimum,
            "sectors": [],
            "least_agencies": 2,
            "evidence": [EvidenceKind.ROSTER],
            "amount": None,
            "due_on": month_of(year + 1, 4).replace(day=30),
            "source": SOURCE,
            "state": RequirementState.CONFIRMED,
        }
        write_requirement(year=year, kind=kind, details=details, upload=None, actor=manager, now=world.now)
    area = WelfareArea.objects.order_by("id").first()
    for month, kind, title, owner in LINES:
        details = {"month": month_of(year, month), "kind": kind, "title": title, "area": area, "owner": owner}
        line = add_line(year=year, details=details, actor=manager, now=world.now)
        same = [each for each in activities_to_link(line) if each.day.month == month and each.day <= today]
        if same:
            link_line(line=line, activity=same[0], actor=manager, now=world.now)
    approve(year=year, on=month_of(year, 4), by="センター長", actor=manager, now=world.now)
