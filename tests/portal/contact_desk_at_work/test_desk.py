"""The queue of the contact desk: who sees what, and who may do what."""

import re
from datetime import date, timedelta

import pytest
from django.http import Http404
from django.test import Client

from accounts.enums import PublicRole
from foundation.audit.models import Entry
from foundation.decision import NotAllowed
from portal.consultations.models import Consultation
from portal.contact_desk import queries
from portal.contact_desk.access import message_for, messages_for
from portal.contact_desk.models import ContactMessage, ContactReader
from portal.contact_desk.services.handling import answer_message, close_message, read_message
from portal.contact_desk.services.readers import end_reader, name_reader
from tests.factories.accounts import make_user, sign_in
from tests.factories.contact_desk import WORDS, answered_message, make_reader, make_talk, send_message
from tests.factories.events import NOW
from tests.portal.contact_desk_at_work.asking import QUEUE, assign, at, verbs

# Who sees what


@pytest.mark.parametrize("role", ["editor", "system_admin"])
def test_the_desk_is_not_there_for_other_roles_of_the_centre(db, role):
    message = send_message()
    client = sign_in(Client(), make_user(roles=[PublicRole(role)]))
    gets = [QUEUE, at("message", message.pk), at("readers"), at("counts")]
    posts = [at("read", message.pk), at("assign", message.pk), at("close", message.pk)]
    assert [client.get(address).status_code for address in gets] == [404] * len(gets)
    assert [client.post(address).status_code for address in posts] == [404] * len(posts)


def test_the_rows_themselves_are_there_for_the_desk_alone(reader, partner):
    message = send_message()
    assert list(messages_for(reader)) == [message]
    assert list(messages_for(partner)) == []
    with pytest.raises(Http404):
        message_for(partner, message.pk)


def test_strangers_and_partners_are_sent_to_sign_in(partner):
    message = send_message()
    for client in (Client(), sign_in(Client(), partner)):
        for address in (QUEUE, at("message", message.pk)):
            assert client.get(address).headers["Location"].split("?")[0] == "/staff/"


def test_the_queue_shows_classes_and_never_a_word(desk):
    send_message()
    page = desk.get(QUEUE)
    for words in ("R8-T0001", "家族・知人", "住まい・暮らし", "電話", "新しい", "まだ"):
        assert words in page.text
    for words in (WORDS, "みなも", "099-000-4567", "火曜日"):
        assert words not in page.text


def test_a_reader_opens_the_contents_by_a_deliberate_act_that_is_written_down(desk, reader):
    message = send_message()
    closed = desk.get(at("message", message.pk))
    assert WORDS not in closed.text
    assert "内容を読む" in closed.text
    assert verbs() == ["message_received"]
    opened = desk.post(at("read", message.pk))
    assert "no-store" in opened.headers["Cache-Control"]
    for words in (WORDS, "みなも", "099-000-4567", "火曜日のほかは大丈夫"):
        assert words in opened.text
    assert verbs() == ["message_received", "message_read"]
    assert Entry.objects.get(verb="contact_desk.message_read").actor_id == reader.pk


def test_what_was_written_is_opened_beside_the_record_of_the_answer(desk, reader):
    message = send_message()
    assign(message, reader, by=reader)
    assert WORDS not in desk.get(at("answer", message.pk)).text
    opened = desk.post(at("answer", message.pk), {"read": "1", "minutes": "25", "theme": "housing"})
    assert opened.status_code == 200
    assert "no-store" in opened.headers["Cache-Control"]
    for words in (WORDS, "みなも", "099-000-4567", 'value="25"', '<option value="housing" selected>'):
        assert words in opened.text
    assert "選んでください。" not in opened.text
    assert verbs() == ["message_received", "message_assigned", "message_read"]
    message.refresh_from_db()
    assert message.state == "assigned"


def test_the_manager_who_does_not_read_records_an_answer_unread(reader, manager):
    message = send_message()
    assign(message, reader, by=reader)
    client = sign_in(Client(), manager)
    assert "内容を読む" not in client.get(at("answer", message.pk)).text
    assert client.post(at("answer", message.pk), {"read": "1"}).status_code == 404


def test_each_reading_is_written_down_and_no_link_opens_the_contents(desk):
    message = send_message()
    assert [desk.post(at("read", message.pk)).status_code for _ in range(2)] == [200, 200]
    assert verbs() == ["message_received", "message_read", "message_read"]
    assert desk.get(at("read", message.pk)).status_code == 405


def test_staff_who_were_not_named_find_nothing_to_read(colleague):
    message = send_message()
    client = sign_in(Client(), colleague)
    page = client.get(at("message", message.pk))
    assert "読めるのは、読む人として決められた職員だけです" in page.text
    answer = client.post(at("read", message.pk))
    assert (answer.status_code, WORDS in answer.text, verbs()) == (404, False, ["message_received"])


def test_a_manager_who_was_not_named_cannot_read_either(manager):
    message = send_message()
    assert sign_in(Client(), manager).post(at("read", message.pk)).status_code == 404


def test_whoever_runs_the_system_cannot_read_not_even_as_a_named_member_of_staff(manager):
    user = make_user(roles=[PublicRole.STAFF, PublicRole.SYSTEM_ADMIN])
    ContactReader.objects.create(user=user, since=NOW - timedelta(days=1), named_by=manager)
    message = send_message()
    with pytest.raises(Http404):
        read_message(message_id=message.pk, actor=user, now=NOW)
    with pytest.raises(NotAllowed):
        assign(message, user, by=manager)


def test_a_reader_who_left_the_staff_reads_no_longer(reader):
    message = send_message()
    reader.groups.clear()
    del reader.role_names
    with pytest.raises(Http404):
        read_message(message_id=message.pk, actor=reader, now=NOW)


def test_a_message_that_does_not_open_says_so_and_is_not_written_down_as_read(desk):
    message, other = send_message(), send_message()
    ContactMessage.objects.filter(pk=message.pk).update(
        ciphertext=other.ciphertext, wrapped_key=other.wrapped_key
    )
    page = desk.post(at("read", message.pk), follow=True)
    assert "内容を開けませんでした" in page.text
    assert "message_read" not in verbs()


# Readers


def test_the_manager_names_readers_and_ends_it(manager, staff):
    client, message = sign_in(Client(), manager), send_message()
    assert "まだだれもいません" in client.get(at("readers")).text
    client.post(at("readers"), {"to": staff.pk})
    assert read_message(message_id=message.pk, actor=staff, now=NOW).text == WORDS
    page = client.get(at("readers"))
    assert [each.user for each in page.context["reading"]] == [staff]
    client.post(at("end_reader", ContactReader.objects.get().pk))
    with pytest.raises(Http404):
        read_message(message_id=message.pk, actor=staff, now=NOW)
    assert verbs("contact_desk.contactreader") == ["reader_named", "reader_ended"]


def test_only_the_manager_names_readers(desk, staff):
    assert desk.get(at("readers")).status_code == 404
    assert desk.post(at("readers"), {"to": staff.pk}).status_code == 404
    assert desk.post(at("end_reader", ContactReader.objects.get().pk)).status_code == 404


def test_nobody_outside_the_desk_is_named(manager, partner):
    system_admin = make_user(roles=[PublicRole.SYSTEM_ADMIN])
    client = sign_in(Client(), manager)
    for user in (partner, system_admin):
        assert client.post(at("readers"), {"to": user.pk}).status_code == 422
        with pytest.raises(NotAllowed):
            name_reader(user=user, actor=manager, now=NOW)
    assert ContactReader.objects.count() == 0


def test_somebody_is_named_once_and_again_after_the_end(reader, manager):
    with pytest.raises(NotAllowed):
        name_reader(user=reader, actor=manager, now=NOW)
    end_reader(reader_id=ContactReader.objects.get().pk, actor=manager, now=NOW)
    name_reader(user=reader, actor=manager, now=NOW)
    assert queries.is_reader(reader, NOW)


# From new to closed


def test_a_message_goes_from_new_to_closed(desk, reader):
    message = send_message()
    desk.post(at("assign", message.pk), {"to": reader.pk})
    answered = desk.post(
        at("answer", message.pk),
        {
            "day_0": "8",
            "day_1": "11",
            "day_2": "24",
            "way": "phone",
            "theme": "housing",
            "outcome": "told",
            "minutes": "20",
        },
    )
    assert answered.status_code == 303
    message.refresh_from_db()
    assert (message.state, message.erase_due) == ("answered", date(2026, 12, 24))
    desk.post(at("close", message.pk))
    message.refresh_from_db()
    assert message.state == "closed"
    assert verbs() == ["message_received", "message_assigned", "message_answered", "message_closed"]
    talk = Consultation.objects.get()
    assert (talk.is_answer, talk.asker_kind, talk.theme, talk.minutes) == (True, "family", "housing", 20)


def test_an_answer_that_is_written_down_late_is_kept_no_longer(reader):
    message = send_message(now=NOW - timedelta(days=20))
    assign(message, reader, by=reader)
    told = make_talk(day=NOW.date() - timedelta(days=15))
    answered = answer_message(message_id=message.pk, talk=told, actor=reader, now=NOW)
    assert answered.erase_due == NOW.date() + timedelta(days=15)


def test_an_answer_before_its_message_is_refused(desk, reader):
    message = send_message()
    assign(message, reader, by=reader)
    too_early = make_talk(day=NOW.date() - timedelta(days=1))
    with pytest.raises(NotAllowed, match="届くより前"):
        answer_message(message_id=message.pk, talk=too_early, actor=reader, now=NOW)
    message.refresh_from_db()
    assert (message.state, Consultation.objects.count()) == ("assigned", 0)


def test_what_the_counts_refuse_the_desk_says_in_words(desk, reader):
    message = send_message()
    assign(message, reader, by=reader)
    said = {"day_0": "8", "day_1": "1", "day_2": "5", "way": "phone", "theme": "housing"}
    page = desk.post(at("answer", message.pk), said | {"outcome": "told", "minutes": "20"})
    assert (page.status_code, "問い合わせが届くより前の日付です" in page.text) == (422, True)


def test_only_readers_can_be_in_charge(desk, colleague):
    message = send_message()
    assert desk.post(at("assign", message.pk), {"to": colleague.pk}).status_code == 422
    with pytest.raises(NotAllowed, match="読む人として決められた職員だけ"):
        assign(message, colleague, by=colleague)


def test_only_the_manager_hands_a_message_over(reader, manager, colleague):
    make_reader(colleague, by=manager)
    message = send_message()
    assign(message, reader, by=reader)
    with pytest.raises(NotAllowed, match="センター長に頼んで"):
        assign(message, colleague, by=reader)
    assert assign(message, colleague, by=manager).assigned_to == colleague


def test_an_answer_is_written_down_by_the_one_in_charge_or_the_manager(reader, manager, colleague):
    message = send_message()
    assign(message, reader, by=reader)
    with pytest.raises(NotAllowed, match="担当の人とセンター長だけ"):
        answer_message(message_id=message.pk, talk=make_talk(), actor=colleague, now=NOW)
    answer_message(message_id=message.pk, talk=make_talk(), actor=manager, now=NOW)
    with pytest.raises(NotAllowed):
        answer_message(message_id=message.pk, talk=make_talk(), actor=manager, now=NOW)
    assert Consultation.objects.count() == 1


def test_a_message_without_an_answer_is_not_closed(desk, reader):
    message = send_message()
    assign(message, reader, by=reader)
    with pytest.raises(NotAllowed):
        close_message(message_id=message.pk, actor=reader, now=NOW)
    page = desk.post(at("close", message.pk), follow=True)
    assert "終わりにできるのは、返事がすんだものだけです" in page.text


def test_an_answer_of_tomorrow_is_refused_in_words(desk, reader):
    message = send_message()
    assign(message, reader, by=reader)
    said = {"day_0": "8", "day_1": "11", "day_2": "25", "way": "phone", "theme": "housing"}
    page = desk.post(at("answer", message.pk), said | {"outcome": "told", "minutes": "２０"})
    assert (page.status_code, "これから先の日付です" in page.text) == (422, True)


def test_an_act_that_is_not_possible_now_leads_back_with_the_reason(desk):
    message = send_message()
    page = desk.get(at("answer", message.pk), follow=True)
    assert "これができるのは、担当の人とセンター長だけです" in page.text


def test_a_further_talk_begins_with_the_kind_and_the_link_names_no_message(desk, reader):
    message = answered_message(reader=reader)
    page = desk.get(at("message", message.pk))
    (link,) = re.findall(r'href="(/cms/consultations/new/[^"]*)"', page.text)
    assert link == "/cms/consultations/new/?asker=family"
    assert desk.get(link).context["form"]["asker_kind"].initial == "family"


def test_the_link_to_a_further_talk_waits_for_the_answer(desk):
    assert "/cms/consultations/new/?" not in desk.get(at("message", send_message().pk)).text
