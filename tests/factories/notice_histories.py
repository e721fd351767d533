"""Random lives of an event, and a second, simple-minded reading of who must have heard what."""

from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from random import Random

from django.db import connection

from events.enums import ENDED_STATES, SEATED_STATES
from events.models import Application, Event
from events.notices.services import reminding
from events.paper.models import OwedLetter
from events.services.attendance import mark_attendance
from events.services.changing import Naming, cancel_application, cancel_people, change_application
from events.services.publishing import SessionPlan, cancel_event, reinstate_event, update_event
from foundation.mail.models import OutgoingMail

from .events import NOW, STARTS_AT, apply, make_event

BY_PHONE = {"email": "", "reply_way": "phone"}
BY_FAX = {"email": "both@example.jp", "reply_way": "fax", "fax": "000-000-4568"}
WAYS = ({}, BY_PHONE, BY_FAX)
MINUTE = timedelta(minutes=1)


class Killed(Exception):
    """A worker dies in the middle of its act."""


def _dies_at(write: int):
    """Return what makes a worker die before its nth write: what it has not committed is gone."""
    writes = iter(range(write))

    def execute(go_on, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE")) and next(writes, None) is None:
            raise Killed
        return go_on(sql, params, many, context)

    return execute


def _morning(now: datetime) -> datetime:
    """Return when the office's mails go, hour by hour, as one reads it off a clock and a calendar."""
    moment = now
    while moment.weekday() in (5, 6) or not 8 <= moment.hour < 20:
        moment = moment.replace(minute=0) + timedelta(hours=1)
    return moment


class History:
    """One event and what happened to it; `expected` counts each letter that somebody must have got."""

    def __init__(self, seed: int, actor) -> None:
        self.random, self.actor, self.now = Random(seed), actor, NOW
        self.event = make_event(venue=4)
        self.session = self.event.sessions.get()
        self.expected: Counter[tuple[int, str]] = Counter()
        # What waits for the morning: whoever leaves before hears it no more.
        self.waiting: list[tuple[datetime, int, str]] = []
        self.applications: list[int] = []
        self.is_off = False

    def run(self, steps: int) -> None:
        acts = (
            self.join,
            self.join,
            self.join,
            self.leave,
            self.substitute,
            self.shrink,
            self.move,
            self.toggle,
        )
        for _ in range(steps):
            self.now += timedelta(minutes=self.random.randrange(5, 600))
            self.random.choice(acts)()
        self.remind()
        self.thank()

    # -- acts ----------------------------------------------------------------------------------------

    def join(self) -> None:
        if self.is_off:
            return
        made = apply(self.session, self.random.randrange(1, 4), now=self.now, **self.random.choice(WAYS))
        self.applications.append(made.pk)
        self.expected[made.pk, "received"] += 1

    def leave(self) -> None:
        if (one := self._one()) is not None:
            cancel_application(application=one, actor=self.actor, by_staff=True, now=self.now)
            self.expected[one.pk, "cancelled"] += 1
            for leaves_at, pk, kind in self.waiting:
                if pk == one.pk and leaves_at > self.now:
                    self.expected[pk, kind] -= 1
            self._forget(one)

    def substitute(self) -> None:
        """Another name comes to a seat: no letter is due."""
        if (one := self._one()) is not None:
            person = one.participants.staying().first()
            names = {person.pk: Naming(f"代わり {self.random.random()}", "", "")}
            change_application(
                application=one, contact={}, names=names, actor=self.actor, by_staff=True, now=self.now
            )

    def shrink(self) -> None:
        one = self._one()
        people = list(one.participants.staying()) if one else []
        if len(people) > 1:
            leaving = {people[0].pk}
            cancel_people(application=one, people=leaving, actor=self.actor, by_staff=True, now=self.now)
            self.expected[one.pk, "people-cancelled"] += 1
            # An answer overtakes nothing: what waited has gone before it.
            self._forget(one)

    def move(self) -> None:
        """The date is put off by a week."""
        if self.is_off:
            return
        active = self._active()
        session = self.event.sessions.get()
        later = timedelta(days=7)
        plan = SessionPlan(
            session_id=session.pk,
            starts_at=session.starts_at + later,
            ends_at=session.ends_at + later,
            venue=session.venue,
            venue_capacity=session.venue_capacity,
        )
        event = Event.objects.get(pk=self.event.pk)
        update_event(event=event, details={}, sessions=[plan], actor=self.actor, now=self.now)
        for one in active:
            self._begin(one, "event-changed")

    def toggle(self) -> None:
        event, active = Event.objects.get(pk=self.event.pk), self._active()
        if self.is_off:
            reinstate_event(event=event, actor=self.actor, now=self.now)
        else:
            cancel_event(event=event, reason="大雪のため", actor=self.actor, now=self.now)
        self.is_off = not self.is_off
        for one in active:
            self._begin(one, "event-cancelled" if self.is_off else "event-reinstated")

    def remind(self) -> None:
        """Walk through every hour that is left; a job runs twice, or dies and runs again."""
        starts_at = self.event.sessions.get().starts_at
        for days in (3, 1):
            morning = starts_at.astimezone(STARTS_AT.tzinfo).replace(hour=9, minute=0) - timedelta(days=days)
            if self.random.random() < 0.3:
                self.now = max(self.now, morning - timedelta(hours=2))
                self.leave()
            seated = self._seated() if morning > self.now and not self.is_off else []
            for moment in (morning - MINUTE, morning, morning + MINUTE, morning + timedelta(hours=13)):
                if moment > self.now:
                    self._die_and_run(reminding.send_reminders, moment)
            for one in seated:
                self.expected[one.pk, f"reminder-{days}"] += 1

    def thank(self) -> None:
        session = self.event.sessions.get()
        came = set()
        for one in self._seated():
            people = one.participants.seated()
            marks = {each.pk: self.random.choice(("attended", "absent", "")) for each in people}
            mark_attendance(session=session, marks=marks, actor=self.actor, now=session.ends_at)
            if "attended" in marks.values():
                came.add(one.pk)
        # A Monday may be a holiday.
        monday = session.ends_at + timedelta(days=3)
        for moment in (session.ends_at + timedelta(hours=1), monday, monday + timedelta(days=1)):
            self._die_and_run(reminding.send_thanks, moment)
        for pk in () if self.is_off else came:
            self.expected[pk, "thanks"] += 1

    # -- what is ---------------------------------------------------------------------------------------

    def _die_and_run(self, job, moment: datetime) -> None:
        if self.random.random() < 0.3:
            with suppress(Killed), connection.execute_wrapper(_dies_at(self.random.randrange(1, 9))):
                job(now=moment)
        for _ in range(self.random.randrange(1, 3)):
            job(now=moment)

    def _begin(self, one: Application, kind: str) -> None:
        """The centre tells something by itself: at night and at the weekend mail waits, paper does not."""
        self.expected[one.pk, kind] += 1
        if one.reply_way == "mail":
            self.waiting.append((_morning(self.now), one.pk, kind))

    def _forget(self, one: Application) -> None:
        self.waiting = [each for each in self.waiting if each[1] != one.pk]

    def _active(self) -> list[Application]:
        return list(Application.objects.filter(pk__in=self.applications).exclude(state__in=ENDED_STATES))

    def _seated(self) -> list[Application]:
        return list(Application.objects.filter(pk__in=self.applications, state__in=SEATED_STATES))

    def _one(self) -> Application | None:
        active = [] if self.is_off else self._active()
        return self.random.choice(active) if active else None

    def told(self) -> Counter[tuple[int, str]]:
        """Return what really stands in the outbox and on the list of papers, without what seats bring."""
        causes = [
            *OutgoingMail.objects.values_list("cause", flat=True),
            *OwedLetter.objects.values_list("cause", flat=True),
        ]
        counted: Counter[tuple[int, str]] = Counter()
        for cause in causes:
            _, number, name = cause.split(":")
            kind = next((kind for kind in KINDS if name.startswith(kind)), "")
            if kind:
                counted[int(number), kind] += 1
        return counted


KINDS = (
    *("received", "cancelled", "people-cancelled", "event-changed", "event-cancelled", "event-reinstated"),
    *("reminder-3", "reminder-1", "thanks"),
)
