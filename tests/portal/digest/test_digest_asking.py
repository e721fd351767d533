"""Asking for the digest, saying yes, stopping: a button each, and the same answers for everybody."""

import logging
import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.audit.models import Entry
from foundation.mail.models import OutgoingMail
from foundation.mail.services import deliver
from foundation.security import NoKeysInLogs
from portal.digest import links, sealing
from portal.digest.models import MonthlyCount, Subscription
from portal.digest.services.sending import send_due_digests
from tests.factories.digest import ADDRESS, ask, digests, make_reader
from tests.factories.events import NOW, make_event

FORM, SENT = "/news/mail/", "/news/mail/sent/"
FILLED = {"email": ADDRESS, "cadence": "weekly", "topics": ["news", "events"]}


@pytest.fixture(autouse=True)
def _clock(centre):
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def clock(_clock):
    return _clock


def counts():
    names = ("asked", "confirmed", "lapsed", "stopped")
    return MonthlyCount.objects.values_list(*names).get(month="2026-11-01")


def link_in(text):
    return re.search(r"http://localhost:8000(/news/mail/\S+)", text)[1]


def test_the_question_goes_by_mail_and_nothing_else_before_the_button(client):
    make_event()
    answer = client.post(FORM, FILLED)
    assert (answer.status_code, answer.headers["Location"]) == (303, SENT)
    assert send_due_digests(now=NOW) == 0
    question = OutgoingMail.objects.get()
    assert (question.to, question.stop_url) == (ADDRESS, "")
    page = client.get(link_in(question.text))
    assert ("メールを受け取りますか" in page.text, Subscription.objects.get().state) == (True, "asked")


def test_asking_again_writes_the_wish_and_not_the_address(db):
    ask(now=NOW)
    with CaptureQueriesContext(connection) as captured:
        ask(cadence="monthly", now=NOW)
    (written,) = (query["sql"] for query in captured if query["sql"].startswith('UPDATE "digest_sub'))
    assert "sealed_address" not in written
    assert (Subscription.objects.get().cadence, Subscription.objects.get().times_asked) == ("monthly", 2)


def test_the_button_begins_the_mails_and_pressing_it_twice_is_as_once(client):
    link = links.confirm_path(ask(now=NOW))
    for _ in range(2):
        answer = client.post(link, follow=True)
        assert "メールが届くようになりました" in answer.text
    assert Subscription.objects.get().confirmed_at == NOW
    assert counts() == (1, 1, 0, 0)


def test_the_button_needs_our_own_page(db):
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post(links.confirm_path(ask(now=NOW))).status_code == 403
    assert Subscription.objects.get().state == "asked"


def test_after_three_days_the_button_does_nothing(client, clock):
    asked = ask(now=NOW)
    clock.shift(timedelta(days=3))
    for answer in (client.get(links.confirm_path(asked)), client.post(links.confirm_path(asked))):
        assert "このボタンは、もう使えません" in answer.text
    assert Subscription.objects.get().state == "asked"


def test_readers_and_strangers_get_the_same_answer_and_the_same_question(client):
    make_reader("known@example.jp")
    OutgoingMail.objects.all().delete()
    answers = [client.post(FORM, FILLED | {"email": email}) for email in ("known@example.jp", ADDRESS)]
    seen = [(each.status_code, each.headers["Location"], each.content) for each in answers]
    assert seen[0] == seen[1]
    known, new = (each.text.splitlines() for each in OutgoingMail.objects.order_by("id"))
    differing = [index for index, (one, other) in enumerate(zip(known, new, strict=True)) if one != other]
    assert [new[index].startswith("http://localhost:8000/news/mail/confirm/") for index in differing] == [
        True
    ]
    assert client.get(SENT).text.count(ADDRESS) == 0


def test_a_reader_who_asks_again_changes_the_wish_and_keeps_the_links(client):
    reader = make_reader()
    ask("YOMU@example.jp", cadence="monthly", news=False, now=NOW)
    reader.refresh_from_db()
    assert reader.cadence == "weekly"
    question = OutgoingMail.objects.latest("id").text
    assert "メールが届くようになりました" in client.post(link_in(question), follow=True).text
    changed = Subscription.objects.get()
    assert (changed.public_id, changed.cadence, changed.wants_news) == (reader.public_id, "monthly", False)
    assert (changed.fingerprint, changed.state) == (reader.fingerprint, "active")


def test_asking_twice_leaves_one_row_and_both_questions_work(client):
    ask(now=NOW)
    ask(news=False, now=NOW)
    assert Subscription.objects.get().wants_news is False
    texts = list(OutgoingMail.objects.order_by("id").values_list("text", flat=True))
    assert len(texts) == 2
    assert client.post(link_in(texts[0])).status_code == 303


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"email": ""}, "メールアドレスを書いてください"),
        ({"email": "minamo"}, "「@」が入っていません"),
        ({"cadence": "hourly"}, "いつ受け取るか、選んでください"),
        ({"topics": []}, "受け取るものを、1つは選んでください"),
        ({"topics": ["secrets"]}, "受け取るものを、1つは選んでください"),
        ({"homepage": "http://example.jp"}, "自動で送られたものと見分けがつかなかった"),
    ],
)
def test_a_form_that_is_not_right_is_shown_again(client, changes, said):
    answer = client.post(FORM, FILLED | changes)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert (Subscription.objects.count(), OutgoingMail.objects.count()) == (0, 0)


def test_nobody_can_fill_a_mailbox_with_questions(client):
    answers = [client.post(FORM, FILLED | {"email": email}) for email in [ADDRESS, ADDRESS.upper()] * 2]
    assert [answer.status_code for answer in answers] == [303, 303, 303, 429]
    assert "まだ受け付けていません" in answers[-1].text
    assert OutgoingMail.objects.count() == 3


@override_settings(DIGEST_RATES={"sender": "2/h/ip", "recipient": "3/d/key"})
def test_nobody_can_ask_for_whole_lists_of_addresses(client):
    answers = [client.post(FORM, FILLED | {"email": f"{each}@example.jp"}) for each in range(3)]
    assert [answer.status_code for answer in answers] == [303, 303, 429]


@override_settings(CONTACT_KEY="")
def test_without_a_key_nothing_is_taken(client):
    for answer in (client.get(FORM), client.post(FORM, FILLED)):
        assert (answer.status_code, "いまは、申し込みを受け付けていません" in answer.text) == (503, True)
    assert Subscription.objects.count() == 0


def test_the_form_says_what_becomes_of_the_address(client):
    page = client.get(FORM).text
    assert "contact_desk/" not in page
    assert "個人情報の取扱い" in page
    assert "3日のうちに確認のボタンが押されなければ、消します" in page
    assert "送ったメールの控えの宛先も、14日で消します" in page


def test_news_and_the_map_of_the_site_lead_to_the_form(site, client):
    assert f'href="{FORM}"' in client.get("/news/").text
    assert f'href="{FORM}"' in client.get("/site-map/").text


# Stopping


def test_looking_at_the_stop_page_stops_nothing_and_the_button_erases_the_address(client):
    reader = make_reader()
    make_event()
    send_due_digests(now=NOW)
    link = links.stop_path(reader)
    assert "メールを止めますか" in client.get(link).text
    assert Subscription.objects.count() == 1
    answer = client.post(link)
    assert (answer.status_code, "メールは止まっています" in answer.text) == (200, True)
    assert (Subscription.objects.count(), digests().count()) == (0, 0)
    assert MonthlyCount.objects.get(month="2026-11-01").stopped == 1


def test_a_mail_program_stops_it_with_one_press_without_a_cookie():
    reader = make_reader()
    program = Client(enforce_csrf_checks=True)
    press = {"List-Unsubscribe": "One-Click"}
    answers = [program.post(links.stop_path(reader), press) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert (Subscription.objects.count(), counts()[3]) == (0, 1)


def test_a_mail_that_went_before_the_stop_forgets_to_whom_and_one_that_waits_never_goes():
    reader = make_reader()
    make_event()
    question = OutgoingMail.objects.get()
    deliver(mail_id=question.pk, now=NOW)
    send_due_digests(now=NOW)
    waiting = digests().get()
    Client().post(links.stop_path(reader))
    deliver(mail_id=waiting.pk, now=NOW)
    assert len(mail.outbox) == 1
    question.refresh_from_db()
    assert (question.to, question.text, question.state) == ("", "", "sent")


def test_neither_link_does_what_the_other_does(client):
    reader, asked = make_reader(), ask("other@example.jp", now=NOW)
    signed = {name: links.__dict__[name].sign(asked.public_id.hex) for name in ("CONFIRM", "STOP")}
    assert client.post(reverse("digest:confirm", args=[signed["STOP"]])).status_code == 404
    assert client.post(reverse("digest:stop", args=[signed["CONFIRM"]])).status_code == 404
    assert client.post(reverse("digest:stop", args=[reader.public_id.hex])).status_code == 404
    states = Subscription.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["active", "asked"]


# What is known of a reader


def test_the_address_is_in_the_clear_in_the_outbox_alone(client, caplog):
    caplog.set_level(logging.DEBUG)
    client.post(FORM, FILLED)
    client.post(link_in(OutgoingMail.objects.get().text))
    assert tables_with(ADDRESS) == {"mail_outgoingmail"}
    assert ADDRESS not in "".join(Entry.objects.values_list("body", flat=True))
    assert ADDRESS not in caplog.text
    client.post(links.stop_path(Subscription.objects.get()))
    assert tables_with(ADDRESS) == set()


def test_a_sealed_address_opens_and_its_bytes_differ_each_time():
    sealed = [sealing.seal(ADDRESS) for _ in range(2)]
    assert [sealing.open_sealed(each) for each in sealed] == [ADDRESS, ADDRESS]
    assert sealed[0] != sealed[1]


@pytest.mark.parametrize("kind", ["confirm", "stop"])
def test_a_log_never_holds_the_whole_link(kind):
    path = getattr(links, f"{kind}_path")(make_reader())
    record = logging.LogRecord("web", logging.INFO, "", 0, "GET %s 200", (path,), None)
    assert NoKeysInLogs().filter(record)
    assert record.getMessage() == f"GET /news/mail/{kind}/…/ 200"


def tables_with(word):
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT 1 FROM "{table}" AS row WHERE row::text LIKE %s LIMIT 1', [f"%{word}%"])
            if cursor.fetchone():
                found.add(table)
    return found
