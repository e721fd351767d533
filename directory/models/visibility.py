from typing import ClassVar

from django.db import models
from django.db.models import Q

from directory.enums import FieldGroup, Level

from .agency import Agency


class FieldVisibility(models.Model):
    """What was agreed with an agency about who may see one group of its fields.

    Without a row the default of `rules.DEFAULT_LEVELS` holds. To show more than that, somebody of the agency
    has agreed on a day; to show less needs nobody's word.
    """

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="visibilities")
    group = models.CharField("まとまり", max_length=12, choices=FieldGroup)
    level = models.CharField("見られる人", max_length=8, choices=Level)
    agreed_on = models.DateField("機関が同意した日", null=True, blank=True)
    agreed_by = models.CharField("同意した人", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "見られる人"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="directory_fieldvisibility_once",
                fields=["agency", "group"],
                violation_error_message="このまとまりの「見られる人」は、もう決まっています。",
            ),
            models.CheckConstraint(
                name="directory_fieldvisibility_is_offered",
                condition=Q(group__in=FieldGroup.values) & Q(level__in=Level.values),
                violation_error_message="まとまりと、見られる人を選んでください。",
            ),
            models.CheckConstraint(
                name="directory_fieldvisibility_acceptance_is_agreed",
                condition=~Q(group__in=[FieldGroup.CONDITIONS, FieldGroup.HOUSING, FieldGroup.ACCEPTANCE])
                | Q(level=Level.STAFF)
                | (Q(agreed_on__isnull=False) & ~Q(agreed_by="")),
                violation_error_message="受け入れのことを見せるには、機関の同意（日付と名前）が要ります。",
            ),
            models.CheckConstraint(
                name="directory_fieldvisibility_vacancy_is_agreed",
                condition=~Q(group=FieldGroup.VACANCY, level=Level.PUBLIC)
                | (Q(agreed_on__isnull=False) & ~Q(agreed_by="")),
                violation_error_message="空きをだれにでも見せるには、機関の同意（日付と名前）が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_group_display()}：{self.get_level_display()}"
