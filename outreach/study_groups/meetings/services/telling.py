"""Who is told by mail that something of a meeting waits for them; each once for each poll and version."""

from datetime import date, datetime

from django.utils import timezone

from accounts.enums import PublicRole
from accounts.models import User
from foundation.centre.queries import current_centre
from foundation.transactions import assert_in_transaction
from outreach.study_groups.access import standing_in
from outreach.study_groups.enums import Action, Capacity
from outreach.study_groups.meetings import letters
from outreach.study_groups.meetings.models import DatePoll, MinutesVersion
from outreach.study_groups.meetings.queries.roll import roll_of
from outreach.study_groups.member_queries import mail_of, running, users_of
from outreach.study_groups.models import Community
from outreach.study_groups.services.sessions import addresses_to_tell
from outreach.study_groups.services.telling import tell_in_transaction


def ask_for_the_day_in_transaction(poll: DatePoll, community: Community, *, now: datetime) -> int:
    """Write to who is told of sessions that a day is asked for; returns to how many."""
    assert_in_transaction("ask_for_the_day")
    told = letters.which_day(poll, community, current_centre())
    addresses = addresses_to_tell(community, today=timezone.localdate(now))
    return tell_in_transaction(told, addresses, cause=f"group_meetings.poll:{poll.pk}", now=now)


def lay_before_in_transaction(version: MinutesVersion, community: Community, *, now: datetime) -> int:
    """Write to whoever confirms minutes that a version waits for them; returns to how many."""
    assert_in_transaction("lay_before")
    told = letters.minutes_wait(version, community, current_centre())
    addresses = _who_confirms(community, version.written_by_id, today=timezone.localdate(now))
    return tell_in_transaction(told, addresses, cause=f"group_meetings.minutes:{version.pk}", now=now)


def _who_confirms(community: Community, writer: int | None, *, today: date) -> list[str]:
    """Return where those read who confirm: the chair, else who runs it, else the centre's head.

    Never the writer, who does not confirm what they wrote.
    """
    expected = {each.person for each in roll_of(community, today)} | running(community, today=today)
    found = [(user, standing_in(user, community, today=today)) for user in users_of(expected)]
    for capacity in (Capacity.CHAIR, Capacity.FACILITATOR):
        theirs = [
            user
            for user, standing in found
            if capacity in standing.capacities and standing.may(Action.CONFIRM_MINUTES) and user.pk != writer
        ]
        if theirs:
            return _addresses(theirs)
    heads = User.objects.filter(is_active=True, groups__name=PublicRole.MANAGER).select_related("person")
    return _addresses(list(heads.order_by("pk")))


def _addresses(users: list[User]) -> list[str]:
    return [address for address in (mail_of(each.person) for each in users) if address]
