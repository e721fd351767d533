"""Whatever happens on the way, every calendar ends in our state."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache

import icalendar
import pytest
import recurring_ical_events

from foundation.calendar.entries import CalendarEntry, CalendarState, revised
from foundation.calendar.ics import feed_window
from tests.foundation.calendar_client import CalendarClient, HeldEvent
from tests.foundation.calendar_entries import NOW, READER, an_entry, as_held, cancelled, feed, requested
from tests.whole import as_many_as


def test_a_late_or_repeated_message_changes_nothing():
    first, moved = an_entry(), an_entry(sequence=1, location="別館")
    client = CalendarClient(READER)
    for message in (requested(moved), requested(first, now=NOW + timedelta(days=1)), requested(moved)):
        client.receive(message)
    assert client.state() == {moved.uid: as_held(moved)}


def test_an_invitation_that_arrives_after_its_cancellation_stays_cancelled():
    first, gone = an_entry(), an_entry(sequence=1, cancelled=True)
    client = CalendarClient(READER)
    client.receive(cancelled(gone))
    client.receive(requested(first))
    assert client.state() == {gone.uid: as_held(gone)}


def test_a_person_who_withdrew_and_applied_again_has_the_event_again():
    entry = an_entry()
    client = CalendarClient(READER)
    client.receive(requested(entry))
    client.receive(cancelled(entry, now=NOW + timedelta(hours=1)))
    assert client.state() == {entry.uid: replace(as_held(entry), status="CANCELLED")}
    client.receive(requested(entry, now=NOW + timedelta(hours=2)))
    assert client.state() == {entry.uid: as_held(entry)}


def test_a_feed_replaces_what_the_subscription_held_and_leaves_the_mailed_entries():
    mailed, old, new = (an_entry(uid=f"{name}@tsunagu.example.jp") for name in ("mailed", "old", "new"))
    client = CalendarClient(READER)
    client.receive(requested(mailed))
    client.receive(feed(old))
    client.receive(feed(new, now=NOW + timedelta(hours=1)))
    client.receive(feed(old))
    assert client.state() == {mailed.uid: as_held(mailed), new.uid: as_held(new)}


@dataclass
class Desk:
    """A centre that edits its events and sends what each edit asks for, through a careless post."""

    rng: random.Random
    revise: Callable[..., CalendarState]
    now: datetime = NOW
    entries: dict[str, CalendarEntry] = field(default_factory=dict)
    lagging: dict[str, CalendarEntry] = field(default_factory=dict)
    mails: list[str] = field(default_factory=list)
    feeds: list[bytes] = field(default_factory=list)

    def open(self, count: int) -> None:
        for number in range(count):
            entry = an_entry(uid=f"event-{number}@tsunagu.example.jp")
            self.entries[entry.uid] = entry
            self._mail(entry)
        self.lagging = dict(self.entries)

    def step(self) -> None:
        # Two edits may fall into one second, finer than DTSTAMP can tell.
        self.now += timedelta(seconds=self.rng.choice([0, 0, 1, 60, 900]))
        before = self.rng.choice(list(self.entries.values()))
        edited = replace(before, **self._edit(before))
        state = self.revise(before, edited, now=self.now)
        after = replace(edited, sequence=state.sequence, last_modified=state.last_modified)
        self.entries[after.uid] = after
        self._mail(after)
        if self.rng.random() < 0.2:
            # A mail that was asked for before this edit and written after it.
            self._mail(before, delay=timedelta(seconds=self.rng.choice([1, 30])))
        if self.rng.random() < 0.05:
            self._poll()

    def close(self) -> None:
        self.now += timedelta(hours=1)
        self._poll()

    def _edit(self, entry: CalendarEntry) -> dict[str, object]:
        starts = NOW + timedelta(days=self.rng.randrange(60), minutes=self.rng.randrange(0, 600, 15))
        day = starts.date()
        return self.rng.choice(
            [
                {"starts": starts, "ends": starts + timedelta(minutes=self.rng.choice([0, 90, 150]))},
                {"starts": day, "ends": day + timedelta(days=self.rng.randrange(3))},
                {"summary": self.rng.choice(["研修会🏯", "事例検討; 非公開, \\共有", "見学会👨‍👩‍👧" * 9])},
                {"location": self.rng.choice(["県民会館, 3階", "オンライン", "", "別館" * 30])},
                {"url": f"https://tsunagu.example.jp/events/{self.rng.randrange(9)}/"},
                {"description": f"第{self.rng.randrange(9)}稿\n持ち物: 筆記用具"},
                {"cancelled": True},
                {"cancelled": not entry.cancelled},
            ],
        )

    def _mail(self, entry: CalendarEntry, delay: timedelta = timedelta()) -> None:
        write = cancelled if entry.cancelled else requested
        self.mails.append(write(entry, now=self.now + delay))

    def _poll(self) -> None:
        """Answer twice: from the present, and half a minute later from a copy of the database that lags."""
        half_a_minute_later = self.now + timedelta(seconds=30)
        self.feeds.append(feed(*feed_window(self.entries.values(), now=self.now), now=self.now))
        self.feeds.append(feed(*feed_window(self.lagging.values(), now=self.now), now=half_a_minute_later))
        self.lagging = dict(self.entries)

    def state(self) -> dict[str, HeldEvent]:
        return {uid: as_held(entry) for uid, entry in self.entries.items()}


# `make proof` takes a thousand.
STEPS = as_many_as(1000, few=250)


@cache
def a_desk_after_many_steps(seed: int, revise: Callable[..., CalendarState]) -> Desk:
    desk = Desk(random.Random(seed), revise)
    desk.open(8)
    for _ in range(STEPS):
        desk.step()
    desk.close()
    return desk


def delivered(desk: Desk, *, mail: bool, subscription: bool) -> dict[str, HeldEvent]:
    """Return what a client holds after everything arrived shuffled and a third of it twice."""
    files = (desk.mails if mail else []) + (desk.feeds if subscription else [])
    rng = random.Random(len(files))
    post = files + rng.sample(files, len(files) // 3)
    rng.shuffle(post)
    client = CalendarClient(READER)
    for file in post:
        client.receive(file)
    return client.state()


def revised_without_sequence(before: CalendarEntry, after: CalendarEntry, *, now: datetime) -> CalendarState:
    return replace(revised(before, after, now=now), sequence=before.sequence)


CHANNELS = [
    {"mail": True, "subscription": False},
    {"mail": False, "subscription": True},
    {"mail": True, "subscription": True},
]


@pytest.mark.parametrize("seed", range(1, 1 + as_many_as(3, few=1)))
def test_after_many_edits_in_any_order_every_calendar_shows_exactly_our_state(seed):
    desk = a_desk_after_many_steps(seed, revised)
    assert {held.status for held in desk.state().values()} == {"CONFIRMED", "CANCELLED"}
    assert min(held.sequence for held in desk.state().values()) > STEPS / 25
    for channel in CHANNELS:
        assert delivered(desk, **channel) == desk.state()


def test_without_a_raised_sequence_no_calendar_ends_in_our_state():
    desk = a_desk_after_many_steps(1, revised_without_sequence)
    for channel in CHANNELS:
        assert delivered(desk, **channel) != desk.state()


def test_every_file_of_many_edits_parses_in_both_libraries():
    desk = a_desk_after_many_steps(1, revised)
    for file in [*desk.mails, *desk.feeds]:
        calendar = icalendar.Calendar.from_ical(file)
        occurrences = recurring_ical_events.of(calendar).all()
        assert [part.errors for part in calendar.walk() if part.errors] == []
        assert [
            (event["uid"], event.start, event.end)
            for event in sorted(occurrences, key=lambda event: event["uid"])
        ] == [(event["uid"], event.start, event.end) for event in calendar.events]
