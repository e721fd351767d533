"""Looking back on a hand-off: when it is due, what is asked after long, and the last review."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.utils import IntegrityError, ProgrammingError
from django.http import Http404

from foundation.transactions import NotInTransaction
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.aftercare.due import waiting
from handoff.aftercare.enums import Outcome, Period
from handoff.aftercare.models import Review
from handoff.aftercare.rules import Course, may_review, next_review
from handoff.aftercare.services.reading import read_reviews
from handoff.aftercare.services.reviewing import hold_review
from handoff.cases.services.bases import withdraw_basis
from handoff.exceptions import Refused
from handoff.machine.enums import Deed, State
from handoff.machine.models import Handoff
from handoff.machine.services.running import note_last_review_in_transaction, settle_days
from tests.factories.cases import NOW, TODAY, acting, do, fresh, rows
from tests.factories.records import REVIEW, hold_last_review, make_world
from tests.handoff.clients import as_, page

pytestmark = pytest.mark.django_db
HARD = REVIEW | {"why_go_on": "部屋がまだ決まらないかなりあ"}


def at(days):
    return NOW + timedelta(days=days)


def hold(world, user, *, days=0, outcome=Outcome.GO_ON, texts=REVIEW, held_days=None):
    held_on = TODAY + timedelta(days=days if held_days is None else held_days)
    return hold_review(
        handoff_id=world.handoff.pk, held_on=held_on, outcome=outcome, texts=texts,
        actor=acting(user, now=at(days)), now=at(days),
    )  # fmt: skip


def told(user, days):
    with opened(acting(user, now=at(days)), now=at(days)):
        found = waiting(acting(user, now=at(days)), today=TODAY + timedelta(days=days))
    return [(each.day, each.what, each.reference) for each in found]


def test_an_overlap_is_looked_back_on_each_30_days_by_either_side():
    world = make_world(stage="overlap")
    due = TODAY + timedelta(days=30)
    assert told(world.worker, 29) == []
    assert told(world.worker, 30) == [(due, "併走のあいだの、ふりかえり", world.handoff.reference)]
    assert told(world.hand, 30) == []
    hold(world, world.hand, days=30)
    assert told(world.worker, 59) == []
    assert told(world.worker, 60) == [
        (due + timedelta(days=30), "併走のあいだの、ふりかえり", world.handoff.reference)
    ]


def test_a_backup_is_looked_back_on_each_90_days_from_its_beginning():
    world = make_world(stage="backup")
    with opened(CLOCK, now=NOW):
        Handoff.objects.filter(pk=world.handoff.pk).update(overlap_from=TODAY - timedelta(days=200))
    assert told(world.worker, 89) == []
    assert [what for _, what, _ in told(world.worker, 90)] == ["後方支援のあいだの、ふりかえり"]


def test_before_it_runs_there_is_nothing_to_look_back_on():
    world = make_world()
    with pytest.raises(Refused, match="併走、引継ぎ、後方支援"):
        hold(world, world.worker)
    assert told(world.worker, 400) == []


@pytest.mark.parametrize(
    ("days", "outcome", "why", "is_lead", "words"),
    [
        (90, Outcome.GO_ON, "", False, ""),
        (91, Outcome.GO_ON, "", True, "90日をこえています"),
        (91, Outcome.CHANGE, " ", True, "90日をこえています"),
        (91, Outcome.END, "", False, ""),
        (91, Outcome.GO_ON, "まだ", False, ""),
        (181, Outcome.GO_ON, "まだ", False, "責任者が書きます"),
        (181, Outcome.GO_ON, "まだ", True, ""),
        (181, Outcome.END, "", False, ""),
    ],
)
def test_after_long_it_is_asked_why_and_then_the_lead_decides(days, outcome, why, is_lead, words):
    today = TODAY + timedelta(days=days)
    decision = may_review(
        Course(period=Period.OVERLAP, since=TODAY, last_on=None), held_on=today, outcome=outcome, why=why,
        is_lead=is_lead, hard_after=90, lead_after=180, today=today,
    )  # fmt: skip
    assert decision.allowed == (not words)
    assert words in decision.reason


def test_a_backup_of_any_length_asks_nothing_more():
    course = Course(period=Period.BACKUP, since=TODAY - timedelta(days=500), last_on=None)
    assert may_review(
        course, held_on=TODAY, outcome=Outcome.GO_ON, why="", is_lead=False, hard_after=90, lead_after=180,
        today=TODAY,
    ).allowed  # fmt: skip


@pytest.mark.parametrize(("held", "is_fine"), [(-1, False), (0, True), (1, True), (2, False)])
def test_a_review_is_held_within_its_stretch(held, is_fine):
    decision = may_review(
        Course(period=Period.BACKUP, since=TODAY, last_on=None), held_on=TODAY + timedelta(days=held),
        outcome=Outcome.END, why="", is_lead=False, hard_after=90, lead_after=180,
        today=TODAY + timedelta(days=1),
    )  # fmt: skip
    assert decision.allowed == is_fine


def test_a_review_of_the_overlap_does_not_count_for_the_backup():
    course = Course(period=Period.BACKUP, since=TODAY, last_on=TODAY - timedelta(days=20))
    assert next_review(course, every_overlap=30, every_backup=90) == TODAY + timedelta(days=90)


def test_nobody_waits_for_another_once_the_last_review_was_written():
    world = make_world(stage="backup")
    assert "次のふりかえりは" in as_(world.worker).get(page("reviews", world.handoff.pk)).text
    hold_last_review(world.handoff, world.worker)
    text = as_(world.worker).get(page("reviews", world.handoff.pk)).text
    assert ("次のふりかえりは" in text, "最後のふりかえりを書きました" in text) == (False, True)
    course = Course(period=Period.BACKUP, since=TODAY, last_on=TODAY, is_settled=True)
    assert next_review(course, every_overlap=30, every_backup=90) is None


def test_after_90_days_the_words_are_kept_and_after_180_the_lead_writes():
    world = make_world(stage="overlap")
    with opened(CLOCK, now=NOW):
        Handoff.objects.filter(pk=world.handoff.pk).update(overlap_from=TODAY - timedelta(days=100))
    with pytest.raises(Refused, match="なぜまだ要るか"):
        hold(world, world.worker)
    assert hold(world, world.worker, texts=HARD).is_hard
    with opened(CLOCK, now=NOW):
        Handoff.objects.filter(pk=world.handoff.pk).update(overlap_from=TODAY - timedelta(days=181))
    for user in (world.worker, world.hand):
        with pytest.raises(Refused, match="責任者"):
            hold(world, user, texts=HARD)
    hold(world, world.lead, texts=HARD)


def test_closing_asks_for_a_review_that_ends_the_backup():
    world = make_world(stage="backup")
    settle_days(handoff_id=world.handoff.pk, person_told_on=TODAY, actor=acting(world.worker), now=NOW)
    hold(world, world.worker)
    with pytest.raises(Refused, match="最後のふりかえり"):
        do(world.handoff, Deed.CLOSE, world.lead)
    # The receiver writes reviews as well; whether it was the last one is the giving side's to say.
    hold_last_review(world.handoff, world.hand)
    assert fresh(world.handoff).reviewed_on is None
    hold_last_review(world.handoff, world.worker)
    assert fresh(world.handoff).reviewed_on == TODAY
    hold(world, world.hand, outcome=Outcome.CHANGE)
    assert fresh(world.handoff).reviewed_on == TODAY
    hold(world, world.worker, outcome=Outcome.CHANGE)
    with pytest.raises(Refused, match="最後のふりかえり"):
        do(world.handoff, Deed.CLOSE, world.lead)
    hold_last_review(world.handoff, world.worker)
    do(world.handoff, Deed.CLOSE, world.lead)
    assert fresh(world.handoff).state == State.CLOSED


def test_a_review_of_the_overlap_is_not_the_last_one():
    world = make_world(stage="overlap")
    hold(world, world.worker, outcome=Outcome.END)
    assert fresh(world.handoff).reviewed_on is None


@pytest.mark.django_db(transaction=True)
def test_the_last_review_is_noted_only_with_the_review():
    with pytest.raises(NotInTransaction):
        note_last_review_in_transaction(Handoff(), on=TODAY)


def test_a_review_is_changed_by_nobody():
    world = make_world(stage="overlap")
    hold(world, world.worker)
    for statement in ("UPDATE aftercare_review SET outcome = 'end'", "DELETE FROM aftercare_review"):
        with pytest.raises(ProgrammingError, match="permission denied"), opened(CLOCK, now=NOW):
            connection.cursor().execute(statement)


def test_both_sides_read_reviews_while_the_name_is_open_and_nobody_else():
    world = make_world(stage="overlap")
    hold(world, world.worker)

    def facts(user):
        read = read_reviews(handoff_id=world.handoff.pk, actor=acting(user), now=NOW)
        return [text for line in read.lines for _, text in line.facts]

    assert facts(world.worker) == facts(world.hand) == list(REVIEW.values())
    for user in world.strangers:
        with pytest.raises(Http404):
            facts(user)
        with opened(acting(user), now=NOW):
            assert Review.objects.count() == 0
    with opened(acting(world.hand), now=NOW):
        assert Review.objects.count() == 1
    basis = fresh(world.handoff).basis_id
    withdraw_basis(basis_id=basis, reason="やめたい", actor=acting(world.worker), now=NOW)
    assert facts(world.hand) == []
    with opened(acting(world.hand), now=NOW):
        assert Review.objects.count() == 0
    assert facts(world.worker) == list(REVIEW.values())


def test_a_role_that_ended_sees_no_review():
    world = make_world(stage="overlap")
    hold(world, world.worker)
    actor = acting(world.worker)
    world.worker.person.enrolments.update(ended_at=NOW)
    with opened(actor, now=NOW):
        assert list(Review.objects.all()) == []


def test_a_review_stands_beside_a_handoff_in_the_database_too():
    world = make_world(stage="overlap")
    review = hold(world, world.worker)
    (row,) = rows(Review.objects.filter(pk=review.pk))
    row.pk, row.handoff = world.case.pk, None
    row.seal(contents=REVIEW)
    with pytest.raises(IntegrityError, match="stands_beside_a_handoff"), opened(CLOCK, now=NOW):
        row.save(force_insert=True)
