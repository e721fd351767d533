"""A community's year on one page, as those inside see it."""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content.desk import actor
from foundation.japanese.dates import fiscal_year_label
from outreach.study_groups import queries
from outreach.study_groups.access import Standing, open_shelf
from outreach.study_groups.enums import Action, RowState
from outreach.study_groups.panels import Home
from outreach.study_groups.registries import Panel, community_panels
from outreach.study_groups.rules import is_committee

from .frame import address, show

SHELF_ON_HOME = 3
# A year of a community that meets each month; the rest stands in the plan.
HELD_ON_HOME = 12


def home(request: HttpRequest, standing: Standing, *, year: int) -> HttpResponse:
    """Show what comes next, the year's twelve months, what was held, promises, own people, the shelf."""
    community, now = standing.community, timezone.now()
    today = timezone.localdate(now)
    plan, lines = queries.plan_and_lines(community, year, now=now, agencies=standing.comes_for)
    coming = sorted(
        (each for each in lines if each.state == RowState.ANNOUNCED and each.starts_at),
        key=lambda each: each.starts_at or now,
    )
    counted = queries.counted(lines)
    shelf = open_shelf(standing, today=today)
    following = coming[0] if coming else None
    return show(
        request,
        "home.html",
        community.name,
        community=community,
        standing=standing,
        plan=plan,
        counted=counted,
        year=queries.months_of_lines(lines, year),
        following=following,
        held_before=max(0, counted.held - HELD_ON_HOME),
        held=queries.held_of(lines, latest=HELD_ON_HOME),
        promises=queries.promise_of(community),
        size=queries.size_of(community),
        is_committee=is_committee(community.kind),
        panels=_panels(Home(standing, actor(request).person_id, lines)),
        shelf=shelf[:SHELF_ON_HOME],
        papers=Counter(each.event_id for each in shelf),
        may={action.value: standing.may(action) for action in Action},
        plan_address=address("plan", community, year),
        plan_title=f"{fiscal_year_label(year)}の計画",
        waiting=queries.waiting_at(community) if standing.may(Action.ADMIT) else 0,
    )


def _panels(shown: Home) -> list[Panel]:
    """Return what the rooms show to this visitor."""
    found = (source(shown) for source in community_panels)
    return [each for each in found if each is not None]
