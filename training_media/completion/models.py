"""What completing a course asks for, what was answered on the way, and who has completed it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, IntegerField, Q

from training_media.models import Course, Part
from training_media.viewing.models import Viewer

from . import rules


class _Length(Func):
    """PostgreSQL's number of entries in an array; 0 for an empty one."""

    function = "cardinality"
    output_field = IntegerField()


class CompletionRule(models.Model):
    """What completing a course asks for, and the certificate for it if there is one.

    A course without one asks for the usual share of each part and gives no certificate.
    """

    course = models.OneToOneField(Course, models.CASCADE, related_name="completion_rule")
    least_percent = models.PositiveSmallIntegerField("修了に要る視聴（％）", default=95)
    asks_questions = models.BooleanField("確かめの質問に、正しく答えてもらう", default=False)
    asks_questionnaire = models.BooleanField("アンケートに、答えてもらう", default=False)
    gives_certificate = models.BooleanField("修了証を出す", default=False)
    title = models.CharField("修了証の名前", max_length=20, default="修了証")
    text = models.CharField(
        "本文", max_length=120, default="あなたは、当センターの次の研修動画を修了されました。ここに証します。"
    )

    class Meta:
        verbose_name = verbose_name_plural = "研修動画の修了の条件"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="completion_rule_asks_for_a_share",
                condition=Q(least_percent__gte=1, least_percent__lte=100),
                violation_error_message="修了に要る視聴は、1から100までの％にしてください。",
            ),
            models.CheckConstraint(
                name="completion_rule_certificate_says_something",
                condition=Q(gives_certificate=False) | (~Q(title="") & ~Q(text="")),
                violation_error_message="修了証には、名前と本文が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.course_id} {self.least_percent}%"

    @property
    def as_rule(self) -> rules.Rule:
        return rules.Rule(self.least_percent, self.asks_questions, self.asks_questionnaire)


class Answer(models.Model):
    """What somebody chose when a part's question was put to them, with the question as it was then.

    Every attempt is a row, and none is changed. The database judges it by the answer that was right then.
    """

    viewer = models.ForeignKey(Viewer, models.CASCADE, related_name="answers")
    part = models.ForeignKey(Part, models.CASCADE, related_name="answers")
    text = models.CharField("質問", max_length=200)
    choices = ArrayField(models.CharField(max_length=120), verbose_name="選択肢")
    right = models.PositiveSmallIntegerField("正しい答え")
    chosen = models.PositiveSmallIntegerField("選んだ答え")
    is_right = models.GeneratedField(
        expression=Q(chosen=F("right")),
        output_field=models.BooleanField("正しかった"),
        db_persist=True,
    )
    is_together = models.BooleanField("集まって答えた", default=False)
    answered_at = models.DateTimeField("答えた日時")

    class Meta:
        verbose_name = verbose_name_plural = "確かめの質問への答え"
        ordering: ClassVar = ["answered_at", "id"]
        indexes: ClassVar = [models.Index(fields=["part", "viewer"], name="completion_answer_of_part")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="completion_answer_is_one_of_the_choices",
                condition=Q(chosen__lt=_Length(F("choices"))) & Q(right__lt=_Length(F("choices"))),
                violation_error_message="選択肢の中から選んでください。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.viewer_id} {self.part_id} {self.chosen}"


class NameAnswer(models.Model):
    """An agency, or the desk on its behalf, has said whether it knows somebody who gave a name at its card.

    Of those whom nobody was asked about there is no row; the last answer stands.
    """

    viewer = models.OneToOneField(Viewer, models.CASCADE, related_name="name_answer")
    is_known = models.BooleanField("この事業所の職員か")
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    answered_at = models.DateTimeField("答えた日時")

    class Meta:
        verbose_name = verbose_name_plural = "名前の確かめ"

    def __str__(self) -> str:
        return f"{self.viewer_id} {self.is_known}"


class Completion(models.Model):
    """Somebody has completed a course: as it was on that day. It stays when rule, film or reports go.

    `earns_certificate` is set once they were complete under a rule that gives one. `origin_key` is by what
    the certificate is known in `events.certificates`; it stays when viewers become one.
    """

    viewer = models.ForeignKey(Viewer, models.PROTECT, related_name="completions")
    course = models.ForeignKey(Course, models.PROTECT, related_name="completions")
    completed_at = models.DateTimeField("修了した日時")
    began_on = models.DateField("見始めた日")
    title = models.CharField("研修動画", max_length=80)
    minutes = models.PositiveIntegerField("見た時間（分）")
    is_together = models.BooleanField("集まって見た分がある", default=False)
    name = models.CharField("氏名", max_length=60, blank=True)
    name_kana = models.CharField("フリガナ", max_length=80, blank=True)
    agency_name = models.CharField("所属", max_length=100, blank=True)
    earns_certificate = models.BooleanField("修了証を受け取れる", default=False)
    origin_key = models.CharField("修了証の記録", max_length=60, unique=True)
    # When the first certificate was issued: another one is a matter of the desk.
    issued_at = models.DateTimeField("修了証を出した日時", null=True, blank=True)
    # When the name was erased; the fact stays.
    forgotten_at = models.DateTimeField("名前を消した日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "研修動画の修了"
        ordering: ClassVar = ["completed_at", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="completion_completion_once",
                fields=["viewer", "course"],
                violation_error_message="この人の、この研修動画の修了は、もう記録されています。",
            ),
            models.CheckConstraint(
                name="completion_completion_names_somebody",
                condition=(Q(forgotten_at__isnull=True) & ~Q(name=""))
                | Q(forgotten_at__isnull=False, name="", name_kana="", agency_name=""),
                violation_error_message="修了した人の名前が要ります。",
            ),
            models.CheckConstraint(
                name="completion_completion_is_issued_where_it_is_earned",
                condition=Q(issued_at__isnull=True) | Q(earns_certificate=True),
                violation_error_message="修了証を受け取れない人に、修了証は出せません。",
            ),
            models.CheckConstraint(
                name="completion_completion_has_a_key",
                condition=~Q(origin_key=""),
                violation_error_message="修了証の記録の名前が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return self.origin_key
