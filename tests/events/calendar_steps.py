"""Random edits, cancellations and returns of an event, told to a calendar client by mail and by feed."""

import random
from datetime import timedelta

from events.entries import application_entries, calendar_entries
from events.enums import EventState
from events.links import address
from events.models import Application, Event
from events.services.publishing import SessionPlan, cancel_event, reinstate_event, update_event
from foundation.calendar.ics import publish
from foundation.mail.models import OutgoingMail
from tests.factories.accounts import make_user
from tests.factories.events import NOW, STARTS_AT, apply, make_event
from tests.foundation.calendar_client import CalendarClient
from tests.foundation.calendar_entries import as_held

READER = "minamo@example.jp"


def walk(*, steps, seed):
    """Take the steps; return what two clients hold, one fed by mail and one by the feed, and what is true."""
    chance = random.Random(seed)
    staff = make_user(roles=["staff"])
    event = make_event()
    application = apply(event.sessions.get(), email=READER)
    feeds = []
    for step in range(steps):
        take_step(event, chance, actor=staff, now=NOW + timedelta(minutes=step))
        if step % 10 == 5:
            feeds.append(feed(now=NOW + timedelta(minutes=step)))
    by_mail, by_feed = CalendarClient(READER), CalendarClient()
    parts = list(OutgoingMail.objects.exclude(calendar="").order_by("id").values_list("calendar", flat=True))
    late_and_twice = parts + chance.sample(parts, k=len(parts) // 3)
    chance.shuffle(late_and_twice)
    for part in late_and_twice:
        by_mail.receive(part)
    end = NOW + timedelta(minutes=steps)
    chance.shuffle(feeds)  # copies on the way come late
    for copy in (*feeds, feed(now=end)):
        by_feed.receive(copy)
    return by_mail.state(), by_feed.state(), Application.objects.get(pk=application.pk)


def feed(*, now):
    return publish(calendar_entries(now=now), name="研修", ttl_hours=12, now=now)


def take_step(event, chance, *, actor, now):
    event = Event.objects.get(pk=event.pk)
    if event.state == EventState.CANCELLED:
        reinstate_event(event=event, actor=actor, now=now)
    elif chance.random() < 0.2:
        cancel_event(event=event, reason="講師の都合のため", actor=actor, now=now)
    else:
        session = event.sessions.get()
        starts_at = STARTS_AT + timedelta(minutes=30 * chance.randint(0, 4))
        plan = SessionPlan(
            session_id=session.pk,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=chance.randint(1, 3)),
            venue=chance.choice(["見本市民会館", "県老人福祉会館, 第2；研修室", "図書館\\3階"]),
            venue_capacity=20,
        )
        opens_at = NOW - timedelta(days=chance.randint(1, 9))
        deadline_at = STARTS_AT - timedelta(days=chance.randint(2, 7))
        title = chance.choice(["はじめての受け入れ", "迎える前に知っておきたいこと", "入口支援を学ぶ 🏠"])
        details = {"title": title, "opens_at": opens_at, "deadline_at": deadline_at}
        update_event(event=event, details=details, sessions=[plan], actor=actor, now=now)


def as_mailed(application):
    (entry,) = application_entries(application, url=address(application))
    return as_held(entry)


def as_published(application):
    """Return what the feed must say: the date, and the deadline as an entry of its own."""
    event = application.session.event
    held = {entry.uid: as_held(entry) for entry in calendar_entries(now=NOW)}
    assert set(held) == {application.session.calendar_uid, event.deadline_uid}
    assert held[event.deadline_uid].starts == event.deadline_at
    return held
