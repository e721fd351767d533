"""Which general meetings wait for the answer of an agency for which somebody speaks."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Exists, F, OuterRef
from django.urls import reverse
from django.utils import timezone

from events.enums import ACTIVE_STATES
from events.models import Application
from events.models.session import takes_place
from outreach.study_groups.access import Standing
from outreach.study_groups.enums import Action
from outreach.study_groups.models import MemberAgency
from outreach.study_groups.registries import Link

from .enums import VoteWay
from .models import Proxy, Vote


def waits_of_assemblies(standings: Sequence[Standing], _person: int, now: datetime) -> Iterable[Link]:
    """Return where an agency has said neither that it comes, nor who votes for it, nor how; one query."""
    speaks = {each.community.pk: each.speaks_for for each in standings if each.may(Action.GIVE_PROXY)}
    if not any(speaks.values()):
        return []
    found = _unanswered(set(speaks), set().union(*speaks.values()), now)
    return [_to_answer(each) for each in found if each.agency_id in speaks[each.community_id]]


def _unanswered(communities: set[int], agencies: set[int], now: datetime) -> Iterable[MemberAgency]:
    """Return members with the general meeting (`assembly`) that waits for what they say."""
    assembly, agency = OuterRef("assembly"), OuterRef("agency")
    proxies = Proxy.objects.filter(assembly=assembly, giver=agency, withdrawn_at__isnull=True)
    written = Vote.objects.filter(resolution__assembly=assembly, agency=agency, way=VoteWay.WRITTEN)
    comes = Application.objects.filter(
        session__event__plan_row__assembly=assembly, agency=agency, state__in=ACTIVE_STATES
    )
    rows = MemberAgency.objects.on(timezone.localdate(now)).filter(
        community__in=communities, agency__in=agencies
    )
    path = "community__plans__rows__assembly"
    return (
        rows.filter(
            takes_place("community__plans__rows__event__sessions__"),
            **{f"{path}__closed_at__isnull": True, f"{path}__proxies_until__gt": now},
        )
        .annotate(assembly=F(path), theme=F("community__plans__rows__theme"))
        .filter(~Exists(proxies), ~Exists(written), ~Exists(comes))
        .select_related("community", "agency")
        .order_by(f"{path}__proxies_until", "pk")
        .distinct()
    )


def _to_answer(member: MemberAgency) -> Link:
    facts = vars(member)
    words = f"{member.community.name}「{facts['theme']}」：{member.agency.name}の出席か委任状を知らせる"
    return words, reverse("group_associations:assembly", args=[member.community.slug, facts["assembly"]])
