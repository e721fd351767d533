"""The lists of the contact desk, its rows on the start page, and what is counted."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.enums import PublicRole
from foundation.registry import retention_classes
from portal.consultations.enums import AskerKind
from portal.contact_desk import queries
from portal.contact_desk.enums import ReplyWay, SubjectClass
from portal.contact_desk.limits import KEPT_AFTER_ANSWER
from portal.contact_desk.models import ContactMessage
from portal.contact_desk.panels import contact_rows
from portal.figures.services import set_small_counts
from tests.factories.accounts import make_user, sign_in
from tests.factories.contact_desk import answered_message, make_reader, send_message
from tests.factories.events import NOW
from tests.portal.contact_desk_at_work.asking import QUEUE, assign, at, numbers

# Lists


def asked(client, address):
    """Return what a screen asks about messages, talks and people; the admin's frame asks who reads it."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [
        query["sql"]
        for query in captured
        if 'FROM "contact_desk' in query["sql"] or 'FROM "accounts_' in query["sql"]
    ]


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_takes_as_many_queries_for_three_rows_as_for_one(manager, count):
    for number in range(count):
        user = make_user(name=f"職員{number}", roles=[PublicRole.STAFF])
        make_reader(user, by=manager)
        assign(send_message(), user, by=user)
    queries_of_ours = asked(sign_in(Client(), manager), QUEUE)
    assert len(queries_of_ours) == 4
    assert not [sql for sql in queries_of_ours if "ciphertext" in sql or "wrapped_key" in sql]


@pytest.mark.parametrize("count", [1, 3])
def test_readers_and_counts_take_as_many_queries_for_three_rows_as_for_one(manager, count):
    client = sign_in(Client(), manager)
    for number in range(count):
        user = make_user(name=f"職員{number}", roles=[PublicRole.STAFF])
        make_reader(user, by=manager)
        answered_message(reader=user)
    asks = {place: len(asked(client, at(place))) for place in ("readers", "counts")}
    assert asks == {"readers": 4, "counts": 3}


def test_tabs_and_lists_narrow_the_queue(desk, reader):
    send_message(asker_kind=AskerKind.LAWYER)
    assign(send_message(subject=SubjectClass.VISIT), reader, by=reader)
    answered_message(reader=reader)
    found = {
        query: numbers(desk.get(f"{QUEUE}?{query}"))
        for query in ("", "tab=mine", "tab=done", "tab=all", "kind=lawyer", "subject=visit", "kind=x&tab=y")
    }
    assert found == {
        "": ["R8-T0001", "R8-T0002"],
        "tab=mine": ["R8-T0002"],
        "tab=done": ["R8-T0003"],
        "tab=all": ["R8-T0003", "R8-T0002", "R8-T0001"],
        "kind=lawyer": ["R8-T0001"],
        "subject=visit": ["R8-T0002"],
        "kind=x&tab=y": ["R8-T0001", "R8-T0002"],
    }


def test_what_waits_longer_than_promised_is_marked(desk):
    for days in (1, 5, 6):  # 23 November is a holiday, 21 and 22 are a weekend
        send_message(now=NOW - timedelta(days=days))
    page = desk.get(QUEUE)
    assert [(row.age, row.is_late) for row in page.context["rows"]] == [(3, True), (2, False), (1, False)]
    # The promised day itself, not only how long ago it came.
    assert "返事は11月25日（水）まで" in page.text


def test_the_start_page_tells_what_is_new_and_what_is_late(reader, manager, rf, partner):
    send_message()
    send_message(now=NOW - timedelta(days=9))
    request = rf.get("/cms/")
    request.user = reader
    late, new = contact_rows(request)
    assert [(late.count, late.is_late), (new.count, new.is_late)] == [(1, True), (2, False)]
    # One alone leads to itself, several to the list.
    assert late.url == at("message", ContactMessage.objects.earliest("received_at").pk)
    assert new.url == QUEUE
    request.user = partner
    assert contact_rows(request) == []


def test_a_desk_that_nobody_can_read_at_stands_on_the_manager_s_start_page(manager, rf):
    request = rf.get("/cms/")
    request.user = manager
    assert [row.text for row in contact_rows(request) if row.count] == ["問い合わせを読む人を決める"]


# Counts


def test_kinds_are_counted_by_month_and_stay_after_erasing(reader):
    answered_message(reader=reader, reply_way=ReplyWay.NONE)
    send_message(now=NOW - timedelta(days=60), asker_kind=AskerKind.LAWYER)
    send_message(now=NOW.replace(year=2025), asker_kind=AskerKind.LAWYER)
    messages = {
        row.heading: (row.months[5], row.months[7], row.total) for row in queries.messages_by_kind(2026).rows
    }
    assert messages["家族・知人"] == (0, 1, 1)
    assert messages["弁護士・司法の関係者"] == (1, 0, 1)
    assert sum(row.total for row in queries.messages_by_kind(2025).rows) == 1


def test_a_message_of_the_last_evening_of_march_belongs_to_march(db):
    send_message(now=NOW.replace(month=3, day=31, hour=23))
    assert sum(row.months[11] for row in queries.messages_by_kind(2025).rows) == 1


def test_the_counts_leave_as_a_workbook(desk, reader):
    answered_message(reader=reader)
    answer = desk.get(at("counts_file"))
    sheet = load_workbook(BytesIO(answer.content)).active
    rows = {(row[0], row[1]): row[2:] for row in sheet.iter_rows(values_only=True)}
    assert rows["フォームの問い合わせ（件）", "家族・知人"] == (0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1)
    assert rows["フォームの問い合わせ（件）", "合計"][-1] == 1
    assert "no-store" in answer.headers["Cache-Control"]


def test_how_long_messages_are_kept_is_told(db):
    told = [each for source in retention_classes for each in source()]
    (ours,) = [each for each in told if each.records.startswith("問い合わせ")]
    assert (ours.limit, ours.counted_from) == (KEPT_AFTER_ANSWER, "返事をした日")


def test_the_counts_warn_of_small_numbers_as_they_are_set(manager):
    set_small_counts(threshold=8, actor=manager, now=NOW)
    make_reader(manager, by=manager)
    assert "1〜7の数に気をつけてください" in sign_in(Client(), manager).get(at("counts")).text
