"""Two people destroy, the keys go first, and whoever is stopped is followed by the clock."""

from datetime import timedelta

import psycopg
import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection
from django.http import Http404
from django.utils import timezone

from foundation.audit.models import Entry
from foundation.japanese.dates import fiscal_year
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.cases.models import Case
from handoff.cases.services.cases import stand_in
from handoff.cases.services.reading import read_case
from handoff.exceptions import Refused, Shredded
from handoff.machine.services.looking import look_after_all
from handoff.machine.services.reading import read_handoff, read_part
from handoff.retention.enums import Counted, RecordClass, Unit
from handoff.retention.models import ClosingCount, Destruction, Hold
from handoff.retention.services.destroying import (
    confirm,
    finish_all,
    propose,
    withdraw_proposal,
)
from handoff.retention.services.holds import set_hold
from handoff.vault import index, store
from handoff.vault.exceptions import KeyMissing
from tests.factories.cases import CANARIES, NOW, acting, do, fresh, make_case, make_draft, rows
from tests.factories.retention import (
    LATER,
    LISTED,
    destroy,
    make_closed_case,
    make_ended_case,
    settle,
    wait_until_due,
)

pytestmark = pytest.mark.django_db


def proposed(case, centre, key="lead"):
    (found,) = propose(records=[case.pk], actor=acting(centre[key], now=LATER), now=LATER)
    return found


def confirmed(found, centre, key="officer", *, is_fresh=True):
    return confirm(
        destruction_id=found.pk, actor=acting(centre[key], now=LATER, is_fresh=is_fresh), now=LATER
    )


@pytest.fixture
def due(centre):
    settle(centre)
    case = make_closed_case(centre)
    wait_until_due()
    return case


def test_two_people_destroy_a_case_and_its_person(centre, due):
    done = destroy(due, centre)
    case = fresh(due)
    assert (case.shredded_at, done.destroyed_at) == (LATER, LATER)
    for key in (due.key, due.person.key):
        with pytest.raises(KeyMissing):
            store.data_key(key)
    assert index.find(CANARIES["name_kana"]).isdisjoint({due.person_id})
    assert fresh(due.person).shredded_at == LATER
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {f"retention.destruction_{each}" for each in ("proposed", "confirmed")} <= verbs
    assert {"retention.destroyed", "retention.person_shredded"} <= verbs


def test_a_person_stays_readable_until_her_last_case_is_gone(centre, due):
    other = make_case(centre, person=due.person)
    destroy(due, centre)
    assert fresh(due.person).shredded_at is None
    assert fresh(due.person).unseal("name") == CANARIES["name"]
    assert index.find(CANARIES["name_kana"]) >= {due.person_id}
    assert fresh(other).unseal("need").startswith("通院")


def test_without_a_period_nothing_is_ever_due(centre):
    case = make_closed_case(centre)
    assert wait_until_due() == 0
    with pytest.raises(Refused, match="まだ決めていません"):
        proposed(case, centre)


@pytest.mark.parametrize(("first", "second"), [("lead", "lead"), ("officer", "officer")])
def test_nobody_confirms_what_they_proposed(centre, due, first, second):
    with pytest.raises(Refused, match="別の人"):
        confirmed(proposed(due, centre, first), centre, second)


def test_the_database_refuses_it_as_well(centre, due):
    found = proposed(due, centre)
    with pytest.raises(IntegrityError, match="confirmed_by_another"), opened(CLOCK, now=LATER):
        Destruction.objects.filter(pk=found.pk).update(confirmed_by=centre["lead"], confirmed_at=LATER)


def test_a_password_of_long_ago_destroys_nothing(centre, due):
    with pytest.raises(Refused, match="パスワード"):
        confirmed(proposed(due, centre), centre, is_fresh=False)
    assert fresh(due).shredded_at is None


@pytest.mark.parametrize("key", ["worker", "second"])
def test_who_works_on_a_case_does_not_destroy_it(centre, due, key):
    with pytest.raises(Http404):
        proposed(due, centre, key)
    found = proposed(due, centre)
    with pytest.raises(Http404):
        confirmed(found, centre, key)


def test_a_proposal_is_taken_back_and_made_anew(centre, due):
    withdraw_proposal(
        destruction_id=proposed(due, centre).pk, actor=acting(centre["officer"], now=LATER), now=LATER
    )
    assert destroy(due, centre).destroyed_at == LATER


def test_a_hold_takes_proposals_back_and_stops_every_other(centre, due):
    found = proposed(due, centre)
    actor = acting(centre["deputy"], now=LATER)
    set_hold(case_id=due.pk, kind="lawsuit", reason="裁判のためかなりあ", actor=actor, now=LATER)
    with pytest.raises(Refused, match="もう、提案ではありません"):
        confirmed(found, centre)
    with pytest.raises(Refused, match="止めているか"):
        proposed(due, centre)


def test_the_database_destroys_nothing_that_is_held(centre, due):
    found = proposed(due, centre)
    with opened(CLOCK, now=LATER):
        hold = Hold(case=due, kind="leak", set_by=centre["lead"], set_at=LATER)
        hold.seal(reason="調べている")
        hold.save(force_insert=True)
    with pytest.raises(IntegrityError, match="held"), opened(CLOCK, now=LATER):
        Destruction.objects.filter(pk=found.pk).update(confirmed_by=centre["officer"], confirmed_at=LATER)


def test_what_was_counted_before_leads_to_nobody(centre, city, receivers):
    settle(centre)
    case, _ = make_ended_case(centre, city, receivers)
    wait_until_due()
    destroy(case, centre)
    year = fiscal_year(timezone.localdate(NOW))
    counted = {
        (each.counted, each.value): (each.fiscal_year, each.cases)
        for each in rows(ClosingCount.objects.all())
    }
    assert counted == {
        (Counted.DUTY, "special_adjustment"): (year, 1),
        (Counted.AGE_BAND, "わからない"): (year, 1),
        (Counted.HANDOFF_KIND, "coordination"): (year, 1),
        (Counted.OUTCOME, "not_taken"): (year, 1),
    }


def test_every_reading_afterwards_ends_at_the_certificate_and_never_in_an_error(centre, city, receivers):
    settle(centre)
    case, handoff = make_ended_case(centre, city, receivers)
    wait_until_due()
    destroy(case, centre)
    for user in (centre["worker"], centre["lead"]):
        with pytest.raises(Shredded):
            read_case(case_id=case.pk, actor=acting(user, now=LATER), now=LATER)
    for user in (centre["worker"], receivers["coordinator"]):
        actor = acting(user, now=LATER)
        with pytest.raises(Shredded):
            read_handoff(handoff_id=handoff.pk, actor=actor, now=LATER)
        with pytest.raises(Shredded):
            read_part(handoff_id=handoff.pk, part="need", actor=actor, now=LATER)
    with pytest.raises(Http404):
        stand_in(reference=case.reference, reason="休み", actor=acting(centre["deputy"]), now=LATER)
    look_after_all(now=LATER)


def test_a_case_with_a_request_that_goes_on_is_not_destroyed(centre, city, due):
    handoff = make_draft(make_case(centre), city, centre)
    do(handoff, "submit", centre["worker"])
    do(handoff, "approve", centre["lead"])
    with opened(CLOCK, now=NOW):
        Case.objects.filter(pk=handoff.case_id).update(closed_on=timezone.localdate(NOW))
    wait_until_due()
    with pytest.raises(Refused, match="まだ続いている"):
        proposed(handoff.case, centre)


def test_papers_that_led_to_nothing_go_and_the_case_stays(centre, city, receivers):
    settle(centre, RecordClass.PACKAGE, 30, Unit.DAYS)
    case, handoff = make_ended_case(centre, city, receivers)
    soon = NOW + timedelta(days=1)
    assert wait_until_due(now=soon) == 1
    after = soon + timedelta(days=30)
    destroy(handoff, centre, now=after)
    with opened(CLOCK, now=after):
        assert list(handoff.parts.values_list("contents", flat=True).distinct()) == [None]
    assert fresh(handoff).ask is None
    assert fresh(case).unseal("need").startswith("通院")


def owner(statement):
    """Do as the database's owner what no program of ours can."""
    name = connection.settings_dict["NAME"]
    with psycopg.connect(
        host=settings.TEST_DATABASE_HOST, user="postgres", dbname=name, autocommit=True
    ) as server:
        server.execute(statement)


@pytest.mark.django_db(transaction=True)
def test_whoever_is_stopped_after_the_key_was_destroyed_is_followed_by_the_clock(centre, due):
    found = proposed(due, centre)
    owner(
        "CREATE FUNCTION no_disk() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'disk full'; END $$; "
        "CREATE TRIGGER no_disk BEFORE UPDATE OF shredded_at ON cases_case EXECUTE FUNCTION no_disk()"
    )
    try:
        with pytest.raises(DatabaseError, match="disk full"):
            confirmed(found, centre)
    finally:
        owner("DROP TRIGGER no_disk ON cases_case; DROP FUNCTION no_disk()")
    between = fresh(found)
    assert (between.confirmed_at, between.destroyed_at, fresh(due).shredded_at) == (LATER, None, None)
    with pytest.raises(KeyMissing):
        store.data_key(due.key)
    after = LATER + timedelta(minutes=10)
    assert [finish_all(now=after), finish_all(now=after)] == [1, 0]
    assert (fresh(found).destroyed_at, fresh(due).shredded_at) == (after, after)
    assert {each.cases for each in rows(ClosingCount.objects.all())} == {1}


def test_a_case_between_its_key_and_its_mark_cannot_be_held_any_more(centre, due):
    found = proposed(due, centre)
    with opened(CLOCK, now=LATER):
        Destruction.objects.filter(pk=found.pk).update(confirmed_by=centre["officer"], confirmed_at=LATER)
    with pytest.raises(Refused, match="もう消去が始まって"):
        set_hold(case_id=due.pk, kind="other", reason="x", actor=acting(centre["lead"], now=LATER), now=LATER)


def test_the_list_is_known_thirty_days_before(centre):
    settle(centre)
    case = make_closed_case(centre)
    day = timezone.localdate(NOW)
    due = NOW.replace(year=NOW.year + 5)
    assert wait_until_due(now=due - timedelta(days=31)) == 0
    assert wait_until_due(now=due - timedelta(days=30)) == 1
    assert wait_until_due(now=due - timedelta(days=29)) == 0
    assert fresh(case).closed_on == day
    assert due < LISTED
