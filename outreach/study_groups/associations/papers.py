"""Papers of an association, each on A4: rules, proxy, what was decided, the roster of corporations."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from directory.models import Agency
from events.paper_facts import letterhead
from foundation.japanese.dates import wareki
from foundation.printing.pdf import render_pdf
from foundation.printing.sheet import Box
from outreach.study_groups.models import Community
from outreach.study_groups.papers import one_sheet_or_more

from . import queries
from .enums import Choice
from .models import Assembly, RulesVersion

CHOICES = tuple(Box(each.label) for each in Choice)
HOLDERS = (Box("議長"), Box("出席する会員", "機関の名前"))


def rules_pdf(version: RulesVersion, *, now: datetime) -> bytes:
    """Return a version of the rules."""
    title = f"{version.community.name}　規則（第{version.version}版）"
    context = _context(now) | {"version": version, "community": version.community, "title": title}
    return render_pdf("group_associations/paper/rules.html", context, title=title)


def proxy_pdf(assembly: Assembly, agency: Agency | None, *, now: datetime) -> bytes:
    """Return the 委任状 of a general meeting on one sheet, to be filled in and sent by FAX."""
    title = "委任状"
    context = _context(now) | {
        "title": title,
        "assembly": assembly,
        "community": assembly.row.plan.community,
        "day": queries.day_of(assembly.row),
        "agency": agency,
        "number": f"{assembly.pk}-{agency.public_id}" if agency else str(assembly.pk),
        "holders": HOLDERS,
        "choices": CHOICES,
        "resolutions": queries.resolutions_of(assembly),
    }
    return one_sheet_or_more("group_associations/paper/proxy.html", context, title=title)


def record_pdf(assembly: Assembly, *, now: datetime) -> bytes:
    """Return what a closed general meeting decided: who took part, each resolution, its votes and result."""
    title = f"{assembly.row.plan.community.name}　議決の記録"
    context = _context(now) | {
        "title": title,
        "assembly": assembly,
        "community": assembly.row.plan.community,
        "resolutions": queries.resolutions_of(assembly),
    }
    return render_pdf("group_associations/paper/record.html", context, title=title)


def corporations_pdf(
    community: Community, rows: Sequence[queries.CorporateMember], *, now: datetime
) -> bytes:
    """Return the roster of corporations."""
    title = f"{community.name}　法人の会員"
    context = _context(now) | {"title": title, "community": community, "rows": rows}
    return render_pdf("group_associations/paper/corporations.html", context, title=title)


def _context(now: datetime) -> dict[str, object]:
    return {
        "centre": letterhead(),
        "printed_on": wareki(timezone.localdate(now)),
        "sample_world": settings.DEMO,
        "confidential": False,
    }
