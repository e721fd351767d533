"""The addresses of oversight, who may enter, and what they get there."""

from datetime import date

from accounts.enums import PrivateRole
from tests.handoff.roles import ENROLLING, EVERYBODY, NOBODYS

OVERSEEING = frozenset({PrivateRole.LEAD, PrivateRole.DEPUTY_LEAD, PrivateRole.PRIVACY_OFFICER})
AGENCIES = frozenset({PrivateRole.AGENCY_COORDINATOR, PrivateRole.AGENCY_WORKER})
READING = OVERSEEING | AGENCIES | {PrivateRole.AUDITOR}
A_MONTH = date(2026, 4, 1)

TABLE = {
    "handoff:register": ("get", READING, 200),
    "handoff:register_file": ("get", READING, 200),
    "handoff:shared_readings": ("get", EVERYBODY, 404),
    "handoff:review": ("get", OVERSEEING, 200),
    "handoff:review_month": ("get", OVERSEEING, 200),
    "handoff:review_paper": ("get", OVERSEEING, 200),
    "handoff:trace": ("get", OVERSEEING, 200),
    "handoff:custody": ("get", OVERSEEING | {PrivateRole.KEY_CUSTODIAN}, 200),
    "handoff:rights": ("get", ENROLLING, 200),
    "handoff:rights_paper": ("get", ENROLLING, 200),
    "handoff:person_requests": ("get", OVERSEEING, 200),
    "handoff:new_person_request": ("get", {PrivateRole.PRIVACY_OFFICER}, 200),
    "handoff:person_request": ("get", OVERSEEING, 404),
    "handoff:mask_package": ("post", OVERSEEING, 404),
    "handoff:approve_package": ("post", OVERSEEING, 404),
    "handoff:package_paper": ("post", OVERSEEING, 404),
    "handoff:answer_request": ("post", OVERSEEING, 404),
    "handoff:tell_receiver": ("post", OVERSEEING, 404),
}
ARGUMENTS = {
    "handoff:register": [],
    "handoff:register_file": ["csv"],
    "handoff:review": [],
    "handoff:review_month": [A_MONTH],
    "handoff:review_paper": [A_MONTH],
    "handoff:trace": [],
    "handoff:custody": [],
    "handoff:rights": [],
    "handoff:rights_paper": [],
    "handoff:person_requests": [],
    "handoff:new_person_request": [],
} | {name: [NOBODYS] for name, row in TABLE.items() if row[2] == 404}
