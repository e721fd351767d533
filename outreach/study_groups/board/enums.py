from django.db.models import IntegerChoices, TextChoices


class TopicKind(TextChoices):
    """For whom a topic is written; a question to the centre alone is read by nobody else."""

    TALK = "talk", "みんなに話す"
    QUESTION = "question", "みんなにきく"
    EXPERT = "expert", "くわしい人にきく"
    PRIVATE = "private", "センターだけにきく"


class TopicState(TextChoices):
    OPEN = "open", "受け付け中"
    ANSWERED = "answered", "答えが出ました"
    CLOSED = "closed", "終わりました"


class ReportReason(TextChoices):
    """Why somebody thinks that a post should not stand there."""

    PERSON = "person", "だれのことかがわかる"
    PLACE = "place", "どこの事業所のことかがわかる"
    HURTS = "hurts", "人を傷つける"
    OTHER = "other", "そのほか"


class ReportOutcome(TextChoices):
    """What became of a report; empty while nobody has looked."""

    OPEN = "", "まだ見ていません"
    KEPT = "kept", "このままにしました"
    HIDDEN = "hidden", "見えなくしました"
    PRIVATE = "private", "センターだけに移しました"


class Weekday(IntegerChoices):
    """On which day of the week the list of new titles comes; Monday is 0, as in `date.weekday`."""

    MONDAY = 0, "月曜日"
    TUESDAY = 1, "火曜日"
    WEDNESDAY = 2, "水曜日"
    THURSDAY = 3, "木曜日"
    FRIDAY = 4, "金曜日"


class Reply(TextChoices):
    """What became of a reply by mail."""

    POSTED = "posted", "掲示板に書きました"
    REFUSED = "refused", "書けないわけを、返事しました"
    KNOWN = "known", "前に受け取ったメールです"
    IGNORED = "ignored", "返事のメールではありません"
