from .guides import Guide, GuidePart
from .practices import Practice
from .questions import QuestionAnswer, QuestionAnswerQuerySet

__all__ = ["Guide", "GuidePart", "Practice", "QuestionAnswer", "QuestionAnswerQuerySet"]
