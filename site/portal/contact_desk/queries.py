"""Reads for the screens of the desk. Nothing here touches the sealed bytes."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import ExtractMonth
from django.utils import timezone

from accounts.models import User
from foundation.exports.fiscal_months import CountTable, rows_of
from foundation.japanese.business_days import Closures
from foundation.japanese.dates import fiscal_year_span
from foundation.limits.queries import Course, course
from portal.consultations.enums import AskerKind

from . import rules
from .enums import OPEN_STATES
from .limits import ANSWERED_WITHIN
from .models import ContactMessage, ContactMessageQuerySet, ContactReader


@dataclass(frozen=True)
class QueueRow:
    """One line of the queue; `age` counts open days, `answer_by` is the promised day."""

    message: ContactMessage
    age: int
    is_late: bool
    answer_by: date

    @property
    def waits(self) -> bool:
        return self.message.state in OPEN_STATES


def current_readers(now: datetime) -> "QuerySet[ContactReader]":
    """Return who may read at this moment, by name."""
    running = Q(until__isnull=True) | Q(until__gt=now)
    readers = ContactReader.objects.filter(running, since__lte=now, user__is_active=True)
    return readers.select_related("user__person", "named_by__person").order_by(
        "user__person__name_kana", "id"
    )


def is_reader(user: User, now: datetime) -> bool:
    return current_readers(now).filter(user=user).exists()


def queue(messages: ContactMessageQuerySet) -> ContactMessageQuerySet:
    """Return messages with who answers them, the oldest first."""
    return messages.without_contents().select_related("assigned_to__person").order_by("received_at", "id")


def queue_rows(messages: Iterable[ContactMessage], *, today: date, closures: Closures) -> list[QueueRow]:
    """Return the lines of a list; only what waits for an answer can be late."""
    promise = course(ANSWERED_WITHIN)
    return [
        QueueRow(
            message,
            rules.age_in_business_days(_day(message.received_at), today, closures),
            is_late(message.state, _day(message.received_at), promise, today=today, closures=closures),
            rules.answer_by(
                _day(message.received_at), closures, within=promise.on(_day(message.received_at))
            ),
        )
        for message in messages
    ]


def is_late(state: str, received_on: date, promise: Course, *, today: date, closures: Closures) -> bool:
    """Return whether the day promised on receipt has passed without an answer."""
    return rules.is_late(state, received_on, today, closures, within=promise.on(received_on))


def late_ones(*, today: date, closures: Closures) -> list[int]:
    """Return the keys of the messages that wait for longer than promised."""
    promise = course(ANSWERED_WITHIN)
    waiting = ContactMessage.objects.open().values_list("pk", "state", "received_at")
    return [
        key
        for key, state, received in waiting
        if is_late(state, _day(received), promise, today=today, closures=closures)
    ]


def erased_on(message: ContactMessage, *, kept_days: int) -> date | None:
    """Return the day on which a message is destroyed; None while nobody has answered."""
    if message.answered_on is None:
        return message.erase_due
    return rules.erase_on(message.answered_on, kept_days=kept_days, promised=message.erase_due)


def messages_by_kind(fiscal_year: int) -> CountTable:
    """Return how many messages each kind of asker has sent, by the month in which they arrived."""
    begins, ends = fiscal_year_span(fiscal_year)
    received = ContactMessage.objects.filter(received_at__gte=begins, received_at__lt=ends)
    months = received.annotate(month=ExtractMonth("received_at")).values_list("asker_kind", "month")
    rows = rows_of(AskerKind.choices, Counter(months))
    return CountTable("フォームの問い合わせ（件）", "どなたから", rows)


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)
