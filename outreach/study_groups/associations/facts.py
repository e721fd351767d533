"""What general meetings know of lines of a plan: the day on which one was held, and who came for whom."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from django.db.models import Count, F, OuterRef, Subquery

from outreach.study_groups.enums import ASSOCIATIONS
from outreach.study_groups.models import Community
from outreach.study_groups.registries import Came, RowFacts

from .enums import Presence
from .models import Voter


def held_lines() -> RowFacts:
    """Return the day of a general meeting that was closed, and for how many agencies somebody came."""
    came = Voter.objects.filter(assembly__row=OuterRef("pk")).exclude(presence=Presence.ABSENT).order_by()
    counted = came.values("assembly").annotate(count=Count("pk")).values("count")
    return RowFacts(F("assembly__held_on"), agencies=Subquery(counted))


def who_came(community: Community, year: int) -> Mapping[int, Came]:
    """Return for which agencies somebody came to general meetings of a fiscal year, by line of the plan."""
    if community.kind not in ASSOCIATIONS:
        return {}
    there = Voter.objects.filter(
        assembly__held_on__isnull=False,
        assembly__row__plan__community=community,
        assembly__row__plan__fiscal_year=year,
    ).exclude(presence=Presence.ABSENT)
    days, agencies = dict[int, date](), defaultdict[int, set[int]](set)
    for row, day, agency in there.values_list("assembly__row", "assembly__held_on", "agency"):
        if day is not None:
            days[row] = day
            agencies[row].add(agency)
    return {row: Came(day, frozenset(), frozenset(agencies[row])) for row, day in days.items()}
