from events.exceptions import EventsError


class NoticeRefused(EventsError):
    """A notice or a list cannot be made, changed or sent so; the words are for the person at the desk."""
