"""Who sees which documents, for the database: whoever sees the case, and the receiver of an open part.

As receiver until the day that was chosen, and with no more copies than were chosen: each has a number, no
two the same, none above the limit.
"""

# Shown to whoever asks as receiver, and on this very day.
_SHOWN = (
    "part <> '' AND removed_at IS NULL AND (readable_until IS NULL OR tsunagu_today() <= readable_until) "
    "AND tsunagu_receives(handoff_id) AND tsunagu_part_is_open(handoff_id, part)"
)
FUNCTIONS = {
    "tsunagu_is_of_case(uuid, uuid)": (
        "boolean",
        "SELECT $1 IS NULL OR EXISTS (SELECT FROM machine_handoff WHERE id = $1 AND case_id = $2)",
    ),
    "tsunagu_keeps_document(uuid)": (
        "boolean",
        "SELECT EXISTS (SELECT FROM documents_document WHERE id = $1 AND tsunagu_sees_case(case_id))",
    ),
    "tsunagu_document_is_shown(uuid)": (
        "boolean",
        "SELECT EXISTS (SELECT FROM documents_document WHERE id = $1 AND SHOWN)".replace("SHOWN", _SHOWN),
    ),
    # As the copy of this number, for this agency.
    "tsunagu_may_take_copy(uuid, integer, bigint)": (
        "boolean",
        """
        SELECT tsunagu_document_is_shown($1) AND EXISTS (
            SELECT FROM documents_document AS one JOIN machine_handoff AS way ON way.id = one.handoff_id
            WHERE one.id = $1 AND $2 BETWEEN 1 AND one.most_copies
              AND way.performer_id IS NOT DISTINCT FROM $3
        )
        """,
    ),
}
_OWN = "tsunagu_sees_case(case_id)"
_KEPT = "tsunagu_keeps_document(document_id)"
TABLES = {
    "documents_document": {
        "see": f"{_OWN} OR ({_SHOWN})",
        "add": f"{_OWN} AND tsunagu_is_of_case(handoff_id, case_id)",
        "change": f"{_OWN} AND tsunagu_is_of_case(handoff_id, case_id)",
    },
    "documents_takencopy": {
        "see": f"{_KEPT} OR (number IS NOT NULL AND tsunagu_document_is_shown(document_id))",
        "add": (
            "person_id = (SELECT tsunagu_person()) AND CASE WHEN number IS NULL "
            f"THEN {_KEPT} ELSE tsunagu_may_take_copy(document_id, number, agency_id) END"
        ),
        "change": "false",
    },
    "documents_papercopy": {"see": _KEPT, "add": _KEPT, "change": _KEPT},
}
