from django.db.models import TextChoices

from accounts.enums import PublicRole

# Who keeps the register and the kits.
OUTSIDE_DESK_ROLES = frozenset({PublicRole.STAFF, PublicRole.MANAGER})


class MeetingKind(TextChoices):
    """What kind of meeting of others the centre goes to."""

    SUPPORT_COUNCIL = "support_council", "自立支援協議会"
    WELFARE_AREA = "welfare_area", "障害福祉圏域会議"
    SUBCOMMITTEE = "subcommittee", "部会"
    OTHER = "other", "そのほかの会議"


class Theme(TextChoices):
    """What the centre explained."""

    WORK = "work", "センターの仕事"
    HOSTING = "hosting", "受け入れの流れと支え方"
    ADDITIONS = "additions", "加算や制度"
    TRAINING = "training", "研修・出前講座"
    NETWORK = "network", "連携の窓口、地域の体制"
    ISSUES = "issues", "地域の課題"
    LISTENED = "listened", "説明はせず、話を聞いた"
    OTHER = "other", "そのほか"


class AttendanceState(TextChoices):
    """How far one visit has come: derived from its dates, never stored."""

    PLANNED = "planned", "予定"
    ATTENDED = "attended", "出席しました"
    FOLLOWED_UP = "followed_up", "あとのことも済みました"
    CALLED_OFF = "called_off", "行きませんでした"


class ItemKind(TextChoices):
    """What lies in a kit for an office that receives somebody for the first time."""

    PAMPHLET = "pamphlet", "パンフレット"
    COURSE = "course", "短い研修"
    CALL = "call", "困ったときの連絡先"
    MATERIAL = "material", "資料"


class SendingState(TextChoices):
    """How far an office has come with its kit: derived from dates, never stored."""

    SENT = "sent", "渡しました"
    READ = "read", "読みました"
    TALKED = "talked", "話しました"
    REVIEWED = "reviewed", "はじめての受け入れを、ふりかえりました"
