from django.db.models import TextChoices

from handoff.disclosure.enums import BasisKind


class Kind(TextChoices):
    """Who asks whom for what (seed 004: 利用調整依頼, 支援業務協力依頼, 後方支援)."""

    COORDINATION = "coordination", "利用調整依頼"
    ACCEPTANCE = "acceptance", "受入依頼"
    CENTRE_COOPERATION = "centre_cooperation", "支援業務協力依頼"
    ADVICE = "advice", "情報共有・助言依頼"
    BACKUP = "backup", "後方支援依頼"


# Kinds in which an agency asks the centre; in the others the centre asks.
ASKED_BY_AGENCIES = frozenset({Kind.ADVICE, Kind.BACKUP})
# Kinds that may end without a time alongside each other.
MAY_END_EARLY = frozenset({Kind.ADVICE, Kind.BACKUP, Kind.CENTRE_COOPERATION})


class State(TextChoices):
    """Where a hand-off stands; the words are those of the screens."""

    DRAFT = "draft", "下書き"
    APPROVAL = "approval", "承認待ち"
    REQUESTED = "requested", "依頼済み"
    REVIEWING = "reviewing", "検討中"
    INFO = "info", "追加情報依頼"
    ACCEPTED = "accepted", "受入可・調整開始"
    OVERLAP = "overlap", "併走中"
    HANDING = "handing", "引継ぎ中"
    BACKUP = "backup", "引継ぎ済み・後方支援中"
    CLOSED = "closed", "終結"
    DECLINED = "declined", "受入不可"
    PAUSED = "paused", "中断"
    RETURNED = "returned", "差戻し・再調整"
    WITHDRAWN = "withdrawn", "取下げ"
    EXPIRED = "expired", "期限切れ"
    VOID = "void", "誤登録"


BEING_WRITTEN = frozenset({State.DRAFT, State.APPROVAL})
WAITING_FOR_ANSWER = frozenset({State.REQUESTED, State.REVIEWING, State.INFO})
RUNNING = frozenset({State.ACCEPTED, State.OVERLAP, State.HANDING, State.BACKUP})
ENDED = frozenset({State.CLOSED, State.DECLINED, State.RETURNED, State.WITHDRAWN, State.EXPIRED, State.VOID})


class Deed(TextChoices):
    """What moves a hand-off; each is one row of `rules.TRANSITIONS`."""

    SUBMIT = "submit", "承認をたのむ"
    SEND_BACK = "send_back", "書きなおしてもらう"
    APPROVE = "approve", "承認して、送る"
    SEND_AT_ONCE = "send_at_once", "いそいで送る（承認はあとで）"
    APPROVE_AFTER = "approve_after", "あとから承認する"
    ACKNOWLEDGE = "acknowledge", "検討を始める"
    ASK = "ask", "質問する"
    ANSWER = "answer", "質問に答える"
    ACCEPT = "accept", "受け入れる"
    DECLINE = "decline", "受け入れられない"
    BEGIN_OVERLAP = "begin_overlap", "併走を始める"
    BEGIN_HANDING = "begin_handing", "引継ぎを始める"
    HAND_OVER = "hand_over", "引継ぎを終えて、後方支援にする"
    CLOSE = "close", "終結する"
    FINISH = "finish", "終える"
    PAUSE = "pause", "中断する"
    RESUME = "resume", "再開する"
    RETURN = "return", "差戻す"
    WITHDRAW = "withdraw", "取り下げる"
    EXPIRE = "expire", "期限で終わる"
    VOID = "void", "誤登録として閉じる"


# Deeds of the asking side alone: the receiving side is neither told nor shown.
INSIDE = frozenset({Deed.SUBMIT, Deed.SEND_BACK, Deed.APPROVE_AFTER})


class Hand(TextChoices):
    """Who may do a deed, seen from the hand-off; `access` says whose hands somebody has."""

    GIVER = "giver", "依頼した側の担当"
    GIVER_LEAD = "giver_lead", "依頼した側の責任者"
    SECOND = "second", "もう一人（個人情報の責任者）"
    RECEIVER = "receiver", "受け取る側の担当"
    TIMER = "timer", "期限"


class Consent(TextChoices):
    """Whether a deed is done by one, or stands only once two have said so."""

    ONE = "one", "ひとり"
    BOTH_SIDES = "both_sides", "両方の側"
    TWO_PEOPLE = "two_people", "ふたり"


class Reason(TextChoices):
    """What somebody has to write."""

    NONE = "none", "なし"
    WORDS = "words", "ことばで"
    CODED = "coded", "理由を選んで"


class Gate(TextChoices):
    """A condition that is asked in the transaction, with the row locked."""

    SAFEGUARD = "safeguard", "個人情報の取り決め"
    BASIS = "basis", "本人の同意・根拠"
    SECOND_PERSON = "second_person", "もう一人の承認"
    OFFENCE_REASON = "offence_reason", "事件のあらましを渡す理由"
    URGENT = "urgent", "被疑者等支援"
    NOT_YET_APPROVED = "not_yet_approved", "まだ承認されていない"
    RECEIVER_NAMED = "receiver_named", "受け取る側の主担当・副担当"
    MEETING = "meeting", "合同支援会議"
    ROLE_TABLE = "role_table", "役割分担"
    OVERLAP_END = "overlap_end", "併走の終わりの日"
    HOME_SETTLED = "home_settled", "帰住先の決定"
    ITEMS_SETTLED = "items_settled", "役割の引継ぎ"
    BACKUP_END = "backup_end", "後方支援の終わりの日"
    LAST_REVIEW = "last_review", "最後のふりかえり"
    PERSON_TOLD = "person_told", "本人への説明"
    ENDS_EARLY = "ends_early", "併走のない依頼"
    NEVER_OPENED = "never_opened", "まだ開かれていない"


class Side(TextChoices):
    """The two sides, and the clock."""

    GIVER = "giver", "依頼した側"
    RECEIVER = "receiver", "受け取る側"
    CLOCK = "clock", "期限"


class ItemState(TextChoices):
    """How far one task has moved (順次移行)."""

    PLANNED = "planned", "これから"
    OVERLAP = "overlap", "いっしょにしています"
    OFFERED = "offered", "渡したいと伝えました"
    MOVED = "moved", "移りました"
    STAYS = "stays", "このままにします"
    ENDS = "ends", "終わります"

    @property
    def deed(self) -> str:
        """Return what a button says that leads here; nothing leads back to the first."""
        return ITEM_DEEDS[self]


ITEM_DEEDS = {
    ItemState.OVERLAP: "いっしょにする",
    ItemState.OFFERED: "渡したいと伝える",
    ItemState.MOVED: "引き受ける",
    ItemState.STAYS: "このままにする",
    ItemState.ENDS: "終える",
}


SETTLED_ITEMS = frozenset({ItemState.MOVED, ItemState.STAYS, ItemState.ENDS})


class HomeKind(TextChoices):
    """Where somebody lives afterwards (帰住先)."""

    FAMILY = "family", "家族・親族のところ"
    OWN_HOME = "own_home", "アパートなど"
    GROUP_HOME = "group_home", "グループホーム"
    FACILITY = "facility", "施設"
    HOSPITAL = "hospital", "病院"
    REHABILITATION_FACILITY = "rehabilitation_facility", "更生保護施設"
    SELF_RELIANCE_HOME = "self_reliance_home", "自立準備ホーム"
    OTHER = "other", "そのほか"


class ToldHow(TextChoices):
    """How something was told in an emergency."""

    PHONE = "phone", "電話で"
    FACE_TO_FACE = "face_to_face", "会って"
    PAPER = "paper", "紙を手渡して"


# What allows to tell without consent at once; the support meeting needs a meeting.
GROUNDS = (BasisKind.PROTECTION_OF_LIFE, BasisKind.LAW)


class Provision(TextChoices):
    """What the disclosure ledger says of a part."""

    OPENED = "opened", "読めるようにした"
    CLOSED = "closed", "読めないようにした"
    PRINTED = "printed", "紙で渡した"
    TOLD = "told", "緊急に知らせた"
