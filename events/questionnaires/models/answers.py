"""The split: who has answered stands in one table, what was answered in another; nothing joins them.

No key, no order, no time. Both are written in one transaction, so without more the system columns would
join them: the transaction's number (xmin) is the same, and rows lie in the order in which they came (ctid).
That is why every new answer rewrites all answers of its questionnaire in a random order
(`services.answering`). The answers to different questions are apart as well: words that betray their writer
do not betray the marks.
"""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from events.models import Participant

from .questionnaire import Question, Questionnaire


class Answered(models.Model):
    """That a participant has answered, and nothing of what or when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="answered")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "答えた方の印"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="questionnaires_answered_once",
                fields=["questionnaire", "participant"],
                violation_error_message="もう答えをいただいています。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire_id}"


class Answer(models.Model):
    """One answer to one question, by nobody: marks are numbers of choices, `text` is free."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    question = models.ForeignKey(Question, models.CASCADE, related_name="answers")
    marks = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    text = models.TextField(max_length=1000, blank=True)
    may_be_quoted = models.BooleanField(default=False)

    class Meta:
        verbose_name = verbose_name_plural = "答え"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="questionnaires_answer_says_something",
                condition=~Q(marks=[]) ^ ~Q(text=""),
                violation_error_message="答えは、番号か文の、どちらか一つです。",
            ),
            models.CheckConstraint(
                name="questionnaires_answer_only_words_are_quoted",
                condition=Q(may_be_quoted=False) | ~Q(text=""),
                violation_error_message="引用してよいのは、文だけです。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id}"
