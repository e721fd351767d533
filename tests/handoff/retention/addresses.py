"""The addresses of retention, who may enter, and what they get there."""

from accounts.enums import PrivateRole
from tests.handoff.roles import EVERYBODY, KEEPING, NOBODYS

COUNTING = KEEPING | {PrivateRole.AUDITOR}
DECIDING = KEEPING | {PrivateRole.AGENCY_COORDINATOR}
SECONDING = DECIDING | {PrivateRole.AGENCY_WORKER}
READING = SECONDING | {PrivateRole.AUDITOR}

TABLE = {
    "handoff:retention": ("get", READING, 200),
    "handoff:propose_destruction": ("post", DECIDING, 302),
    "handoff:retention_periods": ("get", KEEPING, 200),
    "handoff:closing_counts": ("get", COUNTING, 200),
    "handoff:settle_hold": ("post", SECONDING, 404),
    "handoff:destruction": ("get", READING, 404),
    "handoff:confirm_destruction": ("get", SECONDING, 404),
    "handoff:withdraw_destruction": ("post", SECONDING, 404),
    "handoff:partner_reply": ("post", KEEPING, 404),
    "handoff:certificate_paper": ("get", READING, 404),
    "handoff:partner_letters": ("get", KEEPING, 404),
    "handoff:destroyed": ("get", EVERYBODY, 404),
    "handoff:holds": ("get", DECIDING, 404),
}
ARGUMENTS = {
    "handoff:retention": [],
    "handoff:propose_destruction": [],
    "handoff:retention_periods": [],
    "handoff:closing_counts": [],
    "handoff:settle_hold": [NOBODYS, "ask"],
} | {name: [NOBODYS] for name, row in TABLE.items() if row[2] == 404 and name != "handoff:settle_hold"}
