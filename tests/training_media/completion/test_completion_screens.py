"""Whoever watches reads what is missing, and gets their own paper alone."""

import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.enums import PublicRole
from events.certificates.models import Certificate
from events.questionnaires.models import Questionnaire
from events.registries import HistoryWish, Learner
from events.training_history.queries import history, learners
from foundation.japanese.text import fold
from tests.factories import surveys
from tests.factories.accounts import make_user, sign_in
from tests.factories.afterwards import add_people, make_held_event, mark
from tests.factories.completion import (
    DONE,
    QUESTION,
    RIGHT,
    WATCH,
    WRONG,
    ask_for,
    ask_question,
    gather,
    make_named_viewer,
    own_card,
    say,
    vouch_for,
    watch,
    watch_course,
    watch_together,
)
from tests.factories.directory import make_agency
from tests.factories.training_media import make_course
from tests.factories.watching import begin, come_in, watch_a_little
from training_media.completion.models import Answer, Completion, CompletionRule
from training_media.completion.services.completing import note_completions, receive_certificate
from training_media.enums import Watchers
from training_media.models import Course
from training_media.registries import completions_of
from training_media.viewing.models import Viewer

pytestmark = pytest.mark.django_db

NOW = timezone.now()
QUERIES = 15
SURVEY = f"{WATCH}questionnaire/"


def _viewer(card, name="見本 花子"):
    return make_named_viewer(name=name, agency=card.agency)


def test_the_page_says_what_is_missing_and_leads_into_the_player(client, card, course, staff):
    ask_for(course, by=staff, asks_questions=True)
    first, second = course.parts.all()
    ask_question(first)
    viewer = _viewer(card)
    watch(viewer, first)
    watch(viewer, second, (0, 7))
    come_in(client, card)
    page = client.get(DONE).text
    assert "あと2分30秒、第2部 7:00〜9:30。" in page
    assert f'href="{WATCH}2/?from=418000"' in page
    assert f'href="{QUESTION}"' in page
    assert "修了証を受け取る" not in page
    for address in (WATCH, f"{WATCH}1/", f"{WATCH}2/"):
        assert "あと2分30秒、第2部 7:00〜9:30。" in client.get(address).text
    assert QUESTION in client.get(f"{WATCH}1/").text
    assert f"{WATCH}2/question/" not in client.get(f"{WATCH}2/").text


def test_whoever_completed_it_gets_number_and_paper(client, card, course, staff):
    ask_for(course, by=staff)
    viewer = _viewer(card)
    watch_course(viewer, course)
    come_in(client, card)
    assert "修了しました" in client.get(WATCH).text
    assert "修了証を受け取る" in client.get(DONE).text
    assert client.post(f"{DONE}certificate/", {"viewer": viewer.pk}).headers["Location"] == DONE
    issued = Certificate.objects.get()
    page = client.get(DONE).text
    assert issued.printed_number in page
    assert "修了証を受け取る（PDF）" in page
    paper = client.get(f"{DONE}{viewer.pk}.pdf")
    assert issued.number not in paper.headers["Content-Disposition"]
    assert (paper.status_code, paper.content[:5], "見本" in paper.headers["Content-Disposition"]) == (
        200,
        b"%PDF-",
        False,
    )
    check = client.get(f"/certificates/check/?number={issued.number}").text
    assert "見本 花子" in check
    assert "受け入れの話" in check


def test_before_it_is_due_a_press_gets_the_reason_and_nothing_else(client, card, course, staff):
    ask_for(course, by=staff)
    viewer = _viewer(card)
    watch(viewer, course.parts.first())
    come_in(client, card)
    answer = client.post(f"{DONE}certificate/", {"viewer": viewer.pk}, follow=True)
    assert "あと9分30秒、第2部 0:00〜9:30。" in answer.text
    assert not Certificate.objects.exists()


def test_nobody_gets_anything_of_somebody_who_does_not_watch_here(client, card, course, staff):
    """There is a colleague who has completed it: their paper would be there to be given."""
    ask_for(course, by=staff)
    other, own = _viewer(card, "見本 太郎"), _viewer(card)
    watch_course(other, course)
    issued = receive_certificate(course=course, viewer=other, now=NOW)
    own_card(client, card, own)
    assert client.post(f"{DONE}certificate/", {"viewer": other.pk}).status_code == 404
    assert client.get(f"{DONE}{other.pk}.pdf").status_code == 404
    page = client.get(DONE).text
    assert ("見本 太郎" in page, issued.printed_number in page) == (False, False)
    own_card(client, card, other)
    assert client.get(f"{DONE}{other.pk}.pdf").status_code == 200


@pytest.mark.parametrize("address", [DONE, QUESTION])
def test_strangers_and_passes_of_other_courses_are_led_to_the_entrance(client, card, course, address):
    ask_question(course.parts.first())
    assert client.get(address).headers["Location"] == WATCH
    other = make_course(slug="betsu")
    ask_question(other.parts.first())
    come_in(client, card)
    assert client.get(address).status_code == 200
    assert client.get(address.replace("ukeire", "betsu")).headers["Location"] == "/videos/betsu/watch/"
    answer = client.post("/videos/betsu/watch/1/question/", {"answer": RIGHT})
    assert answer.headers["Location"] == "/videos/betsu/watch/"
    assert not Answer.objects.exists()


def test_whoever_watches_without_a_record_completes_nothing(client, course):
    Course.objects.update(watchers=Watchers.EVERYBODY)
    ask_question(course.parts.first())
    assert client.get(WATCH).status_code == 200
    assert "修了まで" not in client.get(WATCH).text
    assert client.get(DONE).headers["Location"] == WATCH
    assert client.post(QUESTION, {"answer": RIGHT}).headers["Location"] == WATCH


def test_people_are_counted_from_here_while_something_waits_for_it(client, card, course, staff):
    people = gather(client, card, "見本 一", "見本 二")
    assert f"{WATCH}count/" not in client.get(DONE).text
    begin(client)
    assert f"{WATCH}count/" in client.get(DONE).text
    client.post(f"{WATCH}count/", {"stayed": [each.pk for each in people]})
    assert f"{WATCH}count/" not in client.get(DONE).text


def test_the_questionnaire_is_offered_to_whoever_watched_and_has_not_answered(client, card, course, staff):
    ask_for(course, by=staff, asks_questionnaire=True)
    asked = surveys.ask(course, by=staff)
    come_in(client, card)
    page = client.get(DONE).text
    assert (f'href="{SURVEY}"' in page, "動画を見てから答えられます" in page) == (False, True)
    watch_a_little(client)
    page = client.get(DONE).text
    assert (f'href="{SURVEY}"' in page, "動画を見てから答えられます" in page) == (True, False)
    client.post(SURVEY, surveys.sent(asked))
    page = client.get(DONE).text
    assert (f'href="{SURVEY}"' in page, "動画を見てから答えられます" in page) == (False, False)


def test_who_said_that_they_watched_is_led_to_the_questionnaire_from_here_too(client, card, course, staff):
    """One rule for both screens: there is nothing measured of them."""
    ask_for(course, by=staff, asks_questionnaire=True)
    surveys.ask(course, by=staff)
    come_in(client, card)
    client.post(f"{WATCH}1/said/", {"words": ""})
    assert [f'href="{SURVEY}"' in client.get(each).text for each in (DONE, WATCH)] == [True, True]
    assert client.get(SURVEY).status_code == 200
    Questionnaire.objects.update(closes_on=NOW.date() - timezone.timedelta(days=2))
    page = client.get(DONE).text
    assert (f'href="{SURVEY}"' in page, "アンケートの受け付けは、終わりました" in page) == (False, True)
    assert f'href="{SURVEY}"' not in client.get(WATCH).text


def test_beside_the_player_it_says_of_which_moment_it_is(client, card, course):
    come_in(client, card)
    assert "開いたときのようす" in client.get(f"{WATCH}1/").text
    assert "開いたときのようす" not in client.get(WATCH).text


def test_each_of_a_group_gets_their_own_certificate(client, card, course, staff):
    ask_for(course, by=staff)
    people = gather(client, card, "見本 一", "見本 二", "見本 三")
    for each in people:
        vouch_for(each)
    for part in course.parts.all():
        watch_together(people, part, stayed=people[:2])
    page = client.get(DONE).text
    assert page.count("修了しました") == 2
    assert page.count("あと19分") == 1
    assert "3人のうち2人が" in client.get(WATCH).text
    for each in people:
        client.post(f"{DONE}certificate/", {"viewer": each.pk})
    issued = Certificate.objects.order_by("pk")
    assert [(each.holder_name, "集合視聴" in each.remark) for each in issued] == [
        ("見本 一", True),
        ("見本 二", True),
    ]


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_asks_as_often_for_three_as_for_one(
    client, card, course, staff, people, django_assert_num_queries
):
    ask_for(course, by=staff, asks_questions=True)
    ask_question(course.parts.first())
    names = [f"見本 {number}" for number in range(people + 1)]
    for each in gather(client, card, *names):
        watch_course(each, course)
    client.get(DONE)
    with django_assert_num_queries(QUERIES):
        client.get(DONE)


def test_the_own_record_shows_and_exports_answers_and_completions(client, card, course, staff):
    ask_for(course, by=staff)
    ask_question(course.parts.first())
    own, other = _viewer(card), _viewer(card, "見本 太郎")
    for each in (own, other):
        watch_course(each, course)
        receive_certificate(course=course, viewer=each, now=NOW)
    own_card(client, card, own)
    say(client, answer=WRONG)
    page = client.get("/watch/record/").text
    assert "「3つ目の方法は、どれですか。」に「措置」（ちがう答え）" in page
    assert page.count("修了　受け入れの話") == 1
    data = json.loads(client.post("/watch/record/file/", {"form": "json"}).content)
    assert [(each["kind"], each.get("right"), each.get("minutes")) for each in data["kept"]] == [
        ("確かめの質問", False, None),
        ("修了", None, 20),
    ]
    table = client.post("/watch/record/file/", {"form": "csv"}).content.decode("utf-8-sig")
    assert "措置" in table
    assert "集まって" not in table


def test_by_card_and_name_nobody_reads_what_was_answered_before_this_visit(client, card, course):
    part = course.parts.first()
    question = ask_question(part)
    Answer.objects.create(
        viewer=_viewer(card),
        part=part,
        text=question.text,
        choices=question.choices,
        right=1,
        chosen=0,
        answered_at=NOW - timezone.timedelta(days=1),
    )
    come_in(client, card)
    assert "措置" not in client.get("/watch/record/").text
    say(client, answer=2)
    page = client.get("/watch/record/").text
    assert ("契約" in page, "措置" in page) == (True, False)


def test_histories_of_agency_and_person_show_what_was_completed(course, card, staff):
    ask_for(course, by=staff)
    viewer = _viewer(card)
    viewer.agency_name = card.agency.name
    viewer.save()
    watch_course(viewer, course)
    issued = receive_certificate(course=course, viewer=viewer, now=NOW)
    other = make_named_viewer(name="見本 花子", agency=make_agency(name="別の家"))
    watch_course(other, course)
    (row,) = history(HistoryWish(agency=card.agency))
    assert (row.title, row.kind, row.name, row.minutes, row.result) == (
        "受け入れの話",
        "研修動画",
        "見本 花子",
        20,
        "修了",
    )
    assert (row.certificate, row.certificate_path) == (
        issued.printed_number,
        f"/my/certificates/{issued.pk}.pdf",
    )
    learner = Learner(None, fold(card.agency.name), fold("見本 花子"))
    assert history(HistoryWish(learner=learner)) == [row]
    assert history(HistoryWish(learner=Learner(None, fold("別の家"), fold("見本 花子")))) == []
    mark = completions_of(course, [viewer.pk, other.pk])
    assert (list(mark), mark[viewer.pk].certificate) == ([viewer.pk], issued.printed_number)


def test_the_desk_finds_who_completed_and_who_also_came_to_a_seminar_once(client, course, card, staff):
    ask_for(course, by=staff)
    viewer = _viewer(card, "夜勤 光")
    Viewer.objects.filter(pk=viewer.pk).update(agency_name="みなも作業所", name_kana="ヤキン ヒカリ")
    watch_course(viewer, course)
    receive_certificate(course=course, viewer=viewer, now=NOW)
    sign_in(client, staff)
    search = reverse("history_desk:search")
    page = client.post(search, {"words": "やきん"}).text
    (address,) = re.findall(r'href="(/cms/history/videos/\d+/)"', page)
    shown = client.get(address).text
    assert ("受け入れの話" in shown, "夜勤 光" in shown) == (True, True)
    assert client.post(address, {"form": "csv", "reason": "proof"}).status_code == 200
    event = make_held_event(people=1)
    add_people(event.sessions.get(), 1, names=["夜勤　光"])
    mark(event, actor=staff)
    page = client.post(search, {"words": "夜勤 光"})
    (found,) = page.context["found"]
    assert (found.times, found.source) == (2, "videos")
    Completion.objects.update(name="", name_kana="", agency_name="", forgotten_at=NOW)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_a_search_asks_as_often_for_three_who_completed_as_for_one(course, card, staff, count):
    for number in range(count):
        viewer = _viewer(card, f"夜勤 {number}")
        watch_course(viewer, course)
    note_completions(now=NOW)
    with CaptureQueriesContext(connection) as captured:
        assert len(learners(["夜勤"])) == count
    assert len(captured) == 3
    with CaptureQueriesContext(connection) as captured:
        assert learners(["いない人"]) == []
    assert ["JOIN" in each["sql"] for each in captured if "completion_completion" in each["sql"]] == [False]


def test_the_desk_says_what_is_asked_and_sees_how_many_completed(client, course, staff, card):
    address = f"/cms/videos/{course.pk}/completion/"
    sign_in(client, staff)
    assert address in client.get(f"/cms/videos/{course.pk}/").text
    page = client.get(address)
    assert page.context["form"]["least_percent"].value() == 95
    typed = {"least_percent": "101", "gives_certificate": "on", "title": "受講証明書", "text": "証します。"}
    answer = client.post(address, typed)
    assert (answer.status_code, "1から100まで" in answer.text, "受講証明書" in answer.text) == (
        422,
        True,
        True,
    )
    answer = client.post(address, typed | {"least_percent": "90", "asks_questions": "on"})
    assert answer.headers["Location"] == f"/cms/videos/{course.pk}/"
    rule = CompletionRule.objects.get()
    assert (rule.least_percent, rule.asks_questions, rule.gives_certificate, rule.title) == (
        90,
        True,
        True,
        "受講証明書",
    )


def test_the_desks_screen_is_for_those_who_make_courses(course, partner):
    address = f"/cms/videos/{course.pk}/completion/"
    admin = make_user(name="管理者G", roles=[PublicRole.SYSTEM_ADMIN])
    assert Client().get(address).status_code == 302
    assert sign_in(Client(), admin).get(address).status_code == 404
    assert sign_in(Client(), partner).get(address).status_code == 302


def test_pages_hold_no_names_in_addresses_and_are_kept_nowhere(client, card, course, staff):
    ask_for(course, by=staff)
    ask_question(course.parts.first())
    come_in(client, card)
    for address in (DONE, QUESTION):
        page = client.get(address)
        assert "no-store" in page.headers["Cache-Control"] or "no-cache" in page.headers["Cache-Control"]
        assert "noindex" in page.text
    assert Completion.objects.count() == 0
    assert Client().get(DONE).status_code == 303
