"""Who sees which messages, for the database: the asking side all, the receiver what is shared with it."""

FUNCTIONS = {
    # While the hand-off goes on, on a footing that stands today: a message tells of somebody as well.
    "tsunagu_hears(uuid)": ("boolean", "SELECT tsunagu_receives($1) AND tsunagu_footing_stands($1)"),
}
TABLES = {
    "talk_message": {
        "see": "tsunagu_gives(handoff_id) OR (audience = 'shared' AND tsunagu_hears(handoff_id))",
        "add": (
            "tsunagu_gives(handoff_id) "
            "OR (audience = 'shared' AND side = 'receiver' AND tsunagu_hears(handoff_id))"
        ),
        "change": "false",
    },
}
