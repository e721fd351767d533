"""What can go wrong in the directory; `str()` of each is the Japanese sentence for the reader."""


class DirectoryError(Exception):
    """An act was refused; nothing has changed."""


class AgencyRefused(DirectoryError):
    """An agency cannot stand where it was put, or not be merged in this way."""


class AlreadyAColleague(DirectoryError):
    """A person of this name works at the agency already."""


class MembershipRefused(DirectoryError):
    """A membership has ended already."""


class InvitationRefused(DirectoryError):
    """A person cannot be invited in this way."""


class StaffRefused(DirectoryError):
    """A colleague's sign-in cannot be changed in this way."""


class AreaStillHolds(ValueError):
    """A municipality would lie in an area on days without that area; the message says what to change."""
