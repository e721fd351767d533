"""What the public door tells the private one."""

from datetime import date, timedelta

from django.utils import timezone

from accounts.models import User
from directory.models import Agency, Membership
from foundation.audit.models import Entry
from foundation.door_feed import Departure, Feed, FeedAgency, fingerprint

# For so many days somebody who left is told of: the private door may have been closed for a while.
TOLD_DAYS = 400


def feed(*, key: str, today: date) -> Feed:
    """Return all agencies and who left one, or the centre, within the last 400 days. Five queries."""
    rows = Agency.objects.select_related("kind").order_by("pk")
    return Feed(
        agencies=tuple(
            FeedAgency(
                public_id=row.public_id,
                name=row.name,
                name_kana=row.name_kana,
                kind=row.kind.name,
                address=row.address,
                phone=row.phone,
                closed_on=row.closed_on,
            )
            for row in rows
        ),
        departures=(*_who_left_an_agency(key=key, today=today), *_who_left_the_centre(key=key, today=today)),
    )


def _who_left_an_agency(*, key: str, today: date) -> list[Departure]:
    ended = Membership.objects.filter(valid_to__lte=today, valid_to__gt=today - timedelta(days=TOLD_DAYS))
    held = set(Membership.objects.not_ended(today=today).values_list("person", "agency"))
    return [
        Departure(
            who=fingerprint(row.person.contact_email, key=key),
            agency=row.agency.public_id,
            left_on=row.valid_to or today,
        )
        for row in ended.select_related("person", "agency").exclude(person__contact_email="")
        if (row.person_id, row.agency_id) not in held
    ]


def _who_left_the_centre(*, key: str, today: date) -> list[Departure]:
    """Return whose account was closed and who belonged to no agency: that was somebody of the centre."""
    closed = Entry.objects.filter(
        verb="accounts.account_closed", at__date__gt=today - timedelta(days=TOLD_DAYS)
    )
    days = {entry.subject_id: timezone.localdate(entry.at) for entry in closed.order_by("id")}
    closed_now = User.objects.filter(pk__in=list(days), is_active=False).exclude(email=None)
    gone = closed_now.filter(person__memberships=None)
    return [
        Departure(who=fingerprint(user.email or "", key=key), agency="", left_on=days[user.pk])
        for user in gone.order_by("pk")
    ]
