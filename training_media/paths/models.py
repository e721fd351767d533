"""Paths for those who are new somewhere: what they read, watch and do, and how far each has come."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from accounts.models import Person
from directory.models import Agency
from foundation.choices import known_choice
from training_media.models import Course

from .enums import ForWhom, ItemKind, PathState
from .rules import ADDRESS, is_by_hand

USER = "accounts.User"


class Path(models.Model):
    """What somebody who is new reads, watches and does, in this order."""

    title = models.CharField("名前", max_length=60)
    summary = models.CharField("説明", max_length=300, blank=True)
    for_whom = models.CharField("だれのためか", max_length=10, choices=ForWhom)
    state = models.CharField("公開", max_length=10, choices=PathState, default=PathState.DRAFT)
    created_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField("作成日時")
    changed_at = models.DateTimeField("更新日時")

    class Meta:
        verbose_name = verbose_name_plural = "はじめての道すじ"
        ordering: ClassVar = ["title", "id"]
        constraints: ClassVar = [
            known_choice(
                table="paths_path", field="for_whom", choices=ForWhom, says="だれのためかを選んでください。"
            ),
            known_choice(
                table="paths_path",
                field="state",
                choices=PathState,
                says="公開するかどうかを選んでください。",
            ),
            models.CheckConstraint(
                name="paths_path_has_a_title",
                condition=~Q(title=""),
                violation_error_message="名前を書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PathItem(models.Model):
    """One thing to watch, to read or to do. A film is named by its course, a page by its address here."""

    path = models.ForeignKey(Path, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField("順番")
    kind = models.CharField("種類", max_length=10, choices=ItemKind)
    title = models.CharField("題", max_length=80)
    note = models.CharField("ひとこと", max_length=200, blank=True)
    course = models.ForeignKey(
        Course, models.PROTECT, null=True, blank=True, related_name="path_items", verbose_name="研修動画"
    )
    address = models.CharField("アドレス", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "道すじの項目"
        ordering: ClassVar = ["position"]
        constraints: ClassVar = [
            known_choice(
                table="paths_pathitem", field="kind", choices=ItemKind, says="種類を選んでください。"
            ),
            models.UniqueConstraint(
                name="paths_pathitem_position_once",
                fields=["path", "position"],
                deferrable=models.Deferrable.DEFERRED,
                violation_error_message="同じ順番の項目が、もうあります。",
            ),
            models.UniqueConstraint(
                name="paths_pathitem_course_once",
                fields=["path", "course"],
                condition=Q(course__isnull=False),
                violation_error_message="同じ研修動画が、もう入っています。",
            ),
            models.CheckConstraint(
                name="paths_pathitem_has_a_title",
                condition=~Q(title=""),
                violation_error_message="題を書いてください。",
            ),
            models.CheckConstraint(
                name="paths_pathitem_course_of_films_alone",
                condition=Q(kind=ItemKind.COURSE, course__isnull=False)
                | ~Q(kind=ItemKind.COURSE) & Q(course__isnull=True),
                violation_error_message="研修動画を選ぶのは、種類が「研修動画」のときだけです。",
            ),
            models.CheckConstraint(
                name="paths_pathitem_address_of_pages_alone",
                condition=Q(kind=ItemKind.PAGE, address__regex=ADDRESS)
                | ~Q(kind=ItemKind.PAGE) & Q(address=""),
                violation_error_message="アドレスは、このサイトのページだけです。「/」から書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Assignment(models.Model):
    """Somebody walks a path, for an agency or at the centre: assigned, or taken up oneself.

    One person may walk a path once for each agency, so that no agency reads of another. `left_on` is noted
    by the nightly job once they work there no more; after a while the row goes.
    """

    path = models.ForeignKey(Path, models.PROTECT, related_name="assignments")
    person = models.ForeignKey(Person, models.PROTECT, related_name="path_assignments")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="path_assignments")
    assigned_by = models.ForeignKey(USER, models.PROTECT, null=True, blank=True, related_name="+")
    assigned_on = models.DateField("始めた日")
    due_on = models.DateField("いつまでに", null=True, blank=True)
    left_on = models.DateField("はなれたとわかった日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "道すじを歩く人"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="paths_assignment_once",
                fields=["path", "person", "agency"],
                nulls_distinct=False,
                violation_error_message="この方は、この道すじをもう始めています。",
            ),
            models.CheckConstraint(
                name="paths_assignment_due_after_it_began",
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("assigned_on")),
                violation_error_message="「いつまでに」は、始めた日より前にできません。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.path_id} {self.person_id}"

    def ticks_by_hand(self, item: PathItem) -> bool:
        """Return whether this item is done by saying so. The path must be loaded."""
        return is_by_hand(item.kind, self.path.for_whom)


class Ticked(models.Model):
    """Somebody says that they have done an item, on this day."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="ticks")
    item = models.ForeignKey(PathItem, models.CASCADE, related_name="ticks")
    done_on = models.DateField("した日")

    class Meta:
        verbose_name = verbose_name_plural = "道すじで、した印"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="paths_ticked_once",
                fields=["assignment", "item"],
                violation_error_message="もう、印がついています。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.item_id}"
