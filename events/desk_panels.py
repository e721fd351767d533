"""What the event desk puts on the staff's start page."""

from datetime import datetime, time, timedelta

from django.db.models import Count, F, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.access import has_role
from content.start_page import Row, Shortcut, Todo, WeekEntry
from foundation.japanese.dates import clock_time, short_date

from . import desk_line, desk_queries, letters
from .enums import EVENT_DESK_ROLES, Admission, EventState
from .models import Application, Event, Part, Session
from .models.session import takes_place
from .series import load_parts, taking_place

NAMED_EVENTS = 3
A_WEEK = timedelta(days=7)


def event_desk_rows(request: HttpRequest) -> list[Row]:
    """Return what waits at the event desk, what is made there often, and the dates of the coming week."""
    if not has_role(request.user, EVENT_DESK_ROLES):
        return []
    now = timezone.now()
    return [
        *_applications(now),
        *_decisions(now),
        *_offers(now),
        *_sessions(now),
        *_deadlines(now),
        Shortcut(
            "研修・行事",
            reverse("event_desk:create"),
            "calendar-days",
            "ページ、申込、FAX用紙、お知らせまで一度に",
        ),
        Shortcut("FAX・電話の申込", reverse("event_desk:entry_start"), "printer", "届いた紙を見ながら入力"),
    ]


def _applications(now: datetime) -> list[Row]:
    address = reverse("event_desk:applications")
    new = desk_queries.new_by_event(desk_queries.start_of_yesterday(now))
    named = [f"{title} {count}件" for title, count in new[:NAMED_EVENTS]]
    unmatched = desk_queries.unmatched(Application.objects.all()).count()
    return [
        Todo(sum(count for _, count in new), "新しい申し込みを見る", f"{address}?only=new", "、".join(named)),
        Todo(
            unmatched,
            "事業所を関係機関と結ぶ",
            f"{address}?only=unmatched",
            "書かれたままの事業所です。結ぶと、所属と分野が数えられます",
        ),
    ]


def _decisions(now: datetime) -> list[Row]:
    """Return the dates that wait for one decision, and the applications that wait to be looked at."""
    rows: list[Row] = []
    for session, pending in desk_line.undecided_sessions(now=now):
        is_lottery = session.event.admission == Admission.LOTTERY
        starts = short_date(timezone.localdate(session.starts_at))
        rows.append(
            Todo(
                pending,
                f"「{session.event.title}」の{'くじを引く' if is_lottery else '受講を決める'}",
                reverse("event_desk:decide", args=[session.event_id, session.pk]),
                f"締切 {letters.deadline(session.event)}、開催 {starts}",
                is_late=session.starts_at - now < A_WEEK,
            )
        )
    to_approve = desk_line.to_be_approved(now=now)
    titles = [f"{title} {count}件" for title, count in to_approve[:NAMED_EVENTS]]
    if not to_approve:
        return rows
    address = f"{reverse('event_desk:applications')}?only=approval"
    rows.append(
        Todo(sum(count for _, count in to_approve), "申し込みを確かめて、決める", address, "、".join(titles))
    )
    return rows


def _offers(now: datetime) -> list[Row]:
    """Return the offers that no mail tells of, or that no time ends."""
    count = desk_line.offers_by_phone(now=now)
    address = f"{reverse('event_desk:applications')}?only=offered"
    if not count:
        return []
    return [Todo(count, "空いた席を、電話かFAXで案内する", address, "返事を聞いて、申し込みの画面に書きます")]


def _sessions(now: datetime) -> list[Row]:
    """Return each meeting of the coming week, also of a series, and the attendance to be written today."""
    since = timezone.make_aware(datetime.combine(timezone.localdate(now), time()))
    sessions = list(
        Session.objects.filter(takes_place(), starts_at__lt=since + A_WEEK, ends_at__gte=since)
        .select_related("event")
        .annotate(people=Count("seats", filter=Q(seats__released_at__isnull=True)))
        .order_by("starts_at", "id")
    )
    load_parts(sessions)
    found = [
        (starts, session, meeting)
        for session in sessions
        for meeting in taking_place(session) or [session]
        if since <= (starts := timezone.localtime(meeting.starts_at)) < since + A_WEEK
    ]
    found.sort(key=lambda each: each[0])
    return [row for each in found for row in _meeting(*each, is_today=each[0].date() == since.date())]


def _meeting(starts: datetime, session: Session, meeting: Session | Part, *, is_today: bool) -> list[Row]:
    people: int = session.people  # type: ignore[attr-defined]  # -- counted above
    clock, title = clock_time(starts.time()), session.event.title
    which = f"　{meeting.name}" if isinstance(meeting, Part) else ""
    page = reverse("event_desk:event", args=[session.event_id])
    rows: list[Row] = [WeekEntry(starts.date(), f"{clock}　{title}{which}　{people}人", page)]
    if is_today:
        marking = reverse("event_desk:attendance", args=[session.pk])
        rows.append(Todo(people, f"今日の「{title}」の出欠を書く", marking, f"{clock}から", unit="人"))
    return rows


def _deadlines(now: datetime) -> list[Row]:
    events = Event.objects.filter(
        state=EventState.PUBLISHED, deadline_at__gte=now, deadline_at__lt=now + A_WEEK
    ).exclude(sessions__starts_at=F("deadline_at"))  # the date itself says that already
    return [
        WeekEntry(
            timezone.localdate(event.deadline_at),
            f"{clock_time(timezone.localtime(event.deadline_at).time())}　申込の締切「{event.title}」",
            reverse("event_desk:event", args=[event.pk]),
        )
        for event in events.order_by("deadline_at", "id")
    ]
