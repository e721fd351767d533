from .application import Application, Participant
from .event import Attachment, Event, NumberSeries
from .ledger import Seat, SeatEntry
from .session import Session

__all__ = [
    "Application",
    "Attachment",
    "Event",
    "NumberSeries",
    "Participant",
    "Seat",
    "SeatEntry",
    "Session",
]
