"""Who sees which rows of retention, for the database: those who decide for a side; certificates both."""

FUNCTIONS = {
    # Whose a record is stands beside it, and is what its case says.
    "tsunagu_is_case_of(uuid, bigint)": (
        "boolean",
        """
        SELECT CASE WHEN $1 IS NULL THEN $2 IS NULL
               ELSE EXISTS (SELECT FROM cases_case WHERE id = $1 AND agency_id IS NOT DISTINCT FROM $2) END
        """,
    ),
    "tsunagu_received_case(uuid)": (
        "boolean",
        "SELECT EXISTS (SELECT FROM machine_handoff WHERE case_id = $1 AND tsunagu_receives(id))",
    ),
}
# A hold stops every destruction of its case, whatever a program of ours forgot to ask.
HOLDS_STOP = (
    """
    CREATE FUNCTION retention_refuse_held() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
    BEGIN
        IF NEW.confirmed_at IS NOT NULL AND EXISTS (
            SELECT FROM retention_hold WHERE case_id = NEW.case_id AND released_at IS NULL
            UNION ALL
            SELECT FROM incidents_incident WHERE case_id = NEW.case_id AND state <> 'closed'
        ) THEN
            RAISE EXCEPTION 'this case is held' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    END $body$
    """,
    "DROP FUNCTION retention_refuse_held()",
)
HOLDS_STOP_WHEN = (
    """
    CREATE TRIGGER retention_destruction_is_not_held
    BEFORE INSERT OR UPDATE OF confirmed_at ON retention_destruction
    FOR EACH ROW EXECUTE FUNCTION retention_refuse_held()
    """,
    "DROP TRIGGER retention_destruction_is_not_held ON retention_destruction",
)
# The other way round: of a case whose end two have confirmed no incident is opened any more. Whoever confirms
# has locked the case, so either of the two waits for the other and sees it.
INCIDENTS_COME_IN_TIME = (
    """
    CREATE FUNCTION retention_refuse_late_incident() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $body$
    BEGIN
        PERFORM FROM cases_case WHERE id = NEW.case_id FOR KEY SHARE;
        IF EXISTS (
            SELECT FROM retention_destruction
            WHERE case_id = NEW.case_id AND kind = 'case' AND confirmed_at IS NOT NULL
        ) THEN
            RAISE EXCEPTION 'this case is being destroyed'
                USING ERRCODE = 'check_violation', CONSTRAINT = 'incidents_incident_comes_in_time';
        END IF;
        RETURN NEW;
    END $body$
    """,
    "DROP FUNCTION retention_refuse_late_incident()",
)
INCIDENTS_COME_IN_TIME_WHEN = (
    """
    CREATE TRIGGER incidents_incident_comes_in_time BEFORE INSERT ON incidents_incident
    FOR EACH ROW WHEN (NEW.case_id IS NOT NULL) EXECUTE FUNCTION retention_refuse_late_incident()
    """,
    "DROP TRIGGER incidents_incident_comes_in_time ON incidents_incident",
)
_LEADS = "(SELECT tsunagu_leads())"
_AUDITS = "(SELECT tsunagu_roles() && ARRAY['auditor'])"
_LEADS_OR_AUDITS = f"{_LEADS} OR {_AUDITS}"
_DECIDES = (
    f"((agency_id IS NULL AND {_LEADS}) OR agency_id = ANY ((SELECT tsunagu_kept_agencies())::bigint[]))"
)
_ENDS = (
    f"({_DECIDES} OR agency_id = ANY ((SELECT tsunagu_agencies())::bigint[]) "
    "OR (agency_id IS NOT NULL AND (SELECT tsunagu_roles() && ARRAY['privacy_officer'])))"
)
TABLES = {
    "retention_retentionperiod": {
        "see": (
            f"{_LEADS_OR_AUDITS} OR (SELECT tsunagu_works_on_cases()) "
            "OR (SELECT cardinality(tsunagu_agencies()) > 0)"
        ),
        "add": "(SELECT tsunagu_roles() && ARRAY['lead'])",
        "change": "false",
    },
    "retention_duenotice": {"see": _DECIDES, "add": "false", "change": "false"},
    "retention_hold": {
        "see": f"{_ENDS} OR tsunagu_sees_case(case_id)",
        "add": f"{_DECIDES} AND tsunagu_is_case_of(case_id, agency_id)",
        "change": _ENDS,
    },
    "retention_destruction": {
        "see": (
            f"{_ENDS} OR (agency_id IS NULL AND {_AUDITS}) "
            "OR tsunagu_sees_case(case_id) OR tsunagu_received_case(case_id)"
        ),
        "add": f"{_DECIDES} AND tsunagu_is_case_of(case_id, agency_id)",
        "change": _ENDS,
    },
    "retention_partnerreply": {"see": _LEADS_OR_AUDITS, "add": _LEADS, "change": "false"},
    "retention_closingcount": {"see": _LEADS_OR_AUDITS, "add": _LEADS},
}
