"""Agencies are asked every half year whether their entry is still true: by mail, else by a letter."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from directory.declared.enums import LinkWay
from directory.declared.models import ConfirmReminder, EntryLink
from directory.declared.queries import letters_to_print, letters_to_print_again, stale_agencies
from directory.models import Agency
from directory.services import lock_agencies_in_transaction
from foundation.audit import chain

from .links import make_link_in_transaction

# Makes the paper of links and their tokens.
type LayOut = Callable[[Sequence[tuple[EntryLink, str]]], bytes]


def send_due_reminders(*, now: datetime) -> int:
    """Ask every agency whose word is old or was never confirmed, once for that word; returns how many."""
    due = stale_agencies(today=timezone.localdate(now))
    return sum(remind(agency=agency, now=now) for agency in due)


@transaction.atomic(durable=True)
def remind(*, agency: Agency, now: datetime) -> bool:
    """Ask one agency; returns whether it had not been asked yet."""
    lock_agencies_in_transaction(agency)
    still = stale_agencies(today=timezone.localdate(now), keys=[agency.pk]).first()
    if still is None:
        return False
    way = LinkWay.MAIL if still.email else LinkWay.PAPER
    reminder, is_new = ConfirmReminder.objects.get_or_create(
        agency=still,
        confirmed_on=still.declaration.confirmed_on,
        defaults={"way": way, "asked_at": now},
    )
    if not is_new:
        return False
    if way == LinkWay.MAIL:
        make_link_in_transaction(agency=still, way=way, actor=None, now=now)
    chain.record("directory.entry_reminded", actor=None, subject=reminder, now=now, fields=["way"])
    return True


@transaction.atomic(durable=True)
def make_letters(*, again: bool = False, lay_out: LayOut, actor: User, now: datetime) -> bytes | None:
    """Make a link for every agency that waits for a letter and lay the letters out; None where nobody waits.

    With `again` the last letters are made once more, and the links in those printed before are void. The
    paper is laid out here, because its tokens stand nowhere else: where that fails nothing was printed.
    """
    found = letters_to_print_again if again else letters_to_print
    waiting = list(found(today=timezone.localdate(now)).select_for_update(of=("self",)))
    if not waiting:
        return None
    made = [
        make_link_in_transaction(agency=each.agency, way=LinkWay.PAPER, actor=actor, now=now)
        for each in waiting
    ]
    ConfirmReminder.objects.filter(pk__in=[each.pk for each in waiting]).update(printed_at=now)
    paper = lay_out(made)
    for each in waiting:
        chain.record("directory.entry_letter_made", actor=actor, subject=each, now=now, fields=["printed_at"])
    return paper
