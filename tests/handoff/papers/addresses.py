"""The addresses of papers, who may enter, and what they get there."""

from handoff.papers.enums import Paper
from tests.handoff.roles import CASEWORK, CENTRE_WORK, EVERYBODY, NOBODYS

TABLE = {
    "handoff:receipts": ("get", CASEWORK, 200),
    # Open to all who are enrolled, and empty for them: who prints what is tried in test_printing.
    "handoff:papers": ("get", EVERYBODY, 404),
    "handoff:paper": ("post", EVERYBODY, 404),
    "handoff:dispatch": ("get", EVERYBODY, 404),
    "handoff:receipt": ("get", EVERYBODY, 404),
    "handoff:role_file": ("get", EVERYBODY, 404),
    "handoff:take_roles": ("post", EVERYBODY, 404),
    "handoff:person_papers": ("get", CENTRE_WORK, 404),
    "handoff:consent_paper": ("get", CASEWORK, 404),
    "handoff:told_paper": ("get", CENTRE_WORK, 404),
    "handoff:card": ("get", CASEWORK, 404),
    "handoff:card_paper": ("post", CASEWORK, 404),
    "handoff:agreement": ("post", CENTRE_WORK, 404),
}
ARGUMENTS = {name: [NOBODYS] for name in TABLE} | {
    "handoff:receipts": [],
    "handoff:paper": [NOBODYS, Paper.COVER],
    "handoff:consent_paper": [NOBODYS, NOBODYS],
}
