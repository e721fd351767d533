"""Groups of roles, and a number that nothing has, for the tables of addresses."""

from uuid import UUID

from accounts.enums import PrivateRole

EVERYBODY = frozenset(PrivateRole)
ENROLLING = frozenset({PrivateRole.LEAD, PrivateRole.PRIVACY_OFFICER})
CASEWORK = frozenset({PrivateRole.CASE_WORKER, PrivateRole.LEAD, PrivateRole.DEPUTY_LEAD})
AGENCY = frozenset({PrivateRole.AGENCY_COORDINATOR, PrivateRole.AGENCY_WORKER})
WRITING = CASEWORK | AGENCY
NOBODYS = UUID(int=1)
