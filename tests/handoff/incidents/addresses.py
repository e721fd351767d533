"""The addresses of incidents, who may enter, and what they get there."""

from accounts.enums import PrivateRole
from tests.handoff.roles import EVERYBODY, KEEPING, NOBODYS

CENTRE = KEEPING | {PrivateRole.CASE_WORKER, PrivateRole.KEY_CUSTODIAN}
TABLE = {
    "handoff:incidents": ("get", EVERYBODY, 200),
    "handoff:new_incident": ("get", EVERYBODY, 200),
    "handoff:incident_of_handoff": ("get", EVERYBODY, 404),
    "handoff:incident_of_case": ("get", EVERYBODY, 404),
    "handoff:lessons": ("get", CENTRE, 200),
    "handoff:incident": ("get", EVERYBODY, 404),
    "handoff:judge_incident": ("get", KEEPING, 404),
    "handoff:incident_items": ("get", KEEPING, 404),
    "handoff:incident_step": ("get", KEEPING, 404),
    "handoff:report_incident": ("get", KEEPING, 404),
    "handoff:incident_paper": ("get", KEEPING, 404),
    "handoff:incident_readers": ("get", KEEPING, 404),
    "handoff:close_incident": ("get", KEEPING, 404),
}
ARGUMENTS = {
    "handoff:incidents": [],
    "handoff:new_incident": [],
    "handoff:incident_of_handoff": [NOBODYS],
    "handoff:incident_of_case": [NOBODYS],
    "handoff:lessons": [],
    "handoff:incident": [NOBODYS],
    "handoff:judge_incident": [NOBODYS],
    "handoff:incident_items": [NOBODYS],
    "handoff:incident_step": [NOBODYS],
    "handoff:report_incident": [NOBODYS, "first"],
    "handoff:incident_paper": [NOBODYS, "first"],
    "handoff:incident_readers": [NOBODYS],
    "handoff:close_incident": [NOBODYS],
}
