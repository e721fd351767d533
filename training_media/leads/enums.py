from django.db.models import TextChoices

from accounts.enums import PublicRole

NOT_NOW = "受け入れを、いまは考えていない"
LEAD_DESK_ROLES = frozenset({PublicRole.STAFF, PublicRole.MANAGER})


class Wish(TextChoices):
    """What a facility that has seen a course would like."""

    VISIT = "visit", "訪問して、話してほしい"
    PHONE = "phone", "電話で話したい"
    PAPERS = "papers", "資料がほしい"
    ACCEPT = "accept", "受け入れを考えたい"
    QUESTION = "question", "質問がある"


class LeadState(TextChoices):
    """How far the centre has come with a lead."""

    NEW = "new", "新しい"
    CONTACTED = "contacted", "連絡した"
    VISITED = "visited", "訪問した"
    RESULT = "result", "結果が出た"


OPEN = frozenset({LeadState.NEW, LeadState.CONTACTED, LeadState.VISITED})


class Outcome(TextChoices):
    """What came of a lead."""

    REGISTERING = "registering", "関心あり（自立準備ホームの登録へ進む）"
    WILLING = "willing", "関心あり（受け入れの相談ができる）"
    CONSIDERING = "considering", "検討中"
    NOT_NOW = "not_now", "今回は見送り"
    ANSWERED = "answered", "用件がすんだ（資料を渡した、質問に答えた）"
    UNREACHED = "unreached", "連絡がつかない"
    MISTAKEN = "mistaken", "まちがい・重なり"
    SILENT = "silent", "長いあいだ動きがなかった"


# What the desk may say; the last one is said by the job that forgets.
SAYABLE = tuple(each for each in Outcome if each != Outcome.SILENT)


class Move(TextChoices):
    """A step of a lead, as the button of the desk says it."""

    CONTACT = "contact", "連絡した"
    VISIT = "visit", "訪問した"
    FINISH = "finish", "結果を書く"
    REOPEN = "reopen", "もう一度始める"


class Reason(TextChoices):
    """Why somebody does not think of it now."""

    FULL = "full", "定員に空きがない"
    STAFF = "staff", "職員が足りない"
    ANXIOUS = "anxious", "経験がなく、不安がある"
    POLICY = "policy", "法人の方針"
    NEIGHBOURS = "neighbours", "地域の理解"
    UNCLEAR = "unclear", "制度がよく分からない"
    OTHER = "other", "その他"


class TakeReason(TextChoices):
    """Why the list of leads is taken away; the audit keeps this word and no other."""

    ROUND = "round", "訪問の計画を立てる"
    MEETING = "meeting", "会議で使う"
    REPORT = "report", "報告・集計に使う"
