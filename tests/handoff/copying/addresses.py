"""The addresses of copies of agencies, who may enter, and what they get there."""

from accounts.enums import PrivateRole

SETTLING = frozenset({PrivateRole.LEAD, PrivateRole.DEPUTY_LEAD, PrivateRole.PRIVACY_OFFICER})
TABLE = {
    "handoff:agencies": ("get", SETTLING, 200),
    "handoff:agency": ("get", SETTLING, 404),
    "handoff:accept_offer": ("post", SETTLING, 404),
}
ARGUMENTS = {"handoff:agencies": [], "handoff:agency": [0], "handoff:accept_offer": [0]}
