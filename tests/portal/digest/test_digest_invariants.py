"""What the database refuses, whoever writes."""

import pytest
from django.db import IntegrityError, transaction

from portal.digest.models import DigestIssue, MonthlyCount, Refusal, Subscription
from tests.factories.digest import ask, make_reader
from tests.factories.events import NOW


def refused(write):
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        write()
    return caught.value.__cause__.diag.constraint_name


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"wants_news": False, "wants_events": False}, "digest_subscription_wants_something"),
        ({"confirmed_at": None}, "digest_subscription_active_is_confirmed"),
        ({"state": "asked"}, "digest_subscription_active_is_confirmed"),
        ({"sealed_address": b""}, "digest_subscription_address_is_there"),
        ({"fingerprint": ""}, "digest_subscription_address_is_there"),
        ({"cadence": "daily"}, "digest_subscription_cadence_is_known"),
    ],
)
def test_a_reader_wants_something_said_yes_and_has_an_address(centre, changes, constraint):
    make_reader()
    assert refused(lambda: Subscription.objects.update(**changes)) == constraint


def test_an_open_question_has_looked_at_no_issue(centre):
    ask()
    issue = DigestIssue.objects.create(cadence="weekly", day="2026-11-23", made_at=NOW)
    write = lambda: Subscription.objects.update(last_issue=issue)  # noqa: E731 -- one line, used once
    assert refused(write) == "digest_subscription_active_is_confirmed"


def test_an_address_reads_once(centre):
    make_reader()
    other = make_reader("other@example.jp")
    same = Subscription.objects.exclude(pk=other.pk).get().fingerprint
    change = Subscription.objects.filter(pk=other.pk)
    assert refused(lambda: change.update(fingerprint=same)) == "digest_subscription_once_a_state"


def test_a_refusal_is_of_one_mailbox(db):
    Refusal.objects.create(fingerprint="x" * 64, day="2026-11-24")
    assert refused(lambda: Refusal.objects.update(fingerprint="")) == "digest_refusal_is_of_a_mailbox"
    rows = [Refusal(fingerprint="x" * 64, day="2026-11-24")]
    assert "fingerprint" in refused(lambda: Refusal.objects.bulk_create(rows))


def test_a_period_has_one_issue(db):
    rows = [DigestIssue(cadence="weekly", day="2026-11-23", made_at=NOW) for _ in range(2)]
    assert refused(lambda: DigestIssue.objects.bulk_create(rows)) == "digest_digestissue_once_a_period"


def test_an_issue_belongs_to_a_known_cadence(db):
    rows = [DigestIssue(cadence="daily", day="2026-11-23", made_at=NOW)]
    assert refused(lambda: DigestIssue.objects.bulk_create(rows)) == "digest_digestissue_cadence_is_known"


def test_an_issue_is_short(db):
    rows = [
        DigestIssue(
            cadence="weekly", day="2026-11-23", made_at=NOW, news_ids=[*range(7)], event_ids=[*range(6)]
        )
    ]
    assert refused(lambda: DigestIssue.objects.bulk_create(rows)) == "digest_digestissue_is_short"
    rows[0].event_ids = [*range(5)]
    assert len(DigestIssue.objects.bulk_create(rows)) == 1


def test_numbers_belong_to_a_whole_month(db):
    rows = [MonthlyCount(month="2026-11-02")]
    assert refused(lambda: MonthlyCount.objects.bulk_create(rows)) == "digest_monthlycount_begins_a_month"
