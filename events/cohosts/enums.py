from django.db.models import TextChoices


class HostRole(TextChoices):
    """As what an agency stands beside the centre."""

    ORGANISER = "organiser", "主催"
    CO_ORGANISER = "co_organiser", "共催"
    SUPPORTER = "supporter", "後援"


# Who carries the event out together with the centre; a supporter lends the name alone.
CARRYING_ROLES = (HostRole.ORGANISER, HostRole.CO_ORGANISER)


class RosterForm(TextChoices):
    """In which form a co-host takes the shared roster away."""

    PAPER = "pdf", "紙（PDF）"
    WORKBOOK = "xlsx", "Excel（xlsx）"
    CSV = "csv", "CSV（UTF-8）"
