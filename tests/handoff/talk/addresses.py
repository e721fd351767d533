"""The addresses of the threads, who may enter, and what they get there."""

from tests.handoff.roles import EVERYBODY, NOBODYS, WRITING

TABLE = {
    # Open to all who are enrolled, and empty for them: who reads what is tried in the tests of this room.
    "handoff:talk": ("get", EVERYBODY, 404),
    "handoff:talk_heard": ("get", WRITING, 404),
    "handoff:case_talk": ("get", WRITING, 404),
}
ARGUMENTS = {name: [NOBODYS] for name in TABLE}
