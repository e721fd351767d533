"""The door of the lecture desk."""

from content.desk import Door
from events.enums import EVENT_DESK_ROLES

lecture_desk = Door(EVENT_DESK_ROLES)
