"""Quick questions: 48 hours, one member, no word of it in a mail; and introductions, which are counted."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from foundation.mail.models import OutgoingMail
from handoff.access import opened
from handoff.cases.services.bases import withdraw_basis
from handoff.exceptions import Refused
from handoff.sittings.enums import QuestionState
from handoff.sittings.models import QuickQuestion
from handoff.sittings.services.asking import (
    answer,
    close_question,
    escalate_all,
    introduce,
    see_question,
)
from handoff.sittings.services.minutes import count_introductions
from handoff.sittings.services.reading import read_home, read_question
from tests.factories.accounts import sign_in
from tests.factories.cases import (
    CANARIES,
    NOW,
    TODAY,
    acting,
    fresh,
    make_basis,
    make_case,
    staff_of_centre,
)
from tests.factories.handoff import make_agency
from tests.factories.sittings import ASKED, ask_member

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def case(centre):
    return make_case(centre)


def mails(cause):
    return OutgoingMail.objects.filter(cause__startswith=f"sittings.{cause}:")


def test_a_question_goes_to_one_member_and_comes_back(centre, committee, case):
    question = ask_member(case, committee["member"], centre)
    assert [each.to for each in mails("asked")] == [committee["member"].email]
    for user in (committee["chair"], committee["observer"], staff_of_centre()["worker"]):
        with pytest.raises(Http404):
            read_question(question_id=question.pk, actor=acting(user), now=NOW)
    assert read_question(question_id=question.pk, actor=acting(committee["member"]), now=NOW).text == ASKED
    answer(question_id=question.pk, words="近くの宿", actor=acting(committee["member"]), now=NOW)
    assert [each.to for each in mails("answered")] == [centre["worker"].email]
    with pytest.raises(Refused, match="返事あり"):
        answer(question_id=question.pk, words="もう一度", actor=acting(committee["member"]), now=NOW)
    with pytest.raises(Http404):
        close_question(question_id=question.pk, actor=acting(committee["member"]), now=NOW)
    close_question(question_id=question.pk, actor=acting(centre["worker"]), now=NOW)
    assert fresh(question).state == QuestionState.CLOSED
    with pytest.raises(Http404):
        read_question(question_id=question.pk, actor=acting(committee["member"]), now=NOW)
    for mail in OutgoingMail.objects.filter(cause__startswith="sittings."):
        assert case.reference not in mail.subject + mail.text
        assert "かなりあ" not in mail.subject + mail.text
        assert "委員" not in mail.subject + mail.text


def test_staff_write_what_they_heard_on_the_telephone(centre, committee, case):
    question = ask_member(case, committee["member"], centre)
    answer(question_id=question.pk, words="近くの宿", actor=acting(centre["second"]), now=NOW)
    read = read_question(question_id=question.pk, actor=acting(centre["worker"]), now=NOW)
    assert read.answer == "近くの宿"


@pytest.mark.parametrize(("hours", "told"), [(0, 0), (47, 0), (47.99, 0), (48, 1), (49, 1), (480, 1)])
def test_after_48_hours_whoever_leads_is_told_once(centre, committee, case, hours, told):
    question = ask_member(case, committee["member"], centre)
    now = NOW + hours * HOUR
    assert escalate_all(now=now) == told
    assert escalate_all(now=now) == 0
    assert [each.to for each in mails("late")] == [centre["lead"].email] * told
    assert (fresh(question).escalated_at is not None) == bool(told)
    lines = read_home(actor=acting(centre["lead"], now=now), now=now).questions
    assert [line.is_late for line in lines] == [bool(told)]


@pytest.mark.parametrize("deed", ["answer", "close"])
def test_what_was_answered_or_closed_in_time_is_told_to_nobody(centre, committee, case, deed):
    question = ask_member(case, committee["member"], centre)
    if deed == "answer":
        answer(question_id=question.pk, words="近くの宿", actor=acting(committee["member"]), now=NOW)
    else:
        close_question(question_id=question.pk, actor=acting(centre["worker"]), now=NOW)
    assert escalate_all(now=NOW + 49 * HOUR) == 0


def test_it_tells_nobody_who_it_is_or_rests_on_a_basis(centre, committee, case):
    member = committee["member"]
    with pytest.raises(Refused, match="根拠を選ぶか"):
        ask_member(case, member, centre, tells_nobody=False)
    with pytest.raises(Refused, match="名前が入っています"):
        ask_member(case, member, centre, text=f"{CANARIES['name']}さんの泊まり先")
    basis = make_basis(case, centre, receivers=[make_agency()])
    resting = ask_member(case, member, centre, basis=basis, tells_nobody=False)
    assert fresh(resting).basis_id == basis.pk
    read_question(question_id=resting.pk, actor=acting(member), now=NOW)
    withdraw_basis(basis_id=basis.pk, reason="やめたい", actor=acting(centre["worker"]), now=NOW)
    with pytest.raises(Http404):
        read_question(question_id=resting.pk, actor=acting(member), now=NOW)
    with opened(acting(member), now=NOW):
        assert not QuickQuestion.objects.exists()
    foreign = make_basis(make_case(centre), centre, receivers=[make_agency()])
    with pytest.raises(Refused, match="いま有効な"):
        ask_member(case, member, centre, basis=foreign)


def test_whoever_leads_reads_it_afterwards_and_not_its_writer(centre, committee, case):
    question = ask_member(case, committee["member"], centre)
    (line,) = read_home(actor=acting(centre["lead"]), now=NOW).questions
    assert line.is_to_be_seen
    with pytest.raises(Http404):
        see_question(question_id=question.pk, actor=acting(centre["second"]), now=NOW)
    see_question(question_id=question.pk, actor=acting(centre["lead"]), now=NOW)
    (line,) = read_home(actor=acting(centre["lead"]), now=NOW).questions
    assert not line.is_to_be_seen
    own = ask_member(case, committee["member"], {"worker": centre["lead"]})
    with pytest.raises(Refused, match="別の人"):
        see_question(question_id=own.pk, actor=acting(centre["lead"]), now=NOW)


def test_only_members_in_office_are_asked(centre, committee, case):
    for user in (committee["observer"], centre["second"]):
        with pytest.raises(Refused, match="任期のある委員"):
            ask_member(case, user, centre)


def link(centre, case, user, *, days=0):
    return introduce(
        case_id=case.pk,
        linked_by=user.person,
        linked_on=TODAY + timedelta(days=days),
        body="見本クリニックかなりあ",
        actor=acting(centre["worker"]),
        now=NOW,
    )


def test_introductions_are_counted_by_member_and_their_words_are_sealed(centre, committee, case):
    for user in (committee["member"], committee["member"], committee["chair"]):
        row = link(centre, case, user)
    assert "かなりあ" not in str(bytes(fresh(row).body))
    with pytest.raises(Refused, match="今日か、今日より前"):
        link(centre, case, committee["member"], days=1)
    with pytest.raises(Refused, match="任期のある委員"):
        link(centre, case, centre["second"])
    span = {"year_begins": TODAY, "year_ends": TODAY + timedelta(days=1)}
    counts = count_introductions(actor=acting(centre["lead"]), now=NOW, **span)
    assert sorted((each.name, each.count) for each in counts) == [("委員会 chair", 1), ("委員会 member", 2)]
    assert count_introductions(actor=acting(staff_of_centre()["worker"]), now=NOW, **span) == []
    file = sign_in(Client(), centre["lead"]).get(reverse("handoff:introductions_csv"))
    assert "委員会 member,2," in file.content.decode("utf-8-sig")
    assert "かなりあ" not in file.content.decode("utf-8-sig")
