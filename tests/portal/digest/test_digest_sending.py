"""An issue holds what is new and public, and reaches each reader once, whatever breaks."""

import threading
import time
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import OperationalError, connection, connections, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from wagtail.models import PageViewRestriction

from events.enums import Audience, EventState
from events.models import Event
from foundation.mail.models import OutgoingMail
from foundation.mail.services import deliver
from portal.digest import queries
from portal.digest.exceptions import DigestIsClosed
from portal.digest.models import DigestIssue, Subscription
from portal.digest.services import sending
from portal.digest.services.reading import causes_of
from portal.digest.services.sending import make_issue, send_batch, send_due_digests
from portal.models import NewsPage
from tests.factories.digest import BEFORE, digests, make_reader
from tests.factories.events import NOW, TOKYO, make_event

MONDAY = datetime(2026, 11, 30, 9, 5, tzinfo=TOKYO)
JANUARY = datetime(2027, 1, 30, 13, 30, tzinfo=TOKYO)


@pytest.fixture(autouse=True)
def _clock(centre):
    with time_machine.travel(NOW, tick=False):
        yield


def news(add_news, title, *, published=NOW - timedelta(days=3), **fields):
    page = add_news(title, **fields)
    NewsPage.objects.filter(pk=page.pk).update(first_published_at=published)
    return page


def weekly(now=NOW):
    return make_issue(cadence="weekly", now=now)


def titles(issue, now=NOW):
    entries = queries.entries_of(issue, now=now)
    return [page.title for page in entries.news], [each.event.title for each in entries.events]


# What an issue holds


def test_an_issue_holds_the_news_since_the_one_before_and_none_twice(add_news):
    news(add_news, "先月のお知らせ", published=NOW - timedelta(days=30))
    news(add_news, "今週のお知らせ")
    news(add_news, "まだ先のお知らせ", published=NOW + timedelta(hours=1))
    assert titles(weekly())[0] == ["今週のお知らせ"]
    assert titles(weekly(MONDAY), MONDAY)[0] == ["まだ先のお知らせ"]
    assert titles(weekly(MONDAY + timedelta(days=7)), MONDAY)[0] == []


def test_a_page_that_came_out_in_the_moment_of_the_last_issue_is_in_the_next(add_news):
    issue = weekly()
    news(add_news, "同じ時のお知らせ", published=issue.made_at - timedelta(minutes=1))
    assert titles(weekly(MONDAY), MONDAY)[0] == ["同じ時のお知らせ"]


def test_an_issue_holds_new_events_once_and_again_before_their_deadline(db):
    make_event(title="遠い研修", starts_at=JANUARY)
    assert titles(weekly())[1] == ["遠い研修"]
    assert titles(weekly(MONDAY), MONDAY)[1] == []
    make_event(title="新しい研修", starts_at=JANUARY)
    late = datetime(2027, 1, 18, 9, 5, tzinfo=TOKYO)
    assert titles(weekly(late), late)[1] == ["遠い研修", "新しい研修"]


def test_what_older_issues_told_stays_in_the_database(db, django_assert_num_queries):
    make_event(title="遠い研修", starts_at=JANUARY)
    weekly()
    day = MONDAY.date()
    with django_assert_num_queries(2):
        assert queries.new_events("weekly", day, now=MONDAY) == []


def test_what_a_stranger_may_not_read_is_in_no_issue(add_news):
    closed = news(add_news, "会の人だけ")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    news(add_news, "取りさげた").unpublish()
    make_event(title="招かれた方だけ", audience=Audience.INVITED)
    make_event(title="下書き", publish=False)
    make_event(title="中止")
    Event.objects.filter(title="中止").update(state=EventState.CANCELLED, cancelled_at=NOW)
    make_event(title="終わった", starts_at=NOW - timedelta(days=3), opens_at=NOW - timedelta(days=90))
    news(add_news, "だれでも")
    assert titles(weekly()) == (["だれでも"], [])


def test_what_was_withdrawn_after_the_issue_was_made_is_in_no_mail(add_news):
    make_reader()
    page = news(add_news, "取りさげるお知らせ")
    news(add_news, "のこるお知らせ")
    issue = weekly()
    page.unpublish()
    send_batch(issue_id=issue.pk, now=NOW)
    text = digests().get().text
    assert ("取りさげるお知らせ" in text, "のこるお知らせ" in text) == (False, True)


def test_an_issue_is_short_and_shared_by_both_kinds(add_news):
    for number in range(8):
        news(add_news, f"お知らせ {number}")
        make_event(title=f"研修 {number}", starts_at=JANUARY)
    issue = weekly()
    assert (len(issue.news_ids), len(issue.event_ids)) == (6, 6)
    assert titles(weekly(MONDAY), MONDAY)[1] == ["研修 6", "研修 7"]


# The mail


def test_the_mail_is_plain_text_with_whole_addresses_and_two_ways_to_stop(add_news):
    reader = make_reader()
    page = news(add_news, "北部圏域の会議を開きました")
    event = make_event(sessions=2)
    send_due_digests(now=NOW)
    queued = digests().get()
    deliver(mail_id=queued.pk, now=NOW)
    (sent,) = mail.outbox
    stop = queued.stop_url
    assert sent.subject == "お知らせ1件、研修・行事1件（11月24日（火））"
    assert sent.body == (
        "見本県地域生活定着支援センターからのお知らせです。毎週月曜に、お知らせと、研修・行事をお送りしています。\n\n"
        "■ お知らせ\n\n"
        "・11月20日（金）　北部圏域の会議を開きました\n"
        f"　http://localhost:8000{page.address}\n\n"
        "すべてのお知らせ\nhttp://localhost:8000/news/\n\n"
        "■ 研修・行事\n\n"
        "・はじめての受け入れ ― 迎える前に知っておきたいこと\n"
        "　日時　令和8年12月11日（金）午後1時30分〜4時30分（ほかに1回）\n"
        "　場所　見本市民会館 2階 会議室2\n"
        "　締切　12月4日（金）午後1時30分\n"
        f"　http://localhost:8000{event.get_absolute_url()}\n\n"
        "すべての研修・行事\nhttp://localhost:8000/events/\n\n"
        "このメールを止める\n"
        "下のページを開き、「メールを止める」を押してください。ログインはいりません。宛先も消します。\n"
        f"{stop}\n\n"
        "見本県地域生活定着支援センター\n000-0000 見本県見本市赤坂町2-6\n電話 099-000-1234\n"
    )
    assert sent.extra_headers["List-Unsubscribe"] == f"<{stop}>"
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (sent.to, stop.startswith("http://localhost:8000/news/mail/stop/")) == (["yomu@example.jp"], True)
    assert reader.public_id.hex in stop


def test_a_mail_that_nobody_reads_regularly_has_no_stop_header(db):
    make_reader()
    deliver(mail_id=OutgoingMail.objects.get().pk, now=NOW)
    assert [name for name in mail.outbox[0].extra_headers if name.startswith("List-")] == []


def test_a_reader_gets_what_was_asked_for_and_nothing_where_nothing_is_new(db):
    make_event()
    make_reader("news@example.jp", events=False)
    make_reader("events@example.jp", news=False)
    make_reader("month@example.jp", cadence="monthly")
    assert send_due_digests(now=NOW) == 2
    assert list(digests().values_list("to", flat=True)) == ["events@example.jp", "month@example.jp"]


def test_nothing_new_means_no_mail_and_a_finished_issue(db):
    make_reader()
    assert send_due_digests(now=NOW) == 0
    issue = DigestIssue.objects.get(cadence="weekly")
    assert (issue.entry_count, issue.mail_count, issue.finished_at) == (0, 0, NOW)
    assert digests().count() == 0


def test_whoever_says_yes_after_an_issue_waits_for_the_next(db):
    make_event(starts_at=JANUARY)
    issue = weekly()
    make_reader(now=NOW + timedelta(minutes=1))
    later = NOW + timedelta(hours=1)
    assert (send_due_digests(now=later), issue.made_at) == (0, NOW)
    make_event(title="次の週の研修", starts_at=JANUARY)
    assert send_due_digests(now=MONDAY) == 1


# Once each


def test_running_the_job_twice_writes_each_mail_once(db):
    make_event()
    for number in range(3):
        make_reader(f"yomu-{number}@example.jp")
    OutgoingMail.objects.exclude(stop_url__startswith="http").delete()
    forget_jobs()
    task = app.tasks["digest.send_due_digests"]
    for _ in range(2):
        task.func(timestamp=0)
    assert sorted(digests().values_list("to", flat=True)) == [f"yomu-{n}@example.jp" for n in range(3)]
    assert ProcrastinateJob.objects.filter(task_name="mail.deliver").count() == 3
    assert DigestIssue.objects.get(cadence="weekly").mail_count == 3


def test_a_worker_killed_in_the_middle_leaves_no_second_and_no_lost_mail(transactional_db, monkeypatch):
    """Five readers in batches of two: the worker's connection is cut while it writes the fourth mail."""
    monkeypatch.setattr(sending, "BATCH", 2)
    make_event()
    readers = [make_reader(f"yomu-{number}@example.jp") for number in range(5)]
    OutgoingMail.objects.all().delete()
    forget_jobs()
    issue = weekly()
    found = []

    def work():
        try:
            send_due_digests(now=NOW)
        except OperationalError as error:
            found.append(type(error).__name__)
        finally:
            connections.close_all()

    worker = threading.Thread(target=work)
    with transaction.atomic():
        # Somebody holds the cause of the fourth mail: the worker waits, with the third one just written.
        OutgoingMail.objects.create(
            cause=f"{causes_of(readers[3])}issue-{issue.pk}", to="x@example.jp", subject="", created_at=NOW
        )
        worker.start()
        kill_who_waits()
        worker.join()
        transaction.set_rollback(True)
    assert found == ["OperationalError"]
    assert list(digests().values_list("to", flat=True)) == ["yomu-0@example.jp", "yomu-1@example.jp"]
    jobs = ProcrastinateJob.objects.filter(task_name="mail.deliver")
    assert jobs.count() == 2

    assert send_due_digests(now=NOW + timedelta(hours=1)) == 3
    assert list(digests().values_list("to", flat=True)) == [
        f"yomu-{number}@example.jp" for number in range(5)
    ]
    assert jobs.count() == 5
    assert DigestIssue.objects.get(cadence="weekly").mail_count == 5


def test_what_a_period_has_left_unfinished_goes_with_the_next_run(db):
    make_event()
    make_reader()
    weekly()
    monday = MONDAY.replace(hour=10)
    make_event(title="次の週の研修", starts_at=JANUARY)
    assert send_due_digests(now=monday) == 2
    first, second = digests()
    assert ("はじめての受け入れ" in first.text, "次の週の研修" in second.text) == (True, True)
    assert DigestIssue.objects.filter(finished_at__isnull=True).count() == 0


def test_a_server_that_stood_still_sends_later_in_the_week_and_once(db):
    make_event()
    make_reader()
    written = [send_due_digests(now=NOW + timedelta(days=days)) for days in (2, 3)]
    assert written == [1, 0]


def test_without_the_key_nobody_is_passed_over(db, settings):
    make_event()
    make_reader()
    key, settings.CONTACT_KEY = settings.CONTACT_KEY, ""
    with pytest.raises(DigestIsClosed):
        send_due_digests(now=NOW)
    settings.CONTACT_KEY = key
    assert send_due_digests(now=NOW + timedelta(hours=1)) == 1


def test_one_damaged_address_keeps_the_mail_from_nobody_else(db, caplog):
    make_event()
    broken = make_reader("broken@example.jp")
    make_reader()
    Subscription.objects.filter(pk=broken.pk).update(sealed_address=b"damaged")
    assert send_due_digests(now=NOW) == 1
    assert digests().get().to == "yomu@example.jp"
    assert f"reader {broken.pk} cannot be opened" in caplog.text


@pytest.mark.parametrize(("rows", "queries_asked"), [(1, 16), (3, 16 + 2 * 5)])
def test_each_further_reader_asks_for_a_mail_and_its_job_alone(
    add_news, django_assert_num_queries, rows, queries_asked
):
    for number in range(rows):
        make_reader(f"yomu-{number}@example.jp")
        news(add_news, f"お知らせ {number}")
        make_event(title=f"研修 {number}", sessions=2)
    issue = weekly()
    with django_assert_num_queries(queries_asked):
        send_batch(issue_id=issue.pk, now=NOW)


def test_readers_before_the_issue_are_those_it_goes_to(db):
    make_reader(now=BEFORE)
    assert queries.waiting_readers(weekly()).count() == 1


def forget_jobs():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def kill_who_waits():
    """End the connection that waits for a lock of ours, as a killed process ends its own."""
    until = time.monotonic() + 60
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            # Within a transaction the server shows what it showed first.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone():
                return
    raise AssertionError("nobody waits")
