"""Who sees which rows of consultations, for the database: the same as `access` says, by other means."""

FUNCTIONS = {
    # A receiver asks and reads while it supports somebody with us, and as long as the back-up was agreed.
    "tsunagu_backup_stands(uuid)": (
        "boolean",
        """
        SELECT EXISTS (
            SELECT FROM machine_handoff AS one
            JOIN cases_legalbasis AS basis ON basis.id = one.basis_id
            JOIN safeguards_safeguard AS safeguard ON safeguard.id = one.safeguard_id
            WHERE one.id = $1
              AND (one.state = 'backup' OR (one.state = 'closed' AND one.backup_until >= tsunagu_today()))
              AND basis.state = 'active' AND tsunagu_today() BETWEEN basis.since AND basis.until
              AND safeguard.confirmed_at IS NOT NULL AND safeguard.suspended_at IS NULL
              AND tsunagu_today() >= safeguard.since
              AND (safeguard.until IS NULL OR tsunagu_today() <= safeguard.until)
              AND (safeguard.ended_on IS NULL OR tsunagu_today() < safeguard.ended_on)
        )
        """,
    ),
}
_GENERAL = (
    "handoff_id IS NULL AND (agency_id = ANY ((SELECT tsunagu_agencies())::bigint[]) "
    "OR (SELECT tsunagu_works_on_cases()) OR (SELECT tsunagu_leads()))"
)
_ABOUT = (
    "handoff_id IS NOT NULL AND (tsunagu_sees_case(case_id) OR ("
    "agency_id = ANY ((SELECT tsunagu_agencies())::bigint[]) "
    "AND tsunagu_receives(handoff_id) AND tsunagu_backup_stands(handoff_id)))"
)
_MATES = (
    "(handoff_id IS NULL OR EXISTS (SELECT FROM machine_handoff AS one "
    "WHERE one.id = consultation_consultationrequest.handoff_id "
    "AND one.case_id = consultation_consultationrequest.case_id))"
)
TABLES = {
    "consultation_consultationrequest": {
        "see": f"({_GENERAL}) OR ({_ABOUT})",
        "add": f"(({_GENERAL}) OR ({_ABOUT})) AND {_MATES}",
    }
}
