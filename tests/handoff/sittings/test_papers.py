"""Numbered papers: closed after the meeting, logged at each sight, handed out and collected."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.utils import ProgrammingError
from django.http import Http404
from django.test import Client
from django.urls import reverse

from accounts.enums import PrivateRole
from foundation.audit.models import Entry
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.cases.models import Case
from handoff.exceptions import Refused
from handoff.sittings.access import items_for, papers_for
from handoff.sittings.enums import Place, ReadingWay
from handoff.sittings.models import CaseItem, Material, NumberedCopy, PaperReading
from handoff.sittings.services.papers import hand_copy, print_copy, read_log, read_paper
from handoff.sittings.services.planning import settle_sitting
from tests.factories.accounts import sign_in
from tests.factories.cases import NOW, TODAY, acting, make_case, rows, staff_of_centre
from tests.factories.handoff import make_enrolled_user
from tests.factories.sittings import (
    OUTLINE,
    QUESTION,
    advise,
    hold,
    make_sitting,
    put,
    seat,
    send,
)
from tests.handoff.sittings.reading import words_of

pytestmark = pytest.mark.django_db
ONE = timedelta(days=1)


def sent(centre, **settled):
    sitting = make_sitting(centre, **settled)
    item = put(make_case(centre), sitting, centre)
    send(sitting, centre)
    return sitting, item


def reads(item, user, now=NOW):
    """Return whether somebody reads a paper; our filter and the database alone say the same."""
    actor = acting(user, now=now)
    with opened(actor, now=now):
        ours = papers_for(actor, today=TODAY + (now - NOW)).filter(item=item).exists()
        assert Material.objects.filter(item=item).exists() == ours
    try:
        assert read_paper(item_id=item.pk, actor=actor, now=now).outline == OUTLINE
    except Http404:
        assert not ours
        return False
    assert ours
    return True


def test_a_paper_is_open_from_its_sending_to_the_end_of_the_day(centre, committee):
    member, day = committee["member"], TODAY + 2 * ONE
    sitting = make_sitting(centre, held_on=day)
    item = put(make_case(centre), sitting, centre)
    assert not reads(item, member)
    send(sitting, centre)
    assert [reads(item, member, NOW + each * ONE) for each in (0, 2, 3)] == [True, True, False]


def test_it_closes_with_the_meeting_on_the_same_day(centre, committee):
    sitting, item = sent(centre)
    assert reads(item, committee["member"])
    hold(sitting, centre)
    assert not reads(item, committee["member"])
    assert reads(item, centre["worker"])
    with pytest.raises(Refused, match="閉じている"):
        advise(item, committee["member"])


def test_it_stays_open_until_the_day_that_the_sitting_settles(centre, committee):
    sitting, item = sent(centre)
    hold(sitting, centre)
    settle_sitting(sitting_id=sitting.pk, readable_until=TODAY + ONE, actor=acting(centre["lead"]), now=NOW)
    member = committee["member"]
    assert [reads(item, member, NOW + each * ONE) for each in (0, 1, 2)] == [True, True, False]
    advise(item, member)


def test_the_committee_finds_a_destroyed_case_no_more(centre, committee):
    _, item = sent(centre)
    member = acting(committee["member"])
    with opened(member, now=NOW):
        assert items_for(member, today=TODAY).filter(pk=item.pk).exists()
    with opened(CLOCK, now=NOW):
        Case.objects.filter(pk=item.case_id).update(shredded_at=NOW)
    with opened(member, now=NOW):
        assert not items_for(member, today=TODAY).exists()
        assert not CaseItem.objects.exists()


@pytest.mark.parametrize("papers_for_observers", [False, True])
def test_observers_read_the_agenda_and_papers_only_where_the_sitting_says_so(
    centre, committee, papers_for_observers
):
    sitting, item = sent(centre, papers_for_observers=papers_for_observers)
    observer = committee["observer"]
    assert reads(item, observer) == papers_for_observers
    page = sign_in(Client(), observer).get(reverse("handoff:sitting", args=[sitting.pk]))
    assert item.case_reference in page.text
    assert ("資料を読む" in page.text) == papers_for_observers
    assert len(rows(NumberedCopy.objects.all())) == (4 if papers_for_observers else 3)


def test_each_sight_of_a_paper_is_a_row_of_its_log_and_an_event(centre, committee):
    sitting, item = sent(centre)
    lead, as_worker = sign_in(Client(), centre["lead"]), sign_in(Client(), centre["worker"])
    address = reverse("handoff:case_paper", args=[item.pk])
    expected = []
    for user in (committee["member"], committee["chair"], committee["member"], centre["worker"]):
        words = words_of(sign_in(Client(), user).get(address))
        assert OUTLINE in words
        assert QUESTION in words
        expected.append((user.person_id, ReadingWay.SCREEN))
    assert OUTLINE in words_of(as_worker.get(reverse("handoff:write_case_paper", args=[item.pk])))
    expected.append((centre["worker"].person_id, ReadingWay.SCREEN))
    copies = rows(NumberedCopy.objects.order_by("number"))
    printed = lead.post(reverse("handoff:copy_paper", args=[sitting.pk, copies[1].pk]))
    assert OUTLINE in words_of(printed)
    expected.append((centre["lead"].person_id, ReadingWay.PRINTED))
    logged = rows(PaperReading.objects.filter(item=item).order_by("at", "pk"))
    assert sorted((each.person_id, each.way) for each in logged) == sorted(expected)
    events = Entry.objects.filter(subject_key=item.pk, verb__startswith="sittings.paper_")
    seen = events.filter(verb__in=["sittings.paper_screen", "sittings.paper_printed"])
    assert seen.count() == len(expected)
    log = sign_in(Client(), centre["worker"]).get(reverse("handoff:paper_log", args=[item.pk]))
    assert committee["member"].person.name in log.text


def test_nobody_writes_a_sight_in_the_name_of_another(centre, committee):
    _, item = sent(centre)
    before = len(rows(PaperReading.objects.all()))
    member = acting(committee["member"])
    with pytest.raises(ProgrammingError, match="row-level security"), opened(member, now=NOW):
        PaperReading.objects.bulk_create(
            [PaperReading(item=item, person=committee["other"].person, way=ReadingWay.SCREEN, at=NOW)]
        )
    assert len(rows(PaperReading.objects.all())) == before


def test_the_log_is_changed_by_nobody(centre, committee):
    sent(centre)
    for statement in ("UPDATE sittings_paperreading SET number = 1", "DELETE FROM sittings_paperreading"):
        with pytest.raises(ProgrammingError, match="permission denied"), opened(CLOCK, now=NOW):
            connection.cursor().execute(statement)


def test_the_log_is_for_those_who_work_on_the_case(centre, committee):
    _, item = sent(centre)
    for user in (staff_of_centre()["worker"], committee["chair"]):
        with pytest.raises(Http404):
            read_log(item_id=item.pk, actor=acting(user), now=NOW)


def test_a_paper_says_who_reads_it_when_and_under_which_number(centre, committee):
    _, item = sent(centre)
    numbers = {each.person_id: each.number for each in rows(NumberedCopy.objects.all())}
    member = committee["member"]
    read = read_paper(item_id=item.pk, actor=acting(member), now=NOW)
    assert f"{member.person.name} さん　第{numbers[member.person_id]}号　令和" in read.watermark
    own = read_paper(item_id=item.pk, actor=acting(centre["worker"]), now=NOW)
    assert "センター控え" in own.watermark


def test_whoever_comes_to_the_committee_later_gets_the_next_number(centre, committee):
    _, item = sent(centre)
    user = make_enrolled_user(name="あとから来た委員", role=PrivateRole.COMMITTEE_MEMBER)
    seat(user, Place.MEMBER, centre)
    assert "第4号" in read_paper(item_id=item.pk, actor=acting(user), now=NOW).watermark
    assert "第4号" in read_paper(item_id=item.pk, actor=acting(user), now=NOW).watermark


def test_copies_are_printed_until_handed_out_and_counted_until_they_are_back(centre, committee):
    sitting, _ = sent(centre)
    lead = acting(centre["lead"])
    copy = rows(NumberedCopy.objects.order_by("number"))[0]
    with pytest.raises(Refused, match="まだ返っていない"):
        hand_copy(copy_id=copy.pk, is_back=True, actor=lead, now=NOW)
    with pytest.raises(Http404):
        print_copy(copy_id=copy.pk, actor=acting(centre["worker"]), now=NOW)
    assert len(print_copy(copy_id=copy.pk, actor=lead, now=NOW).papers) == 1
    hand_copy(copy_id=copy.pk, is_back=False, actor=lead, now=NOW)
    with pytest.raises(Refused, match="もう配りました"):
        print_copy(copy_id=copy.pk, actor=lead, now=NOW)
    hand_copy(copy_id=copy.pk, is_back=True, actor=lead, now=NOW)
    other = rows(NumberedCopy.objects.order_by("number"))[1]
    hold(sitting, centre)
    with pytest.raises(Refused, match="会の日までの間"):
        print_copy(copy_id=other.pk, actor=lead, now=NOW)
