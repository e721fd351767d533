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
from portal.digest.limits import KEPT_UNCONFIRMED
from portal.digest.models import MonthlyCount, Refusal, Subscription
from portal.digest.services.keeping import erase_unconfirmed
from portal.digest.services.sending import send_due_digests
from tests.factories.digest import ADDRESS, ask, digests, make_reader, refusal_link
from tests.factories.events import NOW, make_event
from tests.factories.limits import put_limit

FORM, SENT = "/news/mail/", "/news/mail/sent/"
FILLED = {"email": ADDRESS, "cadence": "weekly", "topics": ["news", "events"]}


@pytest.fixture(autouse=True)
def _clock(centre):
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def clock(_clock):
    return _clock


def confirm_path(asked):
    return links.confirm_path(asked, asked.wish)


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


def test_asking_again_writes_how_often_and_nothing_else(db):
    ask(now=NOW)
    with CaptureQueriesContext(connection) as captured:
        ask(cadence="monthly", now=NOW)
    (written,) = (query["sql"] for query in captured if query["sql"].startswith('UPDATE "digest_sub'))
    assert "sealed_address" not in written
    assert (Subscription.objects.get().cadence, Subscription.objects.get().times_asked) == ("weekly", 2)


def test_the_button_begins_the_mails_and_pressing_it_twice_is_as_once(client):
    link = confirm_path(ask(now=NOW))
    for _ in range(2):
        answer = client.post(link, follow=True)
        assert "メールが届くようになりました" in answer.text
    assert Subscription.objects.get().confirmed_at == NOW
    assert counts() == (1, 1, 0, 0)


def test_the_button_needs_our_own_page(db):
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post(confirm_path(ask(now=NOW))).status_code == 403
    assert Subscription.objects.get().state == "asked"


def test_after_three_days_the_button_does_nothing(client, clock):
    asked = ask(now=NOW)
    clock.shift(timedelta(days=3))
    for answer in (client.get(confirm_path(asked)), client.post(confirm_path(asked))):
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
    assert [new[index].split("/")[:6][-1] for index in differing] == ["confirm", "refuse"]
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


def test_each_question_begins_what_it_says_itself_whoever_asks_after_it(client):
    ask(now=NOW)
    ask(cadence="monthly", events=False, now=NOW)
    first, second = OutgoingMail.objects.order_by("id").values_list("text", flat=True)
    assert "お知らせと、研修・行事\nいつ　毎週月曜" in first
    assert "お知らせ\nいつ　毎月1日" in second
    for text, wish in ((first, ("weekly", True, True)), (second, ("monthly", True, False))) * 2:
        assert "メールを受け取る</button>" in client.get(link_in(text)).text
        assert "メールが届くようになりました" in client.post(link_in(text), follow=True).text
        reader = Subscription.objects.get()
        assert (reader.cadence, reader.wants_news, reader.wants_events) == wish
    assert counts() == (2, 1, 0, 0)


def test_after_its_time_a_question_changes_nothing_of_what_a_reader_gets(client, clock):
    ask(now=NOW)
    ask(cadence="monthly", now=NOW)
    first, second = OutgoingMail.objects.order_by("id").values_list("text", flat=True)
    client.post(link_in(second))
    clock.shift(timedelta(days=3))
    assert "メールが届くようになりました" in client.get(link_in(first)).text
    client.post(link_in(first))
    assert Subscription.objects.get().cadence == "monthly"


def test_asking_again_does_not_keep_an_address_longer(client, clock):
    asked = ask(now=NOW)
    clock.shift(timedelta(days=2))
    client.post(FORM, FILLED)
    again = Subscription.objects.get()
    assert (again.asked_at, again.open_until) == (asked.asked_at, NOW + timedelta(days=3))
    assert "押せるのは、11月27日（金）" in OutgoingMail.objects.latest("id").text


def test_whoever_asks_after_the_time_begins_anew(client, clock):
    asked = ask(now=NOW)
    clock.shift(timedelta(days=3))
    client.post(FORM, FILLED)
    again = Subscription.objects.get()
    assert (again.pk == asked.pk, again.open_until) == (False, NOW + timedelta(days=6))
    assert OutgoingMail.objects.count() == 1


def test_the_button_works_as_long_as_its_mail_says_when_the_limit_gets_lower(client, clock, manager):
    asked = ask(now=NOW)
    put_limit(KEPT_UNCONFIRMED, 1, by=manager)
    clock.shift(timedelta(days=3) - timedelta(seconds=1))
    assert erase_unconfirmed(now=NOW + timedelta(days=3) - timedelta(seconds=1)) == 0
    assert "メールを受け取りますか" in client.get(confirm_path(asked)).text
    assert "メールが届くようになりました" in client.post(confirm_path(asked), follow=True).text


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


def test_nobody_can_fill_a_mailbox_with_questions_and_the_answer_tells_nobody_who_asked_before(client):
    variants = [ADDRESS, ADDRESS.upper(), "yomu+1@example.jp", ADDRESS, "yomu+2@example.jp", ADDRESS]
    answers = [client.post(FORM, FILLED | {"email": email}) for email in variants]
    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [(303, SENT)] * 6
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
    paths = {
        "confirm": confirm_path(asked),
        "stop": links.stop_path(asked),
        "refuse": links.refuse_path(asked.fingerprint, "0" * 64),
    }
    for kind, path in paths.items():
        for other in paths.keys() - {kind}:
            assert client.post(path.replace(f"/{kind}/", f"/{other}/")).status_code == 404
    assert client.post(reverse("digest:stop", args=[reader.public_id.hex])).status_code == 404
    states = Subscription.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["active", "asked"]


# Refusing


def test_whoever_refuses_gets_no_question_any_more_at_any_variant_of_the_address(client):
    client.post(FORM, FILLED | {"email": "yomu+1@example.jp"})
    link = refusal_link(OutgoingMail.objects.get().text)
    assert "このメールを断りますか" in client.get(link).text
    assert Refusal.objects.count() == 0
    for _ in range(2):
        assert "このアドレスには、もう送りません" in client.post(link, follow=True).text
    assert (Subscription.objects.count(), OutgoingMail.objects.count()) == (0, 0)
    answers = [client.post(FORM, FILLED | {"email": email}) for email in (ADDRESS, "new@example.jp")]
    seen = [(each.status_code, each.headers["Location"], each.content) for each in answers]
    assert seen[0] == seen[1]
    assert [mail.to for mail in OutgoingMail.objects.all()] == ["new@example.jp"]
    assert tables_with(ADDRESS) == set()


def test_a_refusal_also_stops_what_goes_to_the_address(client):
    reader = make_reader()
    ask(cadence="monthly", now=NOW)
    link = refusal_link(OutgoingMail.objects.latest("id").text)
    client.post(link_in(OutgoingMail.objects.latest("id").text))
    assert Subscription.objects.get() == reader
    client.post(link)
    assert Subscription.objects.count() == 0


def test_a_refusal_holds_after_the_question_is_gone_and_its_owner_may_take_it_back(client, clock):
    ask(now=NOW)
    link = refusal_link(OutgoingMail.objects.get().text)
    clock.shift(timedelta(days=9))
    erase_unconfirmed(now=NOW + timedelta(days=9))
    assert "このアドレスには、もう送りません" in client.post(link, follow=True).text
    client.post(FORM, FILLED)
    assert OutgoingMail.objects.count() == 0
    assert "このメールを断りますか" in client.post(link, {"again": "1"}, follow=True).text
    client.post(FORM, FILLED)
    assert OutgoingMail.objects.count() == 1


def test_refusing_needs_our_own_page(db):
    ask(now=NOW)
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post(refusal_link(OutgoingMail.objects.get().text)).status_code == 403
    assert Refusal.objects.count() == 0


# In the middle of the form


def test_a_switch_of_the_frame_brings_back_what_was_typed_and_asks_for_nothing(client):
    typed = {"email": "まだ", "cadence": "monthly", "topics": ["events"]}
    page = client.post(FORM, typed | {"set-furigana": "on"})
    assert (page.status_code, page.context["form"].errors) == (200, {})
    assert 'value="まだ"' in page.text
    assert [page.context["form"][name].value() for name in typed] == list(typed.values())
    assert '<button form="typed-form" name="set-furigana" value="off">' in page.text
    assert "no-store" in page.headers["Cache-Control"]
    assert client.post(FORM, FILLED | {"set-furigana": "off"}).status_code == 200
    assert OutgoingMail.objects.count() == 0


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


@pytest.mark.parametrize("kind", ["confirm", "stop", "refuse"])
def test_a_log_never_holds_the_whole_link(kind):
    reader = make_reader()
    said = {"confirm": [reader, reader.wish], "stop": [reader], "refuse": ["0" * 64, "1" * 64]}[kind]
    path = getattr(links, f"{kind}_path")(*said)
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
