from events.exceptions import EventsError


class DayRefused(EventsError):
    """What was to be written down at the door cannot have been so; `str()` is the sentence for the reader."""
