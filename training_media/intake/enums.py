from django.db import models

from accounts.enums import PublicRole

INTAKE_ROLES = frozenset({PublicRole.STAFF, PublicRole.MANAGER})


class Stage(models.TextChoices):
    """How far a file has come: sending → waiting → probing → converting → ready; any of the last may fail."""

    SENDING = "sending", "送っています"
    WAITING = "waiting", "順番を待っています"
    PROBING = "probing", "調べています"
    CONVERTING = "converting", "変換しています"
    READY = "ready", "見られます"
    FAILED = "failed", "取り込めませんでした"


# Which a job works on, or is going to.
AT_WORK = frozenset({Stage.WAITING, Stage.PROBING, Stage.CONVERTING})


class Rendition(models.TextChoices):
    """What is made of each recording; the value stands in the address."""

    HIGH = "720", "動画（720p）"
    LOW = "360", "動画（360p、遅い回線）"
    AUDIO = "audio", "音声だけ"
    POSTER = "poster", "表紙の絵"
