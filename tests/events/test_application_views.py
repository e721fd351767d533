"""The page of one application behind its signed link: how it stands, names, change, cancel, papers."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from events import links
from events.models import Application, Session
from events.services.applying import PersonRequest
from events.services.changing import cancel_application
from events.services.publishing import cancel_event
from foundation.calendar.ics import URI_CHARACTERS
from tests.events.filled import Form
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import make_agency, make_partner
from tests.factories.events import NOW, apply, make_event, make_session, some_people
from tests.foundation.printed import Printed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

PAGES = ["application", "done", "change", "cancel", "receipt", "application_calendar"]


def address(application, name="application"):
    return reverse(f"events:{name}", args=[links.token(application)])


def shown(application, name="application", client=None):
    response = (client or Client()).get(address(application, name))
    assert response.status_code == 200
    return response.content.decode()


def words(html):
    main = html.partition("<main")[2].partition("</main>")[0]
    return "".join(re.sub(r"<[^>]*>", "", main).split())


def people_of(application):
    return [person.name for person in application.participants.filter(cancelled_at=None).order_by("position")]


def fresh(application):
    return Application.objects.get(pk=application.pk)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    "forge", [lambda token: token[:-1], lambda token: "x" + token, lambda token: token.split(":")[0]]
)
def test_a_forged_link_is_answered_by_what_to_do(name, forge):
    token = forge(links.token(apply(make_session())))
    response = Client().get(reverse(f"events:{name}", args=[token]))
    assert response.status_code == 404
    assert "お電話でも、申し込みを確かめたり" in response.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_a_link_ends_ninety_days_after_the_event(name):
    application = apply(make_session())
    ends = application.session.ends_at + timedelta(days=90)
    with time_machine.travel(ends, tick=False):
        assert Client().get(address(application, name)).status_code in (200, 303)
    with time_machine.travel(ends + timedelta(seconds=1), tick=False):
        assert Client().get(address(application, name)).status_code == 404


@pytest.mark.parametrize("name", PAGES)
def test_no_page_of_an_application_is_kept_by_any_cache(name):
    response = Client().get(address(apply(make_session()), name))
    assert "no-store" in response.headers["Cache-Control"]


def test_the_key_in_the_address_stays_out_of_the_log(caplog):
    application = apply(make_session(), 2)
    Client().get(address(application).replace(":", "x"))
    Client().post(address(application, "change"), {})
    assert [record for record in caplog.records if application.public_id in record.getMessage()] == []


def test_a_seat_is_told_in_words_with_people_and_number():
    application = apply(
        make_session(online=5), [PersonRequest("venue", "髙橋 慎", "タカハシ シン", "世話人")]
    )
    page = words(shown(application))
    parts = [
        "受付番号R8-0001",
        "1人分の席があります",
        "髙橋慎会場タカハシシン世話人",
        "佐久間礼子",
        "000-000-4567",
    ]
    assert [part for part in parts if part not in page] == []


def test_whoever_waits_reads_the_place_in_line():
    session = make_session(venue=2)
    apply(session, 2)
    apply(session, 1)
    application = apply(session, 2)
    page = words(shown(application))
    assert "空きを待っています（2番目、2人）" in page
    assert "空きを待つ列の、2番目です" in page
    assert "カレンダーに入れる" not in page


@pytest.mark.parametrize(
    ("way", "state", "shows"),
    [("online", "confirmed", True), ("venue", "confirmed", False), ("online", "waiting", False)],
)
def test_the_online_address_is_for_those_with_a_seat_on_line(way, state, shows):
    session = make_session(venue=5, online=1)
    if state == "waiting":
        apply(session, way="online")
    application = apply(session, way=way)
    assert application.state == state
    pages = shown(application) + shown(application, "done")
    assert ("meeting.example.jp" in pages) == shows


def test_the_online_address_goes_with_a_cancelled_seat():
    application = apply(make_session(venue=None, online=5), way="online")
    assert "meeting.example.jp" in shown(application)
    cancel_application(application=application, actor=None, by_staff=False, now=NOW)
    assert "meeting.example.jp" not in shown(application)


def test_the_page_of_a_cancelled_event_says_so_and_offers_nothing():
    application = apply(make_session(venue=None, online=5), way="online")
    event = application.session.event
    cancel_event(event=event, reason="雪のため", actor=make_user(roles=["staff"]), now=NOW)
    page = shown(application)
    assert "雪のため" in page
    offers = ("change/", "cancel/", "event.ics", "meeting.example.jp")
    assert [offer for offer in offers if offer in page] == []


@pytest.mark.parametrize(
    ("fields", "answer"),
    [
        ({}, "minamo@example.jpに送りました"),
        ({"reply_way": "fax", "fax": "099-000-4568"}, "FAXで、受付票を送ります"),
        ({"reply_way": "phone", "email": ""}, "お電話で、お返事します"),
    ],
)
def test_the_last_page_says_how_the_answer_comes(fields, answer):
    page = words(shown(apply(make_session(), **fields), "done"))
    assert "受付番号R8-0001席を1つ取りました。" in page
    assert answer in page


def test_the_last_page_says_what_comes_next():
    page = words(shown(apply(make_session(), 2, named=False), "done"))
    parts = [
        "12月4日（金）までに、あと2人の名前を知らせてください",
        "12月8日（火）と12月10日（木）に、もう一度お知らせします",
    ]
    assert [part for part in parts if part not in page] == []


def test_the_last_page_of_a_cancelled_application_leads_to_its_page():
    application = apply(make_session())
    cancel_application(application=application, actor=None, by_staff=False, now=NOW)
    assert Client().get(address(application, "done")).headers["Location"] == address(application)


# Change


NAMES = [("髙橋 慎", "タカハシ シン"), ("宮﨑 ひかり", "ミヤザキ ヒカリ"), ("佐久間 礼子", "サクマ レイコ")]


def written(people=3, *, named=True, session=None, **fields):
    """Return an application as the form itself would have made it."""
    names = NAMES if named else [("", "")] * people
    requests = [PersonRequest("venue", *name) for name in names[:people]]
    return apply(session or make_session(), requests, phone="099-000-4567", **fields)


def change(application, client=None, **changes):
    client = client or Client()
    data = Form(client.get(address(application, "change"))).sent(**changes)
    return client.post(address(application, "change"), data)


def test_names_follow_later():
    application = written(2, named=False)
    name = {"people-0-name": "宮﨑 ひかり", "people-0-name_kana": "みやざき ひかり", "people-0-later": None}
    response = change(application, **name)
    assert (response.status_code, response.headers["Location"]) == (303, address(application))
    person = application.participants.get(position=1)
    assert (person.name, person.name_kana) == ("宮﨑 ひかり", "ミヤザキ ヒカリ")
    assert people_of(application) == ["宮﨑 ひかり", ""]


def test_contact_and_wishes_change():
    application = written()
    change(
        application,
        phone="099-000-9999",
        reply_way="phone",
        accommodations=["quiet_seat"],
        note="杖を使います。",
    )
    now = fresh(application)
    assert (now.phone, now.reply_way, now.accommodations, now.note) == (
        "099-000-9999",
        "phone",
        ["quiet_seat"],
        "杖を使います。",
    )


def test_a_change_without_changes_changes_nothing():
    application = written(accommodations=["wheelchair"], note="一行\n二行")
    before = list(application.participants.values()), vars(fresh(application)) | {"_state": None}
    assert change(application).status_code == 303
    assert (list(application.participants.values()), vars(fresh(application)) | {"_state": None}) == before


def test_a_wrong_change_keeps_what_was_typed():
    application = written(2)
    response = change(application, **{"people-1-name": "北川 学", "people-1-name_kana": "", "phone": "x"})
    html = response.content.decode()
    assert response.status_code == 422
    assert "<title>エラー：" in html
    assert Form(response).fields["people-1-name"] == ["北川 学"]
    assert "2人目　フリガナ：フリガナを書いてください。名札に使います。" in html
    assert people_of(application) == ["髙橋 慎", "宮﨑 ひかり"]


def test_names_go_to_the_right_people_when_one_dropped_out_meanwhile():
    application = written(3)
    client = Client()
    page = Form(client.get(address(application, "change")))
    first = application.participants.get(position=1)
    client.post(address(application, "cancel"), {"people": [first.pk]})
    client.post(address(application, "change"), page.sent(**{"people-1-name": "北川 学"}))
    assert people_of(application) == ["北川 学", "佐久間 礼子"]


def test_people_of_another_application_are_out_of_reach():
    session = make_session()
    application, other = written(1, session=session), written(1, session=session)
    victim = other.participants.get()
    changes = {"people-0-participant": str(victim.pk), "people-0-name": "北川 学"}
    assert change(application, **changes).status_code == 303
    assert people_of(other) == people_of(application) == ["髙橋 慎"]


def test_two_people_of_one_name_are_refused():
    application = written(2)
    twin = {"people-1-name": "高橋　慎", "people-1-name_kana": "タカハシ シン"}
    response = change(application, **twin)
    assert response.status_code == 422
    assert "2人目　お名前：1人目と同じ方です。" in response.content.decode()


def test_the_link_alone_does_not_show_an_agencys_people():
    agency = make_agency()
    earlier = [PersonRequest("venue", "髙橋 慎", "タカハシ シン")]
    apply(make_session(), earlier, agency=agency)
    application = apply(make_session(), 1, named=False, agency=agency)
    other = sign_in(Client(), make_partner(agency=make_agency(name="よその家"), name="部外者D"))
    own = sign_in(Client(), make_partner(agency=agency))
    clients = (Client(), other, own)
    assert ["髙橋 慎" in shown(application, "change", client) for client in clients] == [False, False, True]


def test_a_partner_chooses_a_colleague_for_an_open_place():
    agency = make_agency()
    known = apply(make_session(), [PersonRequest("venue", "髙橋 慎", "タカハシ シン")], agency=agency)
    application = written(1, named=False, agency=agency)
    client = sign_in(Client(), make_partner(agency=agency))
    person = known.participants.get().person
    change(application, client, **{"people-0-colleague": str(person.pk), "people-0-later": None})
    assert application.participants.get().person == person


@pytest.mark.parametrize("name", ["change", "cancel"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_after_the_deadline_only_the_phone_helps(name, method):
    application = apply(make_session(), 2)
    late = application.session.event.deadline_at + timedelta(seconds=1)
    with time_machine.travel(late, tick=False):
        client = Client()
        response = getattr(client, method)(address(application, name), {"whole": "1"})
        page = client.get(response.headers["Location"]).content.decode()
    assert response.status_code == 303
    assert "締切を過ぎたので、ここでは" in page
    assert people_of(application) == ["見本 1", "見本 2"]


# Cancel


def test_cancelling_asks_who_and_then_whether_that_is_meant():
    application = apply(make_session(), 3)
    first = application.participants.get(position=1)
    choose = shown(application, "cancel")
    assert choose.count('name="people"') == 3
    cushion = Client().get(address(application, "cancel"), {"some": "1", "people": first.pk})
    page = words(cushion.content.decode())
    assert "1人を取り消しますか" in page
    assert "席を1つ返します" in page
    assert people_of(application) == ["見本 1", "見本 2", "見本 3"]
    response = Client().post(address(application, "cancel"), Form(cushion).sent())
    assert response.headers["Location"] == address(application)
    assert people_of(application) == ["見本 2", "見本 3"]
    assert fresh(application).state == "confirmed"


def test_the_whole_application_is_cancelled():
    application = apply(make_session(), 2)
    cushion = Client().get(address(application, "cancel"), {"whole": "1"})
    assert "申し込みを取り消しますか" in cushion.content.decode()
    assert fresh(application).state == "confirmed"
    Client().post(address(application, "cancel"), Form(cushion).sent())
    assert fresh(application).state == "cancelled"
    assert "取り消しました" in shown(application)


def test_ticking_everybody_cancels_the_whole_application():
    application = apply(make_session(), 2)
    everybody = list(application.participants.values_list("pk", flat=True))
    cushion = Client().get(address(application, "cancel"), {"some": "1", "people": everybody})
    assert "申し込みを取り消しますか" in cushion.content.decode()
    Client().post(address(application, "cancel"), {"people": everybody})
    assert fresh(application).state == "cancelled"


def test_one_person_alone_is_asked_at_once_whether_it_is_meant():
    assert "申し込みを取り消しますか" in shown(apply(make_session()), "cancel")


def test_whoever_ticks_nobody_is_told():
    application = apply(make_session(), 2)
    response = Client().get(address(application, "cancel"), {"some": "1"})
    assert response.status_code == 422
    assert "取り消す方を選んでください" in response.content.decode()


def test_pressing_twice_takes_out_nobody_else():
    application = apply(make_session(), 2)
    first = application.participants.get(position=1)
    client = Client()
    for _ in range(2):
        response = client.post(address(application, "cancel"), {"people": [first.pk]})
        assert response.headers["Location"] == address(application)
    assert people_of(application) == ["見本 2"]
    assert fresh(application).state == "confirmed"


def test_a_looked_at_cancel_page_cancels_nothing():
    application = apply(make_session())
    for query in ({}, {"whole": "1"}, {"some": "1", "people": "x"}):
        Client().get(address(application, "cancel"), query)
    assert fresh(application).state == "confirmed"


def test_seats_given_back_go_to_the_line():
    session = make_session(venue=2)
    application = apply(session, 2)
    waiting = apply(session, 2)
    Client().post(address(application, "cancel"), {"whole": "1"})
    assert fresh(waiting).state == "confirmed"


# Papers and calendar


def test_the_receipt_tells_how_it_stands():
    session = make_session(venue=2, online=5)
    application = apply(session, some_people(2))
    waiting = apply(session, 1, named=False, agency_name="")
    printed = Printed(Client().get(address(application, "receipt")).content)
    assert [
        part
        for part in ("受付票", "R8-0001", "2人分の席があります", "見本市民会館")
        if part not in printed.text
    ] == []
    assert "つなぎ方は別にお知らせします" not in printed.text
    other = Printed(Client().get(address(waiting, "receipt")).content)
    assert [
        part
        for part in ("佐久間礼子様", "空きを待っています（1番目、1人）", "あとで決める")
        if part not in other.text
    ] == []
    assert "御中" not in other.text


def test_a_seat_is_put_into_the_calendar_with_the_way_to_its_page():
    application = apply(make_session(online=5), way="online")
    response = Client().get(address(application, "application_calendar"))
    content = response.content.decode().replace("\r\n ", "")
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"UID:{application.session.calendar_uid}" in content
    assert f"URL:{links.address(application)}" in content or ":" in URI_CHARACTERS
    assert "meeting.example.jp" not in content


def test_without_a_seat_there_is_nothing_to_put_into_a_calendar():
    session = make_session(venue=1)
    apply(session)
    waiting = apply(session)
    response = Client().get(address(waiting, "application_calendar"))
    assert (response.status_code, response.headers["Location"]) == (303, address(waiting))


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_asks_as_often_for_three_people_as_for_one(people, django_assert_num_queries):
    application = apply(make_session(), people)
    Session.objects.update(venue_route="駅から8分")
    with django_assert_num_queries(7):
        shown(application)


def test_an_event_page_never_shows_who_applied():
    event = make_event()
    apply(
        event.sessions.get(), [PersonRequest("venue", "髙橋 慎", "タカハシ シン")], agency_name="ひみつの家"
    )
    page = Client().get(event.get_absolute_url()).content.decode()
    assert [word for word in ("髙橋", "タカハシ", "佐久間", "ひみつの家") if word in page] == []
