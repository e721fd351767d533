from .application import Application, Participant
from .event import Attachment, Event
from .ledger import Seat, SeatEntry
from .session import Session

__all__ = [
    "Application",
    "Attachment",
    "Event",
    "Participant",
    "Seat",
    "SeatEntry",
    "Session",
]
