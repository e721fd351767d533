from django.db.models import TextChoices


class State(TextChoices):
    """How a figure stands on a day."""

    CURRENT = "current", "いまの数字"
    TO_CHECK = "to_check", "確かめる時期"
    EXPIRED = "expired", "期限切れ"
    FUTURE = "future", "これから"
    PAST = "past", "前の数字"


# What a reader is told to be careful with.
DOUBTFUL = frozenset({State.TO_CHECK, State.EXPIRED})
