"""From the page of a session to the answer that one does not come."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from accounts.access import Visitor
from events.models import Event
from outreach.study_groups.access import standing_in
from outreach.study_groups.enums import Action
from outreach.study_groups.models import PlanRow
from outreach.study_groups.registries import Link

from .rules import ON_THE_ROLL


def answer_of_session(visitor: Visitor, event: Event) -> Iterable[Link]:
    """Return where whoever is on the roll says that they do not come; the chair reads there who comes."""
    row = PlanRow.objects.filter(event=event).select_related("plan__community").first()
    if row is None:
        return []
    community = row.plan.community
    standing = standing_in(visitor, community, today=timezone.localdate())
    if not standing.may(Action.READ_MEETING):
        return []
    if standing.capacities.isdisjoint(ON_THE_ROLL) and not standing.may(Action.PREPARE_MEETING):
        return []
    return [("欠席を知らせる、返事を見る", reverse("group_meetings:answers", args=[community.slug, row.pk]))]
