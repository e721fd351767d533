"""The addresses of release days, who may enter, and what they get there."""

from handoff.release.enums import PlanDeed
from tests.handoff.roles import EVERYBODY, NOBODYS, WRITING

TABLE = {
    # Open to all who are enrolled, and empty for them: whose plan it is, is tried in test_views.
    "handoff:release_days_of_case": ("get", EVERYBODY, 404),
    "handoff:release_days_of_handoff": ("get", EVERYBODY, 404),
    "handoff:new_release_day_of_case": ("get", WRITING, 404),
    "handoff:new_release_day_of_handoff": ("get", WRITING, 404),
    "handoff:release_day": ("get", EVERYBODY, 404),
    "handoff:release_day_paper": ("get", EVERYBODY, 404),
    "handoff:rewrite_release_day": ("get", WRITING, 404),
    "handoff:new_release_step": ("get", WRITING, 404),
    "handoff:rewrite_release_step": ("get", WRITING, 404),
    "handoff:drop_release_step": ("post", WRITING, 404),
    "handoff:tick_release_step": ("post", WRITING, 404),
    "handoff:act_on_release_day": ("get", WRITING, 404),
}
ARGUMENTS = {name: [NOBODYS] for name in TABLE} | {
    "handoff:rewrite_release_step": [NOBODYS, NOBODYS],
    "handoff:drop_release_step": [NOBODYS, NOBODYS],
    "handoff:tick_release_step": [NOBODYS, NOBODYS],
    "handoff:act_on_release_day": [NOBODYS, PlanDeed.CONFIRM],
}
