"""The doors: figures for the centre and the prefecture, names of agencies for the centre alone."""

from accounts.access import has_role
from accounts.models import User
from content.desk import Door

from .enums import FIGURES_ROLES, NAMES_ROLES

figures_door = Door(FIGURES_ROLES)
names_door = Door(NAMES_ROLES)


def may_read_names(user: User) -> bool:
    """Return whether this person may see which agencies came and which never did."""
    return has_role(user, NAMES_ROLES)
