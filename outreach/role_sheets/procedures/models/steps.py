from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from content.reviewed import Reviewed
from foundation.choices import known_choice
from outreach.role_sheets.procedures.enums import PersonType, Stage

SOMETHING = r"\S"
AFTER = sorted({Stage.FIRST_WEEK, Stage.FIRST_MONTH, Stage.LATER})
DAYS_OF_STAGE = (
    (~Q(stage=Stage.IN_CUSTODY) | Q(days__lt=0))
    & (~Q(stage=Stage.RELEASE_DAY) | Q(days=0))
    & (~Q(stage__in=AFTER) | Q(days__gt=0))
)


class ProcedureStep(Reviewed):
    """One errand on the way out of prison: when, where, with which papers, by whom, on which ground.

    Nothing here is about a person. `days` counts business days from the release, before it when negative.
    Of `lead_days` 0 says that nobody waits for an answer; without it nobody knows how long that takes.
    """

    title = models.CharField("すること", max_length=60)
    stage = models.CharField("いつごろ", max_length=12, choices=Stage)
    person_types = ArrayField(
        models.CharField(max_length=12, choices=PersonType),
        verbose_name="だれのためか",
        default=list,
        blank=True,
    )
    days = models.SmallIntegerField("始める日（出所の日から何営業日）", default=0)
    lead_days = models.PositiveSmallIntegerField("結果が出るまで（営業日）", null=True, blank=True)
    lead_note = models.CharField("日数のめやすの根拠", max_length=120, blank=True)
    office = models.CharField("行くところ", max_length=100)
    who = models.CharField("する人", max_length=100)
    papers = models.TextField("いるもの", max_length=600, blank=True)
    words = models.TextField("気をつけること", max_length=600, blank=True)
    # Of this portal, beginning with a slash: a blank form, a page that explains.
    address = models.CharField("様式や説明のページ", max_length=200, blank=True)
    source = models.CharField("根拠（法律や資料）", max_length=200)
    source_year = models.CharField("いつの根拠か", max_length=40)
    is_shown = models.BooleanField("公開する", default=True)

    class Meta(Reviewed.Meta):
        verbose_name = verbose_name_plural = "手続きのチェック表"
        ordering: ClassVar = ["days", "title", "id"]
        constraints: ClassVar = [
            *Reviewed.Meta.constraints,
            known_choice(
                table="procedures_procedurestep",
                field="stage",
                choices=Stage,
                says="いつごろかを選んでください。",
            ),
            models.CheckConstraint(
                name="procedures_procedurestep_person_types_are_known",
                condition=Q(person_types__contained_by=sorted(PersonType.values)),
                violation_error_message="だれのためかを、出ているものから選んでください。",
            ),
            models.CheckConstraint(
                name="procedures_procedurestep_days_fit_the_stage",
                condition=DAYS_OF_STAGE,
                violation_error_message="入所中は「-20」のように前の日数、出所の日は0、"
                "そのあとは1より大きい日数にしてください。",
            ),
            models.CheckConstraint(
                name="procedures_procedurestep_says_what_where_who",
                condition=Q(title__regex=SOMETHING, office__regex=SOMETHING, who__regex=SOMETHING),
                violation_error_message="すること、行くところ、する人を書いてください。",
            ),
            models.CheckConstraint(
                name="procedures_procedurestep_has_a_source",
                condition=Q(source__regex=SOMETHING, source_year__regex=SOMETHING),
                violation_error_message="根拠と、いつの根拠かを書いてください。",
            ),
            models.CheckConstraint(
                name="procedures_procedurestep_address_of_this_portal",
                condition=Q(address="") | Q(address__regex=r"^/([^/]|$)"),
                violation_error_message="このサイトのページを、「/」から書いてください。",
            ),
            models.CheckConstraint(
                name="procedures_procedurestep_lead_time_says_whose",
                condition=Q(lead_days__isnull=True, lead_note="")
                | Q(lead_days__isnull=False, lead_days=0, lead_note="")
                | Q(lead_days__isnull=False, lead_days__gt=0, lead_note__regex=SOMETHING),
                violation_error_message="結果が出るまでの日数を書くときは、その根拠も書いてください。"
                "待たないときは0だけを書きます。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def paper_list(self) -> list[str]:
        return [line for line in self.papers.splitlines() if line.strip()]

    @property
    def people_words(self) -> str:
        """For whom it is, in words."""
        return "、".join(str(PersonType(each).label) for each in self.person_types) or "みなさん"

    @property
    def days_words(self) -> str:
        """When it begins, in words."""
        if self.days == 0:
            return "出所の日"
        return f"出所の{abs(self.days)}営業日{'前' if self.days < 0 else 'あと'}"

    @property
    def no_answer_words(self) -> str:
        """Why no day of an answer is told: nobody waits for one, or nobody knows how long it takes."""
        return "待つ日はありません" if self.lead_days == 0 else "めやすは、まだありません"
