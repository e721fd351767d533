from django.db.models import TextChoices


class FeedKind(TextChoices):
    """Whose dates a calendar follows."""

    PERSON = "person", "わたしの予定"
    AGENCY = "agency", "事業所の予定"
