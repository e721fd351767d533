from .absence import Absence
from .agenda import AgendaItem, Attendance, CaseReport, Decision, Recusal
from .meeting import Meeting, MinutesComment, MinutesVersion
from .papers import Copy, Material
from .poll import DatePoll, PollAnswer, PollOption

__all__ = [
    "Absence",
    "AgendaItem",
    "Attendance",
    "CaseReport",
    "Copy",
    "DatePoll",
    "Decision",
    "Material",
    "Meeting",
    "MinutesComment",
    "MinutesVersion",
    "PollAnswer",
    "PollOption",
    "Recusal",
]
