"""The one mail of this door, and who can get it: that something waits. No title, no number, no name."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from accounts.models import Person, User
from foundation.mail.services import queue_mail_in_transaction
from foundation.transactions import assert_in_transaction

from .models import Enrolment

SUBJECT = "【つなぐ】引継ぎの部屋に、お知らせがあります"
TEXT = "引継ぎの部屋に、見ていただくものがあります。\n{url}/\n\nこのメールには、内容を書いていません。\n"


def tell_in_transaction(person: Person, *, cause: str, now: datetime) -> None:
    """Queue the mail to somebody with an account; the same cause is told once."""
    assert_in_transaction(cause)
    queue_mail_in_transaction(
        to=person.user.email or "",
        subject=SUBJECT,
        text=TEXT.format(url=settings.OWN_URL),
        cause=f"{cause}:{person.pk}",
        now=now,
    )


def reachable(person_ids: Iterable[int], *, now: datetime, but: User | None = None) -> list[Person]:
    """Return those of these people who are enrolled today and have an open account with an address.

    Whoever did it themselves is left out as `but`.
    """
    enrolled = Enrolment.objects.valid(today=timezone.localdate(now)).values("person")
    people = Person.objects.filter(pk__in=set(person_ids), user__is_active=True).filter(pk__in=enrolled)
    with_address = people.exclude(user__email=None).exclude(user__email="").exclude(user=but)
    return list(with_address.select_related("user").order_by("pk"))
