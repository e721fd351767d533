"""The desk of the digest: numbers for staff and manager, addresses for nobody."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from accounts.enums import PublicRole
from foundation.mail.models import MailState, OutgoingMail
from portal.digest.models import DigestIssue, MonthlyCount, Subscription
from portal.digest.queries import reader_counts
from portal.digest.services.sending import make_issue, send_due_digests
from tests.factories.accounts import make_user, sign_in
from tests.factories.digest import ADDRESS, ask, make_reader
from tests.factories.events import NOW, make_event

DESK, STOP = "/cms/news/mail/", "/cms/news/mail/stop/"


@pytest.fixture(autouse=True)
def _clock(centre):
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(staff):
    return sign_in(Client(), staff)


@pytest.mark.parametrize(
    ("role", "status"),
    # Who has no way into the admin at all is asked to sign in as somebody else.
    [("editor", 404), ("system_admin", 404), ("prefecture", 302)],
)
def test_the_desk_is_not_there_for_other_roles(db, role, status):
    client = sign_in(Client(), make_user(roles=[PublicRole(role)]))
    assert client.get(DESK).status_code == status
    make_reader()
    assert client.post(STOP, {"email": ADDRESS}).status_code == status
    assert Subscription.objects.count() == 1


def test_the_desk_shows_readers_months_and_issues_as_numbers(desk):
    make_event()
    make_reader(events=False)
    make_reader("two@example.jp")
    make_reader("three@example.jp", cadence="monthly")
    ask("four@example.jp", now=NOW)
    send_due_digests(now=NOW)
    answer = desk.get(DESK)
    rows = [(row.word, row.readers, row.news, row.events, row.asked) for row in answer.context["readers"]]
    assert rows == [("毎週月曜", 2, 2, 1, 1), ("毎月1日", 1, 1, 1, 0)]
    issues = [(issue.cadence, issue.entry_count, issue.mail_count) for issue in answer.context["page_obj"]]
    assert issues == [("weekly", 1, 1), ("monthly", 1, 1)]
    assert [(row.asked, row.confirmed) for row in answer.context["months"]] == [(4, 3)]


def test_neither_the_desk_nor_the_outbox_nor_the_start_page_shows_an_address(manager):
    make_event()
    make_reader()
    send_due_digests(now=NOW)
    OutgoingMail.objects.update(state=MailState.FAILED)
    client = sign_in(Client(), manager)
    for address in (DESK, "/cms/outbox/", "/cms/outbox/?state=all", "/cms/"):
        assert ADDRESS not in client.get(address).text
    assert "見せません（お知らせのメールの読者）" in client.get("/cms/outbox/").text
    assert client.get(DESK).context["in_trouble"] == 2


def test_staff_stop_the_mails_of_somebody_who_phoned_and_learn_nothing(desk):
    make_reader()
    ask(now=NOW)
    answers = [desk.post(STOP, {"email": email}, follow=True) for email in (ADDRESS.upper(), "x@example.jp")]
    told = [[str(message) for message in answer.context["messages"]] for answer in answers]
    assert told[0] == told[1] != []
    assert Subscription.objects.count() == 0
    assert MonthlyCount.objects.get(month="2026-11-01").stopped == 2


def test_an_address_that_cannot_be_read_stops_nobody(desk):
    make_reader()
    answer = desk.post(STOP, {"email": "minamo"})
    assert (answer.status_code, "「@」が入っていません" in answer.text) == (422, True)
    assert Subscription.objects.count() == 1


def test_readers_are_counted_where_they_lie(db):
    make_reader("hitori@example.jp", events=False)
    make_reader("futari@example.jp")
    ask("mada@example.jp", cadence="monthly")
    with CaptureQueriesContext(connection) as asked:
        weekly, monthly = reader_counts()
    assert (weekly.readers, weekly.news, weekly.events, weekly.asked) == (2, 2, 1, 0)
    assert (monthly.readers, monthly.asked) == (0, 1)
    assert ["GROUP BY" in each["sql"] for each in asked] == [True]


@override_settings(CONTACT_KEY="")
def test_without_the_key_the_desk_says_so(desk):
    assert "いまは、受け付けも送信も止まっています" in desk.get(DESK).text
    answer = desk.post(STOP, {"email": ADDRESS})
    assert (answer.status_code, "いまは鍵がないので" in answer.text) == (422, True)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_desk_asks_the_database_equally_often(desk, django_assert_num_queries, rows):
    for number in range(rows):
        make_reader(f"yomu-{number}@example.jp")
        make_issue(cadence="weekly", now=NOW + timedelta(days=7 * number))
        MonthlyCount.objects.get_or_create(month=f"2026-0{number + 1}-01")
    assert DigestIssue.objects.count() == rows
    desk.get(DESK)
    with django_assert_num_queries(17):
        desk.get(DESK)
