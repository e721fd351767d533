from .agency import AgencyChoice
from .application import Application, Correction, Participant
from .change import DateChange
from .event import Attachment, Event
from .ledger import Offer, Seat, SeatEntry
from .part import Part
from .session import KeptSeats, Session

__all__ = [
    "AgencyChoice",
    "Application",
    "Attachment",
    "Correction",
    "DateChange",
    "Event",
    "KeptSeats",
    "Offer",
    "Part",
    "Participant",
    "Seat",
    "SeatEntry",
    "Session",
]
