"""Groups of roles, and a number that nothing has, for the tables of addresses."""

from uuid import UUID

from accounts.enums import PrivateRole

EVERYBODY = frozenset(PrivateRole)
ENROLLING = frozenset({PrivateRole.LEAD, PrivateRole.PRIVACY_OFFICER})
LEADING = frozenset({PrivateRole.LEAD, PrivateRole.DEPUTY_LEAD})
CASEWORK = LEADING | {PrivateRole.CASE_WORKER}
KEEPING = LEADING | {PrivateRole.PRIVACY_OFFICER}
CENTRE_WORK = CASEWORK | KEEPING
AGENCY = frozenset({PrivateRole.AGENCY_COORDINATOR, PrivateRole.AGENCY_WORKER})
WRITING = CASEWORK | AGENCY
NOBODYS = UUID(int=1)
