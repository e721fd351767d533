"""Seats, terms, recommendations, advice: what states they know."""

from django.db.models import TextChoices

from outreach.study_groups.enums import Capacity


class Role(TextChoices):
    """As what somebody is appointed to a seat."""

    CHAIR = "chair", "委員長"
    MEMBER = "member", "委員"
    OBSERVER = "observer", "オブザーバー"


CAPACITY_OF = {
    Role.CHAIR: Capacity.CHAIR,
    Role.MEMBER: Capacity.APPOINTED,
    Role.OBSERVER: Capacity.OBSERVER,
}


class EndReason(TextChoices):
    """Why somebody left before their term was over; empty while they have not."""

    NOT = "", "任期の終わりまで"
    OWN_WISH = "own_wish", "本人の申し出"
    MOVED = "moved", "異動・団体の交代"
    ENDED = "ended", "委嘱を解いた"
    OTHER = "other", "そのほか"


class SigningWay(TextChoices):
    """How the promise of secrecy was signed; empty before."""

    NOT_YET = "", "まだ"
    SCREEN = "screen", "画面で"
    PAPER = "paper", "紙で"


class UnsignReason(TextChoices):
    """Why a signature on paper that was written down is taken back."""

    WRONG_PERSON = "wrong_person", "ほかの方の紙だった"
    WRONG_DAY = "wrong_day", "日を書きまちがえた"
    NO_PAPER = "no_paper", "紙が、まだ届いていなかった"


class RecommendationState(TextChoices):
    """How far a request to a body has come."""

    REQUESTED = "requested", "推薦を待っています"
    RECOMMENDED = "recommended", "推薦がありました"
    APPOINTED = "appointed", "委嘱しました"
    DECLINED = "declined", "推薦はありませんでした"


class Departure(TextChoices):
    """Why somebody else was appointed than the body had named; empty where it is that person."""

    NOT = "", "推薦された方です"
    BODY_CHANGED = "body_changed", "団体が、別の方に替えた"
    STEPPED_BACK = "stepped_back", "推薦された方が辞退した"
    CANNOT = "cannot", "推薦された方が、就けなかった"
    NAME_WAS_WRONG = "name_was_wrong", "推薦の氏名の書きまちがい"


OPEN_RECOMMENDATIONS = frozenset({RecommendationState.REQUESTED, RecommendationState.RECOMMENDED})


class NoticeStage(TextChoices):
    """Which of the two notices before the end of a term was given."""

    EARLY = "early", "はじめのお知らせ"
    LATE = "late", "さいごのお知らせ"


class AdviceState(TextChoices):
    """How far a question to a member has come: derived from its dates, never stored."""

    ASKED = "asked", "相談中"
    LATE = "late", "返事が、遅れています"
    ANSWERED = "answered", "返事がありました"
    CLOSED = "closed", "終わりました"
