"""Who sees which rows of incidents, for the database: who handles them all, who reported one just that."""

_HANDLES = "(SELECT tsunagu_leads())"
_ENROLLED = "(SELECT tsunagu_is_enrolled())"
_MINE = f"(reporter_id = (SELECT tsunagu_person()) AND {_ENROLLED})"
FUNCTIONS = {
    "tsunagu_reported_incident(uuid)": (
        "boolean",
        "SELECT EXISTS (SELECT FROM incidents_incident WHERE id = $1 AND reporter_id = tsunagu_person())",
    ),
    # The parts of a hand-off that is concerned, whatever has been closed since: who read them is asked by id.
    "tsunagu_parts_of_incident(uuid)": (
        "TABLE (id uuid, part text)",
        """
        SELECT packed.id, packed.part::text FROM machine_packagepart AS packed
        JOIN incidents_incident AS one ON one.handoff_id = packed.handoff_id
        WHERE one.id = $1 AND tsunagu_leads()
        """,
    ),
}
# Everybody who works at the centre reads what was learnt, and nothing of where it comes from.
_CENTRE = (
    "(SELECT tsunagu_roles() "
    "&& ARRAY['case_worker', 'lead', 'deputy_lead', 'privacy_officer', 'key_custodian'])"
)
TABLES = {
    "incidents_incident": {"see": f"{_HANDLES} OR {_MINE}", "add": _MINE, "change": _HANDLES},
    "incidents_reportitem": {"see": _HANDLES, "add": _HANDLES, "change": _HANDLES},
    "incidents_step": {
        "see": _HANDLES,
        "add": f"{_HANDLES} OR (kind = 'reported' AND tsunagu_reported_incident(incident_id))",
        "change": "false",
    },
    "incidents_lesson": {"see": _CENTRE, "add": _HANDLES, "change": "false"},
}
