"""The page of a term says by which way each of its letters went, and the committee whom no mail reaches."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from foundation.mail.models import OutgoingMail
from outreach.study_groups.committees.models import Appointment
from outreach.study_groups.committees.reach_queries import NO_ADDRESS, ON_PAPER, reached_by
from outreach.study_groups.committees.services.appointing import Term, appoint
from outreach.study_groups.committees.services.noticing import tell_of_ending_terms
from tests.factories.accounts import make_person, sign_in
from tests.factories.committees import make_committee, make_expert, make_seat, make_term
from tests.factories.first_site import place_first_site

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
DAY = timedelta(days=1)
HOME = "/groups/kentou/"


@pytest.fixture
def committee(transactional_db):
    place_first_site()
    return make_committee()


def ways(term):
    return {each.letter: each.words for each in reached_by(term)}


def given(seat, person, manager):
    term = Term(person, TODAY, TODAY + 300 * DAY, TODAY)
    made = appoint(seat=seat, term=term, actor=manager, now=NOW)
    return Appointment.objects.select_related("person__user").get(pk=made.pk)


def test_the_promise_was_asked_for_by_mail_and_how_that_went(committee, manager):
    term = given(make_seat(committee), make_expert().person, manager)
    assert ways(term)["委嘱状"] == ON_PAPER
    assert "メール（送信待ち）" in ways(term)["守秘の約束のお願い"]
    OutgoingMail.objects.update(state="bounced", sent_at=NOW)
    assert "メール（届きませんでした）" in ways(term)["守秘の約束のお願い"]


def test_who_has_no_address_is_listed_and_gets_paper(committee, manager, staff):
    term = given(make_seat(committee), make_person(name="紙の 人"), manager)
    make_term(make_seat(committee, name="司法"), make_expert(name="届く 人").person)
    assert ways(term)["守秘の約束のお願い"] == NO_ADDRESS
    client = sign_in(Client(), staff)
    page = client.get(f"{HOME}committee/").text
    assert ["メールの宛先がない方" in page, "紙の 人さん。" in page, "届く 人さん" in page] == [
        True,
        True,
        False,
    ]
    assert NO_ADDRESS in client.get(f"{HOME}appointments/{term.pk}/").text


def test_members_see_nothing_of_addresses(committee, manager):
    given(make_seat(committee), make_person(name="紙の 人"), manager)
    member = make_expert(name="届く 人")
    make_term(make_seat(committee, name="司法"), member.person)
    assert "メールの宛先がない方" not in sign_in(Client(), member).get(f"{HOME}committee/").text


def test_of_the_end_of_a_term_it_says_how_many_at_the_desk_were_told(committee, manager, staff):
    term = make_term(make_seat(committee), make_expert().person, until=TODAY + 20 * DAY)
    tell_of_ending_terms(now=NOW)

    def told():
        return [words for letter, words in ways(term).items() if letter.startswith("任期の")]

    assert told() == ["送信待ち：センターの職員2人。"]
    OutgoingMail.objects.update(state="sent", sent_at=NOW)
    assert told() == ["センターの職員2人に、メールで送りました。"]
    OutgoingMail.objects.filter(pk=OutgoingMail.objects.earliest("pk").pk).update(state="bounced")
    assert told() == ["センターの職員1人に、メールで送りました。届きませんでした：センターの職員1人。"]
    OutgoingMail.objects.all().delete()
    assert told() == ["送った記録がありません。"]


def test_without_a_record_nothing_is_said_of_what_was_sent(committee, manager):
    term = given(make_seat(committee), make_expert().person, manager)
    OutgoingMail.objects.all().delete()
    assert ways(term)["守秘の約束のお願い"].startswith("送った記録がありません")


def test_a_request_to_a_body_says_that_it_goes_on_paper(committee, staff):
    page = sign_in(Client(), staff).get(f"{HOME}recommendations/").text
    assert "推薦依頼は、紙で出します" in page
