"""Kinds and states of what belongs to a meeting."""

from django.db.models import IntegerChoices, TextChoices


class MeetingState(TextChoices):
    """How far a meeting has come: derived from its dates and its minutes, never stored."""

    PLANNED = "planned", "予定"
    BRIEFED = "briefed", "打ち合わせずみ"
    SENT = "sent", "資料を送りました"
    HELD = "held", "開きました"
    MINUTED = "minuted", "議事要旨を確定"
    CLOSED = "closed", "完了"


class ItemKind(TextChoices):
    """What an item of the agenda is; a case has a number and minutes, and no words."""

    OPENING = "opening", "開会"
    REPORT = "report", "報告"
    DISCUSSION = "discussion", "話し合い"
    DECISION = "decision", "議決"
    CASE = "case", "事例"
    BREAK = "break", "休けい"
    CLOSING = "closing", "閉会"
    OTHER = "other", "そのほか"


class PollMark(TextChoices):
    """What somebody says of a day."""

    YES = "yes", "○"
    MAYBE = "maybe", "△"
    NO = "no", "×"


class Presence(TextChoices):
    """How somebody of the roll was there."""

    VENUE = "venue", "会場"
    ONLINE = "online", "オンライン"
    ABSENT = "absent", "欠席"


class Coming(TextChoices):
    """What somebody of the roll has answered to an announced session; derived, never stored."""

    COMES = "comes", "出席"
    WAITING = "waiting", "空きを待っています"
    APPLIED = "applied", "申し込みました（席は、まだ決まっていません）"
    ABSENT = "absent", "欠席"
    OPEN = "open", "まだ返事がありません"


# They have applied, and have no seat yet.
WITHOUT_SEAT = frozenset({Coming.WAITING, Coming.APPLIED})
PRESENT = frozenset({Presence.VENUE, Presence.ONLINE})


class CaseOutcome(TextChoices):
    """What became of the advice on a case."""

    ADOPTED = "adopted", "助言のとおりにした"
    ADAPTED = "adapted", "形を変えて生かした"
    NOT_USED = "not_used", "使わなかった"
    NO_ADVICE = "no_advice", "助言はなかった（報告は要らない）"


class ConfirmedAs(TextChoices):
    """As what somebody confirmed minutes."""

    CHAIR = "chair", "委員長"
    FACILITATOR = "facilitator", "世話人"
    MANAGER = "manager", "センター長"


class CopyState(TextChoices):
    """Where a numbered copy is: derived from its dates."""

    HERE = "here", "配っていません"
    OUT = "out", "配布中"
    BACK = "back", "回収ずみ"
    SHREDDED = "shredded", "処分ずみ"
    LOST = "lost", "なくなりました"


class Weekday(IntegerChoices):
    MONDAY = 0, "月曜日"
    TUESDAY = 1, "火曜日"
    WEDNESDAY = 2, "水曜日"
    THURSDAY = 3, "木曜日"
    FRIDAY = 4, "金曜日"
    SATURDAY = 5, "土曜日"
    SUNDAY = 6, "日曜日"


class Nth(IntegerChoices):
    FIRST = 1, "第1"
    SECOND = 2, "第2"
    THIRD = 3, "第3"
    FOURTH = 4, "第4"
    LAST = -1, "最後の"
