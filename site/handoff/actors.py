"""Who acts at this door: a person with the enrolments of the day, or the door's own clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from accounts.enums import PrivateRole
from accounts.models import User

from .enums import AGENCY_ROLES
from .models import Enrolment

# Who answers for the centre, who works on its cases, and who answers for data there.
LEADING = frozenset({PrivateRole.LEAD, PrivateRole.DEPUTY_LEAD})
CASEWORK = LEADING | {PrivateRole.CASE_WORKER}
KEEPING = LEADING | {PrivateRole.PRIVACY_OFFICER}
CENTRE_WORK = CASEWORK | KEEPING
# Who works on cases, and who finds them: of the centre or of an agency, each their own.
WRITING = CASEWORK | AGENCY_ROLES
SEEING_CASES = CENTRE_WORK | AGENCY_ROLES


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Somebody with the roles of this day: at the centre, and at each agency that enrolled them.

    `is_fresh` says that the password was given again within the last minutes. The clock is nobody.
    """

    user: User | None = None
    centre_roles: frozenset[str] = frozenset()
    agency_roles: Mapping[int, frozenset[str]] = field(default_factory=dict)
    is_fresh: bool = False

    @property
    def person_id(self) -> int | None:
        return self.user.person_id if self.user else None

    @property
    def is_clock(self) -> bool:
        """Whether a job of this door acts, by the time limits alone."""
        return self.user is None

    def is_at(self, agency_id: int | None) -> bool:
        """Return whether this person works for an agency, or for the centre where there is none.

        Whoever sits in the committee or watches for an agency does not work for it.
        """
        if agency_id is None:
            return bool(self.centre_roles & CASEWORK)
        return bool(self.agency_roles.get(agency_id, frozenset()) & AGENCY_ROLES)

    def keeps(self, agency_id: int | None) -> bool:
        """Return whether this person answers for an agency, or for the centre where there is none."""
        if agency_id is None:
            return bool(self.centre_roles & LEADING)
        return PrivateRole.AGENCY_COORDINATOR in self.agency_roles.get(agency_id, frozenset())


CLOCK = Actor()


def actor_from(user: User, enrolments: Iterable[Enrolment], *, is_fresh: bool) -> Actor:
    """Return the actor that a person's enrolments of today make."""
    centre: set[str] = set()
    agencies: dict[int, set[str]] = {}
    for enrolment in enrolments:
        if enrolment.agency_id is None:
            centre.add(enrolment.role)
        else:
            agencies.setdefault(enrolment.agency_id, set()).add(enrolment.role)
    return Actor(
        user=user,
        centre_roles=frozenset(centre),
        agency_roles={agency: frozenset(roles) for agency, roles in agencies.items()},
        is_fresh=is_fresh,
    )
