"""What can go wrong in the events app; `str()` of each is the Japanese sentence for the reader."""


class EventsError(Exception):
    """An act was refused; nothing has changed."""


class ApplicationRefused(EventsError):
    """The rules do not let this application in."""


class SeatsAreGone(EventsError):
    """The seats that the applicant saw were taken meanwhile; the line is still open to them."""


class ColleagueTwice(EventsError):
    """The same person would take part twice."""


class ChangeRefused(EventsError):
    """An application can no longer be changed or cancelled in this way."""


class DecisionRefused(EventsError):
    """The centre cannot decide about these applications now, or not in this way."""


class CapacityRefused(EventsError):
    """The number of seats would fall below the seats that are taken."""


class AdmissionRefused(EventsError):
    """Somebody has applied already: what they were told about the decision stands."""


class EventRefused(EventsError):
    """An event cannot go from its state to the wanted one."""
