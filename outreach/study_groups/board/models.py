"""What members of a community talk about: topics, posts, reports, what each agreed to, when lists come."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from foundation.choices import known_choice
from outreach.study_groups.models import Community, Promise

from .enums import ReportOutcome, ReportReason, TopicKind, TopicState, Weekday

USER = "accounts.User"
PERSON = "accounts.Person"


class Expert(models.Model):
    """Whoever stands for a member knows much of something; they are asked while they read the board."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="experts")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    field = models.CharField("くわしいこと", max_length=40)
    named_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    named_at = models.DateTimeField("一覧にのせた日時")

    class Meta:
        verbose_name = verbose_name_plural = "くわしい人"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="group_board_expert_once",
                fields=["community", "person"],
                violation_error_message="この方は、もう一覧にいます。",
            ),
            models.CheckConstraint(
                name="group_board_expert_knows_something",
                condition=~Q(field=""),
                violation_error_message="くわしいことを書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community_id} {self.pk}"


class Topic(models.Model):
    """Something to talk about. Its first post says what; it moves up with each answer."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="topics")
    kind = models.CharField("だれに", max_length=8, choices=TopicKind)
    # Who of those who know much is asked; nobody alone where it is empty.
    asked = models.ForeignKey(Expert, models.SET_NULL, null=True, blank=True, related_name="topics")
    title = models.CharField("題", max_length=60)
    state = models.CharField("ようす", max_length=8, choices=TopicState, default=TopicState.OPEN)
    writer = models.ForeignKey(PERSON, models.PROTECT, related_name="group_topics")
    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, null=True, blank=True, related_name="group_topics"
    )
    began_at = models.DateTimeField("書いた日時")
    last_at = models.DateTimeField("さいごに書かれた日時")
    hidden_at = models.DateTimeField("見えなくした日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "話題"
        ordering: ClassVar = ["-last_at", "-id"]
        indexes: ClassVar = [models.Index(fields=["community", "-last_at"], name="group_board_topic_latest")]
        constraints: ClassVar = [
            known_choice(
                table="group_board_topic",
                field="kind",
                choices=TopicKind,
                says="だれに話すかを選んでください。",
            ),
            known_choice(
                table="group_board_topic", field="state", choices=TopicState, says="ようすを選んでください。"
            ),
            models.CheckConstraint(
                name="group_board_topic_asks_who_knows",
                condition=Q(asked__isnull=True) | Q(kind=TopicKind.EXPERT),
                violation_error_message="きく人を選ぶのは、「くわしい人にきく」のときです。",
            ),
            models.CheckConstraint(
                name="group_board_topic_has_a_title",
                condition=~Q(title=""),
                violation_error_message="題を書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Post(models.Model):
    """What somebody wrote. Hidden, its words stay for those who look after the board, until erased."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="posts")
    writer = models.ForeignKey(PERSON, models.PROTECT, related_name="group_posts")
    agency = models.ForeignKey(
        "directory.Agency", models.PROTECT, null=True, blank=True, related_name="group_posts"
    )
    text = models.TextField("内容", max_length=3_000)
    written_at = models.DateTimeField("書いた日時")
    hidden_at = models.DateTimeField("見えなくした日時", null=True, blank=True)
    hidden_because = models.CharField("見えなくしたわけ", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "書きこみ"
        ordering: ClassVar = ["topic", "written_at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="group_board_post_says_something",
                condition=~Q(text=""),
                violation_error_message="内容を書いてください。",
            ),
            models.CheckConstraint(
                name="group_board_post_hidden_says_why",
                condition=Q(hidden_at__isnull=True, hidden_because="")
                | Q(hidden_at__isnull=False) & ~Q(hidden_because=""),
                violation_error_message="見えなくするときは、わけを書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.pk}"


class Report(models.Model):
    """Somebody says that a post should not stand there; once for each reader and post."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    reason = models.CharField("わけ", max_length=6, choices=ReportReason)
    words = models.CharField("ひとこと", max_length=200, blank=True)
    reported_at = models.DateTimeField("知らせた日時")
    outcome = models.CharField(
        "結果", max_length=7, choices=ReportOutcome, default=ReportOutcome.OPEN, blank=True
    )
    settled_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField("見た日時", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "知らせ"
        ordering: ClassVar = ["reported_at", "id"]
        constraints: ClassVar = [
            known_choice(
                table="group_board_report",
                field="reason",
                choices=ReportReason,
                says="わけを選んでください。",
            ),
            known_choice(
                table="group_board_report",
                field="outcome",
                choices=ReportOutcome,
                says="結果を選んでください。",
            ),
            models.UniqueConstraint(
                name="group_board_report_once",
                fields=["post", "reporter"],
                violation_error_message="もう知らせてあります。",
            ),
            models.CheckConstraint(
                name="group_board_report_settled_says_when",
                condition=Q(outcome="", settled_at__isnull=True)
                | ~Q(outcome="") & Q(settled_at__isnull=False),
                violation_error_message="結果には、日時が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.reason}"


class Agreement(models.Model):
    """Somebody has read the promises of a community, in one version, and keeps to them."""

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="agreements")
    person = models.ForeignKey(PERSON, models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField("約束した日時")

    class Meta:
        verbose_name = verbose_name_plural = "約束した人"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="group_board_agreement_once",
                fields=["promise", "person"],
                violation_error_message="もう約束しています。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.promise_id} {self.person_id}"


class DigestWish(models.Model):
    """On which day of the week somebody gets the titles of a community; without a row, on none."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="digest_wishes")
    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    weekday = models.PositiveSmallIntegerField("曜日", choices=Weekday)
    # Of what came after this moment the next list tells.
    told_until = models.DateTimeField("どこまで知らせたか")

    class Meta:
        verbose_name = verbose_name_plural = "まとめのメール"
        constraints: ClassVar = [
            known_choice(
                table="group_board_digestwish",
                field="weekday",
                choices=Weekday,
                says="曜日を選んでください。",
            ),
            models.UniqueConstraint(
                name="group_board_digestwish_once",
                fields=["community", "person"],
                violation_error_message="もう選んであります。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community_id} {self.weekday}"


class MailedReply(models.Model):
    """A reply by mail was taken: by its digest alone, so that a mail that comes twice is taken once."""

    fingerprint = models.CharField(max_length=64, unique=True)
    taken_at = models.DateTimeField("受け取った日時")

    class Meta:
        verbose_name = verbose_name_plural = "メールの返事"

    def __str__(self) -> str:
        return self.fingerprint
