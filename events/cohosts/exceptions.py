from events.exceptions import EventsError


class HostRefused(EventsError):
    """A host cannot be added or changed; the message says what to do instead."""
