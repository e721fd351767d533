from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from events.models import Event, Session
from events.questionnaires import rules
from events.questionnaires.enums import CHOICE_KINDS, LONGEST_CHOICE, Origin, QuestionKind, QuestionnaireState
from foundation.choices import known_choice

_OPENED = [QuestionnaireState.OPEN, QuestionnaireState.CLOSED, QuestionnaireState.SUMMARISED]


class Questionnaire(models.Model):
    """What the participants of an event, or of one of its dates, are asked, or viewers of a course.

    One of a course has neither event nor date: `training_media.surveys` keeps to which it belongs, who may
    answer and who has. Nobody is told of it by letters.

    `received` counts sheets and answers on line. It is a bare number on purpose: a row for each answer would
    be something to join with the list of those who have answered.
    """

    number = models.CharField("アンケートの番号", max_length=12, unique=True)
    origin = models.CharField("何のアンケートか", max_length=10, choices=Origin, default=Origin.EVENT)
    event = models.ForeignKey(
        Event,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="questionnaires",
        verbose_name="研修・行事",
    )
    session = models.ForeignKey(
        Session, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="開催日"
    )
    title = models.CharField("題名", max_length=80)
    intro = models.CharField("はじめのことば", max_length=300, blank=True)
    closes_on = models.DateField("締切の日")
    state = models.CharField("状態", max_length=10, choices=QuestionnaireState)
    received = models.PositiveIntegerField("届いた数", default=0)
    tells_by_mail = models.BooleanField("終わった開催日の方に、お願いを送る", default=False)
    opened_at = models.DateTimeField("受け付けを始めた日時", null=True, blank=True)
    closed_at = models.DateTimeField("締め切った日時", null=True, blank=True)
    # From then on no sheet of paper is added: it could be told from the results before and after it.
    read_at = models.DateTimeField("結果を見はじめた日時", null=True, blank=True)
    reminded_at = models.DateTimeField("お願いを送った日時", null=True, blank=True)
    summary = models.TextField("まとめ", max_length=2000, blank=True)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "アンケート"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="questionnaires_questionnaire_once",
                fields=["event", "session"],
                nulls_distinct=False,
                condition=Q(event__isnull=False),
                violation_error_message="この開催日のアンケートは、もうあります。",
            ),
            models.CheckConstraint(
                name="questionnaires_questionnaire_is_about_something",
                condition=Q(origin=Origin.EVENT, event__isnull=False)
                | Q(origin=Origin.COURSE, event__isnull=True, session__isnull=True),
                violation_error_message="研修・行事のアンケートには研修・行事が要り、研修動画のものには要りません。",
            ),
            models.CheckConstraint(
                name="questionnaires_questionnaire_letters_are_of_events",
                condition=Q(event__isnull=False) | Q(tells_by_mail=False, reminded_at__isnull=True),
                violation_error_message="研修動画のアンケートは、メールで案内しません。",
            ),
            models.CheckConstraint(
                name="questionnaires_questionnaire_opened_says_when",
                condition=Q(state__in=_OPENED, opened_at__isnull=False)
                | Q(state=QuestionnaireState.DRAFT, opened_at__isnull=True, received=0),
                violation_error_message="受け付けを始めた日時が必要です。準備中のものに、答えはありません。",
            ),
            models.CheckConstraint(
                name="questionnaires_questionnaire_closed_says_when",
                condition=Q(
                    state__in=[QuestionnaireState.CLOSED, QuestionnaireState.SUMMARISED],
                    closed_at__isnull=False,
                )
                | Q(state__in=[QuestionnaireState.DRAFT, QuestionnaireState.OPEN], closed_at__isnull=True),
                violation_error_message="締め切った日時は、締め切ったときだけ書きます。",
            ),
            models.CheckConstraint(
                name="questionnaires_questionnaire_read_once_closed",
                condition=Q(state=QuestionnaireState.SUMMARISED, read_at__isnull=False)
                | Q(state=QuestionnaireState.CLOSED)
                | Q(state__in=[QuestionnaireState.DRAFT, QuestionnaireState.OPEN], read_at__isnull=True),
                violation_error_message="結果は、締め切ったあとで見ます。まとめるのは、見たあとです。",
            ),
            models.CheckConstraint(
                name="questionnaires_questionnaire_reminded_when_open",
                condition=Q(reminded_at__isnull=True) | Q(opened_at__isnull=False),
                violation_error_message="受け付ける前に、お願いは送れません。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def has_results(self) -> bool:
        """Whether the results may be read, because nothing is added to them any more."""
        return self.read_at is not None

    @property
    def takes_paper(self) -> bool:
        """Whether sheets of paper may be typed in."""
        return rules.may_type_paper(self.state, is_read=self.has_results).allowed

    @property
    def may_be_read(self) -> bool:
        """Whether the results may be read from now on."""
        return rules.may_read(self.state, is_read=self.has_results).allowed

    @property
    def its_event(self) -> Event:
        """The event of one that is of an event."""
        assert self.event is not None
        return self.event


class Question(models.Model):
    """One question: a scale of five, choices, or free text. Every one may be left out."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField("順番")
    kind = models.CharField("答え方", max_length=7, choices=QuestionKind)
    text = models.CharField("質問", max_length=120)
    choices = ArrayField(
        models.CharField(max_length=LONGEST_CHOICE), verbose_name="選ぶことば", default=list, blank=True
    )
    lowest = models.CharField("1の意味", max_length=20, blank=True)
    highest = models.CharField("5の意味", max_length=20, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "質問"
        ordering: ClassVar = ["questionnaire", "position"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="questionnaires_question_position_once",
                fields=["questionnaire", "position"],
                violation_error_message="同じ順番の質問が、もうあります。",
            ),
            known_choice(
                table="questionnaires_question",
                field="kind",
                choices=QuestionKind,
                says="答え方を選んでください。",
            ),
            models.CheckConstraint(
                name="questionnaires_question_choices_where_one_chooses",
                condition=(Q(kind__in=sorted(CHOICE_KINDS)) & ~Q(choices=[]))
                | (~Q(kind__in=sorted(CHOICE_KINDS)) & Q(choices=[])),
                violation_error_message="選ぶ質問には選ぶことばが要り、ほかの質問には要りません。",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def options(self) -> list[tuple[int, str]]:
        """What can be answered by number: the marks of a scale, or the choices."""
        if self.kind == QuestionKind.SCALE:
            ends = {1: self.lowest, 5: self.highest}
            return [(mark, f"{mark}　{ends.get(mark, '')}".strip("　")) for mark in range(1, 6)]
        return list(enumerate(self.choices, start=1))

    @property
    def is_text(self) -> bool:
        return self.kind == QuestionKind.TEXT

    @property
    def takes_several(self) -> bool:
        return self.kind == QuestionKind.SEVERAL
