"""How far a requirement, a plan and one of its lines have come."""

from django.db.models import TextChoices


class RequirementState(TextChoices):
    DRAFT = "draft", "下書き"
    CONFIRMED = "confirmed", "確かめました"
    CLOSED = "closed", "終わりました"


class Light(TextChoices):
    """How a requirement stands today."""

    MET = "met", "足りています"
    ON_THE_WAY = "on_the_way", "予定どおりなら、足ります"
    SHORT = "short", "このままでは、足りません"
    UNSET = "unset", "目標を書いていません"


class PlanState(TextChoices):
    DRAFT = "draft", "案"
    APPROVED = "approved", "承認ずみ"
    RUNNING = "running", "進行中"
    CLOSED = "closed", "終わりました"


class LineState(TextChoices):
    """What became of a line of the plan: derived from its activity, its month and today."""

    PLANNED = "planned", "予定"
    HELD = "held", "実施"
    OVERDUE = "overdue", "月が過ぎました"
    CALLED_OFF = "called_off", "やめました"
    CARRIED_OVER = "carried_over", "次の年度へ"
