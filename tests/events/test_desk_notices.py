"""A letter to some of the people of an event: looked at first, sent once."""

import pytest
from django.urls import reverse

from events.services.changing import cancel_application
from foundation.audit.models import Entry
from foundation.mail.models import OutgoingMail
from tests.factories.events import NOW, apply, make_event

LETTER = {"subject": "持ち物のお知らせ", "text": "筆記用具をお持ちください。\n\n駐車場はありません。"}


@pytest.fixture
def event(desk):
    event = make_event(venue=2, sessions=2)
    first, second = event.sessions.all()
    apply(first, 2, agency_name="席の家", email="seat@example.jp")
    apply(first, 1, agency_name="待つ家", email="wait@example.jp")
    apply(second, 1, agency_name="二日目の家", email="second@example.jp")
    apply(second, 1, agency_name="電話の家", email="", reply_way="phone")
    cancelled = apply(first, 1, agency_name="やめた家", email="gone@example.jp")
    cancel_application(application=cancelled, actor=None, by_staff=False, now=NOW)
    OutgoingMail.objects.all().delete()
    return event


def address(event):
    return reverse("event_desk:notice", args=[event.pk])


def letter(desk, event, **fields):
    key = desk.get(address(event)).context["form"]["key"].value()
    sessions = [session.pk for session in event.sessions.all()]
    return {"key": str(key), "states": ["confirmed"], "sessions": sessions} | LETTER | fields


def test_the_cushion_says_who_gets_it_who_does_not_and_what(desk, event):
    answer = desk.post(address(event), letter(desk, event, states=["confirmed", "waiting"]))
    assert [each.agency_name for each in answer.context["by_mail"]] == ["席の家", "待つ家", "二日目の家"]
    assert [each.agency_name for each in answer.context["by_other_ways"]] == ["電話の家"]
    assert "3件のメールを送る" in answer.text
    assert "筆記用具をお持ちください。" in answer.context["letter"].text
    assert OutgoingMail.objects.count() == 0


@pytest.mark.parametrize(
    ("states", "dates", "recipients"),
    [
        (["confirmed"], [0, 1], ["seat@example.jp", "second@example.jp"]),
        (["waiting"], [0, 1], ["wait@example.jp"]),
        (["confirmed", "waiting"], [0], ["seat@example.jp", "wait@example.jp"]),
    ],
)
def test_only_the_chosen_get_it(desk, event, states, dates, recipients):
    sessions = [event.sessions.all()[number].pk for number in dates]
    data = letter(desk, event, states=states, sessions=sessions, send="1")
    assert desk.post(address(event), data).status_code == 303
    mails = OutgoingMail.objects.order_by("to")
    assert [mail.to for mail in mails] == recipients
    assert {mail.subject for mail in mails} == {"持ち物のお知らせ"}
    assert "筆記用具をお持ちください。\n\n駐車場はありません。" in mails[0].text


def test_sending_twice_sends_once(desk, event):
    data = letter(desk, event, send="1")
    first, second = (desk.post(address(event), data, follow=True) for _ in range(2))
    assert "3件の知らせを出しました。" in first.text
    assert "この知らせは、もう送りました。" in second.text
    assert OutgoingMail.objects.count() == 2
    assert Entry.objects.filter(verb="events.notice_sent").count() == 1


def test_a_second_letter_is_another_one(desk, event):
    for _ in range(2):
        desk.post(address(event), letter(desk, event, send="1"))
    assert OutgoingMail.objects.count() == 4


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"states": []}, "states", "だれに送るかを選んでください。"),
        ({"sessions": []}, "sessions", "開催日を選んでください。"),
        ({"subject": ""}, "subject", "件名を書いてください。"),
        ({"text": ""}, "text", "本文を書いてください。"),
        ({"states": ["cancelled"]}, "states", "正しく選択してください。 cancelled は候補にありません。"),
    ],
)
def test_what_lacks_is_told_and_nothing_is_sent(desk, event, fields, field, words):
    answer = desk.post(address(event), letter(desk, event, send="1", **fields))
    assert (answer.status_code, answer.context["form"].errors[field]) == (422, [words])
    assert OutgoingMail.objects.count() == 0


def test_going_back_keeps_the_letter(desk, event):
    answer = desk.post(address(event), letter(desk, event, again="1"))
    assert (answer.status_code, answer.context["form"]["subject"].value()) == (200, "持ち物のお知らせ")
