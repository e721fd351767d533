"""The addresses of opinion letters, who may enter, and what they get there."""

from handoff.opinion.enums import LetterDeed
from tests.handoff.roles import CASEWORK, CENTRE_WORK, EVERYBODY, NOBODYS, WRITING

TABLE = {
    "handoff:opinion_register": ("get", CENTRE_WORK, 200),
    "handoff:opinion_register_file": ("get", CENTRE_WORK, 200),
    # Open by role, and empty for them: whose letter it is, is tried in test_letters.
    "handoff:opinion_letters": ("get", EVERYBODY, 404),
    "handoff:new_opinion_letter": ("get", WRITING, 404),
    "handoff:opinion_letter": ("get", EVERYBODY, 404),
    "handoff:opinion_letter_paper": ("get", EVERYBODY, 404),
    "handoff:check_opinion_letter": ("get", CASEWORK, 404),
    "handoff:issue_opinion_letter": ("get", CASEWORK, 404),
}
ARGUMENTS = {name: [NOBODYS] for name in TABLE} | {
    "handoff:opinion_register": [],
    "handoff:opinion_register_file": [],
    "handoff:issue_opinion_letter": [NOBODYS, LetterDeed.ISSUE],
}
