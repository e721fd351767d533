"""The door of the desk. Numbers are all that it shows: addresses are seen by nobody."""

from content.desk import Door

from .enums import DESK_ROLES

digest_door = Door(DESK_ROLES)
