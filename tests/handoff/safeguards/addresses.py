"""The addresses of safeguards, who may enter, and what they get there."""

from accounts.enums import PrivateRole
from tests.handoff.roles import CASEWORK, NOBODYS, WRITING

TABLE = {
    "handoff:safeguards": ("get", WRITING | {PrivateRole.PRIVACY_OFFICER, PrivateRole.AUDITOR}, 200),
    "handoff:new_safeguard": ("get", CASEWORK | {PrivateRole.PRIVACY_OFFICER}, 200),
    "handoff:confirmers": ("get", frozenset({PrivateRole.LEAD, PrivateRole.DEPUTY_LEAD}), 200),
    "handoff:renew_safeguard": ("get", CASEWORK | {PrivateRole.PRIVACY_OFFICER}, 404),
    "handoff:settle_safeguard": ("post", CASEWORK | {PrivateRole.PRIVACY_OFFICER}, 404),
}
ARGUMENTS = {
    "handoff:safeguards": [],
    "handoff:new_safeguard": [],
    "handoff:confirmers": [],
    "handoff:renew_safeguard": [NOBODYS],
    "handoff:settle_safeguard": [NOBODYS, "confirm"],
}
