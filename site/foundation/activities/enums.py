"""The kinds of network-strengthening work, and of what proves it."""

from django.db.models import TextChoices


class ActivityKind(TextChoices):
    """The three kinds of work that the programme pays an addition for, and the rest."""

    STUDY_MEETING = "study_meeting", "地域福祉支援検討会"
    OUTREACH_ROUND = "outreach_round", "福祉事業者巡回開拓"
    COMMUNITY_TRAINING = "community_training", "地域福祉研修"
    OTHER = "other", "そのほか"


class EvidenceKind(TextChoices):
    """What proves that something took place."""

    NOTICE = "notice", "開催案内"
    ROSTER = "roster", "参加者名簿"
    AGENDA = "agenda", "次第"
    HANDOUT = "handout", "配った資料"
    MINUTES = "minutes", "議事録・記録"
    QUESTIONNAIRE = "questionnaire", "アンケート"
    PHOTO = "photo", "写真"
    OTHER = "other", "そのほか"
