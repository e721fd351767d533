"""The public contact form: what it asks, what it refuses, and that nothing typed is lost."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client, override_settings
from django.urls import reverse

from foundation.mail.models import OutgoingMail
from portal.contact_desk import sealing
from portal.contact_desk.models import ContactMessage
from tests.factories.accounts import sign_in
from tests.factories.contact_desk import make_reader
from tests.factories.events import NOW
from tests.portal.contact_form import FILLED, FORM, fill, mistakes, send, ticket


@pytest.fixture(autouse=True)
def _clock(centre):
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def clock(_clock):
    return _clock


@pytest.fixture
def visitor():
    return Client()


def contents(message):
    sealed = sealing.Sealed(message.key_id, bytes(message.wrapped_key), bytes(message.ciphertext))
    return sealing.open_sealed(sealed, message_id=message.pk)


def test_the_page_with_all_ways_leads_to_the_form(visitor):
    assert f'href="{FORM}"' in visitor.get("/contact/").text


def test_the_form_warns_names_the_emergency_numbers_and_the_purpose(visitor):
    page = visitor.get(FORM)
    assert page.status_code == 200
    for words in ("事件の内容や、ほかの人の名前は、書かないでください", "119番", "110番", "30日たったら"):
        assert words in page.text
    # Nobody has typed anything yet: going back may show the form as it was left.
    assert page.headers["Cache-Control"] == "private, no-cache"


def test_the_hours_of_the_centre_stand_beside_the_best_times(visitor):
    assert "開いている日の午前（午前8時30分〜正午）" in visitor.get(FORM).text


def test_a_filled_form_is_shown_before_it_is_sent(visitor):
    page = fill(visitor)
    assert (page.status_code, ContactMessage.objects.count()) == (200, 0)
    for words in (
        "家族・知人",
        "みなも",
        "住まい・暮らし",
        FILLED["text"],
        "099-000-4567",
        "火曜日は出られません",
    ):
        assert words in page.text
    assert "no-store" in page.headers["Cache-Control"]
    assert not visitor.session.keys()


def test_what_was_confirmed_arrives_sealed_with_a_number(visitor, clock):
    answer = send(visitor, clock)
    message = ContactMessage.objects.get()
    assert answer.status_code == 303
    assert (message.number, message.state, message.asker_kind) == ("R8-T0001", "new", "family")
    assert contents(message) == sealing.Contents(
        FILLED["text"], "みなも", "099-000-4567", "火曜日は出られません"
    )
    done = visitor.get(answer.headers["Location"])
    assert "R8-T0001" in done.text
    assert "11月26日（木）までに、電話でお返事します" in done.text
    assert FILLED["text"] not in done.text


def test_a_message_changed_after_it_was_sent_is_another_message(visitor, clock):
    signed = ticket(visitor)
    clock.shift(timedelta(seconds=30))
    visitor.post(FORM, {"ticket": signed, "send": "1"} | FILLED)
    page = visitor.post(FORM, {"ticket": signed, "change": "1"} | FILLED)
    again = re.search(r'name="ticket" value="([^"]+)"', page.text)[1]
    clock.shift(timedelta(seconds=30))
    visitor.post(FORM, {"ticket": again, "send": "1"} | FILLED | {"text": "言い忘れたことがあります。"})
    texts = [contents(message).text for message in ContactMessage.objects.order_by("pk")]
    assert texts == [FILLED["text"], "言い忘れたことがあります。"]


def test_a_double_click_makes_one_message(visitor, clock):
    said = {"ticket": ticket(visitor)} | FILLED | {"send": "1"}
    clock.shift(30)
    places = [visitor.post(FORM, said).headers["Location"] for _ in range(2)]
    assert ContactMessage.objects.count() == 1
    assert [visitor.get(place).context["message"].number for place in places] == ["R8-T0001"] * 2


def test_going_back_keeps_everything_and_judges_nothing(visitor):
    page = fill(visitor, change="1", phone="x", consent=None)
    assert (page.status_code, page.context["form"].errors) == (200, {})
    for words in (FILLED["text"], "みなも", 'value="x"', "火曜日は出られません"):
        assert words in page.text


def test_each_missing_answer_is_asked_for_in_words(visitor):
    page = visitor.post(FORM, {"ticket": ticket(visitor)})
    assert page.status_code == 422
    assert mistakes(page) == {
        "asker_kind": ["あなたについて、選んでください。"],
        "subject": ["何についてですか。近いものを選んでください。"],
        "text": ["聞きたいこと・伝えたいことを書いてください。"],
        "reply_way": ["お返事の方法を選んでください。"],
        "consent": ["個人情報の取扱いを読みましたら、印を付けてください。"],
    }
    assert "<title>エラー：" in page.text


@pytest.mark.parametrize(
    ("way", "field", "words"),
    [
        ("phone", "phone", "電話でお返事するには、電話番号が必要です。"),
        ("fax", "fax", "FAXでお返事するには、FAX番号が必要です。"),
        ("mail", "email", "メールでお返事するには、メールアドレスが必要です。"),
        ("post", "address", "郵便でお返事するには、宛先が必要です。"),
    ],
)
def test_only_the_contact_that_the_reply_needs_is_asked_for(visitor, way, field, words):
    assert mistakes(fill(visitor, reply_way=way, phone="")) == {field: [words]}


@pytest.mark.parametrize(
    ("way", "kept", "kept_time"),
    [
        ("phone", "099-000-4567", "火曜日は出られません"),
        ("fax", "099-000-4568", ""),
        ("mail", "minamo@example.jp", ""),
        ("post", "見本市赤坂町2-6\n見本 一郎", ""),
        ("none", "", ""),
    ],
)
def test_contacts_that_the_reply_does_not_need_are_not_kept(visitor, clock, way, kept, kept_time):
    everything = {
        "fax": "099-000-4568",
        "email": "minamo@example.jp",
        "address": "見本市赤坂町2-6\r\n見本 一郎",
    }
    send(visitor, clock, reply_way=way, **everything)
    written = contents(ContactMessage.objects.get())
    assert (written.contact, written.best_time_words) == (kept, kept_time)


def test_a_mistake_in_a_contact_that_is_not_needed_is_no_mistake(visitor):
    assert fill(visitor, reply_way="none", phone="abc", email="abc").context["form"].is_valid()


def test_a_text_that_is_too_long_comes_back_whole_and_says_how_much_to_cut(visitor):
    text = "あ" * 10_000
    page = fill(visitor, text=text)
    assert mistakes(page) == {"text": ["500字までです。いまは10,000字なので、9,500字へらしてください。"]}
    assert text in page.text


def test_five_hundred_characters_are_taken_with_their_lines(visitor):
    text = ("あ" * 249) + "\r\n" + ("𠮷" * 250)
    assert fill(visitor, text=text).context["form"].cleaned_data["text"] == text.replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"asker_kind": "emperor"}, "asker_kind"),
        ({"subject": "x' OR 1=1"}, "subject"),
        ({"reply_way": "pigeon"}, "reply_way"),
        ({"best_time": "midnight"}, "best_time"),
        ({"text": "\x00"}, "text"),
        ({"text": "  \u200b　"}, "text"),
        ({"name": "あ" * 61}, "name"),
        ({"best_time_words": "あ" * 101}, "best_time_words"),
    ],
)
def test_forged_choices_and_empty_or_endless_words_are_refused(visitor, changes, field):
    page = fill(visitor, **changes)
    assert (page.status_code, list(mistakes(page))) == (422, [field])


def test_what_nobody_can_see_is_left_out(visitor):
    assert fill(visitor, text="見学\x00したい").context["form"].cleaned_data["text"] == "見学したい"


def test_bytes_that_are_no_letters_are_refused_and_shown(visitor):
    body = f"ticket={ticket(visitor)}&" + "&".join(
        f"{name}={value}" for name, value in FILLED.items() if name != "text"
    )
    page = visitor.post(
        FORM, body.encode() + b"&text=%8c%a9%8aw", content_type="application/x-www-form-urlencoded"
    )
    assert page.status_code == 422
    assert mistakes(page)["text"] == ["読み取れない文字が入っています。「�」のところを書きなおしてください。"]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"text=%8c%a9", "application/x-www-form-urlencoded; charset=shift_jis"),
        (b"--x\r\nbroken", "multipart/form-data"),
        (b"&".join(b"a%d=1" % number for number in range(10_001)), "application/x-www-form-urlencoded"),
    ],
)
def test_what_cannot_be_read_at_all_is_refused_in_words(body, content_type):
    answer = Client().post(FORM, body, content_type=content_type)
    assert answer.status_code == 400
    assert "送られたものを、受け取れませんでした" in answer.text


def test_a_form_without_its_token_is_refused(visitor):
    answer = Client(enforce_csrf_checks=True).post(FORM, FILLED)
    assert (answer.status_code, ContactMessage.objects.count()) == (403, 0)
    assert "まだ何も送られていません" in answer.text


@pytest.mark.parametrize("signed", ["", "forged", "x:y:z\x00"])
def test_a_forged_ticket_sends_nothing_and_loses_nothing(visitor, clock, signed):
    page = send(visitor, clock, ticket=signed)
    assert (page.status_code, ContactMessage.objects.count()) == (422, 0)
    assert "まだ送っていません" in page.text
    assert FILLED["text"] in page.text


def test_a_form_that_was_open_for_a_day_is_sent_by_pressing_once_more(visitor, clock):
    said = {"ticket": ticket(visitor)} | FILLED | {"send": "1"}
    clock.shift(timedelta(hours=13))
    page = visitor.post(FORM, said)
    assert "時間がたちすぎました" in page.text
    clock.shift(30)
    assert visitor.post(FORM, said | {"ticket": page.context["ticket"].signed}).status_code == 303


def test_a_field_that_nobody_sees_catches_programs(visitor, clock):
    page = send(visitor, clock, homepage="https://example.com")
    assert (page.status_code, ContactMessage.objects.count()) == (422, 0)
    assert "見分けがつかなかった" in page.text
    assert FILLED["text"] in page.text
    assert "https://example.com" not in page.text


def test_nobody_fills_in_the_form_in_three_seconds(visitor, clock):
    said = {"ticket": ticket(visitor)} | FILLED | {"send": "1"}
    clock.shift(3)
    page = visitor.post(FORM, said)
    assert (page.status_code, ContactMessage.objects.count()) == (422, 0)
    assert "送るのが早すぎて" in page.text
    clock.shift(1)
    assert visitor.post(FORM, said).status_code == 303


def test_too_many_messages_from_one_address_have_to_wait(visitor, clock):
    codes = [send(visitor, clock).status_code for _ in range(11)]
    assert codes == [303] * 10 + [429]
    page = send(visitor, clock)
    assert "しばらく待ってから" in page.text
    assert FILLED["text"] in page.text
    clock.shift(timedelta(hours=1))
    assert send(visitor, clock).status_code == 303


def test_one_mail_address_is_not_flooded_and_no_message_is_lost(clock):
    mail = {"reply_way": "mail", "email": "minamo@example.jp"}
    senders = [Client(REMOTE_ADDR=f"203.0.113.{number}") for number in range(6)]
    assert [send(sender, clock, **mail).status_code for sender in senders] == [303] * 6
    assert OutgoingMail.objects.filter(to="minamo@example.jp").count() == 5
    assert ContactMessage.objects.count() == 6


def test_without_a_key_the_form_is_closed_and_takes_nothing(visitor, clock):
    with override_settings(CONTACT_KEY=""):
        page = visitor.get(FORM)
        posted = visitor.post(FORM, FILLED | {"send": "1"})
    assert (page.status_code, posted.status_code, ContactMessage.objects.count()) == (503, 503, 0)
    assert "099-000-1234" in page.text
    assert 'name="text"' not in page.text


def test_an_answer_by_mail_is_acknowledged_without_a_word_of_the_message(visitor, clock):
    send(visitor, clock, reply_way="mail", email="minamo@example.jp")
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject) == ("minamo@example.jp", "【受付 R8-T0001】お問い合わせを受け付けました")
    assert "11月26日（木）までに" in mail.text
    assert "099-000-1234" in mail.text
    assert not [words for words in (FILLED["text"], "みなも", "住まい", "家族") if words in mail.text]


def test_readers_hear_that_something_came_and_nothing_else(visitor, clock, staff, manager):
    make_reader(staff, by=manager)
    send(visitor, clock)
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject) == (staff.email, "新しい問い合わせが1件あります")
    assert mail.text == (
        "新しい問い合わせが1件あります。管理画面を開いてください。\nhttp://localhost:8000/cms/contact/\n"
    )


def test_the_number_is_shown_for_a_day_and_to_nobody_who_guesses(visitor, clock):
    place = send(visitor, clock).headers["Location"]
    assert visitor.get(place).status_code == 200
    assert visitor.get(reverse("contact_desk:done", args=["guessed:x:y"])).status_code == 404
    clock.shift(timedelta(hours=25))
    assert visitor.get(place).status_code == 404


def test_a_member_of_staff_may_use_the_form_too(staff, clock):
    assert send(sign_in(Client(), staff), clock).status_code == 303


def test_at_the_foot_of_the_page_stands_whether_somebody_answers_now(visitor, clock):
    def foot():
        return re.sub(r"<[^>]+>", "", visitor.get(FORM).text.partition("<footer")[2])

    assert "いま開いています（今日は午後5時まで）" in foot()
    clock.shift(timedelta(hours=8))
    assert "いまは閉まっています（明日 午前8時30分から）" in foot()
