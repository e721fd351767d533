"""Who sees which safeguards, for the database."""

_WRITES = "(SELECT tsunagu_works_on_cases() OR tsunagu_leads())"
_READS = "(SELECT tsunagu_works_on_cases() OR tsunagu_leads() OR tsunagu_roles() && ARRAY['auditor'])"
TABLES = {
    "safeguards_safeguard": {
        "see": f"{_READS} OR agency_id IS NULL OR agency_id = ANY ((SELECT tsunagu_agencies())::bigint[])",
        "add": _WRITES,
        "change": _WRITES,
    },
    # Written by the clock alone.
    "safeguards_endingnotice": {"see": _READS, "add": "false", "change": "false"},
    "safeguards_confirmers": {
        "see": "true",
        "add": "(SELECT tsunagu_leads())",
        "change": "(SELECT tsunagu_leads())",
    },
}
