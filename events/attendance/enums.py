from django.db.models import TextChoices


class FactKind(TextChoices):
    """What is written down at the door; a fact is never changed, only withdrawn by another one."""

    ARRIVED = "arrived", "来た"
    LEFT = "left", "帰った"
    WITHDRAWN = "withdrawn", "取り消した"


class Means(TextChoices):
    """How it was written down."""

    CODE = "code", "QRコード"
    LIST = "list", "一覧"
    PAPER = "paper", "紙から"
    WALK_IN = "walk_in", "当日申込"
    MARK = "mark", "出欠の画面"


class Presence(TextChoices):
    """Where somebody is, as the facts say."""

    NOT_YET = "not_yet", "まだ"
    HERE = "here", "来ています"
    LEFT = "left", "帰りました"
    ABSENT = "absent", "欠席"


class DayPaper(TextChoices):
    """What leaves the portal on paper for the day; the audit keeps this word and no other."""

    SIGN_IN = "sign_in", "受付名簿（サインをもらう紙）"
    NAME_CARDS = "name_cards", "名札（A4に10枚）"
    GROUPS = "groups", "グループの一覧"
    GROUPS_AT_THE_DOOR = "groups_door", "グループの一覧（入口にはる紙。名前をのせてよい方だけ）"
