from django.db.models import TextChoices

from accounts.enums import PublicRole

FORM_DESK_ROLES = frozenset({PublicRole.STAFF, PublicRole.MANAGER})


class Origin(TextChoices):
    """Who made a form."""

    OFFICIAL = "official", "国の様式"
    PREFECTURE = "prefecture", "都道府県の様式"
    OWN = "own", "センターの様式"


class VersionState(TextChoices):
    """Whether a version of a form is the one to use: derived from its days, never stored."""

    TO_COME = "to_come", "これから使う版"
    CURRENT = "current", "いま使う版"
    SUPERSEDED = "superseded", "前の版"
