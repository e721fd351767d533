"""What associations show on the home of theirs: the rules in force, and the next general meeting."""

from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse
from django.utils import timezone

from events.enums import ACTIVE_STATES
from events.models import Application, Session
from events.models.session import takes_place
from foundation.japanese.dates import long_date, short_date
from outreach.study_groups.access import Standing
from outreach.study_groups.enums import ASSOCIATIONS, Action, SessionFormat
from outreach.study_groups.models import Community, MemberAgency, PlanRow
from outreach.study_groups.registries import Panel

from . import queries
from .enums import PRESENT, Quorum, VoteWay
from .models import Proxy, RulesVersion, Vote, Voter
from .quorum import needed

COUNTED = ("coming", "by_proxy", "in_writing")
SAID = ("proxies_count", "written_count")


def rules_and_assembly(standing: Standing, _person: int) -> Panel | None:
    """Return the rules in force, and the next general meeting with how many take part as far as is known.

    In one query; None where there can be neither.
    """
    community = standing.community
    if community.kind not in ASSOCIATIONS or not standing.may(Action.READ_MEETING):
        return None
    slug = community.slug
    meetings = reverse("group_associations:assemblies", args=[slug])
    version, holds_from, coming = _rules_and_coming(community)
    rows = []
    if version is not None:
        words, note = f"規則（第{version}版）", f"{long_date(holds_from)}から"
        rows.append((words, reverse("group_associations:version", args=[slug, version]), note))
    if coming is not None:
        day = timezone.localdate(datetime.fromisoformat(coming["starts_at"]))
        prepared = coming["assembly"]
        where = reverse("group_associations:assembly", args=[slug, prepared]) if prepared else meetings
        rows.append((f"{short_date(day)}の総会", where, _words(coming)))
    rows.append(("総会", meetings, "議案、委任状、議決の記録"))
    more = ("規則、事務局、法人の会員を見る", reverse("group_associations:rules", args=[slug]))
    return Panel("規則と総会", rows, more)


def _rules_and_coming(community: Community) -> tuple[int | None, date, dict[str, Any] | None]:
    """Return version and first day of the rules in force, and what is known of the next general meeting."""
    rules = queries.rules_of_day(community, timezone.localdate())
    known = ("assembly", "starts_at", "quorum", "members", *COUNTED, *SAID, "is_marked")
    coming = _coming(community.pk).values(found=JSONObject(**{name: name for name in known}))
    found: tuple[int | None, date, dict[str, Any] | None] = (
        Community.objects.filter(pk=community.pk)
        .order_by()
        .values_list(
            Subquery(rules.values("version")[:1]),
            Subquery(rules.values("in_force_from")[:1]),
            Subquery(coming[:1]),
        )
        .get()
    )
    return found


def _words(found: dict[str, Any]) -> str:
    """Return how many have said that they take part, of how many that are needed.

    On the day, once somebody was marked as there, the page counts by who is there: it alone says so.
    """
    if found["is_marked"]:
        return "出欠を書いています。いまの数は、総会のページで"
    if not found["quorum"]:
        return "規則を書くと、成り立つ数がわかります"
    least = needed(found["members"], Quorum(found["quorum"]))
    counted = found["coming"]
    counted += found["by_proxy"] if found["proxies_count"] else 0
    counted += found["in_writing"] if found["written_count"] else 0
    return f"いまのところ{counted}機関（{least}機関で成り立ちます）"


def _coming(community: int) -> QuerySet[PlanRow]:
    """Return the general meetings to come with their counts: who comes, proxies and papers as rules count."""
    today = timezone.localdate()
    dates = Session.objects.filter(takes_place()).order_by("starts_at")
    first = dates.filter(event=OuterRef("event")).values("starts_at")[:1]
    rules = RulesVersion.objects.filter(
        community=community, adopted_on__isnull=False, in_force_from__lte=OuterRef("starts_at__date")
    ).order_by("-in_force_from", "-version")
    members = MemberAgency.objects.filter(
        Q(until__isnull=True) | Q(until__gt=OuterRef("starts_at__date")),
        community=community,
        since__lte=OuterRef("starts_at__date"),
    )
    comes = Application.objects.filter(
        session__event=OuterRef(OuterRef("event")), agency=OuterRef("agency"), state__in=ACTIVE_STATES
    )
    entrusts = Proxy.objects.filter(
        assembly__row=OuterRef(OuterRef("pk")), giver=OuterRef("agency"), withdrawn_at__isnull=True
    )
    writes = Vote.objects.filter(
        resolution__assembly__row=OuterRef(OuterRef("pk")), agency=OuterRef("agency"), way=VoteWay.WRITTEN
    )
    marked = Voter.objects.filter(assembly__row=OuterRef("pk"), presence__in=PRESENT)
    rows = PlanRow.objects.filter(
        plan__community=community, format=SessionFormat.GENERAL_MEETING, event__isnull=False
    )
    return (
        rows.annotate(starts_at=Subquery(first))
        .filter(starts_at__date__gte=today, assembly__closed_at__isnull=True)
        .annotate(
            quorum=Coalesce(Subquery(rules.values("quorum")[:1]), Value("")),
            members=_count(members),
            coming=_count(members.filter(Exists(comes))),
            by_proxy=_count(members.filter(Exists(entrusts), ~Exists(comes), ~Exists(writes))),
            in_writing=_count(members.filter(Exists(writes), ~Exists(comes))),
            proxies_count=Subquery(rules.values("proxies_count")[:1]),
            written_count=Subquery(rules.values("written_count")[:1]),
            is_marked=Exists(marked),
        )
        .order_by("starts_at")
    )


def _count(members: QuerySet[MemberAgency]) -> Coalesce:
    """Return how many agencies these are, as a number beside a row."""
    counted = members.order_by().values("community").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
