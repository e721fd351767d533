"""The addresses of 合同支援会議, who may enter, and what they get there."""

from tests.handoff.roles import EVERYBODY, NOBODYS, WRITING

TABLE = {
    # Open to all who are enrolled, and empty for them: whose meeting it is, is tried in test_views.
    "handoff:support_meetings": ("get", EVERYBODY, 404),
    "handoff:decisions_paper": ("get", EVERYBODY, 404),
    "handoff:support_meeting": ("get", EVERYBODY, 404),
    "handoff:meeting_letter": ("get", EVERYBODY, 404),
    "handoff:meeting_calendar": ("get", EVERYBODY, 404),
    "handoff:meeting_minutes_paper": ("get", EVERYBODY, 404),
    "handoff:call_meeting": ("get", WRITING, 404),
    "handoff:write_held_meeting": ("get", WRITING, 404),
    "handoff:change_meeting": ("get", WRITING, 404),
    "handoff:call_meeting_off": ("get", WRITING, 404),
    "handoff:meeting_minutes": ("get", WRITING, 404),
    "handoff:confirm_meeting_minutes": ("get", WRITING, 404),
    "handoff:send_minutes_back": ("get", WRITING, 404),
    "handoff:tick_decision": ("post", WRITING, 404),
}
ARGUMENTS = {name: [NOBODYS] for name in TABLE} | {"handoff:tick_decision": [NOBODYS, NOBODYS]}
