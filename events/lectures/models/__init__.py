from .booking import LecturerSlot, ResourceSlot
from .menu import LectureTheme
from .pool import Lecturer, Resource
from .request import LectureRequest, Proposal, WishedDate

__all__ = [
    "LectureRequest",
    "LectureTheme",
    "Lecturer",
    "LecturerSlot",
    "Proposal",
    "Resource",
    "ResourceSlot",
    "WishedDate",
]
