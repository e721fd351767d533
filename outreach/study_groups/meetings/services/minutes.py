"""Minutes are written version by version, sent to the chair, commented and confirmed."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from foundation.audit import chain
from foundation.decision import Decision
from outreach.study_groups.access import Standing
from outreach.study_groups.enums import Action, Capacity
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.meetings.enums import ConfirmedAs
from outreach.study_groups.meetings.models import Meeting, MinutesComment, MinutesVersion
from outreach.study_groups.meetings.rules import may_confirm, may_send
from outreach.study_groups.services.steps import insist

from .steps import (
    CONFIRMED,
    hold_meeting_in_transaction,
    hold_meeting_of_its_day_in_transaction,
    hold_open_meeting_in_transaction,
)
from .telling import lay_before_in_transaction

SENT = "この版は、もう送ってあります。"
OLD = "新しい版があります。画面を開き直して、そちらを送ってください。"
NOT_SENT = "意見を書けるのは、委員長（世話人）に送られた版です。"
# As what somebody confirms, in the order in which it is asked: whoever chairs confirms as that.
_CONFIRMS_AS = (
    (Capacity.CHAIR, ConfirmedAs.CHAIR),
    (Capacity.FACILITATOR, ConfirmedAs.FACILITATOR),
    (Capacity.MANAGER, ConfirmedAs.MANAGER),
)


class IsStale(GroupRefused):
    """Somebody else has written a newer version since this one was opened."""


@transaction.atomic(durable=True)
def write_minutes(*, meeting: Meeting, text: str, seen: int, actor: User, now: datetime) -> MinutesVersion:
    """Write a new version; `seen` is the number of the one that the writer had before them, 0 for none.

    Raises IsStale when there is a newer one, GroupRefused before the day and once minutes are confirmed.
    """
    found = hold_meeting_of_its_day_in_transaction(meeting, actor=actor, now=now)
    latest = found.minutes_versions.first()
    number = latest.number if latest else 0
    if seen != number:
        raise IsStale(
            f"開いている間に、第{number}版ができました。下のちがいを見て、よければもう一度保存してください。"
        )
    made = MinutesVersion.objects.create(
        meeting=found, number=number + 1, text=text, written_by=actor, written_at=now
    )
    fields = [f"version:{made.number}"]
    chain.record("group_meetings.minutes_written", actor=actor, subject=found, now=now, fields=fields)
    return made


@transaction.atomic(durable=True)
def send_to_chair(*, version: MinutesVersion, actor: User, now: datetime) -> None:
    """Lay the latest version before whoever confirms, who is told by mail. Raises GroupRefused."""
    found = hold_open_meeting_in_transaction(version.meeting, actor=actor, now=now)
    latest = found.minutes_versions.first()
    if latest is None or latest.pk != version.pk:
        raise GroupRefused(OLD)
    insist(may_send(held=found.held_on is not None))
    if not MinutesVersion.objects.filter(pk=version.pk, sent_at__isnull=True).update(sent_at=now):
        raise GroupRefused(SENT)
    told = lay_before_in_transaction(latest, found.row.plan.community, now=now)
    fields = [f"version:{version.number}", f"told:{told}"]
    chain.record("group_meetings.minutes_sent", actor=actor, subject=found, now=now, fields=fields)


@transaction.atomic(durable=True)
def confirm_minutes(*, version: MinutesVersion, actor: User, now: datetime) -> None:
    """Confirm the latest version; it is the last. Raises GroupRefused."""
    found, standing = hold_meeting_in_transaction(
        version.meeting, Action.CONFIRM_MINUTES, actor=actor, now=now
    )
    latest = found.minutes_versions.first()
    assert latest is not None
    insist(decide_to_confirm(version, latest, actor, standing))
    confirmed_as = ConfirmedAs.MANAGER if latest.written_by_id == actor.pk else _confirms_as(standing)
    MinutesVersion.objects.filter(pk=latest.pk).update(
        confirmed_at=now, confirmed_by=actor, confirmed_as=confirmed_as
    )
    fields = [f"version:{latest.number}", f"as:{confirmed_as}"]
    chain.record("group_meetings.minutes_confirmed", actor=actor, subject=found, now=now, fields=fields)


@transaction.atomic(durable=True)
def comment_minutes(*, version: MinutesVersion, text: str, actor: User, now: datetime) -> MinutesComment:
    """Say something of a version that was sent, until minutes are confirmed. Raises GroupRefused."""
    found, _ = hold_meeting_in_transaction(version.meeting, Action.COMMENT_MINUTES, actor=actor, now=now)
    current = MinutesVersion.objects.get(pk=version.pk)
    if getattr(found, "is_minuted", False):
        raise GroupRefused(CONFIRMED)
    if current.sent_at is None:
        raise GroupRefused(NOT_SENT)
    made = MinutesComment.objects.create(version=current, person=actor.person, text=text, written_at=now)
    fields = [f"version:{current.number}"]
    chain.record("group_meetings.minutes_commented", actor=actor, subject=found, now=now, fields=fields)
    return made


def decide_to_confirm(
    version: MinutesVersion, latest: MinutesVersion, actor: User, standing: Standing
) -> Decision:
    """Decide whether somebody may confirm a version, as far as it and its writer are concerned."""
    return may_confirm(
        held=latest.meeting.held_on is not None,
        sent=latest.sent_at is not None,
        confirmed=latest.confirmed_at is not None,
        is_latest=latest.pk == version.pk,
        is_own=latest.written_by_id == actor.pk,
        is_manager=Capacity.MANAGER in standing.capacities,
    )


def _confirms_as(standing: Standing) -> ConfirmedAs:
    return next(said for capacity, said in _CONFIRMS_AS if capacity in standing.capacities)
