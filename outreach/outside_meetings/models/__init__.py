from .hosts import HostKit, HostQuestion, HostSending, HostStory, KitItem
from .meetings import Attendance, Contact, Explainer, OutsideMeeting

__all__ = [
    "Attendance",
    "Contact",
    "Explainer",
    "HostKit",
    "HostQuestion",
    "HostSending",
    "HostStory",
    "KitItem",
    "OutsideMeeting",
]
