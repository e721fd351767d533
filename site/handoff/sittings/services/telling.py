"""Mail of this room: it says that something waits, and nothing of what."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from accounts.models import Person
from foundation.mail.services import queue_mail_in_transaction
from foundation.transactions import assert_in_transaction
from handoff.actors import LEADING
from handoff.models import Enrolment

SUBJECT = "【つなぐ】引継ぎの部屋に、お知らせがあります"
TEXT = "引継ぎの部屋に、見ていただくものがあります。\n{url}/\n\nこのメールには、内容を書いていません。\n"


def tell_in_transaction(people: Iterable[int], *, cause: str, now: datetime) -> int:
    """Queue a mail to each of these people who has an account and may come in today; returns how many.

    The same cause is told to nobody twice.
    """
    assert_in_transaction(cause)
    enrolled = Enrolment.objects.valid(today=timezone.localdate(now)).values("person")
    reachable = Person.objects.filter(pk__in=set(people), user__is_active=True).exclude(user__email="")
    found = list(reachable.filter(pk__in=enrolled).select_related("user").order_by("pk"))
    for person in found:
        queue_mail_in_transaction(
            to=person.user.email or "",
            subject=SUBJECT,
            text=TEXT.format(url=settings.OWN_URL),
            cause=f"{cause}:{person.pk}",
            now=now,
        )
    return len(found)


def leads_of_centre(*, now: datetime) -> set[int]:
    """Return the people who lead the centre today."""
    standing = Enrolment.objects.valid(today=timezone.localdate(now)).filter(agency=None, role__in=LEADING)
    return set(standing.values_list("person_id", flat=True))
