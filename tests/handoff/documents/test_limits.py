"""How far a document is shown: copies, the last day, who changes that, and what the database holds."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.db.utils import ProgrammingError
from django.http import Http404

from handoff.access import opened
from handoff.actors import CLOCK
from handoff.disclosure.enums import Part
from handoff.documents.enums import Copy, CopyLimit
from handoff.documents.models import Document, TakenCopy
from handoff.documents.rules import LOOK_ONLY, Limit, copies_left, loosens, may_be_set, says_of_copies
from handoff.documents.services.reading import read_shelf_of_handoff
from handoff.documents.services.sharing import (
    change_limit,
    lock_copies_in_transaction,
    share_document,
    withhold_document,
)
from handoff.documents.services.taking import NoCopyLeft
from handoff.exceptions import Refused
from handoff.machine.enums import Deed, State
from handoff.machine.models import ProvisionRecord
from tests.beside import Beside
from tests.factories.cases import NOW, TODAY, acting, do, fresh, rows, staff_of_centre
from tests.factories.documents import look, put_down, take

pytestmark = pytest.mark.django_db
ONE, THREE, ALWAYS = (
    Limit(most_copies=each) for each in (CopyLimit.ONE, CopyLimit.THREE, CopyLimit.WHILE_OPEN)
)
TOMORROW, DAY = TODAY + timedelta(days=1), timedelta(days=1)


def shown(handoff, centre, limit):
    """Let the lead show a document of the worker's with the part that is open to the city."""
    document = put_down(handoff.case_id, centre["worker"], handoff_id=handoff.pk)
    share(document, centre["lead"], limit)
    return document


def share(document, user, limit):
    share_document(document_id=document.pk, part=Part.OUTLINE, limit=limit, actor=acting(user), now=NOW)


def change(document, user, limit, *, now=NOW):
    change_limit(document_id=document.pk, limit=limit, actor=acting(user, now=now), now=now)


def copies(document):
    return rows(TakenCopy.objects.filter(document=document).order_by("number"))


def says(handoff, user, *, now=NOW):
    """Return what the shelf says to somebody of each document's copies."""
    shelf = read_shelf_of_handoff(handoff_id=handoff.pk, actor=acting(user, now=now), now=now)
    return [(each.says_of_copies, each.is_over) for each in shelf.lines]


@pytest.mark.parametrize(
    ("limit", "was", "expected"),
    [
        (ONE, LOOK_ONLY, True),
        (LOOK_ONLY, ONE, False),
        (THREE, THREE, False),
        (ALWAYS, THREE, True),
        (Limit(until=TODAY), LOOK_ONLY, False),
        (LOOK_ONLY, Limit(until=TODAY), True),
        (Limit(until=TOMORROW), Limit(until=TODAY), True),
        (Limit(until=TODAY), Limit(until=TOMORROW), False),
        (Limit(until=TODAY, most_copies=CopyLimit.ONE), Limit(until=TOMORROW), True),
    ],
)
def test_more_copies_or_more_days_are_more(limit, was, expected):
    assert loosens(limit, was=was) == expected


@pytest.mark.parametrize(
    ("most", "taken", "left", "words"),
    [
        (CopyLimit.LOOK_ONLY, 0, 0, "見るだけです。写しは受け取れません。"),
        (CopyLimit.LOOK_ONLY, 2, 0, "見るだけです。写しは受け取れません（これまでに2回）。"),
        (CopyLimit.ONE, 0, 1, "写しを、あと1回、受け取れます。"),
        (CopyLimit.THREE, 1, 2, "写しを、あと2回、受け取れます（これまでに1回）。"),
        (CopyLimit.ONE, 3, 0, "写しは、もう3回受け取られたので、これ以上は受け取れません。"),
        (CopyLimit.WHILE_OPEN, 4, 32763, "開いている間は、写しを何回でも受け取れます（これまでに4回）。"),
    ],
)
def test_both_sides_read_what_is_left(most, taken, left, words):
    assert (copies_left(most, taken=taken), says_of_copies(most, taken=taken)) == (left, words)


def test_a_day_that_has_passed_is_not_chosen():
    yesterday = Limit(until=TODAY - DAY)
    assert [may_be_set(each, today=TODAY).allowed for each in (yesterday, Limit(until=TODAY))] == [
        False,
        True,
    ]


def test_it_is_shown_to_be_looked_at_unless_more_was_chosen(centre, people, handoff):
    document = shown(handoff, centre, LOOK_ONLY)
    receiver = people["coordinator"]
    page = look(document, receiver)
    assert (page.may_take, page.says_of_copies) == (False, "見るだけです。写しは受け取れません。")
    with pytest.raises(NoCopyLeft, match="見るだけ"):
        take(document, receiver)
    assert copies(document) == []
    assert look(document, centre["worker"]).may_take


@pytest.mark.parametrize(("limit", "most"), [(ONE, 1), (THREE, 3)])
def test_no_more_copies_are_taken_than_were_chosen(centre, people, city, handoff, limit, most):
    document, receiver = shown(handoff, centre, limit), people["coordinator"]
    for left in range(most, 0, -1):
        assert f"あと{left}回" in look(document, receiver).says_of_copies
        assert take(document, receiver).content.startswith(b"%PDF-")
    with pytest.raises(NoCopyLeft, match=f"もう{most}回受け取られた"):
        take(document, receiver)
    assert not look(document, receiver).may_take
    assert [(each.number, each.person_id, each.agency_id, each.is_marked) for each in copies(document)] == [
        (number, receiver.person_id, city.pk, True) for number in range(1, most + 1)
    ]
    expected = [(says_of_copies(most, taken=most), False)]
    assert says(handoff, receiver) == says(handoff, centre["worker"]) == expected


def test_its_own_side_takes_as_many_as_it_needs_and_each_is_written_down(centre, handoff):
    document = shown(handoff, centre, ONE)
    for copy in (Copy.MARKED, Copy.MARKED, Copy.UNMARKED):
        take(document, centre["worker"], copy=copy)
    found = sorted((each.number, each.agency_id, each.is_marked) for each in copies(document))
    assert found == [(None, None, False), (None, None, True), (None, None, True)]
    assert says(handoff, centre["lead"]) == [("写しを、あと1回、受け取れます。", False)]


def test_a_receiver_reads_to_the_end_of_the_last_day(centre, people, handoff):
    document = shown(handoff, centre, Limit(until=TODAY, most_copies=CopyLimit.THREE))
    receiver, later = people["coordinator"], NOW + DAY
    assert look(document, receiver).pages == 1
    assert says(handoff, receiver) == [("写しを、あと3回、受け取れます。", False)]
    for verb in (look, take):
        with pytest.raises(Http404):
            verb(document, receiver, now=later)
    assert says(handoff, receiver, now=later) == []
    assert says(handoff, centre["worker"], now=later) == [("写しを、あと3回、受け取れます。", True)]
    assert look(document, centre["worker"], now=later).pages == 1


def test_less_is_anybodys_who_writes_and_more_anothers_who_leads(centre, people, handoff):
    document, receiver = shown(handoff, centre, THREE), people["coordinator"]
    change(document, centre["worker"], Limit(until=TODAY, most_copies=CopyLimit.ONE))
    assert fresh(document).limit == Limit(until=TODAY, most_copies=CopyLimit.ONE)
    for user in (centre["worker"], centre["second"]):
        for more in (ONE, Limit(until=TODAY, most_copies=CopyLimit.THREE), Limit(until=TOMORROW)):
            with pytest.raises(Refused, match="別の"):
                change(document, user, more)
    for stranger in (receiver, staff_of_centre()["worker"]):
        with pytest.raises(Http404):
            change(document, stranger, LOOK_ONLY)
    before = len(rows(ProvisionRecord.objects.filter(handoff=handoff)))
    change(document, centre["lead"], THREE)
    assert fresh(document).limit == THREE
    # What was open stays open: nothing new is given.
    assert len(rows(ProvisionRecord.objects.filter(handoff=handoff))) == before


def test_whoever_put_it_down_does_not_open_it_farther_even_as_lead(centre, draft):
    document = put_down(
        draft.case_id, centre["lead"], handoff_id=draft.pk, part=Part.OUTLINE, limit=Limit(until=TODAY)
    )
    do(draft, Deed.SUBMIT, centre["worker"])
    do(draft, Deed.APPROVE, staff_of_centre()["lead"])
    with pytest.raises(Refused, match="別の"):
        change(document, centre["lead"], ONE)
    change(document, centre["lead"], Limit(until=TODAY))


def test_more_in_a_draft_is_approved_anew_and_less_is_not(centre, draft):
    document = put_down(draft.case_id, centre["worker"], handoff_id=draft.pk, part=Part.NEED, limit=ONE)
    do(draft, Deed.SUBMIT, centre["worker"])
    change(document, centre["worker"], LOOK_ONLY)
    assert fresh(draft).state != State.DRAFT
    change(document, centre["second"], THREE)
    assert (fresh(draft).state, fresh(draft).author_id) == (State.DRAFT, centre["second"].pk)


def test_a_day_that_is_put_off_after_it_passed_stands_in_the_ledger(centre, people, handoff):
    document, later = shown(handoff, centre, Limit(until=TODAY)), NOW + DAY
    before = len(rows(ProvisionRecord.objects.filter(handoff=handoff)))
    change(document, centre["lead"], Limit(until=TOMORROW), now=later)
    assert len(rows(ProvisionRecord.objects.filter(handoff=handoff))) == before + 1
    assert look(document, people["coordinator"], now=later).pages == 1


def test_a_passed_day_and_what_is_not_shown_are_refused(centre, handoff):
    document = shown(handoff, centre, THREE)
    with pytest.raises(Refused, match="今日か"):
        change(document, centre["worker"], Limit(until=TODAY - DAY))
    withhold_document(document_id=document.pk, actor=acting(centre["worker"]), now=NOW)
    assert fresh(document).limit == LOOK_ONLY
    with pytest.raises(Refused, match="見せていません"):
        change(document, centre["worker"], LOOK_ONLY)


def test_copies_count_over_the_whole_life_of_a_document(centre, people, handoff):
    document = shown(handoff, centre, ONE)
    take(document, people["coordinator"])
    withhold_document(document_id=document.pk, actor=acting(centre["worker"]), now=NOW)
    share(document, centre["lead"], ONE)
    with pytest.raises(NoCopyLeft):
        take(document, people["coordinator"])


def written(document, user, now=NOW, **fields):
    """Write a copy into the table without asking any rule of ours."""
    facts = {"number": 1, "agency": document.handoff.performer, "person": user.person, "is_marked": True}
    with opened(acting(user, now=now), now=now):
        TakenCopy.objects.bulk_create([TakenCopy(document=document, taken_at=now, **facts | fields)])


def test_the_database_takes_no_copy_above_the_limit_and_no_number_twice(centre, people, handoff):
    document, receiver = shown(handoff, centre, ONE), people["coordinator"]
    document.handoff.performer = handoff.performer
    written(document, receiver)
    with pytest.raises(IntegrityError, match="each_number_once"):
        written(document, receiver)
    for wrong in ({"number": 2}, {"number": 0}, {"number": None}):
        with pytest.raises(ProgrammingError, match="row-level security"):
            written(document, receiver, **wrong)
    assert len(copies(document)) == 1


def test_the_database_takes_a_copy_of_the_one_who_asks_for_their_own_agency(centre, people, handoff):
    document, receiver = shown(handoff, centre, THREE), people["coordinator"]
    for wrong in ({"agency": None}, {"person": people["hand"].person}):
        with pytest.raises(ProgrammingError, match="row-level security"):
            written(document, receiver, **wrong)
    for stranger in (people["hand"], staff_of_centre()["worker"]):
        with pytest.raises(ProgrammingError, match="row-level security"):
            written(document, stranger)
    with pytest.raises(ProgrammingError, match="row-level security"):
        written(document, centre["worker"])
    with pytest.raises(IntegrityError, match="unmarked_stays_at_the_centre"):
        written(document, receiver, is_marked=False)
    with pytest.raises(ProgrammingError, match="row-level security"):
        written(shown(handoff, centre, LOOK_ONLY), receiver)
    assert copies(document) == []


def seen_by(user, model, now=NOW):
    with opened(acting(user, now=now), now=now):
        return model.objects.count()


def test_without_any_filter_of_ours_the_database_ends_the_reading_with_the_day(centre, people, handoff):
    document = shown(handoff, centre, Limit(until=TODAY, most_copies=CopyLimit.ONE))
    receiver, later = people["coordinator"], NOW + DAY
    take(document, receiver)
    take(document, centre["worker"])
    for model, of_own in ((Document, 1), (TakenCopy, 2)):
        assert [seen_by(receiver, model, now) for now in (NOW, later)] == [1, 0]
        assert [seen_by(centre["worker"], model, now) for now in (NOW, later)] == [of_own, of_own]
        assert [seen_by(user, model) for user in (people["hand"], staff_of_centre()["worker"])] == [0, 0]
    with pytest.raises(ProgrammingError, match="row-level security"):
        written(document, receiver, now=later, number=2)


def test_nobody_changes_or_removes_a_copy_that_was_taken(centre, handoff):
    take(shown(handoff, centre, ONE), centre["worker"])
    for statement in ("UPDATE documents_takencopy SET number = 9", "DELETE FROM documents_takencopy"):
        with pytest.raises(ProgrammingError, match="permission denied"), opened(CLOCK, now=NOW):
            connection.cursor().execute(statement)


@pytest.mark.parametrize(
    ("part", "fields", "constraint"),
    [
        (Part.NEED, {"most_copies": 2}, "most_copies_is_known"),
        (None, {"most_copies": 1}, "limit_of_what_is_shown"),
        (None, {"readable_until": TODAY}, "limit_of_what_is_shown"),
    ],
)
def test_the_database_knows_the_limits_of_what_is_shown(centre, draft, part, fields, constraint):
    put_down(draft.case_id, centre["worker"], handoff_id=draft.pk, part=part)
    with pytest.raises(IntegrityError, match=constraint), opened(CLOCK, now=NOW):
        Document.objects.update(**fields)


@pytest.mark.django_db(transaction=True)
def test_of_two_presses_at_once_the_second_counts_the_first(centre, people, handoff):
    document, receiver = shown(handoff, centre, ONE), people["coordinator"]
    document.handoff.performer = handoff.performer
    with opened(acting(receiver), now=NOW):
        lock_copies_in_transaction(document.pk)
        second = Beside(lambda: take(document, receiver))
        assert second.waits_for_a_lock()
        TakenCopy.objects.create(
            document=document,
            number=1,
            agency=handoff.performer,
            person=receiver.person,
            is_marked=True,
            taken_at=NOW,
        )
    second.join()
    assert (type(second.error), len(copies(document))) == (NoCopyLeft, 1)


@pytest.mark.django_db(transaction=True)
def test_whoever_shows_it_less_waits_for_a_copy_that_is_being_taken(centre, people, handoff):
    document = shown(handoff, centre, ONE)
    with opened(acting(people["coordinator"]), now=NOW):
        lock_copies_in_transaction(document.pk)
        less = Beside(lambda: change(document, centre["worker"], LOOK_ONLY))
        assert less.waits_for_a_lock()
    less.join()
    assert (less.error, fresh(document).limit) == (None, LOOK_ONLY)
