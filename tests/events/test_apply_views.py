"""The application form: everything typed comes back, mistakes are told in words, nothing happens twice."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from events import links
from events.enums import Audience
from events.models import Application
from events.services.publishing import cancel_event
from tests.events.apply_form import (
    CHANGE,
    CHECK,
    LESS,
    MORE,
    RIGHT,
    SEND,
    WAIT,
    address,
    confirmed,
    mistakes,
    opened,
    post,
)
from tests.events.filled import Form
from tests.factories.accounts import make_user
from tests.factories.events import NOW, apply, make_event

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def test_a_visitor_gets_a_number_in_two_steps():
    event = make_event()
    page = confirmed(event, accommodations=["wheelchair", "quiet_seat"], note="車で行きます。\n2台です。")
    assert Application.objects.count() == 0
    sent = post(event, Form(page).sent(press=SEND))
    application = Application.objects.get()
    assert sent.status_code == 303
    assert sent.headers["Location"] == f"{links.path(application)}done/"
    assert "R8-0001" in Client().get(sent.headers["Location"]).content.decode()
    wanted = {
        "agency_name": "グループホームみなも",
        "contact_name": "佐久間 礼子",
        "phone": "099-000-4567",
        "email": "sakuma@minamo.example.jp",
        "reply_way": "mail",
        "accommodations": ["wheelchair", "quiet_seat"],
        "note": "車で行きます。\n2台です。",
        "state": "confirmed",
        "channel": "web",
    }
    assert {name: getattr(application, name) for name in wanted} == wanted
    person = application.participants.get()
    assert (person.name, person.name_kana, person.way) == ("髙橋 慎", "タカハシ シン", "venue")


def test_sending_twice_gives_one_application():
    event = make_event()
    data = Form(confirmed(event)).sent(press=SEND)
    places = [post(event, data).headers["Location"] for _ in range(2)]
    assert places[0] == places[1]
    assert Application.objects.count() == 1


def test_the_form_keeps_its_key_from_the_first_look_to_the_end():
    event = make_event()
    form = opened(event)
    more = Form(post(event, form.sent(press=MORE)))
    page = Form(confirmed(event, form_key=form.fields["form_key"][0]))
    assert form.fields["form_key"] == more.fields["form_key"] == page.fields["form_key"]
    assert opened(event).fields["form_key"] != form.fields["form_key"]


@pytest.mark.parametrize("key", ["", "x", "1", None])
def test_a_broken_key_gets_a_new_one(key):
    assert len(Form(confirmed(make_event(), form_key=key)).fields["form_key"][0]) == 36


def test_the_confirm_page_carries_everything_back_and_forth():
    event = make_event(online=5, sessions=2)
    typed = RIGHT | {
        "session": str(event.sessions.last().pk),
        "reply_way": "fax",
        "fax": "０９９（０００）１１１１",
        "accommodations": ["captioning", "companion"],
        "note": '「<b>」と"引用"です。\n2行目です。',
        "people-0-way": "online",
        "people-0-job": "世話人",
        "people-1-later": "on",
        "people-1-way": "venue",
        "people-TOTAL_FORMS": "2",
    }
    form = opened(event).sent(**typed)
    page = Form(post(event, form))
    back = Form(post(event, page.sent(press=CHANGE)))
    given = {
        name: value
        for name, value in form.items()
        if value != [""] and not name.endswith(("_FORMS", "token"))
    }
    assert {name: back.fields.get(name) for name in given} == given


def test_each_group_of_the_confirm_page_leads_back_to_its_fields():
    event = make_event(sessions=2)
    html = confirmed(event, session=str(event.sessions.first().pk)).content.decode()
    anchors = re.findall(r'formaction="#([\w-]+)"', html)
    form = Client().get(address(event)).content.decode()
    assert anchors == ["day", "applicant", "people", "agreements", "wishes"]
    assert [anchor for anchor in anchors if f'id="{anchor}"' not in form] == []


def test_people_are_added_and_taken_away_with_everything_kept():
    event = make_event(most_people=3)
    form = Form(post(event, opened(event).sent(press=MORE, **RIGHT, **{"people-0-later": "on"})))
    assert form.fields["people-TOTAL_FORMS"] == ["2"]
    assert {name: form.fields[name] for name in RIGHT} == {name: [value] for name, value in RIGHT.items()}
    full = Form(post(event, form.sent(press=MORE)))
    assert (full.fields["people-TOTAL_FORMS"], MORE in full.buttons, LESS in full.buttons) == (
        ["3"],
        False,
        True,
    )
    for _ in range(2):
        full = Form(post(event, full.sent(press=LESS)))
    assert (full.fields["people-TOTAL_FORMS"], MORE in full.buttons, LESS in full.buttons) == (
        ["1"],
        True,
        False,
    )


def test_several_rows_are_opened_by_one_press_and_never_more_than_may_apply():
    event = make_event(most_people=7)
    form = Form(post(event, opened(event).sent(press=("more", "4"))))
    assert (form.fields["people-TOTAL_FORMS"], ("more", "2") in form.buttons) == (["5"], True)
    full = Form(post(event, form.sent(press=("more", "2"))))
    assert (full.fields["people-TOTAL_FORMS"], MORE in full.buttons) == (["7"], False)
    rows = {"900": "5", "x": "2", "-900": "1"}
    for value, count in rows.items():
        sent = opened(event).sent() | {"more": [value]}
        assert Form(post(event, sent)).fields["people-TOTAL_FORMS"] == [count]


def test_what_is_needed_bears_no_mark_that_says_the_contrary():
    page = Client().get(address(make_event())).content.decode()
    label = page.partition("メールアドレス")[2].partition("</label>")[0]
    assert "任意" not in label
    assert "メールでお返事を受け取る方は、必ず書いてください" in page
    assert "お名前とフリガナの両方を書いてください" in page


def test_adding_people_judges_nothing():
    event = make_event()
    response = post(event, opened(event).sent(press=MORE, phone="x"))
    assert response.status_code == 200
    assert 'class="field__error"' not in response.content.decode()


def test_the_enter_key_goes_on_to_the_confirm_page():
    assert opened(make_event()).buttons[0] == CHECK


def test_an_empty_form_says_what_to_write_and_where():
    response = post(make_event(audience=Audience.PARTNERS), {})
    assert mistakes(response) == [
        "事業所の名前を書いてください。",
        "連絡をとる方のお名前を書いてください。",
        "電話番号を書いてください。",
        "お返事の方法を選んでください。",
        "参加する方を1人以上にしてください。",
    ]


def test_a_row_says_whose_reading_is_missing():
    event = make_event()
    two = {"people-TOTAL_FORMS": "2", "people-1-name": "宮﨑 ひかり"}
    response = post(event, opened(event).sent(**RIGHT, **two))
    assert mistakes(response) == ["2人目　フリガナを書いてください。名札に使います。"]
    kept = Form(response).fields
    assert (kept["people-0-name"], kept["people-1-name"]) == (["髙橋 慎"], ["宮﨑 ひかり"])


BAD = [
    ({"people-0-name": "髙橋😀慎"}, "1人目　お名前：絵文字は印刷できません。「😀」を消してください。"),
    (
        {"contact_name": "👩‍👩‍👧 佐久間"},
        "連絡をとる方のお名前：絵文字は印刷できません。「👩👩👧」を消してください。",
    ),
    ({"people-0-name": "\x00\u200b"}, "1人目　お名前を書くか、「あとで決める」を選んでください。"),
    ({"people-0-name_kana": "ア" * 81}, "1人目　フリガナ：80字までで書いてください。いまは81字です。"),
    (
        {"people-0-name_kana": "髙橋"},
        "1人目　フリガナ：カタカナか、ひらがなで書いてください。例：サクマ レイコ",
    ),
    ({"people-0-way": "boat"}, "1人目　参加の方法を、書かれているものの中から選んでください。"),
    ({"people-0-way": None}, "1人目　参加の方法を選んでください。"),
    ({"session": "999999"}, "参加する日を、書かれているものの中から選んでください。"),
    ({"session": None}, "参加する日を選んでください。"),
    ({"people-TOTAL_FORMS": "0"}, "参加する方を1人以上にしてください。"),
    ({"people-TOTAL_FORMS": "x"}, "参加する方を1人以上にしてください。"),
    ({"phone": "12"}, "電話番号として読み取れません。市外局番から書いてください。例：099-000-4567"),
    ({"email": "sakuma@"}, "メールアドレス：「@」のあとが書かれていません。例：minamo@example.jp"),
    ({"reply_way": "pigeon"}, "お返事の方法を選んでください。"),
    ({"reply_way": "fax"}, "FAX番号：FAXでお返事するには、FAX番号が必要です。"),
    ({"accommodations": ["cake"]}, "必要な配慮：書かれているものの中から選んでください。"),
    ({"note": "あ" * 301}, "ほかに知らせておきたいこと：300字までで書いてください。いまは301字です。"),
    ({"agency_name": "あ" * 101}, "事業所の名前：100字までで書いてください。いまは101字です。"),
]


@pytest.mark.parametrize(("change", "words"), BAD, ids=[re.sub(r"\W", "", words)[:16] for _, words in BAD])
def test_bad_input_gets_one_clear_sentence(change, words):
    event = make_event(online=5, sessions=2)
    right = RIGHT | {"session": str(event.sessions.first().pk), "people-0-way": "venue", "reply_way": "mail"}
    assert mistakes(post(event, opened(event).sent(**right | change))) == [words]
    assert Application.objects.count() == 0


def test_two_hundred_names_are_kept_and_refused_with_a_way_out():
    event = make_event(venue=300)
    crowd = {"people-TOTAL_FORMS": "200"}
    for number in range(200):
        crowd |= {f"people-{number}-name": f"見本 {number}", f"people-{number}-name_kana": "ミホン"}
    response = post(event, opened(event).sent(**RIGHT | crowd))
    assert mistakes(response) == ["一度に申し込めるのは5人までです。それより多いときは、お電話ください。"]
    assert Form(response).fields["people-199-name"] == ["見本 199"]


@pytest.mark.parametrize("second", ["髙橋 慎", "高橋　慎"])
def test_a_colleague_written_twice_is_shown_where(second):
    event = make_event()
    two = {"people-TOTAL_FORMS": "2", "people-1-name": second, "people-1-name_kana": "たかはし しん"}
    response = post(event, opened(event).sent(**RIGHT, **two))
    assert mistakes(response) == ["2人目　お名前：1人目と同じ方です。お名前を確かめてください。"]


def test_signs_that_are_part_of_a_name_are_taken():
    page = confirmed(make_event(), agency_name="㈱ひだまり☆ホーム♪")
    assert "㈱ひだまり☆ホーム♪" in page.content.decode()


def test_any_width_is_taken_and_shown_clean():
    event = make_event()
    typed = {
        "phone": "（０９９）　０００−４５６７",
        "email": "ｓａｋｕｍａ＠ｍｉｎａｍｏ．ｅｘａｍｐｌｅ．ｊｐ",
    }
    page = confirmed(event, **typed, **{"people-0-name_kana": "たかはし　ｼﾝ"}).content.decode()
    shown = ["099-000-4567", "sakuma@minamo.example.jp", "タカハシ シン"]
    assert [words for words in shown if words not in page] == []


def test_a_way_that_only_another_date_has_is_refused():
    event = make_event(online=5, sessions=2)
    second = event.sessions.last()
    second.online_capacity, second.online_url = None, ""
    second.save()
    data = RIGHT | {"session": str(second.pk), "people-0-way": "online"}
    response = post(event, opened(event).sent(**data))
    assert mistakes(response) == ["1人目　参加の方法：選んだ日には、この参加の方法はありません。"]


@pytest.mark.parametrize(("offset", "chosen"), [(0, True), (99, False)])
def test_an_address_may_name_the_date(offset, chosen):
    event = make_event(sessions=2)
    wanted = event.sessions.last().pk + offset
    assert ("session" in opened(event, query=f"?session={wanted}").fields) == chosen


@pytest.mark.parametrize("number", ["482915", "x"])
def test_the_number_of_a_sheet_is_no_hindrance(number):
    assert opened(make_event(), query=f"?sheet={number}").buttons[0] == CHECK


def test_a_full_event_says_so_before_anything_is_typed():
    event = make_event(venue=1)
    apply(event.sessions.get())
    assert "いまは満席です" in Client().get(address(event)).content.decode()


def test_whoever_would_wait_is_told_before_sending():
    event = make_event(venue=1)
    apply(event.sessions.get())
    page = confirmed(event)
    assert "いまは、1人分の席がありません" in page.content.decode()
    assert (WAIT in Form(page).buttons, SEND in Form(page).buttons) == (True, False)
    done = post(event, Form(page).sent(press=WAIT))
    assert "いま1番目に待っています（1人）" in Client().get(done.headers["Location"]).content.decode()
    assert (
        Application.objects.get(contact_name="佐久間 礼子", agency_name="グループホームみなも").state
        == "waiting"
    )


def test_seats_that_went_meanwhile_are_never_turned_into_waiting_unasked():
    event = make_event(venue=1)
    page = Form(confirmed(event))
    apply(event.sessions.get())
    gone = post(event, page.sent(press=SEND))
    assert gone.status_code == 422
    assert "入力している間に、席が埋まりました" in gone.content.decode()
    assert Application.objects.count() == 1
    assert post(event, Form(gone).sent(press=WAIT)).status_code == 303
    assert Application.objects.count() == 2


def test_seats_that_came_free_meanwhile_are_taken():
    event = make_event(venue=1)
    first = apply(event.sessions.get())
    page = Form(confirmed(event))
    first.session.event.venue_capacity = 2
    event.sessions.update(venue_capacity=2)
    post(event, page.sent(press=WAIT))
    assert Application.objects.exclude(pk=first.pk).get().state == "confirmed"


def test_what_the_rules_forbid_is_told_at_the_top():
    event = make_event(agency_cap=1)
    apply(event.sessions.get(), agency_name="グループホームみなも")
    told = mistakes(post(event, opened(event).sent(**RIGHT)))
    assert told == ["この研修・行事は、1事業所1人までです。人数を減らしてください。"]


@pytest.mark.parametrize(
    ("details", "reason"),
    [
        ({"opens_at": NOW + timedelta(hours=1)}, "申し込みの受付は、まだ始まっていません。"),
        ({"deadline_at": NOW - timedelta(minutes=1)}, "申し込みの締切を過ぎました。お電話ください。"),
    ],
)
def test_a_closed_form_says_why(details, reason):
    event = make_event(**details)
    response = Client().get(address(event))
    assert response.status_code == 200
    assert reason[:12] in response.content.decode()
    assert post(event, RIGHT).status_code == 422
    assert Application.objects.count() == 0


def test_a_cancelled_event_takes_nobody():
    event = make_event()
    page = Form(confirmed(event))
    cancel_event(event=event, reason="雪のため", actor=make_user(roles=["staff"]), now=NOW)
    response = post(event, page.sent(press=SEND))
    assert response.status_code == 422
    assert "この研修・行事は中止になりました。" in response.content.decode()
    assert Application.objects.count() == 0


def test_a_form_without_its_token_is_refused():
    event = make_event()
    assert Client(enforce_csrf_checks=True).post(address(event), RIGHT).status_code == 403


@pytest.mark.parametrize("field", ["agency_name", "contact_name", "people-0-name"])
@pytest.mark.parametrize("link", ["https://evil.example/login", "重要 WWW.evil.example"])
def test_nobody_puts_a_link_into_our_letters(field, link):
    (told,) = mistakes(post(make_event(), opened(make_event()).sent(**{**RIGHT, field: link})))
    assert "リンクを書けません" in told


def test_a_way_that_is_full_says_so_and_is_not_chosen_for_anybody():
    event = make_event(venue=1, online=20)
    apply(event.sessions.get(), 1)
    page = (Client()).get(address(event))
    assert "会場（満席・空き待ち）" in page.content.decode()
    form = Form(page)
    assert form.fields["people-0-way"] == ["online"]
    more = Form(post(event, form.sent(press=MORE, **{"people-0-way": "venue"})))
    assert (more.fields["people-0-way"], more.fields["people-1-way"]) == (["venue"], ["online"])


def test_whoever_would_wait_reads_which_way_is_full_and_where_there_is_room():
    event = make_event(venue=1, online=20)
    apply(event.sessions.get(), 1)
    page = confirmed(event, **{"people-0-way": "venue"}).content.decode()
    assert "いまは、会場の席が1人分ありません" in page
    assert "オンラインなら、残り20席です" in page
