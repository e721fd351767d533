from collections.abc import Collection
from datetime import date
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse

from content.facts.models import Days
from content.reviewed import Reviewed
from foundation.choices import known_choice
from foundation.copied import CopyStaysTrue
from outreach.role_sheets.guides.enums import Audience, State, Theme

from .sources import Sourced, says_its_source, says_something

TABLE = "guides_questionanswer"


class QuestionAnswerQuerySet(models.QuerySet["QuestionAnswer"]):
    def opened(self) -> "QuestionAnswerQuerySet":
        """Keep what everybody may read."""
        return self.filter(is_open=True)

    def counting(self, today: date) -> "QuestionAnswerQuerySet":
        """Keep of each question the open version that counts today.

        That is the latest that has begun, also when its time is over and nothing followed: it is shown with
        its mark.
        """
        begun = self.opened().filter(valid_from__lte=today)
        return begun.exclude(superseded_by__is_open=True, superseded_by__valid_from__lte=today)

    def standing(self, states: Collection[State], today: date) -> "QuestionAnswerQuerySet":
        """Keep versions that stand so today, as `rules.state_of` says of each."""
        state = Case(
            When(valid_from__gt=today, then=Value(State.FUTURE)),
            When(valid_until__lt=today, superseded_by=None, then=Value(State.EXPIRED)),
            When(valid_until__lt=today, then=Value(State.REVISED)),
            When(Q(review_due_on=None) | Q(review_due_on__lte=today), then=Value(State.TO_CHECK)),
            default=Value(State.CURRENT),
        )
        return self.alias(state_today=state).filter(state_today__in=states)


class QuestionAnswer(Reviewed, Sourced):
    """One version of the answer to a question: for how long it counts, who says so, when it was checked.

    All versions bear the question's number, which stands in its address for ever; their days never overlap.
    """

    number = models.PositiveIntegerField("番号", editable=False)
    version = models.PositiveSmallIntegerField("版", default=1, editable=False)
    question = models.CharField("質問", max_length=200)
    answer = models.TextField(
        "答え", max_length=4000, help_text="1行あけると段落が分かれ、「・」で始まる行は箇条書きになります。"
    )
    theme = models.CharField("テーマ", max_length=8, choices=Theme)
    audiences = ArrayField(
        models.CharField(max_length=12, choices=Audience), verbose_name="だれのための答えか"
    )
    valid_from = models.DateField("使い始める日")
    valid_until = models.DateField(
        "使い終わる日", null=True, blank=True, help_text="決まっていなければ、空けておきます。"
    )
    ended_words = models.CharField(
        "使い終わったあとは",
        max_length=200,
        blank=True,
        help_text="期限が切れたあと、ページのいちばん上に出ます。代わりに何を見ればよいかを書きます。",
    )
    related_guide = models.ForeignKey(
        "guides.Guide",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name="あわせて読むガイド",
    )
    is_open = models.BooleanField("公開する", default=False)
    superseded_by = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="previous", editable=False
    )

    objects = QuestionAnswerQuerySet.as_manager()

    class Meta(Reviewed.Meta):
        verbose_name = verbose_name_plural = "質問と答え"
        ordering: ClassVar = ["number", "-version"]
        constraints: ClassVar = [
            *Reviewed.Meta.constraints,
            says_its_source(TABLE),
            says_something(TABLE, "question", "answer", says="質問と答えを書いてください。"),
            known_choice(table=TABLE, field="theme", choices=Theme, says="テーマを選んでください。"),
            models.CheckConstraint(
                name=f"{TABLE}_audiences_are_known",
                condition=Q(audiences__contained_by=Audience.values, audiences__len__gt=0),
                violation_error_message="だれのための答えかを、1つ以上選んでください。",
            ),
            models.UniqueConstraint(
                name=f"{TABLE}_version_once",
                fields=["number", "version"],
                violation_error_message="この質問の、この版は、もうあります。",
            ),
            ExclusionConstraint(
                name=f"{TABLE}_one_answer_at_a_time",
                expressions=[
                    ("number", RangeOperators.EQUAL),
                    (
                        Days("valid_from", "valid_until", RangeBoundary(inclusive_upper=True)),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message="この質問には、同じ時期の答えがもうあります。使う日を確かめてください。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_ends_after_it_begins",
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                violation_error_message="使い終わる日は、使い始める日より前にできません。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_ends_before_the_next",
                condition=Q(superseded_by__isnull=True) | Q(valid_until__isnull=False),
                violation_error_message="新しい答えがあるので、使い終わる日が要ります。",
            ),
            models.UniqueConstraint(
                name=f"{TABLE}_row_with_its_number",
                fields=["id", "number"],
                violation_error_message="この答えは、もう書かれています。",
            ),
            CopyStaysTrue(
                name=f"{TABLE}_followed_by_the_same_question",
                above="superseded_by",
                fields=["number"],
                violation_error_message="新しい答えは、同じ質問の答えでなければなりません。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}　{self.question}"

    def get_absolute_url(self) -> str:
        """Return the address of the question, which shows the version that counts."""
        return reverse("guides:question", args=[self.number])

    @property
    def version_url(self) -> str:
        """The address of this version alone."""
        return reverse("guides:version", args=[self.number, self.version])

    @property
    def audience_words(self) -> list[str]:
        return [str(Audience(each).label) for each in self.audiences]
