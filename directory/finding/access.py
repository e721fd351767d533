"""Who reads the directory, and which agency they may open."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest

from accounts.access import has_role
from accounts.models import User
from directory.enums import AGENCY_DESK_ROLES, PARTNER_ROLES, Level
from directory.models import Agency
from directory.queries import acting_memberships
from directory.rules import levels_of

from .profile import Profile, seen_by
from .queries import WholeAgency, whole_agencies

# A row of mergers is short; a circle of them would be a mistake in the data.
MOST_MERGERS = 10


def reader_of(request: HttpRequest, *, today: date) -> Level:
    """Return how much of the directory this reader sees.

    The centre's staff see all of it, people of agencies what agencies show each other, everybody else what is
    public: also colleagues who keep pages or the system, and whose membership has ended.
    """
    user = request.user
    if has_role(user, AGENCY_DESK_ROLES):
        return Level.STAFF
    if isinstance(user, User) and has_role(user, PARTNER_ROLES) and acting_memberships(user, today=today):
        return Level.PARTNERS
    return Level.PUBLIC


@dataclass(frozen=True)
class Opened:
    """An agency that a reader may open: as they see it, and as others would."""

    agency: Agency
    whole: WholeAgency
    reader: Level
    today: date

    def seen_by(self, level: Level) -> Profile | None:
        """Return what readers of a level see of it; None where they may not know of it."""
        levels = levels_of(self.whole.agreed, kind_level=self.whole.kind_level)
        is_current = self.agency.is_current(today=self.today)
        return seen_by(level, self.whole.profile, levels) if is_current or level == Level.STAFF else None


def opened_agency(public_id: str, reader: Level, *, today: date) -> Opened:
    """Return the agency of a number, or what it was merged into.

    Absent, closed and hidden are the same Http404; staff open closed ones too.
    """
    agency = Agency.objects.filter(public_id=public_id).select_related("merged_into").first()
    for _ in range(MOST_MERGERS):
        if agency is None or agency.merged_into is None:
            break
        agency = agency.merged_into
    if agency is None:
        raise Http404
    opened = Opened(agency, next(iter(whole_agencies([agency.pk]))), reader, today)
    if opened.seen_by(reader) is None:
        raise Http404
    return opened
