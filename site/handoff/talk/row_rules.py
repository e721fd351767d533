"""Who sees which messages, for the database: the asking side all, the receiver what is shared with it."""

TABLES = {
    "talk_message": {
        "see": "tsunagu_gives(handoff_id) OR (audience = 'shared' AND tsunagu_is_told(handoff_id))",
        "add": (
            "tsunagu_gives(handoff_id) "
            "OR (audience = 'shared' AND side = 'receiver' AND tsunagu_is_told(handoff_id))"
        ),
        "change": "false",
    },
}
