from .linking import Advice, Introduction
from .money import Conditions, Honorarium
from .opinion import Opinion
from .recommendation import Recommendation
from .seat import Appointment, Seat, TermNotice

__all__ = [
    "Advice",
    "Appointment",
    "Conditions",
    "Honorarium",
    "Introduction",
    "Opinion",
    "Recommendation",
    "Seat",
    "TermNotice",
]
