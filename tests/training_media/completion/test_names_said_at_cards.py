"""A name that anybody may say at a card completes a course; the paper waits until somebody vouches for it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from directory.enums import MembershipRole
from events.certificates.models import Certificate
from foundation.audit.models import Entry
from tests.factories.accounts import sign_in
from tests.factories.completion import (
    DONE,
    ask_for,
    ask_question,
    make_named_viewer,
    own_card,
    receive,
    vouch_for,
    watch_course,
)
from tests.factories.directory import make_agency, make_partner
from tests.factories.training_media import make_course, make_viewer
from tests.factories.watching import WATCH, show_card
from training_media.completion.links import words_on_certificates
from training_media.completion.models import Completion, NameAnswer
from training_media.completion.services.completing import issue_earned, note_completions
from training_media.completion.services.confirming import answer_for_names, issue_after_a_look

pytestmark = pytest.mark.django_db(transaction=True)

NOW = timezone.now()
OWN = "/my/videos/certificates/"
NAME = "見本 夜子"


@pytest.fixture
def said(card, course, staff):
    """Somebody of whom the agency has said nothing has watched everything."""
    ask_for(course, by=staff)
    viewer = make_viewer(name=NAME, agency=card.agency)
    watch_course(viewer, course)
    return viewer


@pytest.fixture
def manager(card):
    return make_partner(agency=card.agency, role=MembershipRole.PARTNER_ADMIN)


def answer(viewers, by, *, is_known=True, agency=None):
    keys = [each.pk for each in viewers]
    own = agency or viewers[0].agency
    return answer_for_names(agency=own, viewers=keys, is_known=is_known, actor=by, now=NOW)


def test_it_counts_at_once_and_neither_press_nor_job_gives_a_paper(course, said):
    """There is a colleague whom the agency has named: theirs goes out."""
    named = make_named_viewer(name="見本 名簿", agency=said.agency)
    watch_course(named, course)
    assert receive(course, said) is None
    assert Completion.objects.get(viewer=said).earns_certificate
    note_completions(now=NOW)
    assert issue_earned(now=NOW) == 1
    assert Certificate.objects.get().holder_name == "見本 名簿"


def test_the_yes_of_the_agency_gives_it_at_once_and_holds_for_the_next_course(course, said, manager, staff):
    receive(course, said)
    assert answer([said], manager) == 1
    assert Certificate.objects.get().holder_name == NAME
    other = make_course(slug="betsu", parts=1)
    ask_for(other, by=staff)
    watch_course(said, other, days=5)
    assert receive(other, said)
    (entry,) = Entry.objects.filter(verb="completion.name_known")
    assert (entry.actor_id, NAME in entry.body) == (manager.pk, False)


def test_the_no_of_the_agency_counts_more_than_its_list_until_it_says_yes(course, said, manager):
    receive(course, said)
    assert answer([said], manager, is_known=False) == 1
    vouch_for(said)
    assert (receive(course, said), issue_earned(now=NOW)) == (None, 0)
    assert answer([said], manager) == 1
    assert (NameAnswer.objects.get().is_known, Certificate.objects.count()) == (True, 1)


def test_a_name_that_the_agency_adds_to_its_list_needs_no_answer(course, said):
    receive(course, said)
    assert issue_earned(now=NOW) == 0
    vouch_for(said)
    assert issue_earned(now=NOW) == 1


def test_a_paper_that_is_out_stays_when_the_list_is_forgotten(course, said):
    vouch_for(said)
    issued = receive(course, said)
    said.agency.viewer_names.all().delete()
    assert receive(course, said) == issued


def test_nobody_answers_for_another_agency(course, said, manager):
    receive(course, said)
    stranger = make_partner(
        agency=make_agency(name="よその家"),
        role=MembershipRole.PARTNER_ADMIN,
        name="部外者D",
        email="d@example.jp",
    )
    assert answer([said], stranger, agency=stranger.person.memberships.get().agency) == 0
    browser = sign_in(Client(), stranger)
    assert NAME not in browser.get(OWN).text
    assert browser.post(OWN, {"viewers": [said.pk], "answer": "known"}).status_code == 422
    assert not NameAnswer.objects.exists()
    assert sign_in(Client(), manager).post(OWN, {"viewers": [said.pk], "answer": "known"}).status_code == 303
    assert Certificate.objects.count() == 1


def test_the_page_is_for_whoever_answers_for_the_agency(said, card):
    assert Client().get(OWN).status_code == 302
    assert sign_in(Client(), make_partner(agency=card.agency)).get(OWN).status_code == 404


def test_the_manager_reads_who_waits_and_answers_for_all_who_are_ticked(course, said, manager):
    receive(course, said)
    browser = sign_in(Client(), manager)
    assert words_on_certificates(said.agency) == "名前の確かめを待っている方が、1人います"
    assert "名前の確かめを待っている方が、1人います" in browser.get("/my/").text
    assert (f'href="{OWN}"' in browser.get("/my/videos/").text, NAME in browser.get(OWN).text) == (True, True)
    nobody = browser.post(OWN, {"answer": "known"})
    assert (nobody.status_code, "一人も選んでいません" in nobody.text) == (422, True)
    assert browser.post(OWN, {"viewers": [said.pk], "answer": "maybe"}).status_code == 404
    refused = browser.post(OWN, {"viewers": [said.pk], "answer": "refused"}, follow=True).text
    assert "修了証は出ません" in refused
    assert "「職員ではない」と答えました" in refused
    assert "1人を、職員として確かめました" in (
        browser.post(OWN, {"viewers": [said.pk], "answer": "known"}, follow=True).text
    )
    late = browser.post(OWN, {"viewers": [said.pk], "answer": "known"})
    assert (late.status_code, "もう答えのすんだ人" in late.text) == (422, True)


def test_whoever_watched_reads_that_it_waits_and_for_what(client, card, course, said, manager):
    show_card(client, card)
    client.post("/watch/who/", {"name": NAME, "job": ""})
    page = client.get(DONE).text
    assert ("修了証を受け取る" in page, "修了を、いま記録する" in page) == (False, True)
    page = client.post(f"{DONE}certificate/", {"viewer": said.pk}, follow=True).text
    assert "修了証は、お名前を確かめてから出ます" in page
    assert ("修了証を受け取る" in page, client.get(f"{DONE}{said.pk}.pdf").status_code) == (False, 404)
    assert "いま記録する" not in page
    answer([said], manager, is_known=False)
    assert "このお名前の職員はいない、という答え" in client.get(DONE).text
    answer([said], manager)
    assert client.get(f"{DONE}{said.pk}.pdf").status_code == 200


def test_beside_the_player_no_certificate_is_offered_that_waits(client, card, course, said, manager):
    show_card(client, card)
    client.post("/watch/who/", {"name": NAME, "job": ""})
    for _ in ("before it is written down", "after"):
        page = client.get(WATCH).text
        assert ("修了証を受け取る" in page, "管理者の方がお名前を確かめてから出ます" in page) == (False, True)
        client.post(f"{DONE}certificate/", {"viewer": said.pk})
    answer([said], manager, is_known=False)
    page = client.get(f"{WATCH}1/").text
    assert ("修了証を受け取る" in page, "このお名前の職員はいない" in page) == (False, True)
    answer([said], manager)
    page = client.get(WATCH).text
    assert ("修了証を受け取る、見る" in page, "お名前を確かめてから" in page) == (True, False)


def test_who_completed_it_before_a_certificate_was_given_is_offered_none(client, card, course, staff):
    named = make_named_viewer(name=NAME, agency=card.agency)
    watch_course(named, course)
    note_completions(now=NOW)
    ask_question(course.parts.first())
    ask_for(course, by=staff, asks_questions=True)
    own_card(client, card, named)
    page = client.get(WATCH).text
    assert ("修了証を受け取る" in page, "修了の記録を見る" in page) == (False, True)


def test_the_desk_sees_who_waits_and_vouches_after_a_call(course, said, staff):
    receive(course, said)
    desk, people = sign_in(Client(), staff), reverse("completion_desk:people", args=[course.pk])
    watch_course(make_named_viewer(name="見本 名簿", agency=said.agency), course)
    note_completions(now=NOW)
    page, waiting = desk.get(people).text, desk.get(f"{people}?waiting=1").text
    assert ["見本 名簿" in each for each in (page, waiting)] == [True, False]
    assert ("名前の確かめ待ち <b>1人</b>" in page, "事業所の確かめ待ち" in page) == (True, True)
    desk.post(reverse("completion_desk:issue", args=[Completion.objects.get(viewer=said).pk]))
    assert (Certificate.objects.get().issued_by, NameAnswer.objects.get().answered_by) == (staff, staff)
    assert "名前の確かめ待ち" not in desk.get(people).text


def test_the_answer_is_written_before_the_audit_is_locked(course, said, staff):
    """Else two who answer for one viewer, desk and agency, could wait for each other."""
    receive(course, said)
    with CaptureQueriesContext(connection) as caught:
        issue_after_a_look(completion=Completion.objects.get().pk, actor=staff, now=NOW)
    said_first = [
        "answer" if 'INSERT INTO "completion_nameanswer"' in each["sql"] else "audit"
        for each in caught.captured_queries
        if 'INSERT INTO "completion_nameanswer"' in each["sql"] or "lock(7351402)" in each["sql"]
    ]
    assert said_first == ["answer", "audit", "audit"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_often_for_three_as_for_one(
    course, card, manager, staff, count, django_assert_num_queries
):
    ask_for(course, by=staff)
    for number in range(count):
        watch_course(make_viewer(name=f"見本 {number}", agency=card.agency), course)
        watch_course(make_named_viewer(name=f"名簿 {number}", agency=card.agency), course)
    note_completions(now=NOW)
    issue_earned(now=NOW)
    browser = sign_in(Client(), manager)
    browser.get(OWN)
    with django_assert_num_queries(10):
        browser.get(OWN)
