"""The doors: staff see every limit, the manager alone sets one."""

from content.desk import Door

from .enums import LOOKING_ROLES, SETTING_ROLES

limits_door = Door(LOOKING_ROLES)
setting_door = Door(SETTING_ROLES)
