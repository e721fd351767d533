"""The addresses of hand-offs, who may enter, and what they get there."""

from accounts.enums import PrivateRole
from handoff.disclosure.enums import Part, ReceiverCategory
from handoff.machine.enums import Deed, ItemState
from tests.handoff.roles import EVERYBODY, LEADING, NOBODYS, WRITING

ANSWERING = LEADING | {PrivateRole.AGENCY_COORDINATOR}
TABLE = {
    "handoff:receivers": ("get", EVERYBODY, 404),
    "handoff:call": ("get", WRITING, 404),
    "handoff:emergency": ("get", ANSWERING, 404),
    "handoff:emergency_review": ("get", ANSWERING | {PrivateRole.PRIVACY_OFFICER}, 404),
    "handoff:profiles": ("get", LEADING, 200),
    "handoff:profile": ("get", LEADING, 200),
    "handoff:inbox": ("get", EVERYBODY, 200),
    # Open to all who are enrolled, and empty for them: whose hand-off it is, is tried in test_views.
    "handoff:detail": ("get", EVERYBODY, 404),
    "handoff:part": ("get", EVERYBODY, 404),
    "handoff:act": ("get", EVERYBODY, 404),
    "handoff:items": ("get", EVERYBODY, 404),
    "handoff:item": ("post", EVERYBODY, 404),
    "handoff:days": ("get", EVERYBODY, 404),
    "handoff:met": ("post", EVERYBODY, 404),
    "handoff:rewrite": ("get", WRITING, 404),
    "handoff:new_handoff": ("get", WRITING, 404),
}
ARGUMENTS = {
    "handoff:receivers": [NOBODYS],
    "handoff:call": [NOBODYS],
    "handoff:emergency": [NOBODYS],
    "handoff:emergency_review": [NOBODYS, NOBODYS],
    "handoff:profiles": [],
    "handoff:profile": [ReceiverCategory.PROVIDER],
    "handoff:inbox": [],
    "handoff:detail": [NOBODYS],
    "handoff:part": [NOBODYS, Part.NEED],
    "handoff:act": [NOBODYS, Deed.ACCEPT],
    "handoff:items": [NOBODYS],
    "handoff:item": [NOBODYS, NOBODYS, ItemState.MOVED],
    "handoff:days": [NOBODYS],
    "handoff:met": [NOBODYS],
    "handoff:rewrite": [NOBODYS],
    "handoff:new_handoff": [NOBODYS],
}
