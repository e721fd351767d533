"""The form, its confirm page, the event's page and its sheet, by the way in which the event decides."""

import pytest
from django.test import Client

from directory.enums import MembershipRole
from events.admission_words import BY_CRITERIA
from events.enums import Admission
from events.models import AgencyChoice, Application, KeptSeats
from events.selection import Criteria
from tests.events.application_page import words
from tests.events.apply_form import MORE, SEND, WAIT, address, confirmed, mistakes, opened, post
from tests.events.filled import Form
from tests.factories.accounts import make_user, sign_in
from tests.factories.directory import make_agency, make_partner
from tests.factories.events import NOW, STARTS_AT, apply, make_event
from tests.foundation.printed import Printed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]
TWO = {
    "people-TOTAL_FORMS": "2",
    "people-1-name": "林 学",
    "people-1-name_kana": "ハヤシ マナブ",
    "people-1-job": "",
}


def page_of(event):
    return words(Client().get(event.get_absolute_url(), {"uncached": "1"}).content.decode())


def group_of(people, event, **changes):
    """Return the form with so many rows, the later ones without names yet."""
    form = opened(event)
    for row in range(1, people):
        form = Form(post(event, form.sent(press=MORE)))
        form.fields[f"people-{row}-later"] = ["on"]
    return form


# --- how many people a group needs ----------------------------------------------------------------------


def test_whoever_comes_alone_is_not_asked_for_fewer():
    page = Client().get(address(make_event())).content.decode()
    assert ("何人からなら" in page, 'name="least_people"' in page) == (False, True)


def test_a_group_says_with_how_few_it_comes_and_gets_what_is_free():
    event = make_event(venue=3)
    apply(event.sessions.get(), 1)
    form = group_of(3, event)
    page = confirmed_form(event, form, least_people="2")
    assert "いまは、2人分の席があります" in page.content.decode()
    assert "席が足りないときは、2人から参加する" in page.content.decode()
    assert SEND in Form(page).buttons
    done = post(event, Form(page).sent(press=SEND))
    application = Application.objects.latest("id")
    assert (application.least_people, application.state) == (2, "partly")
    assert "席を2つ取りました。残りの1人は、1番目に待っています。" in words(
        Client().get(done.headers["Location"]).content.decode()
    )


def confirmed_form(event, form, **changes):
    sure = {
        "agency_name": "グループホームみなも",
        "contact_name": "佐久間 礼子",
        "phone": "099-000-4567",
        "email": "sakuma@minamo.example.jp",
        "people-0-later": "on",
    }
    response = post(event, form.sent(**(sure | changes)))
    assert response.status_code == 200, mistakes(response)
    return response


def test_a_group_that_says_nothing_comes_whole_or_waits():
    event = make_event(venue=2)
    apply(event.sessions.get(), 1)
    page = confirmed_form(event, group_of(2, event))
    assert (WAIT in Form(page).buttons, SEND in Form(page).buttons) == (True, False)


def test_the_question_stands_open_where_seats_lack_and_is_folded_where_there_are_enough():
    event = make_event(venue=2)
    assert (
        '<details class="least" id="least">' in post(event, opened(event).sent(press=MORE)).content.decode()
    )
    apply(event.sessions.get(), 1)
    assert (
        '<details class="least" id="least" open>'
        in post(event, opened(event).sent(press=MORE)).content.decode()
    )


def test_the_answer_is_kept_while_rows_come_and_go():
    event = make_event()
    form = Form(post(event, group_of(3, event).sent(press=MORE, least_people="2")))
    assert form.fields["least_people"] == ["2"]


@pytest.mark.parametrize("admission", [Admission.AFTER_DEADLINE, Admission.LOTTERY])
def test_where_all_are_decided_together_a_group_of_several_is_asked_as_well(admission):
    event = make_event(admission=admission)
    alone = opened(event)
    assert "何人からなら" not in Client().get(f"{event.get_absolute_url()}apply/").text
    page = post(event, alone.sent(press=MORE))
    assert '<details class="least" id="least" open>' in page.content.decode()
    sure = confirmed_form(event, Form(page), least_people="1", **{"people-1-later": "on"})
    assert "1人でも参加する" in sure.content.decode()
    post(event, Form(sure).sent(press=SEND))
    assert Application.objects.get().least_people == 1


# --- manager and list -----------------------------------------------------------------------------------


def test_where_the_manager_has_to_agree_the_form_asks_for_tick_and_name():
    event = make_event(asks_for_manager=True)
    refused = mistakes(post(event, opened(event).sent()))
    assert [line for line in refused if "所属長" in line] == [
        "所属長の了承を得ています：所属長の了承を得てから、しるしをつけてください。",
        "所属長のお名前を書いてください。",
    ]
    page = confirmed(event, manager_agrees="on", manager_name="宮﨑 ひかり")
    assert "宮﨑 ひかり" in page.content.decode()
    post(event, Form(page).sent(press=SEND))
    assert Application.objects.get().manager_name == "宮﨑 ひかり"


def test_other_events_do_not_ask_for_a_manager():
    assert "所属長" not in Client().get(address(make_event())).content.decode()


@pytest.mark.parametrize(("ticked", "told"), [("on", "名前をのせてよい"), (None, "名前をのせない")])
def test_names_stand_on_the_participants_list_only_where_somebody_said_so(ticked, told):
    event = make_event()
    page = confirmed(event, shows_names=ticked)
    assert told in page.content.decode()
    post(event, Form(page).sent(press=SEND))
    assert Application.objects.get().shows_names is bool(ticked)


# --- what will happen -----------------------------------------------------------------------------------

PROMISES = {
    Admission.FIRST_COME: ("席は、届いた順に決まります（先着順）。", "を押すと、席が取れます。"),
    Admission.AFTER_DEADLINE: (
        f"締切のあとにセンターが決めて、お知らせします。{BY_CRITERIA}",
        f"締切のあとにセンターが決めて、メールでお知らせします。{BY_CRITERIA}",
    ),
    Admission.LOTTERY: (
        "締切のあとにくじで決めて、お知らせします。",
        "締切のあとにくじで決めて、メールでお知らせします。",
    ),
    Admission.APPROVAL: (
        "センターが一件ずつ確かめて、参加していただけるかどうかをお知らせします。",
        "センターが確かめて、参加していただけるかどうかを、メールでお知らせします。",
    ),
}


def test_where_arrival_decides_between_equals_nobody_promises_that_all_are_equal():
    event = make_event(admission=Admission.AFTER_DEADLINE)
    told = page_of(event) + words(confirmed(event).content.decode())
    assert Criteria().words == "届いた順"
    assert ("みな同じ扱い" in told, BY_CRITERIA in told) == (False, True)


@pytest.mark.parametrize(("admission", "told"), PROMISES.items())
def test_each_way_of_deciding_is_said_on_page_form_and_confirm_page(admission, told):
    event = make_event(admission=admission)
    form = words(Client().get(address(event)).content.decode())
    confirm = words(confirmed(event).content.decode())
    assert (told[0] in page_of(event), told[0] in form, told[1] in confirm) == (True, True, True)


@pytest.mark.parametrize("admission", [Admission.AFTER_DEADLINE, Admission.LOTTERY, Admission.APPROVAL])
def test_before_a_decision_nobody_reads_of_full_seats(admission):
    event = make_event(venue=1, online=1, admission=admission)
    session = event.sessions.get()
    KeptSeats.objects.create(session=session, kept_for="network", way="venue", seats=1, until=STARTS_AT)
    apply(session, 3, least_people=1)
    pages = page_of(event) + Client().get(address(event)).content.decode()
    pages += confirmed(event, **{"people-0-way": "venue"}).content.decode()
    assert [word for word in ("満席", "空きを待つ列に申し込む", "残り1席") if word in pages] == []
    assert "定員会場1人・オンライン1人" in page_of(event)


@pytest.mark.parametrize("admission", [Admission.AFTER_DEADLINE, Admission.APPROVAL])
def test_what_is_decided_later_is_no_seat_on_the_last_page(admission):
    event = make_event(admission=admission)
    done = post(event, Form(confirmed(event)).sent(press=SEND))
    page = words(Client().get(done.headers["Location"]).content.decode())
    assert "1人分の申し込みが届きました。席は、まだ決まりません。" in page
    assert ("席を1つ取りました" in page, "カレンダーに入れる" in page) == (False, False)


def test_the_manager_of_the_agency_is_named_before_and_after_sending():
    agency = make_agency(email="minamo@example.jp", phone="099-000-4567")
    AgencyChoice.objects.create(
        agency=agency, manager_releases=True, changed_by=make_user(roles=["staff"]), changed_at=NOW
    )
    client = sign_in(Client(), make_partner(agency=agency, role=MembershipRole.PARTNER))
    event = make_event()
    page = post(event, opened(event, client).sent(**{"people-0-later": "on"}), client)
    assert "所属長の確認に出す" in page.content.decode()
    done = post(event, Form(page).sent(press=SEND), client)
    last = words(client.get(done.headers["Location"]).content.decode())
    assert "所属長の確認に出しました" in last
    assert "まだセンターに届いていません" in last
    assert Application.objects.get().state == "held"


def test_the_page_tells_the_rule_of_offers_and_of_the_line():
    page = page_of(make_event(offer_hours=48, most_passes=2, hold_until_days=5))
    assert "2日（48時間）以内に返事をすると、席が決まります" in page
    assert "あとの組に2回まで先を越されます" in page
    assert "開催の5日前まで" in page
    assert "席を取って、お知らせします" in page_of(make_event(offer_hours=None))


def test_kept_seats_are_told_to_everybody():
    event = make_event(venue=5)
    KeptSeats.objects.create(
        session=event.sessions.get(), kept_for="paper", way="venue", seats=2, until=STARTS_AT
    )
    assert "残り3席" in page_of(event)
    assert "取っておく席2席" in page_of(event)


def test_the_rules_have_a_page_that_each_event_leads_to():
    html = Client().get(make_event().get_absolute_url(), {"uncached": "1"}).content.decode()
    assert 'href="/events/seats/#line"' in html
    page = words(Client().get("/events/seats/").content.decode())
    assert "SHA-256の値が小さい順" in page


# --- the sheet ------------------------------------------------------------------------------------------

SHEETS = {
    Admission.FIRST_COME: ("席は、届いた日時の順に取ります。", True),
    Admission.AFTER_DEADLINE: ("締切のあとに決めます。", True),
    Admission.LOTTERY: ("締切のあとにくじで決めます。", True),
    Admission.APPROVAL: ("センターが一件ずつ確かめて決めます。", True),
}


@pytest.mark.parametrize(("admission", "told"), SHEETS.items())
def test_the_sheet_says_how_it_is_decided_and_asks_what_the_form_asks(admission, told):
    event = make_event(admission=admission, asks_for_manager=True, sessions=3, online=5)
    printed = Printed(Client().get(f"{event.get_absolute_url()}sheet.pdf").content)
    assert (told[0] in printed.text, "席が足りないとき" in printed.text) == (True, told[1])
    assert "所属長の了承得ています（所属長のお名前）" in printed.text
    assert "参加者の名簿名前をのせてよい" in printed.text
    assert len(printed.texts) == 1
