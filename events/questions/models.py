"""Questions of an event, what applications answered, and what an agency need not be asked again."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from directory.models import Agency
from events.models import Application, Event
from foundation.choices import known_choice
from foundation.copied import CopyStaysTrue

from .enums import CHOICE_KINDS, CHOICE_LENGTH, TEXT_LENGTH, AskKind, AskMoment
from .rules import Ask


class Question(models.Model):
    """One question of an event's form.

    `version` counts how often it was written anew. An answer repeats it, and the database keeps both alike:
    what has been answered cannot be written anew, whatever happens at the same moment. `key` is the same for
    all copies of a question, so that an agency is known to have answered it before.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField("順番")
    version = models.PositiveSmallIntegerField("書きなおした回数", default=1)
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    moment = models.CharField("いつたずねるか", max_length=8, choices=AskMoment, default=AskMoment.APPLYING)
    kind = models.CharField("答え方", max_length=7, choices=AskKind)
    wording = models.CharField("質問", max_length=80)
    hint = models.CharField("説明", max_length=120, blank=True)
    choices = ArrayField(
        models.CharField(max_length=CHOICE_LENGTH), verbose_name="選ぶことば", default=list, blank=True
    )
    is_required = models.BooleanField("かならず答えてもらう", default=False)
    only_if = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="dependents", verbose_name="条件の質問"
    )
    only_choice = models.CharField("条件の答え", max_length=CHOICE_LENGTH, blank=True)
    once_per_agency = models.BooleanField("事業所に1回だけたずねる", default=False)
    again_after_months = models.PositiveSmallIntegerField("何か月後にまたたずねるか", null=True, blank=True)
    closed_at = models.DateTimeField("たずねるのをやめた日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "申込の質問"
        ordering: ClassVar = ["event", "position", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(name="questions_question_version_of_id", fields=["id", "version"]),
            models.UniqueConstraint(
                name="questions_question_position_once",
                fields=["event", "position"],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="同じ順番の質問が、もうあります。",
            ),
            known_choice(
                table="questions_question", field="kind", choices=AskKind, says="答え方を選んでください。"
            ),
            known_choice(
                table="questions_question",
                field="moment",
                choices=AskMoment,
                says="いつたずねるかを選んでください。",
            ),
            models.CheckConstraint(
                name="questions_question_choices_where_one_chooses",
                condition=(Q(kind__in=sorted(CHOICE_KINDS)) & ~Q(choices=[]))
                | (~Q(kind__in=sorted(CHOICE_KINDS)) & Q(choices=[])),
                violation_error_message="選ぶ質問には選ぶことばが要り、ほかの質問には要りません。",
            ),
            models.CheckConstraint(
                name="questions_question_condition_is_whole",
                condition=Q(only_if__isnull=True, only_choice="")
                | (Q(only_if__isnull=False) & ~Q(only_choice="")),
                violation_error_message="条件には、質問と答えの両方が要ります。",
            ),
            models.CheckConstraint(
                name="questions_question_agencies_are_asked_in_words",
                condition=Q(once_per_agency=False) | ~Q(kind=AskKind.FILE),
                violation_error_message="ファイルは、申し込みごとにたずねます。",
            ),
            models.CheckConstraint(
                name="questions_question_months_for_agencies",
                condition=Q(again_after_months__isnull=True)
                | Q(once_per_agency=True, again_after_months__gte=1),
                violation_error_message="またたずねる月数は、事業所に1回だけたずねる質問に書きます。",
            ),
        ]

    def __str__(self) -> str:
        return self.wording

    @property
    def ask(self) -> Ask:
        """The question as the rules see it."""
        return Ask(
            pk=self.pk,
            kind=self.kind,
            moment=self.moment,
            is_required=self.is_required,
            choices=tuple(self.choices),
            only_if=self.only_if_id,
            only_choice=self.only_choice,
        )

    @property
    def is_file(self) -> bool:
        return self.kind == AskKind.FILE


class Answer(models.Model):
    """What one application answered: words, or a file whose name says nothing."""

    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    version = models.PositiveSmallIntegerField("どの質問に")
    application = models.ForeignKey(Application, models.CASCADE, related_name="answers")
    words = ArrayField(
        models.CharField(max_length=TEXT_LENGTH), verbose_name="答え", default=list, blank=True
    )
    file = models.FileField("ファイル", upload_to="events/answers/%Y/", blank=True)
    answered_at = models.DateTimeField("答えた日時")
    # Whether the agency had said so before and was not asked now.
    was_known = models.BooleanField("前の答え", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "申込の質問への答え"
        ordering: ClassVar = ["application", "question__position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="questions_answer_once",
                fields=["question", "application"],
                violation_error_message="この質問には、もう答えがあります。",
            ),
            CopyStaysTrue(
                name="questions_answer_version_is_its_questions",
                above="question",
                fields=["version"],
                violation_error_message="質問が変わりました。もう一度答えてください。",
            ),
            models.CheckConstraint(
                name="questions_answer_is_words_or_a_file",
                condition=~Q(words=[]) ^ ~Q(file=""),
                violation_error_message="答えは、ことばかファイルの、どちらか一つです。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} {self.question_id}"


class AgencyAnswer(models.Model):
    """What an agency has answered once for all events that ask the same; `key` is the question's."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    key = models.UUIDField()
    words = ArrayField(models.CharField(max_length=TEXT_LENGTH), verbose_name="答え")
    answered_at = models.DateTimeField("答えた日時")

    class Meta:
        verbose_name = verbose_name_plural = "事業所の答え"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="questions_agencyanswer_once",
                fields=["agency", "key"],
                violation_error_message="この事業所の答えは、もうあります。",
            ),
            models.CheckConstraint(
                name="questions_agencyanswer_says_something",
                condition=~Q(words=[]),
                violation_error_message="答えを書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id}"
