from events.exceptions import EventsError


class CertificateRefused(EventsError):
    """What was asked for cannot be done; the words say why, nothing has changed."""
