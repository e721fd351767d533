"""The list of new titles goes to whoever chose this day of the week, once, while they belong there."""

from collections import defaultdict
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Person, User
from foundation.centre.queries import current_centre
from foundation.limits.queries import limit
from foundation.mail.services import queue_mail_in_transaction
from outreach.study_groups.access import standings
from outreach.study_groups.board import letters, queries
from outreach.study_groups.board.access import answers_by_mail
from outreach.study_groups.board.limits import REPLIES_OPEN
from outreach.study_groups.board.models import DigestWish
from outreach.study_groups.enums import Action
from outreach.study_groups.member_queries import mail_of
from outreach.study_groups.models import Community
from outreach.study_groups.services.steps import hold_in_transaction

MOST_TITLES = 30


@transaction.atomic(durable=True)
def choose_weekday(*, community: Community, weekday: int | None, actor: User, now: datetime) -> None:
    """Choose on which day the titles come, or none. Raises GroupRefused."""
    hold_in_transaction(community, Action.READ_BOARD, actor=actor, now=now)
    mine = DigestWish.objects.filter(community=community, person=actor.person)
    if weekday is None:
        mine.delete()
    elif not mine.update(weekday=weekday):
        DigestWish.objects.create(community=community, person=actor.person, weekday=weekday, told_until=now)


def send_digests(*, now: datetime) -> int:
    """Send the lists of this day; returns how many. Twice on one day sends nothing twice."""
    today, sent = timezone.localdate(now), 0
    by_community: dict[Community, list[DigestWish]] = defaultdict(list)
    for wish in queries.due_wishes(today):
        by_community[wish.community].append(wish)
    for community, wishes in by_community.items():
        sent += _send(community, wishes, today, now)
    return sent


@transaction.atomic(durable=True)
def _send(community: Community, wishes: list[DigestWish], today: date, now: datetime) -> int:
    topics = list(queries.open_titles([community.pk])[: MOST_TITLES * 4])
    centre, sent, told = current_centre(), 0, []
    days = limit(REPLIES_OPEN, on=today)
    for wish in wishes:
        fresh = [each for each in topics if wish.told_until < each.last_at <= now][:MOST_TITLES]
        told.append(wish.pk)
        address = _address(wish.person, community, today)
        if not fresh or not address:
            continue
        answers = wish.person_id if _answers(wish.person, address) else None
        letter = letters.digest(community, fresh, centre, answers=answers, today=today, days=days)
        queue_mail_in_transaction(
            to=address,
            subject=letter.subject,
            text=letter.text,
            cause=f"group_board.digest:{wish.pk}:{today}",
            now=now,
        )
        sent += 1
    DigestWish.objects.filter(pk__in=told).update(told_until=now)
    return sent


def _answers(person: Person, address: str) -> bool:
    """Return whether this list bears addresses for answers: it goes where they alone read."""
    user: User = person.user
    return address == user.email and answers_by_mail(user)


def _address(person: Person, community: Community, today: date) -> str:
    """Return where the list goes; nowhere once this person reads the board no more."""
    user = getattr(person, "user", None)
    if user is None or not standings(user, [community], today=today)[0].may(Action.READ_BOARD):
        return ""
    return mail_of(person)
