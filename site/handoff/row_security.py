"""Row-level security as data: the second net, should a query of ours ever forget who asks.

Policies ask the dated enrolments themselves, so a session can claim no role that nobody approved. The
functions run as the tables' owner, who is not bound by policies, and so never call themselves.
"""

from collections.abc import Mapping

from django.db import migrations

# Read before anybody is known: who may come in, and for which agency.
OPEN_TABLES = frozenset({"handoff_agencycopy", "handoff_enrolment"})

_TODAY = "nullif(current_setting('tsunagu.today', true), '')::date"
# The enrolments of today of whoever asks; a condition may follow.
STANDING = f"""
    FROM handoff_enrolment AS enrolment
    LEFT JOIN handoff_agencycopy AS agency ON agency.id = enrolment.agency_id
    WHERE enrolment.person_id = tsunagu_person() AND enrolment.approved_at IS NOT NULL
      AND enrolment.ended_at IS NULL AND {_TODAY} BETWEEN enrolment.valid_from AND enrolment.valid_until
      AND (agency.closed_on IS NULL OR agency.closed_on > {_TODAY})
"""
_ROLES = f"SELECT coalesce(array_agg(enrolment.role::text), '{{}}') {STANDING}"
_AGENCIES = f"SELECT coalesce(array_agg(enrolment.agency_id), '{{}}') {STANDING}"
_HEAD = "LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp"
# name → what it returns, and how
FUNCTIONS = {
    "tsunagu_person()": ("bigint", "SELECT nullif(current_setting('tsunagu.person', true), '')::bigint"),
    "tsunagu_today()": ("date", f"SELECT {_TODAY}"),
    "tsunagu_is_clock()": ("boolean", "SELECT coalesce(current_setting('tsunagu.clock', true), '') = 'yes'"),
    "tsunagu_roles()": ("text[]", f"{_ROLES} AND enrolment.agency_id IS NULL"),
    "tsunagu_is_enrolled()": ("boolean", f"SELECT EXISTS (SELECT {STANDING})"),
    # Those that somebody works for: to sit in the committee for one is another matter.
    "tsunagu_agencies()": (
        "bigint[]",
        f"{_AGENCIES} AND enrolment.role IN ('agency_coordinator', 'agency_worker')",
    ),
    "tsunagu_kept_agencies()": ("bigint[]", f"{_AGENCIES} AND enrolment.role = 'agency_coordinator'"),
    "tsunagu_leads()": (
        "boolean",
        "SELECT tsunagu_roles() && ARRAY['lead', 'deputy_lead', 'privacy_officer']",
    ),
    "tsunagu_works_on_cases()": (
        "boolean",
        "SELECT tsunagu_roles() && ARRAY['case_worker', 'lead', 'deputy_lead']",
    ),
}


def functions(known: Mapping[str, tuple[str, str]] = FUNCTIONS) -> list[migrations.RunSQL]:
    """Return what a migration runs to make these functions, and to take them away again."""
    return [
        migrations.RunSQL(
            f"CREATE FUNCTION {name} RETURNS {returns} {_HEAD} AS $body$ {body} $body$",
            f"DROP FUNCTION {name}",
        )
        for name, (returns, body) in known.items()
    ]


def secured(table: str, *, see: str, add: str, change: str | None = None) -> list[migrations.RunSQL]:
    """Return what a migration runs to close a table to all but those for whom `see`, `add`, `change` hold.

    `change` is `see` unless told otherwise. Only the clock removes rows. The functions in the conditions
    are wrapped in a subquery, so that they are asked once for a statement and not once for a row.
    """
    change = see if change is None else change
    clock = "(SELECT tsunagu_is_clock())"
    rules = {
        "see": f"FOR SELECT USING ({clock} OR ({see}))",
        "add": f"FOR INSERT WITH CHECK ({clock} OR ({add}))",
        "change": f"FOR UPDATE USING ({clock} OR ({change})) WITH CHECK ({clock} OR ({change}))",
        "remove": f"FOR DELETE USING ({clock})",
    }
    closing = migrations.RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
    )
    return [closing] + [
        migrations.RunSQL(
            f"CREATE POLICY {table}_{name} ON {table} {rule}", f"DROP POLICY {table}_{name} ON {table}"
        )
        for name, rule in rules.items()
    ]
