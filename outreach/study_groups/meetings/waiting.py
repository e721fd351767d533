"""What of meetings waits for somebody, in all their communities at once: polls, and minutes to confirm."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse

from outreach.study_groups.access import Standing
from outreach.study_groups.enums import Action, Capacity
from outreach.study_groups.registries import Link
from outreach.study_groups.rules import is_committee

from .models import DatePoll, MinutesVersion, PollAnswer
from .rules import ON_THE_ROLL


def waits_of_meetings(standings: Sequence[Standing], person: int, _now: datetime) -> Iterable[Link]:
    """Return what somebody has to answer and to confirm; two queries however many communities there are."""
    answers = [
        each.community.pk
        for each in standings
        if each.may(Action.ANSWER_POLL) and not each.capacities.isdisjoint(ON_THE_ROLL)
    ]
    confirms = [each.community.pk for each in standings if _confirms(each)]
    found = list[Link]()
    if answers:
        found += [_to_answer(each) for each in _polls(answers, person)]
    if confirms:
        found += [_to_confirm(each) for each in _minutes(confirms, person)]
    return found


def _confirms(standing: Standing) -> bool:
    """Return whether minutes are laid before somebody: who chairs, or runs what nobody chairs."""
    as_what = Capacity.CHAIR if is_committee(standing.community.kind) else Capacity.FACILITATOR
    return as_what in standing.capacities and standing.may(Action.CONFIRM_MINUTES)


def _polls(communities: Sequence[int], person: int) -> Iterable[DatePoll]:
    answered = PollAnswer.objects.filter(option__poll=OuterRef("pk"), person=person)
    polls = DatePoll.objects.filter(
        ~Exists(answered), closed_at__isnull=True, meeting__row__plan__community__in=communities
    )
    return polls.select_related("meeting__row__plan__community").order_by("opened_at", "pk")


def _to_answer(poll: DatePoll) -> Link:
    row = poll.meeting.row
    community = row.plan.community
    address = reverse("group_meetings:poll", args=[community.slug, poll.meeting_id, poll.pk])
    return f"{community.name}「{row.theme}」：都合のよい日を答える", address


def _minutes(communities: Sequence[int], person: int) -> Iterable[MinutesVersion]:
    newer = MinutesVersion.objects.filter(meeting=OuterRef("meeting"), number__gt=OuterRef("number"))
    sent = MinutesVersion.objects.filter(
        ~Exists(newer),
        sent_at__isnull=False,
        confirmed_at__isnull=True,
        meeting__row__plan__community__in=communities,
    ).exclude(written_by__person=person)
    return sent.select_related("meeting__row__plan__community").order_by("sent_at", "pk")


def _to_confirm(version: MinutesVersion) -> Link:
    row = version.meeting.row
    community = row.plan.community
    address = reverse("group_meetings:minutes", args=[community.slug, version.meeting_id])
    return f"{community.name}「{row.theme}」：議事要旨を読んで、確定する", address
