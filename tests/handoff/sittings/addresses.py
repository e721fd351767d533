"""The addresses of the committee's room, who may enter, and what they get there."""

from accounts.enums import PrivateRole
from tests.handoff.roles import CASEWORK, LEADING, NOBODYS

COMMITTEE = frozenset({PrivateRole.COMMITTEE_MEMBER, PrivateRole.OBSERVER})
BOTH = CASEWORK | COMMITTEE

TABLE = {
    # Open by role, and not there without a term today: who finds what is tried in test_terms.
    "handoff:committee": ("get", COMMITTEE, 404),
    "handoff:sittings": ("get", CASEWORK, 200),
    "handoff:new_sitting": ("get", LEADING, 200),
    "handoff:committee_seats": ("get", CASEWORK, 200),
    "handoff:new_seat": ("get", LEADING, 200),
    "handoff:end_seat": ("get", LEADING, 404),
    "handoff:unanswered_advice": ("get", CASEWORK, 200),
    "handoff:advice_response": ("get", CASEWORK, 404),
    "handoff:advice_effect": ("get", CASEWORK, 404),
    "handoff:introductions": ("get", CASEWORK, 200),
    "handoff:introductions_csv": ("get", CASEWORK, 200),
    "handoff:quick_question": ("get", BOTH, 404),
    "handoff:close_question": ("post", CASEWORK, 404),
    "handoff:question_seen": ("post", LEADING, 404),
    "handoff:case_item": ("get", BOTH, 404),
    "handoff:case_paper": ("get", BOTH, 404),
    "handoff:write_case_paper": ("get", CASEWORK, 404),
    "handoff:approve_case_paper": ("post", LEADING, 404),
    "handoff:paper_log": ("get", CASEWORK, 404),
    "handoff:recuse": ("get", BOTH, 404),
    "handoff:new_advice": ("get", BOTH, 404),
    "handoff:write_minutes": ("get", CASEWORK, 404),
    "handoff:feedback_paper": ("post", BOTH, 404),
    "handoff:case_item_step": ("post", CASEWORK, 404),
    "handoff:sitting": ("get", BOTH, 404),
    "handoff:settle_sitting": ("get", LEADING, 404),
    "handoff:write_agenda": ("get", LEADING, 404),
    "handoff:agenda_paper": ("post", BOTH, 404),
    "handoff:sitting_minutes": ("get", BOTH, 404),
    "handoff:minutes_paper": ("post", BOTH, 404),
    "handoff:digest_paper": ("post", BOTH, 404),
    "handoff:sitting_copies": ("get", LEADING, 404),
    "handoff:copy_list_paper": ("post", LEADING, 404),
    "handoff:copy_paper": ("post", LEADING, 404),
    "handoff:move_copy": ("post", LEADING, 404),
    "handoff:sitting_step": ("get", LEADING | COMMITTEE, 404),
    "handoff:committee_thread": ("get", CASEWORK, 404),
    "handoff:put_case": ("get", CASEWORK, 404),
    "handoff:new_question": ("get", CASEWORK, 404),
    "handoff:new_introduction": ("get", CASEWORK, 404),
}
WITHOUT_NUMBER = {
    "handoff:committee",
    "handoff:sittings",
    "handoff:new_sitting",
    "handoff:committee_seats",
    "handoff:new_seat",
    "handoff:unanswered_advice",
    "handoff:introductions",
    "handoff:introductions_csv",
}
MORE = {
    "handoff:case_item_step": [NOBODYS, "ended"],
    "handoff:copy_paper": [NOBODYS, NOBODYS],
    "handoff:move_copy": [NOBODYS, NOBODYS, "out"],
    "handoff:sitting_step": [NOBODYS, "brief"],
}
ARGUMENTS = {name: [] if name in WITHOUT_NUMBER else [NOBODYS] for name in TABLE} | MORE
