from django.db.models import TextChoices

from accounts.enums import PublicRole

DESK_ROLES = frozenset({PublicRole.STAFF, PublicRole.MANAGER})


class Cadence(TextChoices):
    WEEKLY = "weekly", "毎週月曜"
    MONTHLY = "monthly", "毎月1日"


class Topic(TextChoices):
    NEWS = "news", "お知らせ"
    EVENTS = "events", "研修・行事"


class SubscriptionState(TextChoices):
    ASKED = "asked", "確認を待っています"
    ACTIVE = "active", "届けています"
