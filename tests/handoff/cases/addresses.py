"""The addresses of cases, who may enter, and what they get there."""

from accounts.enums import PrivateRole
from tests.handoff.roles import AGENCY, CASEWORK, KEEPING, NOBODYS, WRITING

SEEING = KEEPING | {PrivateRole.AGENCY_COORDINATOR}
TABLE = {
    "handoff:cases": ("get", WRITING | {PrivateRole.PRIVACY_OFFICER}, 200),
    "handoff:new_case": ("get", CASEWORK, 200),
    "handoff:new_agency_case": ("get", AGENCY, 404),
    "handoff:stand_in": ("post", WRITING, 422),
    "handoff:stand_ins_seen": ("post", SEEING, 302),
    "handoff:case": ("get", WRITING | {PrivateRole.PRIVACY_OFFICER}, 404),
    "handoff:write_case": ("get", WRITING, 404),
    "handoff:correct_case": ("get", WRITING, 404),
    "handoff:case_workers": ("get", WRITING, 404),
    "handoff:close_case": ("get", WRITING, 404),
    "handoff:identity": ("post", WRITING | {PrivateRole.PRIVACY_OFFICER}, 404),
    "handoff:new_basis": ("get", WRITING, 404),
    "handoff:explain_basis": ("get", WRITING, 404),
    "handoff:withdraw_basis": ("get", WRITING | {PrivateRole.PRIVACY_OFFICER}, 404),
    "handoff:settle_basis": ("post", WRITING | {PrivateRole.PRIVACY_OFFICER}, 404),
}
ARGUMENTS = {
    "handoff:cases": [],
    "handoff:new_case": [],
    "handoff:new_agency_case": [0],
    "handoff:stand_in": [],
    "handoff:stand_ins_seen": [],
    "handoff:case": [NOBODYS],
    "handoff:write_case": [NOBODYS],
    "handoff:correct_case": [NOBODYS],
    "handoff:case_workers": [NOBODYS],
    "handoff:close_case": [NOBODYS],
    "handoff:identity": [NOBODYS],
    "handoff:new_basis": [NOBODYS],
    "handoff:explain_basis": [NOBODYS, NOBODYS],
    "handoff:withdraw_basis": [NOBODYS, NOBODYS],
    "handoff:settle_basis": [NOBODYS, NOBODYS, "activate"],
}
