"""Who sees which rows of oversight, for the database: those who answer for the centre."""

FUNCTIONS = {
    # Who gave what a record tells of; whoever audits sees the record, and never the hand-off.
    "tsunagu_giver_of(uuid)": (
        "bigint",
        """
        SELECT requester_id FROM machine_handoff WHERE id = $1 AND (
            tsunagu_gives($1) OR tsunagu_receives($1) OR tsunagu_roles() && ARRAY['auditor']
        )
        """,
    ),
    "tsunagu_sees_request(uuid)": (
        "boolean",
        """
        SELECT tsunagu_leads()
           AND EXISTS (SELECT FROM oversight_personrequest WHERE id = $1 AND tsunagu_sees_case(case_id))
        """,
    ),
}
_LEADS = "(SELECT tsunagu_leads())"
TABLES = {
    "oversight_monthlyreview": {
        "see": f"{_LEADS} OR (SELECT tsunagu_roles() && ARRAY['auditor'])",
        "add": "(SELECT tsunagu_roles() && ARRAY['lead', 'deputy_lead'])",
        "change": "false",
    },
    "oversight_rightsreview": {
        "see": "(SELECT tsunagu_roles() && ARRAY['lead', 'deputy_lead', 'privacy_officer', 'auditor'])",
        "add": "(SELECT tsunagu_roles() && ARRAY['lead', 'privacy_officer'])",
        "change": "false",
    },
    "oversight_personrequest": {
        "see": f"{_LEADS} AND tsunagu_sees_case(case_id)",
        "add": f"{_LEADS} AND tsunagu_sees_case(case_id)",
    },
    "oversight_receivertold": {
        "see": "tsunagu_sees_request(request_id)",
        "add": "tsunagu_sees_request(request_id)",
        "change": "false",
    },
}
