from django.db.models import TextChoices


class PlanState(TextChoices):
    """Where a release-day plan stands."""

    PLANNED = "planned", "予定を書いています"
    CONFIRMED = "confirmed", "確かめました"
    DONE = "done", "その日は終わりました"
    CHECKED = "checked", "翌日に確かめました"


class PlanDeed(TextChoices):
    """What moves a release-day plan; each is one row of `rules.STEPS`."""

    CONFIRM = "confirm", "この予定でよいと決める"
    FINISH = "finish", "その日を終える"
    CHECK = "check", "翌日の様子を書く"
