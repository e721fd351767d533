from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from events.lectures.enums import Level
from foundation.choices import known_choice

from .pool import Lecturer

SHORTEST, LONGEST = 10, 480


class LectureThemeQuerySet(models.QuerySet["LectureTheme"]):
    def active(self) -> "LectureThemeQuerySet":
        """Keep what can be asked for now."""
        return self.filter(is_active=True)


class LectureTheme(models.Model):
    """One line of the lecture menu; a retired one stays with the requests that named it."""

    code = models.CharField("記号", max_length=6, unique=True)
    title = models.CharField("題目", max_length=60)
    minutes = models.PositiveSmallIntegerField("時間（分）", default=90)
    level = models.CharField("やさしさ", max_length=10, choices=Level, default=Level.FIRST)
    audience = models.CharField("だれに", max_length=100)
    aims = models.TextField("ねらい", max_length=400)
    materials = models.CharField("配るもの・使うもの", max_length=150, blank=True)
    lecturers = models.ManyToManyField(Lecturer, blank=True, related_name="themes", verbose_name="講師")
    is_active = models.BooleanField("案内にのせる", default=True)
    changed_at = models.DateTimeField("更新日時")

    objects = LectureThemeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "出前講座の題目"
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="lectures_lecturetheme_minutes_are_a_lecture",
                condition=Q(minutes__gte=SHORTEST, minutes__lte=LONGEST),
                violation_error_message=f"時間は{SHORTEST}分から{LONGEST}分までにしてください。",
            ),
            known_choice(
                table="lectures_lecturetheme",
                field="level",
                choices=Level,
                says="やさしさを選んでください。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def speakers(self) -> list[str]:
        """Who speaks about it, as the public reads it: no names, each word once."""
        return list(dict.fromkeys(each.shown_as for each in self.lecturers.all() if each.is_active))

    def get_absolute_url(self) -> str:
        return f"{reverse('lectures:menu')}#{self.code}"
