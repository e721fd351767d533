"""The addresses of reviews, diaries and of what waits, who may enter, and what they get there."""

from tests.handoff.roles import EVERYBODY, NOBODYS, WRITING

TABLE = {
    "handoff:to_do": ("get", WRITING, 200),
    # Open to all who are enrolled, and empty for them: whose diary it is, is tried in test_views.
    "handoff:reviews": ("get", EVERYBODY, 404),
    "handoff:new_review": ("get", WRITING, 404),
    "handoff:write_entry": ("get", WRITING, 404),
    "handoff:skip_entry": ("get", WRITING, 404),
} | {
    f"handoff:{name}_of_{ground}": row
    for ground in ("case", "handoff")
    for name, row in {
        "diary": ("get", EVERYBODY, 404),
        "month": ("get", EVERYBODY, 404),
        "new_entry": ("get", WRITING, 404),
        "rhythm": ("get", WRITING, 404),
        "stop_rhythm": ("post", WRITING, 404),
    }.items()
}
ARGUMENTS = {name: [NOBODYS] for name in TABLE} | {"handoff:to_do": []}
