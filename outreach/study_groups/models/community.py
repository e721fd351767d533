import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from foundation.choices import known_choice
from outreach.study_groups.enums import CommunityKind, CommunityState, Joining

from .dated import DatedQuerySet, ends_after_it_begins, once_at_a_time

USER = "accounts.User"


class Community(models.Model):
    """A 会: a voluntary circle, an association with rules, or a committee of appointed people.

    Who stands how in it is never stored here: it follows from dated rows (`access.standings`).
    """

    slug = models.SlugField("アドレスの名前", max_length=30, unique=True)
    kind = models.CharField("種類", max_length=11, choices=CommunityKind, default=CommunityKind.COMMUNITY)
    name = models.CharField("名前", max_length=60)
    name_kana = models.CharField("フリガナ", max_length=80, blank=True)
    aim = models.CharField("どんな会か", max_length=200)
    tone = models.TextField("話し方のめやす", max_length=600, blank=True)
    fee = models.CharField("会費", max_length=40, default="会費なし")
    joining = models.CharField("入り方", max_length=8, choices=Joining, default=Joining.REQUEST)
    # Whoever holds the link may join for their agency; a new one ends the old one.
    join_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(
        "ようす", max_length=10, choices=CommunityState, default=CommunityState.PREPARING
    )
    created_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("作成日時")
    changed_at = models.DateTimeField("更新日時")

    class Meta:
        verbose_name = verbose_name_plural = "会"
        ordering: ClassVar = ["name_kana", "name", "id"]
        constraints: ClassVar = [
            known_choice(
                table="study_groups_community",
                field="kind",
                choices=CommunityKind,
                says="種類を選んでください。",
            ),
            known_choice(
                table="study_groups_community",
                field="state",
                choices=CommunityState,
                says="ようすを選んでください。",
            ),
            known_choice(
                table="study_groups_community",
                field="joining",
                choices=Joining,
                says="入り方を選んでください。",
            ),
            models.CheckConstraint(
                name="study_groups_community_says_what_it_is",
                condition=~Q(name="") & ~Q(aim=""),
                violation_error_message="名前と、どんな会かを書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("study_groups:community", args=[self.slug])


class Promise(models.Model):
    """この会の約束, one line each, in the words of one version; the latest version holds."""

    community = models.ForeignKey(Community, models.CASCADE, related_name="promises")
    version = models.PositiveSmallIntegerField("版")
    text = models.TextField("約束", max_length=1_000)
    adopted_on = models.DateField("決めた日")
    written_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "会の約束"
        ordering: ClassVar = ["community", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="study_groups_promise_version_once",
                fields=["community", "version"],
                violation_error_message="同じ版の約束が、もうあります。",
            ),
            models.CheckConstraint(
                name="study_groups_promise_says_something",
                condition=~Q(text=""),
                violation_error_message="約束を、1行に1つずつ書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community_id} v{self.version}"

    @property
    def lines(self) -> list[str]:
        return [line for line in (each.strip() for each in self.text.splitlines()) if line]


class Facilitation(models.Model):
    """Somebody runs a community, 世話人, from a day until a day."""

    community = models.ForeignKey(Community, models.PROTECT, related_name="facilitations")
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="facilitations")
    since = models.DateField("いつから")
    until = models.DateField("いつまで", null=True, blank=True)
    named_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    objects = DatedQuerySet["Facilitation"].as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "世話人"
        ordering: ClassVar = ["since", "id"]
        constraints: ClassVar = [
            ends_after_it_begins("study_groups_facilitation_ends_after_it_begins"),
            once_at_a_time(
                "study_groups_facilitation_once_at_a_time",
                "community",
                "person",
                says="この人は、同じ時期に、もう世話人です。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community_id} {self.person_id}"
