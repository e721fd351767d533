"""A year's plan and what became of it, each on A4."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from events.paper_facts import letterhead
from foundation.japanese.dates import fiscal_year_label, wareki
from foundation.printing.pdf import PaperDoesNotFit, render_pdf

from . import queries
from .models import Community, YearPlan
from .rules import is_committee
from .summary import summary_of

PLAN = "study_groups/paper/plan.html"


def plan_pdf(community: Community, plan: YearPlan, *, now: datetime) -> bytes:
    """Return the plan of a year: twelve months, what is planned in each, what became of it.

    One sheet, and more only where a year is too full for one.
    """
    lines = queries.lines_of(plan, now=now)
    title = f"{community.name}　{fiscal_year_label(plan.fiscal_year)}の計画"
    context = _context(now) | {
        "fiscal_year": fiscal_year_label(plan.fiscal_year),
        "community": community,
        "plan": plan,
        "months": queries.months_of_lines(lines, plan.fiscal_year),
        "counted": queries.counted(lines),
    }
    return one_sheet_or_more(PLAN, context, title=title)


def one_sheet_or_more(template: str, context: Mapping[str, Any], *, title: str) -> bytes:
    """Return a paper on one sheet, set as tight as it must be; on more where it is too full for one."""
    try:
        return render_pdf(template, context, title=title, fits=1)
    except PaperDoesNotFit:
        return render_pdf(template, context, title=title)


def summary_pdf(community: Community, plan: YearPlan, *, now: datetime) -> bytes:
    """Return what became of a year: sessions, people, members, a few words."""
    title = f"{community.name}　{fiscal_year_label(plan.fiscal_year)}のまとめ"
    context = _context(now) | {
        "fiscal_year": fiscal_year_label(plan.fiscal_year),
        "community": community,
        "plan": plan,
        "year": summary_of(community, plan, plan.fiscal_year, now=now),
        "is_committee": is_committee(community.kind),
    }
    return render_pdf("study_groups/paper/summary.html", context, title=title)


def _context(now: datetime) -> dict[str, object]:
    return {
        "centre": letterhead(),
        "printed_on": wareki(timezone.localdate(now)),
        "sample_world": settings.DEMO,
        "confidential": False,
    }
