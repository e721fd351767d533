"""A day is asked for: options are put up, people of the roll answer, one option becomes the proposal."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from foundation.audit import chain
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.meetings.models import DatePoll, Meeting, PollAnswer, PollOption
from outreach.study_groups.meetings.queries.roll import roll_of

from .preparing import When, propose_time_in_transaction
from .steps import hold_meeting_in_transaction, hold_open_meeting_in_transaction
from .telling import ask_for_the_day_in_transaction

RUNNING = "日程の調整は、もう始まっています。"
ANNOUNCED = "この会議は、もう案内しています。"
OVER = "この日程の調整は、終わりました。画面を開き直してください。"
NOT_ON_THE_ROLL = "答えられるのは、この会議に来る方だけです。"
NOT_FOR_OTHERS = "ほかの方の返事を書けるのは、会議の準備をする方だけです。"


@transaction.atomic(durable=True)
def open_poll(
    *, meeting: Meeting, options: Sequence[tuple[datetime, datetime]], actor: User, now: datetime
) -> DatePoll:
    """Ask which of these days suit, by mail too.

    Raises GroupRefused while a poll runs, or once it was announced.
    """
    found = hold_open_meeting_in_transaction(meeting, actor=actor, now=now)
    if found.row.event_id is not None:
        raise GroupRefused(ANNOUNCED)
    if found.polls.filter(closed_at__isnull=True).exists():
        raise GroupRefused(RUNNING)
    poll = DatePoll.objects.create(meeting=found, opened_at=now)
    PollOption.objects.bulk_create(
        PollOption(poll=poll, starts_at=starts_at, ends_at=ends_at) for starts_at, ends_at in options
    )
    told = ask_for_the_day_in_transaction(poll, found.row.plan.community, now=now)
    fields = [f"options:{len(options)}", f"told:{told}"]
    chain.record("group_meetings.poll_opened", actor=actor, subject=found, now=now, fields=fields)
    return poll


@transaction.atomic(durable=True)
def answer_poll(*, poll: DatePoll, person: int, marks: Mapping[int, str], actor: User, now: datetime) -> None:
    """Say ○, △ or × of options, anew as often as wanted until the poll is closed.

    `marks` is by option. Whoever prepares meetings also answers for others of the roll. Raises GroupRefused.
    """
    found, standing = hold_meeting_in_transaction(poll.meeting, Action.ANSWER_POLL, actor=actor, now=now)
    if person != actor.person_id and not standing.may(Action.PREPARE_MEETING):
        raise GroupRefused(NOT_FOR_OTHERS)
    roll = {each.person for each in roll_of(found.row.plan.community, timezone.localdate(now))}
    if person not in roll:
        raise GroupRefused(NOT_ON_THE_ROLL)
    options = _options(poll)
    for pk, mark in marks.items():
        if pk in options:
            PollAnswer.objects.update_or_create(
                option_id=pk,
                person_id=person,
                defaults={"mark": mark, "entered_by": actor, "answered_at": now},
            )
    by = "by:self" if person == actor.person_id else "by:other"
    chain.record("group_meetings.poll_answered", actor=actor, subject=found, now=now, fields=[by])


@transaction.atomic(durable=True)
def close_poll(*, poll: DatePoll, chosen: int | None, actor: User, now: datetime) -> Meeting:
    """End a poll with a day, which becomes the proposal of the meeting, or without. Raises GroupRefused."""
    found = hold_open_meeting_in_transaction(poll.meeting, actor=actor, now=now)
    options = _options(poll)
    if chosen is not None and chosen not in options:
        raise GroupRefused(OVER)
    DatePoll.objects.filter(pk=poll.pk).update(closed_at=now)
    if chosen is not None:
        option = options[chosen]
        option.is_chosen = True
        option.save(update_fields=["is_chosen"])
        when = When(option.starts_at, option.ends_at, found.place)
        propose_time_in_transaction(found, when, actor=actor, now=now)
    fields = ["chosen" if chosen is not None else "none"]
    chain.record("group_meetings.poll_closed", actor=actor, subject=found, now=now, fields=fields)
    return found


def _options(poll: DatePoll) -> dict[int, PollOption]:
    """Return the options of a poll that still runs."""
    if not DatePoll.objects.filter(pk=poll.pk, closed_at__isnull=True).exists():
        raise GroupRefused(OVER)
    return {each.pk: each for each in PollOption.objects.filter(poll=poll)}
