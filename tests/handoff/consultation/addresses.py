"""The addresses of consultations, who may enter, and what they get there."""

from accounts.enums import PrivateRole
from handoff.consultation.enums import RequestDeed
from tests.handoff.roles import CASEWORK, NOBODYS, WRITING

READING = WRITING | {PrivateRole.PRIVACY_OFFICER}
TABLE = {
    "handoff:consultations": ("get", READING, 200),
    "handoff:new_consultation": ("get", WRITING, 200),
    "handoff:consultation_figures": ("get", CASEWORK, 200),
    # Open by role, and empty for them: whose request it is, is tried in test_views.
    "handoff:consultation": ("get", READING, 404),
    "handoff:answer_consultation": ("get", CASEWORK, 404),
    "handoff:press_consultation": ("post", WRITING, 404),
    "handoff:new_consultation_of_handoff": ("get", WRITING - CASEWORK, 404),
}
ARGUMENTS = {
    "handoff:consultations": [],
    "handoff:new_consultation": [],
    "handoff:consultation_figures": [],
    "handoff:consultation": [NOBODYS],
    "handoff:answer_consultation": [NOBODYS],
    "handoff:press_consultation": [NOBODYS, RequestDeed.TAKE],
    "handoff:new_consultation_of_handoff": [NOBODYS],
}
