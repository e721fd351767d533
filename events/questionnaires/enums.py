from django.db.models import TextChoices

HIGHEST_MARK = 5
MOST_QUESTIONS = 10
MOST_CHOICES = 8
LONGEST_CHOICE = 60


class Origin(TextChoices):
    """What a questionnaire asks about: rooms above this one keep which course it is, and who answered."""

    EVENT = "event", "研修・行事"
    COURSE = "course", "研修動画"


class QuestionnaireState(TextChoices):
    """How far a questionnaire is; it never goes back, because what was read cannot be unread."""

    DRAFT = "draft", "準備中"
    OPEN = "open", "受付中"
    CLOSED = "closed", "締め切った"
    SUMMARISED = "summarised", "まとめた"


class QuestionKind(TextChoices):
    SCALE = "scale", "5段階"
    ONE = "one", "1つ選ぶ"
    SEVERAL = "several", "いくつでも選ぶ"
    TEXT = "text", "文で書く"


CHOICE_KINDS = frozenset({QuestionKind.ONE, QuestionKind.SEVERAL})


class SummaryForm(TextChoices):
    """In which form the summary is taken away; small counts are left out in each."""

    PAPER = "pdf", "紙（PDF・A4）"
    WORKBOOK = "xlsx", "Excel（xlsx）"
    CSV = "csv", "CSV（UTF-8）"


class ReminderReason(TextChoices):
    """Why the list of those who have not answered leaves the portal; the audit keeps this word."""

    FAX = "fax", "FAXでお願いを送る"
    PHONE = "phone", "電話でお願いする"
