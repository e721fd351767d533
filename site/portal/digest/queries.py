"""What is new for everybody, how it stands at the desk. Reads only."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Count, Exists, F, Func, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from events.enums import DateState, EventState
from events.models import Event, Session
from events.models.event import EventQuerySet
from foundation.mail.models import MailState, OutgoingMail
from portal.models import NewsPage

from . import rules
from .enums import Cadence, SubscriptionState
from .models import DigestIssue, MonthlyCount, Refusal, Subscription

# Every mail to a reader has a cause that begins so.
CAUSES = "digest:"
MONTHS_SHOWN = 12


@dataclass(frozen=True)
class EventEntry:
    """A coming event as the digest tells it: its next date, and how many more there are."""

    event: Event
    session: Session
    more_dates: int


@dataclass(frozen=True)
class Entries:
    """What one issue tells, as everybody may read it now."""

    news: list[NewsPage]
    events: list[EventEntry]


@dataclass(frozen=True)
class ReaderCount:
    """How many readers of one cadence get what."""

    word: str
    readers: int
    news: int
    events: int
    asked: int


def new_news(cadence: str, day: date, *, now: datetime) -> list[int]:
    """Return the news published since the issue before, by id, the latest first; none of them twice."""
    before = earlier_issues(cadence, day)
    last = before.first()
    since = last.made_at - rules.OVERLAP if last else _morning(rules.period_before(cadence, day))
    told = {pk for ids in before.values_list("news_ids", flat=True)[:2] for pk in ids}
    pages = NewsPage.objects.newest_first()
    pages = pages.filter(first_published_at__gt=since, first_published_at__lte=now).exclude(pk__in=told)
    return list(pages.values_list("pk", flat=True)[: rules.MOST_ENTRIES])


def new_events(cadence: str, day: date, *, now: datetime) -> list[int]:
    """Return coming events by id: those whose deadline ends in this period, then those not yet told of."""
    ends = _morning(rules.next_period(cadence, day))
    coming = _coming(now)
    closing = coming.filter(opens_at__lte=now, deadline_at__gt=now, deadline_at__lt=ends)
    fresh = coming.exclude(_told_in(earlier_issues(cadence, day)))
    found = [
        *closing.order_by("deadline_at", "pk").values_list("pk", flat=True)[: rules.MOST_ENTRIES],
        *fresh.values_list("pk", flat=True)[: 2 * rules.MOST_ENTRIES],
    ]
    return list(dict.fromkeys(found))[: rules.MOST_ENTRIES]


def entries_of(issue: DigestIssue, *, now: datetime) -> Entries:
    """Return what an issue tells and everybody may still read, in its order. Three queries at most."""
    pages = NewsPage.objects.newest_first().filter(pk__in=issue.news_ids)
    events = {event.pk: event for event in _coming(now).filter(pk__in=issue.event_ids)}
    dates: dict[int, list[Session]] = {pk: [] for pk in events}
    for session in Session.objects.filter(event__in=events, ends_at__gt=now).order_by("starts_at", "id"):
        dates[session.event_id].append(session)
    told = [
        EventEntry(events[pk], dates[pk][0], len(dates[pk]) - 1) for pk in issue.event_ids if dates.get(pk)
    ]
    return Entries(list(pages), told)


def issues() -> QuerySet[DigestIssue]:
    """Return all issues, the last one first."""
    return DigestIssue.objects.all()


def subscription(public_id: UUID) -> Subscription | None:
    """Return the reader, or the open question, behind a link; nothing when it is gone."""
    return Subscription.objects.filter(public_id=public_id).first()


def earlier_issues(cadence: str, day: date) -> QuerySet[DigestIssue]:
    """Return the issues of a cadence before this day, the last one first."""
    return DigestIssue.objects.filter(cadence=cadence, day__lt=day).order_by("-day")


def waiting_readers(issue: DigestIssue) -> QuerySet[Subscription]:
    """Return who has not been looked at for this issue, and was a reader when it was made."""
    readers = Subscription.objects.active().filter(cadence=issue.cadence, confirmed_at__lte=issue.made_at)
    return readers.filter(Q(last_issue__isnull=True) | Q(last_issue__made_at__lt=issue.made_at))


def reader_counts() -> list[ReaderCount]:
    """Return the readers as numbers, in one query."""
    reads = Q(state=SubscriptionState.ACTIVE)
    counted = Subscription.objects.values("cadence").annotate(
        readers=Count("pk", filter=reads),
        news=Count("pk", filter=reads & Q(wants_news=True)),
        events=Count("pk", filter=reads & Q(wants_events=True)),
        asked=Count("pk", filter=Q(state=SubscriptionState.ASKED)),
    )
    numbers = {row["cadence"]: (row["readers"], row["news"], row["events"], row["asked"]) for row in counted}
    return [ReaderCount(cadence.label, *numbers.get(cadence.value, (0, 0, 0, 0))) for cadence in Cadence]


def months() -> list[MonthlyCount]:
    """Return the numbers of the last twelve months in which something happened."""
    return list(MonthlyCount.objects.all()[:MONTHS_SHOWN])


def mails_in_trouble() -> int:
    """Return how many mails to readers could not be sent or came back, and still have an address."""
    troubled = [MailState.FAILED, MailState.BOUNCED, MailState.COMPLAINED]
    mails = OutgoingMail.objects.filter(cause__startswith=CAUSES, erased_at__isnull=True)
    return mails.filter(state__in=troubled).count()


def _told_in(issues: QuerySet[DigestIssue]) -> Exists:
    """Return whether one of these issues told of the event; the database looks, their lists stay there."""
    own = Func(OuterRef("pk"), template="ARRAY[%(expressions)s]", output_field=ArrayField(BigIntegerField()))
    return Exists(issues.filter(event_ids__contains=own))


def _coming(now: datetime) -> EventQuerySet:
    """Return published events that everybody may read and that have a date to come, with the next one."""
    to_come = Q(sessions__ends_at__gt=now, sessions__state=DateState.PLANNED)
    next_date = Min("sessions__starts_at", filter=to_come)
    events = Event.objects.readable().filter(state=EventState.PUBLISHED)
    return events.annotate(next_date=next_date).filter(next_date__isnull=False).order_by(F("next_date"), "pk")


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(rules.FIRST_HOUR), timezone.get_current_timezone())


def has_refused(mailbox: str) -> bool:
    """Return whether no question may go to this mailbox any more."""
    return Refusal.objects.filter(fingerprint=mailbox).exists()
