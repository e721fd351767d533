"""The one mail of this door: that something waits, and nothing else. No title, no number, no name."""

from datetime import datetime

from django.conf import settings

from accounts.models import Person
from foundation.mail.services import queue_mail_in_transaction
from foundation.transactions import assert_in_transaction

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
