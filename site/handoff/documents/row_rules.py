"""Who sees which documents, for the database: whoever sees the case, and the receiver of an open part."""

FUNCTIONS = {
    "tsunagu_is_of_case(uuid, uuid)": (
        "boolean",
        "SELECT $1 IS NULL OR EXISTS (SELECT FROM machine_handoff WHERE id = $1 AND case_id = $2)",
    ),
}
_OWN = "tsunagu_sees_case(case_id)"
TABLES = {
    "documents_document": {
        "see": (
            f"{_OWN} OR (part <> '' AND removed_at IS NULL AND tsunagu_receives(handoff_id) "
            "AND tsunagu_part_is_open(handoff_id, part))"
        ),
        "add": f"{_OWN} AND tsunagu_is_of_case(handoff_id, case_id)",
        "change": f"{_OWN} AND tsunagu_is_of_case(handoff_id, case_id)",
    },
}
