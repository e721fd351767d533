from django.db.models import TextChoices


class RecordClass(TextChoices):
    """What is kept for how long; each class has a period of its own, or none yet (`classes`)."""

    DRAFT = "draft", "送らなかった下書き"
    PACKAGE = "package", "受けられなかった引継ぎの書類"
    CASE = "case", "終えたケース"
    AGENCY_CASE = "agency_case", "機関が終えたケース"
    PROVISION = "provision", "第三者提供の記録（ケースを消したあと）"
    INCIDENT = "incident", "終わった事故（ケースのないもの）"
    LESSON = "lesson", "事故から学んだこと"
    CONSULTATION = "consultation", "終えた相談（だれのことでもないもの）"
    REVIEW = "review", "月ごとの確かめの覚え書き"
    SITTING = "sitting", "委員会の会（次第・出欠・番号）"
    SEAT = "seat", "委員会の席"
    PERSON = "person", "登録の終わった人"
    AGENCY = "agency", "閉じた機関の代表者"
    AUDIT = "audit", "操作の記録"


# The trail of who did what names nobody and is only appended to; its period is the least.
DESTROYABLE = tuple(kind for kind in RecordClass if kind != RecordClass.AUDIT)
CASES = (RecordClass.CASE, RecordClass.AGENCY_CASE)
PAPERS = (RecordClass.DRAFT, RecordClass.PACKAGE)
# What agencies keep here as well; everything else is the centre's.
OF_AGENCIES = (RecordClass.AGENCY_CASE, *PAPERS, RecordClass.PROVISION)


class Unit(TextChoices):
    DAYS = "days", "日"
    YEARS = "years", "年"


class HoldKind(TextChoices):
    """Why nothing of a case may be destroyed for now."""

    LAWSUIT = "lawsuit", "訴訟"
    CLAIM = "claim", "請求（開示・訂正など）"
    LEAK = "leak", "漏えいの調査"
    OTHER = "other", "ほか"


class Outcome(TextChoices):
    """How a case ended, as counted before it is destroyed."""

    HANDED_OVER = "handed_over", "引き継いで終えた"
    NOT_TAKEN = "not_taken", "引き継がずに終えた"
    NEVER_ASKED = "never_asked", "引継ぎをたのまずに終えた"


class Counted(TextChoices):
    """What the closing counts tell apart; each on its own, never one by another."""

    DUTY = "duty", "業務"
    AGE_BAND = "age_band", "年代"
    HANDOFF_KIND = "handoff_kind", "引継ぎの種類"
    OUTCOME = "outcome", "終わり方"


class ReplyWay(TextChoices):
    """How a partner told that it holds nothing any more."""

    SLIP = "slip", "返信用紙"
    PHONE = "phone", "電話"
    MEETING = "meeting", "会って"
