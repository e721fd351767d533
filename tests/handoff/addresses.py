"""Every address of this door: name → (method, who may enter, what they get), and what it needs besides."""

from tests.handoff.aftercare import addresses as aftercare
from tests.handoff.arrangements import addresses as arrangements
from tests.handoff.cases import addresses as cases
from tests.handoff.consultation import addresses as consultation
from tests.handoff.copying import addresses as copying
from tests.handoff.documents import addresses as documents
from tests.handoff.incidents import addresses as incidents
from tests.handoff.machine import addresses as machine
from tests.handoff.meetings import addresses as meetings
from tests.handoff.opinion import addresses as opinion
from tests.handoff.oversight import addresses as oversight
from tests.handoff.papers import addresses as papers
from tests.handoff.release import addresses as release
from tests.handoff.retention import addresses as retention
from tests.handoff.roles import ENROLLING, EVERYBODY
from tests.handoff.safeguards import addresses as safeguards
from tests.handoff.sittings import addresses as sittings
from tests.handoff.talk import addresses as talk

ROOMS = (
    aftercare,
    arrangements,
    cases,
    copying,
    incidents,
    documents,
    machine,
    meetings,
    papers,
    oversight,
    retention,
    consultation,
    opinion,
    release,
    safeguards,
    talk,
    sittings,
)
ENROLMENTS = {
    "handoff:rooms": ("get", EVERYBODY, 200),
    "handoff:enrolment_list": ("get", ENROLLING, 200),
    "handoff:propose_enrolment": ("get", ENROLLING, 200),
    "handoff:enrolment": ("get", ENROLLING, 200),
    "handoff:approve_enrolment": ("post", ENROLLING, 302),
    "handoff:mail_invitation": ("post", ENROLLING, 302),
    "handoff:print_invitation": ("post", ENROLLING, 200),
    "handoff:end_enrolment": ("get", ENROLLING, 200),
}
TABLE = ENROLMENTS | {name: row for room in ROOMS for name, row in room.TABLE.items()}
# What an address needs besides its name; the rest needs an enrolment.
ARGUMENTS = {"handoff:rooms": [], "handoff:enrolment_list": [], "handoff:propose_enrolment": []} | {
    name: row for room in ROOMS for name, row in room.ARGUMENTS.items()
}
