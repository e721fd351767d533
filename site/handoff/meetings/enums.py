from enum import StrEnum

from django.db.models import TextChoices


class MeetingKind(TextChoices):
    """What both sides meet for (seed 003, duties 1–3 and 5)."""

    COORDINATION = "coordination", "調整会議"
    CARE = "care", "ケア会議"
    OTHER = "other", "そのほか"


class MeetingState(TextChoices):
    """Where a 合同支援会議 stands."""

    CALLED = "called", "これから開きます"
    HELD = "held", "議事録の確認を待っています"
    SENT_BACK = "sent_back", "議事録を直しています"
    CONFIRMED = "confirmed", "議事録を確かめました"
    CALLED_OFF = "called_off", "とりやめました"


class News(StrEnum):
    """What the other side is told of, by a mail that does not say which."""

    CALLED = "called"
    MOVED = "moved"
    CALLED_OFF = "called_off"
    MINUTED = "minuted"
    SENT_BACK = "sent_back"
