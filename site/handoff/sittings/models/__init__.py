from .asking import Introduction, QuickQuestion
from .item import Advice, CaseItem, Material, MinutesPart, Recusal
from .sitting import AgendaLine, Attendance, NumberedCopy, PaperReading, Seat, Sitting

__all__ = [
    "Advice",
    "AgendaLine",
    "Attendance",
    "CaseItem",
    "Introduction",
    "Material",
    "MinutesPart",
    "NumberedCopy",
    "PaperReading",
    "QuickQuestion",
    "Recusal",
    "Seat",
    "Sitting",
]
