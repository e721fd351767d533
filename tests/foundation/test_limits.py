"""Limits are dated records with a source: what has counted stays, what is set counts from its day on."""

import sys
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from foundation.audit.models import Entry
from foundation.limits import declared as limits_declared
from foundation.limits import rules, services
from foundation.limits.declared import Limit, UnknownLimit, declare, declared, every_limit
from foundation.limits.enums import Kind, Unit
from foundation.limits.exceptions import LimitRefused
from foundation.limits.models import LimitValue
from foundation.limits.queries import course, limit, limits, standings
from foundation.limits.services import set_limit, withdraw_limit
from foundation.mail.limits import BODY_KEPT
from foundation.mail.models import MailState, OutgoingMail
from foundation.mail.services import erase_old_bodies
from foundation.public_pages import version
from foundation.registry import retention_classes
from portal.contact_desk.limits import ANSWERED_WITHIN
from tests.beside import Beside
from tests.factories.events import NOW
from tests.factories.limits import LONG_AGO, put_limit

TODAY = NOW.date()
DAY = timedelta(days=1)
SOME = Limit("some", "見本", "見本です", Unit.DAYS, Kind.DEADLINE, 30, "見本の法律", 7, 60)


def change(key=BODY_KEPT, value=60, *, by, first_day=TODAY, now=NOW, **more):
    return set_limit(
        key=key, value=value, first_day=first_day, source="センター会議", actor=by, now=now, **more
    )


def test_without_a_record_the_declared_value_counts_and_says_its_source(db):
    standing = standings(TODAY)[BODY_KEPT]
    assert (limit(BODY_KEPT, on=TODAY), standing.text, standing.since) == (90, "90日", None)
    assert standing.source == declared(BODY_KEPT).source


def test_a_value_counts_from_its_first_day_and_not_before(manager):
    put_limit(BODY_KEPT, 60, by=manager, since=TODAY)
    assert [limit(BODY_KEPT, on=day) for day in (TODAY - DAY, TODAY, TODAY + DAY)] == [90, 60, 60]


def test_several_limits_take_one_query_as_one_does(manager, django_assert_num_queries):
    put_limit(BODY_KEPT, 60, by=manager)
    put_limit(ANSWERED_WITHIN, 3, by=manager)
    with django_assert_num_queries(1):
        assert limit(BODY_KEPT, on=TODAY) == 60
    with django_assert_num_queries(1):
        assert limits(BODY_KEPT, ANSWERED_WITHIN, on=TODAY) == {BODY_KEPT: 60, ANSWERED_WITHIN: 3}
    with django_assert_num_queries(1):
        assert len(standings(TODAY)) == len(list(every_limit()))
    with django_assert_num_queries(1):
        known = course(BODY_KEPT)
        assert [known.on(LONG_AGO - DAY), known.on(LONG_AGO), known.on(TODAY)] == [90, 60, 60]


def test_a_key_that_nobody_declared_is_refused(db):
    with pytest.raises(UnknownLimit):
        limit("none", on=TODAY)
    with pytest.raises(UnknownLimit):
        limits(BODY_KEPT, "none", on=TODAY)


@pytest.mark.parametrize("wrong", [{"default": 3}, {"most": 20}, {"least": 0}, {"source": ""}, {"does": ""}])
def test_a_limit_declares_sound_bounds_a_purpose_and_a_source(wrong):
    facts = {name: getattr(SOME, name) for name in SOME.__dataclass_fields__ if name != "key"}
    with pytest.raises(ValueError, match="some-other"):
        declare("some-other", **facts | wrong)


def test_two_limits_never_share_a_key():
    known = declared(BODY_KEPT)
    facts = {name: getattr(known, name) for name in known.__dataclass_fields__}
    assert declare(**facts) == BODY_KEPT
    with pytest.raises(ValueError, match="declared already"):
        declare(**facts | {"default": known.default + 1})


@pytest.mark.parametrize(
    ("value", "first_day", "begun", "reason"),
    [
        (30, TODAY, [], ""),
        (7, TODAY, [LONG_AGO], ""),
        (60, TODAY + DAY, [TODAY], ""),
        (6, TODAY, [], "7日から60日までの数にしてください。"),
        (61, TODAY, [], "7日から60日までの数にしてください。"),
        (30, TODAY - DAY, [], "これまでの日の値は変えられません。"),
        (30, TODAY, [TODAY], "今日からの値は、もう決まっています。"),
        (30, TODAY, [TODAY + DAY], "先に、その値を取りやめてください。"),
        (30, TODAY + DAY, [TODAY + DAY], "先に、その値を取りやめてください。"),
    ],
)
def test_what_may_be_set(value, first_day, begun, reason):
    decision = rules.may_set(SOME, value, first_day, begun=begun, today=TODAY)
    assert (decision.allowed, decision.reason.endswith(reason) or decision.reason.startswith(reason)) == (
        not reason,
        True,
    )


def test_setting_ends_the_value_before_keeps_the_past_and_is_recorded(
    manager, django_capture_on_commit_callbacks
):
    put_limit(BODY_KEPT, 120, by=manager)
    before = version.read()
    with django_capture_on_commit_callbacks(execute=True):
        new = change(by=manager, first_day=TODAY + DAY, note="見直し")
    assert version.read()[1] > before[1]
    assert [limit(BODY_KEPT, on=day) for day in (LONG_AGO - DAY, TODAY, TODAY + DAY)] == [90, 120, 60]
    entry = Entry.objects.latest("id")
    assert (entry.verb, entry.actor_id, entry.subject_id, entry.fields) == (
        "limits.limit_set",
        manager.pk,
        new.pk,
        [BODY_KEPT],
    )
    assert "見直し" not in entry.body


@pytest.mark.parametrize(
    "wrong", [{"value": 6}, {"value": 366}, {"first_day": TODAY - DAY}, {"first_day": TODAY}]
)
def test_what_may_not_be_set_changes_nothing(manager, wrong):
    put_limit(BODY_KEPT, 120, by=manager, since=TODAY)
    with pytest.raises(LimitRefused):
        change(by=manager, **{"first_day": TODAY + DAY} | wrong)
    assert LimitValue.objects.values_list("value", "valid_to").get() == (120, None)
    assert Entry.objects.count() == 0


def test_a_value_that_has_not_begun_can_be_taken_back_and_the_one_before_goes_on(manager):
    put_limit(BODY_KEPT, 120, by=manager)
    coming = change(by=manager, first_day=TODAY + DAY)
    assert withdraw_limit(key=BODY_KEPT, value_id=coming.pk, actor=manager, now=NOW)
    assert limit(BODY_KEPT, on=TODAY + DAY) == 120
    entry = Entry.objects.latest("id")
    assert (entry.verb, entry.subject_id) == ("limits.limit_withdrawn", coming.pk)
    assert not withdraw_limit(key=BODY_KEPT, value_id=coming.pk, actor=manager, now=NOW)


def test_a_value_between_two_is_taken_back_without_a_gap(manager):
    put_limit(BODY_KEPT, 120, by=manager, to=TODAY + DAY)
    middle = put_limit(BODY_KEPT, 100, by=manager, since=TODAY + DAY, to=TODAY + 2 * DAY)
    put_limit(BODY_KEPT, 80, by=manager, since=TODAY + 2 * DAY)
    withdraw_limit(key=BODY_KEPT, value_id=middle.pk, actor=manager, now=NOW)
    assert [limit(BODY_KEPT, on=TODAY + days * DAY) for days in (0, 1, 2)] == [120, 120, 80]


def test_a_value_that_counts_stays(manager):
    counting = put_limit(BODY_KEPT, 120, by=manager, since=TODAY)
    with pytest.raises(LimitRefused, match="もう使われています"):
        withdraw_limit(key=BODY_KEPT, value_id=counting.pk, actor=manager, now=NOW)
    assert limit(BODY_KEPT, on=TODAY) == 120


def test_of_two_managers_who_set_a_limit_at_once_the_second_is_told(transactional_db, manager):
    """The first value of a limit has no row to lock: a lock of its own makes the second wait."""
    with transaction.atomic():
        services._lock(BODY_KEPT)
        other = Beside(lambda: change(by=manager, value=70))
        assert other.waits_for_a_lock()
        put_limit(BODY_KEPT, 60, by=manager, since=TODAY)
    other.join()
    assert isinstance(other.error, LimitRefused)
    assert LimitValue.objects.get().value == 60


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("limits_limitvalue_ends_after_it_begins", {"valid_to": LONG_AGO}),
        ("limits_limitvalue_is_above_zero", {"value": 0}),
        ("limits_limitvalue_has_a_source", {"source": " "}),
        ("limits_limitvalue_has_a_key", {"key": ""}),
    ],
)
def test_the_database_keeps_each_value_sound(manager, name, wrong):
    put_limit(BODY_KEPT, 60, by=manager)
    with pytest.raises(IntegrityError, match=name):
        LimitValue.objects.update(**wrong)


@pytest.mark.parametrize(
    ("since", "to"), [(TODAY, None), (date(2026, 1, 1), TODAY), (LONG_AGO, LONG_AGO + DAY)]
)
def test_the_database_keeps_one_value_a_day(manager, since, to):
    put_limit(BODY_KEPT, 60, by=manager)
    row = LimitValue(
        key=BODY_KEPT, value=70, valid_from=since, valid_to=to, source="会議", set_by=manager, set_at=NOW
    )
    with pytest.raises(IntegrityError, match="limits_limitvalue_one_value_a_day"):
        LimitValue.objects.bulk_create([row])


def test_one_value_may_follow_another_on_the_day_on_which_it_ends(manager):
    put_limit(BODY_KEPT, 60, by=manager, to=TODAY)
    put_limit(BODY_KEPT, 70, by=manager, since=TODAY)
    assert [limit(BODY_KEPT, on=day) for day in (TODAY - DAY, TODAY)] == [60, 70]


def test_the_text_of_mails_is_erased_after_the_time_that_is_set(manager):
    for cause, days in (("old", 8), ("young", 7)):
        OutgoingMail.objects.create(
            cause=cause,
            to="a@example.jp",
            subject="件名",
            text="本文",
            state=MailState.SENT,
            created_at=NOW,
            sent_at=NOW - timedelta(days=days),
        )
    assert erase_old_bodies(now=NOW) == 0
    put_limit(BODY_KEPT, 7, by=manager)
    assert erase_old_bodies(now=NOW) == 1
    assert OutgoingMail.objects.get(cause="old").text == ""


def test_the_limits_of_each_app_are_read_at_the_start(monkeypatch):
    monkeypatch.setattr(limits_declared, "_declared", {})
    for name in [each for each in sys.modules if each.endswith(".limits") and each != "foundation.limits"]:
        monkeypatch.delitem(sys.modules, name)
    apps.get_app_config("limits").ready()
    assert {
        "facts.check_holds",
        "digest.kept_unconfirmed",
        "mail.body_kept",
    } <= limits_declared._declared.keys()


def test_whatever_is_kept_names_a_limit_that_is_declared():
    told = [each for source in retention_classes.items() for each in source[1]()]
    assert len({each.records for each in told}) == len(told) > 0
    assert {declared(each.limit).kind for each in told} == {Kind.RETENTION}
    assert {each.key for each in every_limit() if each.kind == Kind.RETENTION} == {
        each.limit for each in told
    }
