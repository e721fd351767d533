"""The menu, the request in three steps without scripts, and the page of a request."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.lectures import links
from events.lectures.enums import RequestState
from events.lectures.models import LectureRequest
from events.lectures.services.forgetting import forget_requesters
from events.lectures.services.registers import write_theme
from foundation.mail.models import OutgoingMail
from foundation.registry import calendar_sources
from tests.events.filled import Form
from tests.factories.accounts import sign_in
from tests.factories.directory import make_agency, make_partner
from tests.factories.events import NOW
from tests.factories.lectures import WISH, agree, ask, make_lecturer, make_theme, propose
from tests.foundation.printed import Printed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

ASK = "/lectures/request/"
NEXT, SEND = (None, ""), ("send", "1")
WHAT = {
    "theme": "other",
    "theme_text": "住まいの探し方",
    "audience": "世話人",
    "people": "12人",
    "minutes": "60",
}
WHEN = {
    "wish1_day": "R9.1.14",
    "wish1_time": "午後1時半",
    "wish2_day": "2027/1/21",
    "wish2_time": "13:30",
    "place": "みなも 交流室",
    "equipment": ["screen"],
}
WHO = {
    "host": "グループホームみなも",
    "contact_name": "佐久間 礼子",
    "phone": "099-000-4567",
    "email": "sakuma@minamo.example.jp",
    "reply_way": "mail",
}


@pytest.fixture(autouse=True)
def _no_rates_of_other_tests():
    cache.clear()


def step(response, **changes):
    """Fill in one step and press its button; the server keeps nothing in between."""
    return Client().post(ASK, Form(response).sent(press=NEXT, **changes))


def checked(client=None, **changes):
    first = (client or Client()).get(ASK)
    second = step(first, **WHAT | changes)
    third = step(second, **WHEN)
    return step(third, **WHO)


def status_of(request, part=""):
    return links.path(request) + part


def test_three_steps_lead_to_a_number():
    check = checked()
    assert check.status_code == 200
    assert "令和9年1月14日（木）午後1時30分から" in check.content.decode()
    sent = Client().post(ASK, Form(check).sent(press=SEND))
    request = LectureRequest.objects.get()
    assert sent.status_code == 303
    assert (request.number, request.people, request.equipment) == ("R8-D01", 12, ["screen"])
    assert [wish.starts_at for wish in request.wishes.all()] == [WISH, WISH + timedelta(days=7)]
    assert "R8-D01" in Client().get(sent["Location"]).content.decode()


def test_a_wish_on_a_closed_day_is_told_before_it_is_sent():
    told = "1月11日は祝日（成人の日）です。"
    step_two = step(Client().get(ASK), **WHAT)
    checks = [step(step(step_two, **WHEN | {"wish1_day": day}), **WHO) for day in ("2027/1/11", "2027/1/14")]
    assert [told in check.content.decode() for check in checks] == [True, False]


def test_the_page_of_a_request_shows_all_that_was_asked():
    shown = (
        Client().get(status_of(ask(parking="yes", equipment=["screen"], may_name_host=True))).content.decode()
    )
    assert [word in shown for word in ("駐車場", "会場にあるもの", "予定表や実績に出してよい")] == [True] * 3


def test_sending_twice_makes_one_request():
    data = Form(checked()).sent(press=SEND)
    first, second = (Client().post(ASK, data)["Location"] for _ in range(2))
    assert first == second
    assert LectureRequest.objects.count() == 1


def test_a_step_that_is_not_right_stays_and_says_what_to_mend():
    answer = step(Client().get(ASK), **WHAT | {"theme_text": ""})
    assert answer.status_code == 422
    assert "聞きたいことを書いてください。" in answer.content.decode()
    answer = step(step(Client().get(ASK), **WHAT), **WHEN | {"wish2_day": "2027/1/14"})
    assert answer.status_code == 422
    assert "同じ日時が2回" in answer.content.decode()
    past = step(step(Client().get(ASK), **WHAT), **WHEN | {"wish1_day": "2026/11/1"})
    assert "これから先" in past.content.decode()


def test_a_place_is_needed_where_somebody_has_to_go():
    second = step(Client().get(ASK), **WHAT)
    assert step(second, **WHEN | {"place": ""}).status_code == 422
    assert step(second, **WHEN | {"place": "", "way": "online"}).status_code == 200


def test_going_back_keeps_everything_that_was_typed():
    check = Form(checked(aim="やさしく"))
    back = Client().post(ASK, check.sent(press=("to", "what")))
    form = Form(back)
    assert form.fields["theme_text"] == ["住まいの探し方"]
    assert form.fields["place"] == ["みなも 交流室"]
    again = step(step(step(back, aim="とてもやさしく")))
    assert "とてもやさしく" in again.content.decode()


@pytest.mark.parametrize("steps", [0, 1, 2, 3])
def test_the_switch_for_readings_brings_every_step_back_unjudged(steps):
    answer = Client().get(ASK)
    for given in (WHAT, WHEN, WHO)[:steps]:
        answer = step(answer, **given)
    data = Form(answer).sent(press=("set-furigana", "on"))
    again = Client().post(ASK, data)
    assert again.status_code == 200
    assert "field__error" not in again.content.decode()
    names = set(data) - {"set-furigana", "csrfmiddlewaretoken"}
    assert {name: Form(again).fields.get(name) for name in names} == {name: data[name] for name in names}


def test_the_link_of_a_theme_fills_it_in():
    theme = make_theme(minutes=90)
    form = Form(Client().get(f"{ASK}?theme=A1"))
    assert (form.fields["theme"], form.fields["minutes"]) == ([str(theme.pk)], ["90"])


def test_an_agency_is_known_and_its_request_is_its_own():
    agency = make_agency(name="グループホームみなも")
    client = sign_in(Client(), make_partner(agency=agency))
    second = client.post(ASK, Form(client.get(ASK)).sent(press=NEXT, **WHAT))
    third = client.post(ASK, Form(second).sent(press=NEXT, **WHEN))
    assert Form(third).fields["host"] == ["グループホームみなも"]
    check = client.post(ASK, Form(third).sent(press=NEXT, **WHO))
    client.post(ASK, Form(check).sent(press=SEND))
    assert LectureRequest.objects.get().agency == agency
    stranger = Client().post(ASK, Form(check).sent(press=SEND, form_key="", host="よその人"))
    assert stranger.status_code == 422


def test_strangers_may_not_send_without_end(settings):
    settings.APPLICATION_RATES = {"sender": "1/h/ip", "recipient": "10/h/key"}
    assert Client().post(ASK, Form(checked()).sent(press=SEND)).status_code == 303
    answer = Client().post(ASK, Form(checked()).sent(press=SEND))
    assert answer.status_code == 429
    assert Form(answer).fields["host"] == ["グループホームみなも"]


def test_a_mail_address_that_asked_too_often_gets_no_more_letters_and_the_usual_answer(settings):
    settings.APPLICATION_RATES = {"sender": "9/h/ip", "recipient": "1/h/key"}
    answers = [Client().post(ASK, Form(checked()).sent(press=SEND)) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert LectureRequest.objects.count() == 2
    assert OutgoingMail.objects.count() == 1


def test_the_menu_names_no_lecturer_and_no_retired_theme():
    make_theme(lecturers=[make_lecturer(name="見本 講子", shown_as="センターの社会福祉士")])
    make_theme(code="Z9", title="むかしの題目", is_active=False)
    text = Client().get("/lectures/").content.decode()
    assert "センターの社会福祉士" in text
    assert [word for word in ("見本 講子", "むかしの題目") if word in text] == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_menu_asks_as_often_for_three_themes_as_for_one(count):
    for number in range(count):
        make_theme(code=f"A{number}", lecturers=[make_lecturer(name=f"見本 {number}")])
    with CaptureQueriesContext(connection) as captured:
        Client().get("/lectures/")
    assert sum('"events_lectures_' in query["sql"] for query in captured) == 2


def test_the_requester_accepts_the_date_that_stands_on_the_page(staff):
    request = ask()
    propose(request, make_lecturer(), actor=staff, words="車で行きます。")
    page = Client().get(status_of(request))
    assert "車で行きます。" in page.content.decode()
    Client().post(status_of(request, "accept/"), Form(page).sent(press=NEXT))
    request.refresh_from_db()
    assert request.state == RequestState.AGREED
    assert Client().get(status_of(request, "calendar.ics")).status_code == 200


def test_the_requester_asks_for_another_date(staff):
    request = ask()
    propose(request, make_lecturer(), actor=staff)
    page = Client().get(status_of(request, "another/"))
    assert Client().post(status_of(request, "another/"), Form(page).sent(press=NEXT)).status_code == 422
    Client().post(status_of(request, "another/"), Form(page).sent(press=NEXT, words="火曜の午後"))
    request.refresh_from_db()
    assert (request.state, request.counter_text) == (RequestState.COUNTERED, "火曜の午後")


def test_a_wish_about_a_date_that_stands_no_more_is_told_and_kept(staff):
    request = ask()
    propose(request, make_lecturer(), actor=staff)
    form = Form(Client().get(status_of(request, "another/")))
    late = Client().post(
        status_of(request, "another/"), form.sent(press=NEXT, words="火曜の午後", proposal="999999")
    )
    assert late.status_code == 422
    assert "火曜の午後" in late.content.decode()
    request.refresh_from_db()
    assert request.state == RequestState.PROPOSED


def test_the_requester_calls_it_off():
    request = ask()
    page = Client().get(status_of(request, "cancel/"))
    Client().post(status_of(request, "cancel/"), Form(page).sent(press=NEXT, reason="人が集まらないため"))
    request.refresh_from_db()
    assert request.state == RequestState.CANCELLED
    assert Client().get(status_of(request, "cancel/")).status_code == 303


def test_a_forged_link_opens_nothing():
    request = ask()
    for part in ("", "done/", "accept/", "another/", "cancel/", "calendar.ics"):
        address = status_of(request, part).replace(request.public_id, "0" * 20)
        send = Client().post if part == "accept/" else Client().get
        assert send(address).status_code == 404


def test_the_feed_names_only_hosts_who_agreed_and_never_their_place(staff):
    lead = make_lecturer()
    agree(ask(theme=make_theme()), lead, actor=staff)
    agree(ask(may_name_host=True), lead, actor=staff, starts_at=WISH + timedelta(days=1))
    source = dict(calendar_sources.items())["events_lectures"]
    told = {(entry.summary, entry.location) for entry in source(now=NOW)}
    assert told == {("出前講座「センターの仕事を知る」", ""), ("出前講座", "グループホームみなも")}
    feed = Client().get("/events/calendar.ics").content.decode()
    assert not re.search("交流室|見本町2丁目|佐久間|住まいの探し方", feed)


def test_list_and_month_show_the_lectures_that_the_feed_carries(staff):
    lead = make_lecturer()
    agree(ask(theme=make_theme(), may_name_host=True), lead, actor=staff)
    listed = Client().get("/events/", {"uncached": "1"}).content.decode()
    month = f"{WISH:%Y-%m}"
    table = Client().get("/events/", {"view": "month", "m": month, "uncached": "1"}).content.decode()
    for page in (listed, table):
        assert ("出前講座「センターの仕事を知る」" in page, "グループホームみなも" in page) == (True, True)
        assert re.findall("交流室|見本町2丁目", page) == []
    narrowed = Client().get("/events/", {"kind": "training", "uncached": "1"}).content.decode()
    assert "出前講座「センターの仕事を知る」" not in narrowed


def test_whoever_asked_is_forgotten_after_the_time_to_keep(staff):
    done, open_still = ask(), ask()
    coming = agree(ask(), make_lecturer(), actor=staff)
    late = NOW + timedelta(days=364)
    assert forget_requesters(now=late) == 0
    assert forget_requesters(now=NOW + timedelta(days=366)) == 2
    done.refresh_from_db()
    open_still.refresh_from_db()
    coming.refresh_from_db()
    assert (done.contact_name, done.phone, done.email, done.people) == ("", "", "", 12)
    assert open_still.state == RequestState.CANCELLED
    assert coming.contact_name == "佐久間 礼子"
    assert Client().get(status_of(done)).status_code == 404
    assert forget_requesters(now=WISH + timedelta(days=366)) == 1


def test_menu_and_sheet_are_papers_with_the_fields_of_the_form():
    make_theme(materials="パンフレット")
    menu, sheet = (
        Printed(Client().get(reverse(f"lectures:{name}")).content) for name in ("menu_paper", "sheet")
    )
    assert "センターの仕事を知る" in menu.text
    assert len(sheet.document) == 1
    asked = (
        "題目",
        "聞く方",
        "人数（およそ）",
        "第3希望",
        "会場の名前",
        "駐車場",
        "団体・事業所の名前",
        "お返事の方法",
    )
    assert [word for word in asked if word not in sheet.text] == []


def test_the_search_finds_a_theme_until_it_is_retired(staff):
    values = {
        "code": "B1",
        "title": "入口支援を学ぶ",
        "minutes": 90,
        "level": "some",
        "audience": "弁護士の方",
        "aims": "釈放までの短い時間にできること",
        "materials": "",
        "is_active": True,
    }
    theme = write_theme(theme=None, values=values, lecturers=[], actor=staff, now=NOW)
    assert "入口支援を学ぶ" in Client().get("/search/?q=弁護士").content.decode()
    retired = values | {"is_active": False}
    write_theme(theme=theme, values=retired, lecturers=[], actor=staff, now=NOW)
    assert "入口支援を学ぶ" not in Client().get("/search/?q=弁護士").content.decode()
