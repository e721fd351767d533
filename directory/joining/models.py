from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from directory.enums import HeardWay
from directory.models import Agency, Membership
from foundation.choices import known_choice
from foundation.japanese.dates import fiscal_year_label

from .enums import OPEN, ApplicationState, TurnAnswer, TurnWay


class AccountApplication(models.Model):
    """Somebody of an agency asks for a sign-in. Who it was, and why not, is erased after the decision.

    One that nobody decides on is gone as long after the last step.
    """

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, null=True, blank=True, verbose_name="機関", related_name="+"
    )
    organisation = models.CharField("事業所の名前", max_length=100)
    name = models.CharField("お名前", max_length=60, blank=True)
    name_kana = models.CharField("フリガナ", max_length=80, blank=True)
    job = models.CharField("仕事（職種）", max_length=60, blank=True)
    email = models.EmailField("メールアドレス", blank=True)
    phone = models.CharField("事業所の電話番号", max_length=30, blank=True)
    applied_at = models.DateTimeField("申し込んだ日時")
    state = models.CharField(
        "状態", max_length=10, choices=ApplicationState, default=ApplicationState.APPLIED
    )
    # The number that is called is the one that the directory knows, not the one written here.
    checked_on = models.DateField("電話で確かめた日", null=True)
    checked_with = models.CharField("電話に出た方", max_length=60, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField("お断りしたわけ", max_length=300, blank=True)
    decided_at = models.DateTimeField("決めた日時", null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="+")
    erased_at = models.DateTimeField("消した日時", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "登録の申し込み"
        ordering: ClassVar = ["applied_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="joining_application_is_invited_after_a_call",
                condition=~Q(state=ApplicationState.APPROVED)
                | Q(checked_on__isnull=False, checked_by__isnull=False, membership__isnull=False),
                violation_error_message="電話で確かめてから、招待してください。",
            ),
            models.CheckConstraint(
                name="joining_application_is_refused_for_a_reason",
                condition=~Q(state=ApplicationState.REFUSED) | ~Q(reason="") | Q(erased_at__isnull=False),
                violation_error_message="お断りするわけを書いてください。",
            ),
            models.CheckConstraint(
                name="joining_application_is_decided_or_open",
                condition=Q(state__in=sorted(OPEN), decided_at__isnull=True)
                | Q(state__in=sorted(set(ApplicationState.values) - OPEN), decided_at__isnull=False),
                violation_error_message="決めた日時を書いてください。",
            ),
            models.CheckConstraint(
                name="joining_application_erased_is_empty",
                condition=Q(erased_at__isnull=True)
                | Q(name="", name_kana="", job="", email="", phone="", checked_with="", reason=""),
                violation_error_message="消した申し込みに、名前や連絡先、わけは残せません。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}からの申し込み"


class PeopleConfirmation(models.Model):
    """When the administrator of an agency last said that its list of people is true."""

    agency = models.OneToOneField(Agency, on_delete=models.CASCADE, related_name="people_confirmation")
    confirmed_on = models.DateField("確かめた日")
    confirmed_by = models.CharField("確かめた人", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "職員の一覧の確認"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="joining_peopleconfirmation_by_somebody",
                condition=~Q(confirmed_by=""),
                violation_error_message="確かめた人の名前を書いてください。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency}（{self.confirmed_on}）"


class TurnQuestion(models.Model):
    """An agency is asked once a fiscal year whether its contact person changes; the hash alone opens it."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="turn_questions")
    fiscal_year = models.PositiveSmallIntegerField("年度")
    # Empty until a letter is printed: its token is made with the paper.
    token_hash = models.CharField(max_length=64, unique=True, null=True, blank=True)
    way = models.CharField("どうやって", max_length=5, choices=TurnWay)
    asked_at = models.DateTimeField("たずねた日時")
    printed_at = models.DateTimeField("手紙を印刷した日時", null=True)
    answer = models.CharField("答え", max_length=7, choices=TurnAnswer, blank=True)
    new_name = models.CharField("新しい担当の方", max_length=60, blank=True)
    new_job = models.CharField("仕事（職種）", max_length=60, blank=True)
    answered_at = models.DateTimeField("答えた日時", null=True)
    # Empty where the agency answered by its own mail or paper.
    heard = models.CharField("どう聞いたか", max_length=5, choices=HeardWay, blank=True)
    erased_at = models.DateTimeField("消した日時", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "年度替わりのおたずね"
        ordering: ClassVar = ["agency__folded_kana", "pk"]
        constraints: ClassVar = [
            known_choice(
                table="joining_turnquestion",
                field="way",
                choices=TurnWay,
                says="どうやってたずねるかを選んでください。",
            ),
            models.UniqueConstraint(
                name="joining_turnquestion_once_a_year",
                fields=["agency", "fiscal_year"],
                violation_error_message="この年度のおたずねは、もうしました。",
            ),
            models.CheckConstraint(
                name="joining_turnquestion_answer_has_a_day",
                condition=Q(answer="", answered_at__isnull=True)
                | Q(answer__in=TurnAnswer.values, answered_at__isnull=False),
                violation_error_message="答えた日時を書いてください。",
            ),
            models.CheckConstraint(
                name="joining_turnquestion_new_person_has_a_name",
                condition=~Q(answer=TurnAnswer.CHANGED) | ~Q(new_name="") | Q(erased_at__isnull=False),
                violation_error_message="新しい担当の方のお名前を書いてください。",
            ),
            models.CheckConstraint(
                name="joining_turnquestion_heard_an_answer",
                condition=Q(heard="") | (~Q(answer="") & Q(heard__in=HeardWay.values)),
                violation_error_message="どう聞いたかは、答えといっしょに書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}（{fiscal_year_label(self.fiscal_year)}）"
