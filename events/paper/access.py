"""The door of the paper desk."""

from content.desk import Door
from events.enums import EVENT_DESK_ROLES

paper_desk = Door(EVENT_DESK_ROLES)
