from django.db.models import TextChoices


class Kind(TextChoices):
    """What went wrong, or nearly did."""

    NEAR_MISS = "near_miss", "ヒヤリハット（起きる前に気づいた）"
    WRONG_RECIPIENT = "wrong_recipient", "誤送（ちがう相手に渡した）"
    LOSS = "loss", "紛失（なくした）"
    LEAK = "leak", "漏えい（外に出た）"
    UNAUTHORISED_READING = "unauthorised_reading", "読んではいけない人が読んだ"
    OTHER = "other", "そのほか"


# The same in tables, where a column is narrow.
SHORT_KINDS = {
    Kind.NEAR_MISS: "ヒヤリハット",
    Kind.WRONG_RECIPIENT: "誤送",
    Kind.LOSS: "紛失",
    Kind.LEAK: "漏えい",
    Kind.UNAUTHORISED_READING: "読まれた",
    Kind.OTHER: "そのほか",
}


class State(TextChoices):
    """How far the centre is with an incident."""

    REPORTED = "reported", "届きました"
    ASSESSED = "assessed", "報告が要るか、決めました"
    NOTIFIED = "notified", "速報をしました"
    REPORTED_FINALLY = "reported_finally", "確報をしました"
    CLOSED = "closed", "終わりました"


class Criterion(TextChoices):
    """The situations that have to be reported (個人情報保護法施行規則7条)."""

    SENSITIVE = "sensitive", "要配慮個人情報（犯罪の経歴、障害、病歴など）がある。1人でも"
    MONEY = "money", "使われると、財産の被害が出るおそれがある。1人でも"
    MALICE = "malice", "不正の目的でされた（盗難、不正アクセスなど）おそれがある。1人でも"
    MANY = "many", "1,000人をこえる"


class Exemption(TextChoices):
    """Why something that meets a criterion need not be reported all the same."""

    NONE = "none", "どちらでもない"
    ENCRYPTED = "encrypted", "高度な暗号で封じてあり、だれにも読めない"
    RECOVERED_UNREAD = "recovered_unread", "だれかが読む前に、全部取りもどした"


class Item(TextChoices):
    """The nine items of a report (個人情報保護法施行規則8条1項)."""

    OUTLINE = "outline", "概要"
    DATA = "data", "個人データの項目"
    PEOPLE = "people", "本人の数"
    CAUSE = "cause", "原因"
    HARM = "harm", "二次被害、そのおそれ"
    RESPONSE = "response", "本人への対応"
    PUBLICATION = "publication", "公表"
    PREVENTION = "prevention", "再発防止"
    OTHER = "other", "その他"


class Report(TextChoices):
    """The two reports to the commission; the value stands in an address."""

    FIRST = "first", "速報"
    FINAL = "final", "確報"


class StepKind(TextChoices):
    """What was done, with its day; the first ones move an incident on, the others may be written any time."""

    REPORTED = "reported", "知らせがありました"
    ASSESSED = "assessed", "報告が要るかを決めました"
    FIRST_REPORT = "first_report", "速報をしました"
    FINAL_REPORT = "final_report", "確報をしました"
    CLOSED = "closed", "終わりにしました"
    PERSON_TOLD = "person_told", "本人に知らせました"
    PERSON_NOT_REACHED = "person_not_reached", "本人に知らせられないので、代わりの手だてをとりました"
    PREFECTURE_TOLD = "prefecture_told", "県に知らせました"
    RECIPIENT_ASKED = "recipient_asked", "受け取った相手に、返すか消すようたのみました"
    RECIPIENT_RETURNED = "recipient_returned", "受け取った相手が返しました"
    RECIPIENT_DELETED = "recipient_deleted", "受け取った相手が消しました"
    LAWYER_ASKED = "lawyer_asked", "弁護士に聞きました"
    NOTE = "note", "そのほか、したこと"


# What somebody writes down by itself, on the day on which it was done.
WRITTEN_BY_HAND = (
    StepKind.PERSON_TOLD,
    StepKind.PERSON_NOT_REACHED,
    StepKind.PREFECTURE_TOLD,
    StepKind.RECIPIENT_ASKED,
    StepKind.RECIPIENT_RETURNED,
    StepKind.RECIPIENT_DELETED,
    StepKind.LAWYER_ASKED,
    StepKind.NOTE,
)
# By these the person knows of it, or as much as can be done was done (個人情報保護法26条2項).
PERSON_KNOWS = frozenset({StepKind.PERSON_TOLD, StepKind.PERSON_NOT_REACHED})
