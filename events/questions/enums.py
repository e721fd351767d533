from django.db.models import TextChoices

MOST_QUESTIONS = 12
MOST_CHOICES = 8
CHOICE_LENGTH = 60
LINE_LENGTH, TEXT_LENGTH = 100, 500


class AskKind(TextChoices):
    LINE = "line", "1行で書く"
    TEXT = "text", "文で書く"
    ONE = "one", "1つ選ぶ"
    SEVERAL = "several", "いくつでも選ぶ"
    FILE = "file", "ファイルを送る"


class AskMoment(TextChoices):
    """When a question is asked: with the application, or once a seat is certain."""

    APPLYING = "applying", "申し込むとき"
    SEATED = "seated", "席が決まったあと"


CHOICE_KINDS = frozenset({AskKind.ONE, AskKind.SEVERAL})
ROOM = "questions"
