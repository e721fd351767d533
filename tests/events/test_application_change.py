"""Behind its signed link an application changes: names follow, people drop out, the whole is cancelled."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from events.services.applying import PersonRequest
from events.services.changing import cancel_people
from tests.events.application_page import address, fresh, people_of, shown, words
from tests.events.filled import Form
from tests.factories.accounts import sign_in
from tests.factories.directory import make_agency, make_partner
from tests.factories.events import NOW, apply, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

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
    assert "2人目　フリガナを書いてください。名札に使います。" in html
    assert people_of(application) == ["髙橋 慎", "宮﨑 ひかり"]


def test_names_go_to_the_right_people_when_one_dropped_out_meanwhile():
    application = written(3)
    client = Client()
    page = Form(client.get(address(application, "change")))
    first = application.participants.get(position=1)
    client.post(address(application, "cancel"), {"people": [first.pk]})
    client.post(address(application, "change"), page.sent(**{"people-1-name": "北川 学"}))
    assert people_of(application) == ["北川 学", "佐久間 礼子"]


def test_their_pages_are_counted_as_the_people_who_stay_are():
    application = written(3)
    gone = application.participants.get(position=2)
    cancel_people(application=application, people={gone.pk}, actor=None, by_staff=False, now=NOW)
    listed = re.findall(r"(\d)番目　(\S+ \S+?)</a>", shown(application))
    assert listed == [("1", NAMES[0][0]), ("2", NAMES[2][0])]


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


# What the link alone may do


def test_the_link_alone_writes_names_but_adds_nobody_to_an_agency():
    agency = make_agency()
    application = written(1, named=False, agency=agency)
    name = {"people-0-name": "宮﨑 ひかり", "people-0-name_kana": "ミヤザキ ヒカリ", "people-0-later": None}
    assert change(application, **name).status_code == 303
    person = application.participants.get()
    assert (person.name, person.person) == ("宮﨑 ひかり", None)
    assert agency.memberships.count() == 0
    change(application, sign_in(Client(), make_partner(agency=agency)), **{"people-0-job": "世話人"})
    assert agency.memberships.filter(person__name="宮﨑 ひかり").count() == 1


def test_the_link_alone_does_not_tell_who_takes_part_already():
    agency, session = make_agency(), make_session()
    apply(session, [PersonRequest("venue", "髙橋 慎", "タカハシ シン")], agency=agency)
    application = written(1, named=False, session=session, agency=agency)
    name = {"people-0-name": "髙橋 慎", "people-0-name_kana": "タカハシ シン", "people-0-later": None}
    assert change(application, **name).status_code == 303
