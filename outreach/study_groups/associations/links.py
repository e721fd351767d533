"""From the announcement of a general meeting to what is decided there, for whoever may read it."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from accounts.access import Visitor
from events.models import Event
from outreach.study_groups.access import standing_in
from outreach.study_groups.enums import ASSOCIATIONS, Action
from outreach.study_groups.registries import Link

from . import queries


def papers_of_assembly(visitor: Visitor, event: Event) -> Iterable[Link]:
    """Return where a reader of an event finds the agenda of its general meeting, and how one is entrusted.

    Until it is prepared the list of general meetings, where it will stand.
    """
    row = queries.general_meeting_of(event)
    if row is None or row.plan.community.kind not in ASSOCIATIONS:
        return []
    community = row.plan.community
    if not standing_in(visitor, community, today=timezone.localdate()).may(Action.READ_MEETING):
        return []
    assembly = queries.assembly_of(row)
    where = (
        reverse("group_associations:assembly", args=[community.slug, assembly.pk])
        if assembly
        else reverse("group_associations:assemblies", args=[community.slug])
    )
    return [("議案を読む、出席できないときの返事（委任状・書面）を出す", where)]
