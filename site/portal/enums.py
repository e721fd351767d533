from django.db.models import TextChoices


class NewsCategory(TextChoices):
    TRAINING = "training", "研修"
    REPORT = "report", "報告"
    POLICY = "policy", "制度"
    CLOSED = "closed", "お休み"
