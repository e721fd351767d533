"""The second net: without any filter of ours the database shows each actor what `access` shows, no more."""

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.utils import ProgrammingError
from django.utils import timezone

from accounts.enums import PrivateRole
from handoff.access import opened
from handoff.actors import CLOCK
from handoff.cases.access import cases_for
from handoff.cases.models import Case, CaseWorker
from handoff.cases.services.cases import stand_in
from handoff.disclosure.enums import ReceiverCategory
from handoff.machine.access import handoffs_for, readable_parts
from handoff.machine.enums import Deed
from handoff.machine.models import Handoff, PackagePart
from handoff.machine.queries import facts_of
from handoff.safeguards.access import safeguards_for
from handoff.safeguards.models import Safeguard
from handoff.start import closed_tables
from tests.factories.cases import (
    NOW,
    TODAY,
    acting,
    do,
    make_case,
    make_draft,
    staff_of_agency,
    staff_of_centre,
)
from tests.factories.handoff import make_agency, make_enrolled_user

pytestmark = pytest.mark.django_db
# Whatever stands in these tells of accounts, agencies, jobs and counts, and of no case by a word.
WITHOUT_POLICY = {
    "account_emailaddress",
    "account_emailconfirmation",
    "accounts_invitation",
    "accounts_person",
    "accounts_user",
    "accounts_user_groups",
    "accounts_user_user_permissions",
    "audit_entry",
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "centre_centreprofile",
    "django_content_type",
    "django_migrations",
    "django_session",
    "foundation_cache",
    "handoff_agencycopy",
    "handoff_enrolment",
    "limits_limitvalue",
    "mail_outgoingmail",
    "mfa_authenticator",
    "numbering_numberseries",
    "procrastinate_events",
    "procrastinate_jobs",
    "procrastinate_periodic_defers",
    "procrastinate_workers",
    "rates_tally",
    "usersessions_usersession",
}
# What anybody here may do with a row; each needs its own policy, or nobody may.
DEEDS = {"r", "a", "w", "d"}
EVERYTHING = tuple(model for model in apps.get_models() if model._meta.db_table in closed_tables())


@pytest.fixture
def world():
    """Three cases with their requests to two agencies, one of them not sent, and everybody who might look."""
    centre, others = staff_of_centre(), staff_of_centre()
    cities = [make_agency(name=name, category=ReceiverCategory.MUNICIPALITY) for name in ("東の市", "西の市")]
    staff = [staff_of_agency(city) for city in cities]
    sent = make_draft(make_case(centre), cities[0], centre)
    do(sent, Deed.SUBMIT, centre["worker"])
    do(sent, Deed.APPROVE, centre["lead"])
    do(sent, Deed.ACKNOWLEDGE, staff[0]["coordinator"])
    other = make_draft(make_case(others), cities[1], others)
    do(other, Deed.SUBMIT, others["worker"])
    do(other, Deed.APPROVE, others["lead"])
    draft_case = make_case(centre)
    make_draft(draft_case, cities[1], centre)
    stand_in(reference=draft_case.reference, reason="休みのため", actor=acting(others["worker"]), now=NOW)
    apart = [
        make_enrolled_user(name=role, role=role)
        for role in (PrivateRole.AUDITOR, PrivateRole.KEY_CUSTODIAN, PrivateRole.COMMITTEE_MEMBER)
    ]
    people = [*centre.values(), *others.values(), *staff[0].values(), *staff[1].values(), *apart]
    return {"people": people, "gone": make_enrolled_user(name="行き先のない人")}


def seen(queryset):
    return set(queryset.values_list("pk", flat=True))


def test_rows_without_our_filters_are_those_with_them(world):
    for user in world["people"]:
        actor = acting(user)
        with opened(actor, now=NOW):
            assert seen(Case.objects) == seen(cases_for(actor, today=TODAY)), user
            assert seen(Handoff.objects) == seen(handoffs_for(actor, today=TODAY)), user
            assert seen(Safeguard.objects) <= seen(safeguards_for(actor)), user
            readable = set()
            for handoff in handoffs_for(actor, today=TODAY):
                readable |= seen(readable_parts(actor, handoff, facts_of(handoff), today=TODAY))
            assert seen(PackagePart.objects) == readable, user


def test_somebody_sees_something_and_nobody_sees_all(world):
    counts = {}
    for user in world["people"]:
        with opened(acting(user), now=NOW):
            counts[user] = Handoff.objects.count()
    with opened(CLOCK, now=NOW):
        everything = Handoff.objects.count()
    assert everything == 3
    assert set(counts.values()) == {0, 1, 2, 3}


def test_whoever_opened_nothing_sees_no_row_of_any_table(world):
    assert len(EVERYTHING) > 10
    for model in EVERYTHING:
        assert list(model.objects.all()) == []
    with opened(acting(world["gone"]), now=NOW):
        for model in set(EVERYTHING) - {Safeguard}:
            assert list(model.objects.all()) == []


def tables_without_policy():
    """Return the tables of which nothing says who may do what, other tables in between too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, relrowsecurity, array_agg(polcmd::text) FROM pg_class"
            " LEFT JOIN pg_policy ON polrelid = pg_class.oid"
            " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'm', 'v', 'f')"
            " GROUP BY relname, relrowsecurity"
        )
        return {
            name for name, is_secured, deeds in cursor.fetchall() if not is_secured or set(deeds) != DEEDS
        }


def test_every_table_has_its_policies_or_is_named_here():
    assert tables_without_policy() == WITHOUT_POLICY


@pytest.mark.django_db(transaction=True)
def test_a_new_table_without_a_policy_is_noticed():
    place = {"host": settings.TEST_DATABASE_HOST, "dbname": connection.settings_dict["NAME"]}
    with psycopg.connect(user="postgres", autocommit=True, **place) as server:
        server.execute("CREATE TABLE cases_added (words text)")
        server.execute("ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY")
    assert tables_without_policy() - WITHOUT_POLICY == {"cases_added", "cases_case"}


def test_a_role_that_ended_opens_nothing_whatever_the_session_says(world):
    lead = world["people"][2]
    actor = acting(lead)
    lead.person.enrolments.update(ended_at=timezone.now())
    with opened(actor, now=NOW):
        assert list(Case.objects.all()) == []
        assert list(Handoff.objects.all()) == []


@pytest.mark.parametrize("table", ["machine_turn", "machine_call", "machine_provisionrecord", "audit_entry"])
def test_what_was_written_in_a_ledger_is_changed_by_nobody(world, table):
    for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
        with pytest.raises(ProgrammingError, match="permission denied"), opened(CLOCK, now=NOW):
            connection.cursor().execute(statement)


def test_nobody_makes_themselves_a_worker_of_a_case(world):
    stranger = world["people"][3]
    with opened(CLOCK, now=NOW):
        case = Case.objects.exclude(workers__person=stranger.person).exclude(
            stand_ins__person=stranger.person
        )[0]
    with pytest.raises(ProgrammingError, match="row-level security"), opened(acting(stranger), now=NOW):
        CaseWorker.objects.bulk_create(
            [CaseWorker(case=case, person=stranger.person, place="main", since=TODAY)]
        )
