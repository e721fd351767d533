"""Taking over from the public door what it says of agencies and of people who left: it refuses or informs."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404
from django.utils import timezone

from foundation.door_feed import MOST_ROWS, Feed, FeedAgency, fingerprint, read_feed
from foundation.transactions import assert_in_transaction
from handoff.access import Opening, opened
from handoff.actors import CLOCK, Actor
from handoff.disclosure.enums import ReceiverCategory
from handoff.enums import ENROLLING_ROLES
from handoff.models import AgencyCopy, Enrolment
from handoff.waiting_mail import reachable, tell_in_transaction

from .access import agency_for
from .queries import ids_in_use
from .rules import closes_too_many, earlier_end
from .transport import fetch

ADDRESS = "/door-feed.json"
TOLD = ("name", "name_kana", "kind", "address", "phone")
# How a name is read sends nothing anywhere: nobody has to look at it.
HARMLESS = frozenset({"name_kana"})


def pull(*, now: datetime) -> int:
    """Fetch what the public door hands out and take it over; returns how many agencies it had.

    Without the key of both doors nothing is asked. Raises NotReached, FeedRefused.
    """
    key = settings.DOOR_FEED_KEY
    if not key:
        return 0
    feed = read_feed(fetch(f"{settings.OTHER_DOOR_URL}{ADDRESS}", key=key))
    take_over(feed, now=now)
    return len(feed.agencies)


def take_over(feed: Feed, *, now: datetime) -> None:
    """Take over a feed: closings at once, new agencies, and changes of those that nothing here points at.

    What would change an agency in use waits for a lead, since a name that was changed sends a paper to the
    wrong house; so do closings when there are too many at once. Again it changes nothing.
    """
    today = timezone.localdate(now)
    with opened(CLOCK, now=now) as opening:
        known = {row.public_id: row for row in AgencyCopy.objects.select_for_update()}
        used, told = ids_in_use(), [each for each in feed.agencies if each.public_id in known]
        closing = [each for each in told if _ends_earlier(known[each.public_id], each)]
        still_open = sum(1 for row in known.values() if row.closed_on is None or row.closed_on > today)
        is_held = closes_too_many(len(closing), still_open=still_open)
        asks = False
        for each in told:
            row = known[each.public_id]
            asks |= _take(row, each, is_used=row.pk in used, is_held=is_held, opening=opening)
        AgencyCopy.objects.filter(public_id__in=known).update(copied_at=now)
        # Numbers that are other ones each time would fill this door's disk.
        room = max(MOST_ROWS - len(known), 0)
        new = [each for each in feed.agencies if each.public_id not in known][:room]
        AgencyCopy.objects.bulk_create(_new(each, now=now) for each in new)
        asks |= _mark_who_left(feed, opening=opening)
        if asks:
            _tell_leads_in_transaction(now=now)


def accept_offer(*, agency_id: int, actor: Actor, now: datetime) -> None:
    """Let what the public door says of an agency hold here as well. Raises Http404."""
    with opened(actor, now=now) as opening:
        row = agency_for(actor, agency_id)
        if row.offered is None:
            raise Http404
        for name, value in row.offered.items():
            setattr(row, name, value)
        fields, row.offered = list(row.offered), None
        row.save(update_fields=[*fields, "offered"])
        opening.note("copying.offer_accepted", row, fields)


def settle_agency(
    *, agency_id: int, category: ReceiverCategory, head: str, actor: Actor, now: datetime
) -> None:
    """Say what kind of receiver an agency is, and who represents it. Raises Http404."""
    with opened(actor, now=now) as opening:
        row = agency_for(actor, agency_id)
        row.category, row.head = category, head
        row.save(update_fields=["category", "head"])
        opening.note("copying.agency_settled", row, ["category", "head"])


def _ends_earlier(row: AgencyCopy, told: FeedAgency) -> bool:
    return earlier_end(row.closed_on, told.closed_on) != row.closed_on


def _take(row: AgencyCopy, told: FeedAgency, *, is_used: bool, is_held: bool, opening: Opening) -> bool:
    """Bring one copy up to what is told of it; return whether something new waits for a lead."""
    changed = {name: getattr(told, name) for name in TOLD if getattr(told, name) != getattr(row, name)}
    taken = {name: value for name, value in changed.items() if not is_used or name in HARMLESS}
    offered: dict[str, Any] = {name: value for name, value in changed.items() if name not in taken}
    if _ends_earlier(row, told) and not is_held:
        taken = taken | {"closed_on": told.closed_on}
        opening.note("copying.agency_closed", row, ["closed_on"])
    if told.closed_on != taken.get("closed_on", row.closed_on):
        offered = offered | {"closed_on": told.closed_on.isoformat() if told.closed_on else None}
    before = row.offered
    if not taken and (before or {}) == offered:
        return False
    for name, value in taken.items():
        setattr(row, name, value)
    row.offered = offered or None
    row.save(update_fields=[*taken, "offered"])
    return bool(offered) and offered != before


def _new(told: FeedAgency, *, now: datetime) -> AgencyCopy:
    facts = {name: getattr(told, name) for name in TOLD}
    return AgencyCopy(public_id=told.public_id, closed_on=told.closed_on, copied_at=now, **facts)


def _mark_who_left(feed: Feed, *, opening: Opening) -> bool:
    """Write at each standing enrolment whether its person left there; return whether somebody new did."""
    left = {(each.who, each.agency): each.left_on for each in feed.departures}
    somebody = False
    rows = Enrolment.objects.standing().select_related("person__user", "agency")
    for row in rows:
        addresses = {row.person.contact_email, _own_address(row)} - {""}
        place = row.agency.public_id if row.agency else ""
        days = [left.get((fingerprint(each, key=settings.DOOR_FEED_KEY), place)) for each in addresses]
        day = max((each for each in days if each), default=None)
        if day != row.left_elsewhere_on:
            row.left_elsewhere_on = day
            row.save(update_fields=["left_elsewhere_on"])
            opening.note("copying.person_left", row, ["left_elsewhere_on"])
            somebody |= day is not None
    return somebody


def _own_address(row: Enrolment) -> str:
    user = getattr(row.person, "user", None)
    return (user.email or "") if user else ""


def _tell_leads_in_transaction(*, now: datetime) -> None:
    """Let those who enrol people know once a day that something waits."""
    assert_in_transaction("tell_leads")
    today = timezone.localdate(now)
    standing = Enrolment.objects.valid(today=today).filter(role__in=ENROLLING_ROLES)
    for person in reachable(standing.values_list("person_id", flat=True), now=now):
        tell_in_transaction(person, cause=f"copying.asks:{today:%Y%m%d}", now=now)
