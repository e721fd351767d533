from django.db.models import TextChoices

from accounts.enums import PrivateRole


class Place(TextChoices):
    """On which chair of the committee somebody sits."""

    CHAIR = "chair", "委員長"
    MEMBER = "member", "委員"
    OBSERVER = "observer", "オブザーバー"


# Which enrolment a seat needs besides its own days.
ROLE_OF = {
    Place.CHAIR: PrivateRole.COMMITTEE_MEMBER,
    Place.MEMBER: PrivateRole.COMMITTEE_MEMBER,
    Place.OBSERVER: PrivateRole.OBSERVER,
}
COMMITTEE_ROLES = frozenset(ROLE_OF.values())
ADVISING = frozenset({Place.CHAIR, Place.MEMBER})


class SittingState(TextChoices):
    """How far a sitting has come."""

    PLANNED = "planned", "準備中"
    BRIEFED = "briefed", "委員長と打合せ済み"
    SENT = "sent", "資料を配布"
    HELD = "held", "開催済み"
    MINUTED = "minuted", "議事録が確定"
    CLOSED = "closed", "終了"
    CALLED_OFF = "called_off", "中止"


# What is on the agenda may still change.
BEING_PREPARED = frozenset({SittingState.PLANNED, SittingState.BRIEFED})
# The committee is shown which cases there are.
SHOWN = frozenset(SittingState) - BEING_PREPARED - {SittingState.CALLED_OFF}
MINUTES_STAND = frozenset({SittingState.MINUTED, SittingState.CLOSED})


class SittingDeed(TextChoices):
    """What moves a sitting a step on."""

    BRIEF = "brief", "委員長との打合せを記録する"
    SEND = "send", "資料を配布する"
    HOLD = "hold", "出席を記録し、開催済みにする"
    CONFIRM = "confirm", "議事録を確定する"
    CLOSE = "close", "この回を終える"
    POSTPONE = "postpone", "別の日にする"
    CALL_OFF = "call_off", "会を中止する"


# What may be done besides the step that comes next.
ASIDE = (SittingDeed.POSTPONE, SittingDeed.CALL_OFF)


class OffReason(TextChoices):
    """Why a sitting did not take place: chosen, so that nothing about anybody is written there."""

    CHAIR = "chair", "委員長の都合"
    TOO_FEW = "too_few", "出席できる委員が足りない"
    NO_CASE = "no_case", "検討するケースがなくなった"
    WEATHER = "weather", "天気、災害、感染症"
    PLACE = "place", "会場が使えなくなった"
    OTHER = "other", "ほか"


class How(TextChoices):
    """How somebody said so."""

    HERE = "here", "この画面で"
    PAPER = "paper", "書面で"
    PHONE = "phone", "電話で"
    MEETING = "meeting", "会って"


class AgendaWord(TextChoices):
    """What stands on an agenda besides cases: chosen, so that nothing about anybody is written there."""

    OPENING = "opening", "開会"
    LAST_TIME = "last_time", "前回の助言と、その後"
    REPORT = "report", "センターからの報告"
    EXCHANGE = "exchange", "意見交換"
    BREAK = "break", "休憩"
    NEXT_TIME = "next_time", "次回について"
    CLOSING = "closing", "閉会"


class ItemKind(TextChoices):
    """For the how-manieth time a case is put before the committee."""

    NEW = "new", "新規"
    AGAIN = "again", "再検討"
    AFTER_REPORT = "after_report", "事後報告"


class ItemState(TextChoices):
    """How far a case has come with one sitting."""

    WAITING = "waiting", "検討を待つ"
    DISCUSSED = "discussed", "検討した"
    FOLLOWED_UP = "followed_up", "対応を伝えた"
    ENDED = "ended", "終わり"
    TAKEN_OFF = "taken_off", "とりさげ"


class RecusalBy(TextChoices):
    """Who let a member have no part in a case."""

    OWN = "own", "本人の申し出"
    CHAIR = "chair", "委員長の判断"


class Presence(TextChoices):
    """Who came to a sitting."""

    PRESENT = "present", "出席"
    PARTLY = "partly", "一部出席"
    ABSENT = "absent", "欠席"


class Response(TextChoices):
    """What the centre did with an advice."""

    ADOPTED = "adopted", "取り入れた"
    ADAPTED = "adapted", "形を変えて取り入れた"
    NOT_USED = "not_used", "取り入れなかった"


class QuestionState(TextChoices):
    """How far a quick question has come."""

    ASKED = "asked", "返事を待つ"
    ANSWERED = "answered", "返事あり"
    CLOSED = "closed", "終わり"


class ReadingWay(TextChoices):
    """How a paper was seen."""

    SCREEN = "screen", "画面で読んだ"
    PRINTED = "printed", "番号をつけて印刷した"
