from django.db.models import TextChoices


class Level(TextChoices):
    FIRST = "first", "はじめての方"
    SOME = "some", "少し知っている方"
    DAILY = "daily", "ふだん支援している方"


class RequestState(TextChoices):
    """How far a request has come; `rules.MOVES` says how it gets from one to another."""

    RECEIVED = "received", "受け付けました"
    CHECKING = "checking", "調整しています"
    PROPOSED = "proposed", "日程をお返事しました"
    COUNTERED = "countered", "別の日のご希望"
    AGREED = "agreed", "決まりました"
    HELD = "held", "行いました"
    REPORTED = "reported", "報告まで済み"
    DECLINED = "declined", "お受けできません"
    CANCELLED = "cancelled", "取りやめ"


# The centre has to do something.
WAITS_FOR_CENTRE = frozenset({RequestState.RECEIVED, RequestState.CHECKING, RequestState.COUNTERED})
OPEN = WAITS_FOR_CENTRE | {RequestState.PROPOSED, RequestState.AGREED}
# Nothing more is arranged.
ENDED = frozenset({RequestState.HELD, RequestState.REPORTED, RequestState.DECLINED, RequestState.CANCELLED})

# How each state is drawn (`{% state %}`); the word says everything.
STATE_SHAPES: dict[str, str] = {
    "received": "wait",
    "checking": "wait",
    "proposed": "turn",
    "countered": "wait",
    "agreed": "open",
    "held": "done",
    "reported": "done",
    "declined": "ended",
    "cancelled": "ended",
}


class ProposalState(TextChoices):
    OPEN = "open", "お返事を待っています"
    ACCEPTED = "accepted", "お受けいただきました"
    REFUSED = "refused", "別の日を望まれました"
    WITHDRAWN = "withdrawn", "取り下げました"


class Parking(TextChoices):
    YES = "yes", "あります"
    NO = "no", "ありません"
    UNKNOWN = "unknown", "分かりません"


class Equipment(TextChoices):
    """What there is at the place; what is missing, the centre brings."""

    PROJECTOR = "projector", "プロジェクター"
    SCREEN = "screen", "スクリーン"
    MICROPHONE = "microphone", "マイク"
    WHITEBOARD = "whiteboard", "ホワイトボード"
    INTERNET = "internet", "インターネット"


class Part(TextChoices):
    """As what somebody goes to a lecture."""

    LEAD = "lead", "主"
    JUNIOR = "junior", "副"


class SlotKind(TextChoices):
    LECTURE = "lecture", "講座"
    MEETING = "meeting", "会議・予定"
    ABSENCE = "absence", "休み"


class Standing(TextChoices):
    """How firm a slot is; whoever has none at that time is free."""

    HELD = "held", "仮"
    FIXED = "fixed", "確定"


class ResourceKind(TextChoices):
    ROOM = "room", "部屋"
    EQUIPMENT = "equipment", "機材"
    CAR = "car", "車"
