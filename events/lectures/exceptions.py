"""What can go wrong with lectures; `str()` of each is the Japanese sentence for the reader."""

from events.exceptions import EventRefused, EventsError


class RequestRefused(EventsError):
    """A request cannot take this step."""


class SlotIsTaken(EventRefused):
    """A lecturer, room or piece of equipment is not free at that time, with travel."""
