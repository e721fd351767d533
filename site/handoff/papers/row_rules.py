"""Who sees which rows of papers, for the database: the asking side, and whoever sees the case."""

TABLES = {
    "papers_letternumber": {
        "see": "tsunagu_gives(handoff_id)",
        "add": "tsunagu_gives(handoff_id)",
        "change": "false",
    },
    "papers_paperdispatch": {"see": "tsunagu_gives(handoff_id)", "add": "tsunagu_gives(handoff_id)"},
    "papers_contactcard": {"see": "tsunagu_sees_case(case_id)", "add": "tsunagu_sees_case(case_id)"},
}
