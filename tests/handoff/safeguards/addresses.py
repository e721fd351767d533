"""The addresses of safeguards, who may enter, and what they get there."""

from accounts.enums import PrivateRole
from tests.handoff.roles import CENTRE_WORK, LEADING, NOBODYS, WRITING

TABLE = {
    "handoff:safeguards": ("get", WRITING | {PrivateRole.PRIVACY_OFFICER, PrivateRole.AUDITOR}, 200),
    "handoff:new_safeguard": ("get", CENTRE_WORK, 200),
    "handoff:confirmers": ("get", LEADING, 200),
    "handoff:renew_safeguard": ("get", CENTRE_WORK, 404),
    "handoff:settle_safeguard": ("post", CENTRE_WORK, 404),
}
ARGUMENTS = {
    "handoff:safeguards": [],
    "handoff:new_safeguard": [],
    "handoff:confirmers": [],
    "handoff:renew_safeguard": [NOBODYS],
    "handoff:settle_safeguard": [NOBODYS, "confirm"],
}
