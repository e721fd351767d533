from django.db.models import TextChoices


class Way(TextChoices):
    """How the receiver gets it: on this screen, on paper, or a number only with the identity on paper."""

    HERE = "here", "この部屋で"
    PAPER = "paper", "紙で"
    REFERENCE = "reference", "番号だけ"
