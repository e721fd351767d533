from django.db.models import TextChoices


class SittingKind(TextChoices):
    """Whether somebody watches alone, or several people one screen."""

    ALONE = "alone", "一人で"
    TOGETHER = "together", "集まって"
