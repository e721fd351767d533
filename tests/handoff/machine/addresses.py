"""The addresses of hand-offs, who may enter, and what they get there."""

from handoff.disclosure.enums import Part
from handoff.machine.enums import Deed, ItemState
from tests.handoff.roles import EVERYBODY, NOBODYS, WRITING

TABLE = {
    "handoff:inbox": ("get", EVERYBODY, 200),
    # Open to all who are enrolled, and empty for them: whose hand-off it is, is tried in test_views.
    "handoff:detail": ("get", EVERYBODY, 404),
    "handoff:part": ("get", EVERYBODY, 404),
    "handoff:act": ("get", EVERYBODY, 404),
    "handoff:meeting": ("get", EVERYBODY, 404),
    "handoff:items": ("get", EVERYBODY, 404),
    "handoff:item": ("post", EVERYBODY, 404),
    "handoff:days": ("get", EVERYBODY, 404),
    "handoff:met": ("post", EVERYBODY, 404),
    "handoff:rewrite": ("get", WRITING, 404),
    "handoff:new_handoff": ("get", WRITING, 404),
}
ARGUMENTS = {
    "handoff:inbox": [],
    "handoff:detail": [NOBODYS],
    "handoff:part": [NOBODYS, Part.NEED],
    "handoff:act": [NOBODYS, Deed.ACCEPT],
    "handoff:meeting": [NOBODYS],
    "handoff:items": [NOBODYS],
    "handoff:item": [NOBODYS, NOBODYS, ItemState.MOVED],
    "handoff:days": [NOBODYS],
    "handoff:met": [NOBODYS],
    "handoff:rewrite": [NOBODYS],
    "handoff:new_handoff": [NOBODYS],
}
