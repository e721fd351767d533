"""How far an activity and a year have come, and who works in the register."""

from django.db.models import TextChoices

from accounts.enums import PublicRole

# Who completes the register, who checks and locks it, and who reads its figures.
DESK_ROLES = frozenset({PublicRole.STAFF, PublicRole.MANAGER})
LOCKING_ROLES = frozenset({PublicRole.MANAGER})
READING_ROLES = DESK_ROLES | {PublicRole.PREFECTURE}


class ActivityState(TextChoices):
    """How far one activity has come: derived from its dates (`rules.state_of`), never stored."""

    PLANNED = "planned", "予定"
    HELD = "held", "実施（記録はこれから）"
    RECORDED = "recorded", "記録ずみ"
    CHECKED = "checked", "確認ずみ"
    LOCKED = "locked", "確定"
    LEFT_OUT = "left_out", "数えない"
