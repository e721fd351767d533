from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from outreach.study_groups.references import REFERENCE

from .meeting import PERSON, USER, Meeting

MOST_COPIES = 99


class Material(models.Model):
    """A paper that is handed out in numbered copies: by its title, or for a case by its number alone."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="materials")
    title = models.CharField("資料の名前", max_length=80, blank=True)
    reference = models.CharField("事例の番号", max_length=7, blank=True)
    count = models.PositiveSmallIntegerField("部数")
    added_at = models.DateTimeField("加えた日時")

    class Meta:
        verbose_name = verbose_name_plural = "番号をつけた資料"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="group_meetings_material_case_is_a_number_alone",
                condition=Q(title="", reference__regex=REFERENCE) | Q(reference="") & ~Q(title=""),
                violation_error_message="資料の名前か、事例の番号（例：R8-014）のどちらかを書いてください。",
            ),
            models.CheckConstraint(
                name="group_meetings_material_some_copies",
                condition=Q(count__gte=1, count__lte=MOST_COPIES),
                violation_error_message="部数は、1から99までです。",
            ),
        ]

    def __str__(self) -> str:
        return self.reference or self.title


class CopyQuerySet(models.QuerySet["Copy"]):
    def out(self) -> "CopyQuerySet":
        """Keep what was handed out and has neither come back nor been shredded, nor is known to be lost."""
        gone = ("returned_on", "shredded_on", "lost_on")
        return self.filter(handed_on__isnull=False, **{f"{name}__isnull": True for name in gone})


class Copy(models.Model):
    """One numbered copy: whom it was handed to, when it came back, who shredded it."""

    material = models.ForeignKey(Material, models.PROTECT, related_name="copies")
    number = models.PositiveSmallIntegerField("番号")
    person = models.ForeignKey(PERSON, models.PROTECT, null=True, blank=True, related_name="+")
    # For whoever is not on the roll, in a word that names nobody: 傍聴席, 県の担当課.
    holder = models.CharField("わたした先", max_length=40, blank=True)
    handed_on = models.DateField("わたした日", null=True, blank=True)
    returned_on = models.DateField("返った日", null=True, blank=True)
    shredded_on = models.DateField("処分した日", null=True, blank=True)
    shredded_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")

    lost_on = models.DateField("なくなったとわかった日", null=True, blank=True)
    lost_because = models.CharField("なくなったわけ", max_length=100, blank=True)

    objects = CopyQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "番号のある1部"
        ordering: ClassVar = ["material", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="group_meetings_copy_number_once",
                fields=["material", "number"],
                violation_error_message="同じ番号が、もうあります。",
            ),
            models.CheckConstraint(
                name="group_meetings_copy_handed_to_one",
                condition=Q(handed_on__isnull=True, person__isnull=True, holder="")
                | Q(handed_on__isnull=False, person__isnull=False, holder="")
                | Q(handed_on__isnull=False, person__isnull=True) & ~Q(holder=""),
                violation_error_message="わたした日と、わたした先を1つ書いてください。",
            ),
            models.CheckConstraint(
                name="group_meetings_copy_returned_after_it_was_handed",
                condition=Q(returned_on__isnull=True) | Q(handed_on__lte=F("returned_on")),
                violation_error_message="返った日は、わたした日からあとにしてください。",
            ),
            models.CheckConstraint(
                name="group_meetings_copy_shredded_says_by_whom",
                condition=Q(shredded_on__isnull=True, shredded_by__isnull=True)
                | Q(shredded_on__isnull=False, shredded_by__isnull=False),
                violation_error_message="処分した日と、処分した人が要ります。",
            ),
            models.CheckConstraint(
                name="group_meetings_copy_shredded_after_it_was_handed",
                condition=Q(shredded_on__isnull=True)
                | Q(handed_on__isnull=True)
                | Q(handed_on__lte=F("shredded_on")),
                violation_error_message="処分した日は、わたした日からあとにしてください。",
            ),
            models.CheckConstraint(
                name="group_meetings_copy_lost_says_why",
                condition=Q(lost_on__isnull=True, lost_because="")
                | Q(lost_on__isnull=False, returned_on__isnull=True, shredded_on__isnull=True)
                & ~Q(lost_because=""),
                violation_error_message="なくなった紙には、わけが要ります。返った紙と、処分した紙には書けません。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.material_id} {self.number}"
