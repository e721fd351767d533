from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.crypto import get_random_string

from accounts.codes import CODE_ALPHABET
from directory.enums import Level, Sector
from foundation.choices import known_choice

from .folded import FoldedField

PUBLIC_ID_LENGTH = 8


def new_public_id() -> str:
    """Return a new number for an agency, in letters and figures that survive a phone call and a FAX."""
    return get_random_string(PUBLIC_ID_LENGTH, CODE_ALPHABET)


class AgencyKind(models.Model):
    """A kind of agency from the code list; `sync_kinds` keeps the list, a retired kind stays readable."""

    code = models.CharField("コード", max_length=40, primary_key=True)
    name = models.CharField("名前", max_length=40)
    reading = models.CharField("読み", max_length=80)
    group = models.CharField("分野", max_length=10)
    sector = models.CharField("数える分野", max_length=30, choices=Sector)
    level = models.CharField("名簿を見られる人", max_length=8, choices=Level, default=Level.PUBLIC)
    position = models.PositiveSmallIntegerField("順番")
    retired_on = models.DateField("使わなくなった日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "機関の種類"
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return self.name


class Corporation(models.Model):
    """The legal body behind one or more agencies."""

    corporate_number = models.CharField("法人番号", max_length=13, null=True, blank=True, unique=True)
    name = models.CharField("法人の名前", max_length=100)
    name_kana = models.CharField("フリガナ", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "法人"
        constraints: ClassVar = [
            models.CheckConstraint(
                name="directory_corporation_number_is_13_digits",
                condition=Q(corporate_number__isnull=True) | Q(corporate_number__regex=r"^[1-9][0-9]{12}$"),
                violation_error_message="法人番号は13桁の数字です。",
            )
        ]

    def __str__(self) -> str:
        return self.name


class AgencyQuerySet(models.QuerySet["Agency"]):
    def current(self, *, today: date) -> "AgencyQuerySet":
        """Keep agencies that have not closed by this day, nor been merged into another.

        One that opens later is among them: it may learn before its first guest comes.
        """
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=today), merged_into__isnull=True)


class Agency(models.Model):
    """The one actor of the portal: whoever applies, joins, views or receives is an agency.

    A unit belongs to a body through `parent` (a section to its city, a home to its corporation's head
    office). A merged agency keeps its id and address and points to where it went.
    """

    public_id = models.CharField("番号", max_length=8, unique=True, default=new_public_id, editable=False)
    kind = models.ForeignKey(AgencyKind, on_delete=models.PROTECT, verbose_name="種類")
    sector = models.CharField("分野", max_length=30, choices=Sector)
    name = models.CharField("名前", max_length=100)
    name_kana = models.CharField("フリガナ", max_length=200, blank=True)
    folded_name = FoldedField(of=("name",), db_index=True)
    folded_kana = FoldedField(of=("name_kana", "name"), db_index=True)
    municipality = models.ForeignKey(
        "directory.Municipality", on_delete=models.PROTECT, null=True, blank=True, verbose_name="市町村"
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="units", verbose_name="上の組織"
    )
    corporation = models.ForeignKey(
        Corporation, on_delete=models.PROTECT, null=True, blank=True, verbose_name="法人"
    )
    postal_code = models.CharField("郵便番号", max_length=8, blank=True)
    address = models.CharField("住所", max_length=200, blank=True)
    folded_address = FoldedField(of=("address",), db_index=True)
    phone = models.CharField("電話番号", max_length=30, blank=True)
    fax = models.CharField("FAX番号", max_length=30, blank=True)
    email = models.EmailField("事業所のメール", blank=True)
    # Made by an import and not touched by a person since: official data may still correct it.
    follows_official = models.BooleanField(default=False, editable=False)
    opened_on = models.DateField("始めた日", null=True, blank=True)
    # The first day on which it is no longer open.
    closed_on = models.DateField("閉じた日", null=True, blank=True)
    # The database knows the empty word too: imports write agencies without asking the model.
    closed_because = models.CharField("閉じたわけ", max_length=200, blank=True, default="", db_default="")
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged_agencies"
    )

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "機関"
        ordering: ClassVar = ["folded_kana", "id"]
        constraints: ClassVar = [
            known_choice(
                table="directory_agency", field="sector", choices=Sector, says="分野を選んでください。"
            ),
            models.CheckConstraint(
                name="directory_agency_is_not_its_own_parent",
                condition=~Q(pk=F("parent")),
                violation_error_message="自分自身を上の組織にはできません。",
            ),
            models.CheckConstraint(
                name="directory_agency_not_merged_into_itself",
                condition=~Q(pk=F("merged_into")),
                violation_error_message="自分自身とは統合できません。",
            ),
            models.CheckConstraint(
                name="directory_agency_closes_after_it_opens",
                condition=Q(opened_on__isnull=True)
                | Q(closed_on__isnull=True)
                | Q(opened_on__lte=F("closed_on")),
                violation_error_message="閉じた日は、始めた日より前にできません。",
            ),
            models.CheckConstraint(
                name="directory_agency_reason_is_of_a_closed_one",
                condition=Q(closed_because="") | Q(closed_on__isnull=False),
                violation_error_message="閉じたわけを書くには、閉じた日が必要です。",
            ),
            models.CheckConstraint(
                name="directory_agency_merged_is_closed",
                condition=Q(merged_into__isnull=True) | Q(closed_on__isnull=False),
                violation_error_message="統合した機関には、閉じた日が必要です。",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_current(self, *, today: date) -> bool:
        """Return whether this agency has neither closed by this day nor been merged into another."""
        return self.merged_into_id is None and (self.closed_on is None or self.closed_on > today)
