from django.db.models import TextChoices


class SheetKind(TextChoices):
    """What is written down of how somebody is supported."""

    TEAM = "team", "支援チーム"
    LIMITS = "limits", "できること・できないこと"
    PACK = "pack", "フォローアップの引継書"


class TeamState(TextChoices):
    """Where a support team stands."""

    FORMING = "forming", "集まっています"
    ACTIVE = "active", "動いています"
    DISSOLVED = "dissolved", "終わりました"


class LimitsState(TextChoices):
    """Where a limits sheet stands."""

    DRAFT = "draft", "下書き"
    AGREED = "agreed", "両方で決めました"
    REPLACED = "replaced", "新しいものに替えました"


class PackState(TextChoices):
    """Where a follow-up pack stands."""

    DRAFT = "draft", "下書き"
    AGREED = "agreed", "両方で決めました"
    ACTIVE = "active", "使っています"
    RENEWED = "renewed", "新しいものに替えました"


class SheetDeed(TextChoices):
    """What moves a sheet; which of them a kind knows stands in `rules.KINDS`."""

    ACTIVATE = "activate", "チームで動きはじめる"
    DISSOLVE = "dissolve", "チームを終える"
    AGREE = "agree", "この内容でよいと決める"
    START = "start", "使いはじめる"
