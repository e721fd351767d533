"""The diary after a hand-off: due, done or not done and why, by both sides, and who reads it when."""

from datetime import date, timedelta

import pytest
from django.db.utils import IntegrityError
from django.http import Http404

from foundation.audit.models import Entry
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.aftercare.due import waiting
from handoff.aftercare.enums import EntryState
from handoff.aftercare.forms import month_of
from handoff.aftercare.models import FollowUpEntry, FollowUpRhythm
from handoff.aftercare.rules import next_contact
from handoff.aftercare.services.diary import (
    Contact,
    set_rhythm,
    settle_contact,
    skip_contact,
    stop_rhythm,
    write_contact,
)
from handoff.aftercare.services.reading import read_diary
from handoff.cases.services.bases import withdraw_basis
from handoff.exceptions import Refused
from tests.factories.cases import NOW, TODAY, acting, fresh, rows
from tests.factories.records import make_world

pytestmark = pytest.mark.django_db
TEXTS = {"contact": "元気でしたかなりあ", "action": "朝に電話かなりあ", "way": "visit", "advice": "daily"}
DAY = timedelta(days=1)


@pytest.fixture
def world():
    return make_world(stage="overlap")


def here(world):
    return {"handoff_id": world.handoff.pk}


def rhythm(world, user=None, *, every=14, first=TODAY, where=None):
    actor = acting(user or world.worker)
    return set_rhythm(every_days=every, first_on=first, actor=actor, now=NOW, **where or here(world))


def due_of(world):
    (entry,) = rows(FollowUpEntry.objects.filter(state=EntryState.DUE))
    return entry


def contact(days=0):
    return Contact(done_on=TODAY - days * DAY, texts=TEXTS)


def write(world, user, *, days=0, where=None):
    return write_contact(contact=contact(days), actor=acting(user), now=NOW, **where or here(world))


def diary(world, user, **more):
    return read_diary(actor=acting(user), now=NOW, **here(world) | more)


def test_what_is_due_is_done_and_the_next_one_follows(world):
    rhythm(world)
    settle_contact(entry_id=due_of(world).pk, contact=contact(), actor=acting(world.hand), now=NOW)
    assert due_of(world).due_on == TODAY + 14 * DAY
    (line,) = diary(world, world.worker).lines
    assert (line.entry.done_by, line.texts, line.way) == (world.hand, TEXTS, "訪問")


def test_what_was_not_done_says_why_and_the_next_one_follows(world):
    rhythm(world, first=TODAY - 20 * DAY)
    entry = due_of(world)
    with pytest.raises(Refused, match="わけ"):
        skip_contact(entry_id=entry.pk, reason=" ", actor=acting(world.hand), now=NOW)
    skip_contact(entry_id=entry.pk, reason="休みのためかなりあ", actor=acting(world.hand), now=NOW)
    assert fresh(entry).state == EntryState.SKIPPED
    assert due_of(world).due_on == TODAY + 14 * DAY
    with pytest.raises(Refused, match="もう書かれています"):
        skip_contact(entry_id=entry.pk, reason="また", actor=acting(world.hand), now=NOW)


def test_a_late_entry_never_makes_the_next_one_late_already():
    assert next_contact(done_on=TODAY - 60 * DAY, every=14, today=TODAY) == TODAY + DAY
    assert next_contact(done_on=TODAY, every=14, today=TODAY) == TODAY + 14 * DAY


def test_a_contact_besides_leaves_what_is_due_as_it_is(world):
    rhythm(world)
    write(world, world.hand, days=3)
    assert due_of(world).due_on == TODAY
    with pytest.raises(Refused, match="今日より前"):
        write(world, world.worker, days=-1)


def test_a_new_rhythm_ends_the_old_one_and_moves_what_is_due(world):
    rhythm(world)
    rhythm(world, every=30, first=TODAY + 3 * DAY)
    found = rows(FollowUpRhythm.objects.order_by("every_days"))
    assert [(each.every_days, each.ended_on) for each in found] == [(14, TODAY), (30, None)]
    assert due_of(world).due_on == TODAY + 3 * DAY
    stop_rhythm(actor=acting(world.worker), now=NOW, **here(world))
    assert rows(FollowUpEntry.objects.filter(state=EntryState.DUE)) == []
    with pytest.raises(Refused, match="決まっていません"):
        stop_rhythm(actor=acting(world.worker), now=NOW, **here(world))


@pytest.mark.parametrize("every", [0, 181])
def test_a_rhythm_is_within_reason(world, every):
    with pytest.raises(Refused, match="1日から180日"):
        rhythm(world, every=every)


def test_the_receiver_writes_but_sets_no_rhythm(world):
    with pytest.raises(Refused, match="依頼した側"):
        rhythm(world, world.hand)
    write(world, world.hand)
    assert not diary(world, world.hand).may_set


def test_both_sides_are_told_what_is_late_and_nobody_else(world):
    rhythm(world, first=TODAY - DAY)

    def told(user, today=TODAY):
        with opened(acting(user), now=NOW):
            return [(each.day, each.what, each.reference) for each in waiting(acting(user), today=today)]

    expected = [(TODAY - DAY, "フォローアップの記録", world.handoff.reference)]
    assert [told(user) for user in (world.worker, world.hand)] == [expected] * 2
    assert told(world.worker, TODAY - 2 * DAY) == []
    assert [told(user) for user in world.strangers] == [[]] * len(world.strangers)
    basis = fresh(world.handoff).basis_id
    withdraw_basis(basis_id=basis, reason="やめたい", actor=acting(world.worker), now=NOW)
    assert (told(world.hand), told(world.worker)) == ([], expected)


def test_a_consent_taken_back_closes_the_diary_for_the_receiver(world):
    rhythm(world)
    write(world, world.hand)
    assert len(diary(world, world.hand).lines) == 1
    basis = fresh(world.handoff).basis_id
    withdraw_basis(basis_id=basis, reason="やめたい", actor=acting(world.worker), now=NOW)
    read = diary(world, world.hand)
    assert (list(read.lines), read.due, read.rhythm, read.may_write) == ([], None, None, False)
    with pytest.raises(Refused):
        write(world, world.hand)
    with pytest.raises(Http404):
        settle_contact(entry_id=due_of(world).pk, contact=contact(), actor=acting(world.hand), now=NOW)
    assert len(diary(world, world.worker).lines) == 1


def test_a_month_holds_its_days_in_their_order(world):
    first, last = month_of(f"{TODAY:%Y-%m}", today=TODAY)
    for days in (0, 40):
        write(world, world.worker, days=days)
    printed = diary(world, world.worker, month=(first, last))
    assert [line.entry.done_on for line in printed.lines] == [TODAY]
    assert Entry.objects.filter(verb="aftercare.diary_printed").count() == 1


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2026-13", date(2026, 5, 1), date(2026, 5, 31)),
        ("9999-12", date(2026, 5, 1), date(2026, 5, 31)),
        ("0001-01", date(2026, 5, 1), date(2026, 5, 31)),
        ("", date(2026, 5, 1), date(2026, 5, 31)),
    ],
)
def test_a_month_is_read_from_its_address(text, first, last):
    assert month_of(text, today=date(2026, 5, 17)) == (first, last)


def test_the_database_shows_the_same_rows_without_a_filter(world):
    rhythm(world)
    write(world, world.hand)
    alone = {"case_id": world.case.pk}
    rhythm(world, where=alone)
    write(world, world.worker, where=alone)
    expected = {world.worker: (4, 2), world.hand: (2, 1)} | dict.fromkeys(world.strangers, (0, 0))
    for user, counts in expected.items():
        with opened(acting(user), now=NOW):
            assert (FollowUpEntry.objects.count(), FollowUpRhythm.objects.count()) == counts, user
    with opened(acting(world.hand), now=NOW):
        assert FollowUpRhythm.objects.update(every_days=1) == 0
    actor = acting(world.worker)
    world.worker.person.enrolments.update(ended_at=NOW)
    with opened(actor, now=NOW):
        assert (FollowUpEntry.objects.count(), FollowUpRhythm.objects.count()) == (0, 0)


def test_invariants_stand_in_the_database(world):
    rhythm(world)
    entry, settled = due_of(world), write(world, world.worker)
    for row, change, name in (
        (entry, {"state": EntryState.DONE}, "each_state_has_its_day"),
        (settled, {"contents": None}, "each_state_has_its_day"),
        (
            settled,
            {"state": EntryState.DUE, "done_on": None, "due_on": TODAY, "contents": None},
            "one_is_due",
        ),
    ):
        with pytest.raises(IntegrityError, match=name), opened(CLOCK, now=NOW):
            FollowUpEntry.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(IntegrityError, match="is_within_reason"), opened(CLOCK, now=NOW):
        FollowUpRhythm.objects.update(every_days=181)
