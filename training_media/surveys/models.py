"""Which questionnaire a course has, and who has answered it; questions and answers lie below, in events."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from events.questionnaires.models import Questionnaire
from training_media.models import Course
from training_media.viewing.models import Viewer


class CourseQuestionnaire(models.Model):
    """A questionnaire of a course. One at a time is the current one; those before it keep their results."""

    course = models.ForeignKey(Course, models.PROTECT, related_name="questionnaires")
    questionnaire = models.OneToOneField(Questionnaire, models.CASCADE, related_name="of_course")
    is_current = models.BooleanField("いまのもの", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "研修動画のアンケート"
        ordering: ClassVar = ["-questionnaire_id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="surveys_coursequestionnaire_one_is_current",
                fields=["course"],
                condition=Q(is_current=True),
                violation_error_message="この研修動画のアンケートは、もうあります。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.course_id} {self.questionnaire_id}"


class AnsweredByViewer(models.Model):
    """That a viewer has answered, and nothing of what or when: as `events.questionnaires` keeps participants.

    The key is random and there is no time; the answers are mixed anew with each one, so neither the place of
    a row nor the number of its transaction joins it with what was answered.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asked = models.ForeignKey(CourseQuestionnaire, models.CASCADE, related_name="answered")
    # Named, so that `viewing.services.tidying` sees that something points to the viewer.
    viewer = models.ForeignKey(Viewer, models.CASCADE, related_name="answered_questionnaires")

    class Meta:
        verbose_name = verbose_name_plural = "研修動画のアンケートに答えた方の印"
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="surveys_answeredbyviewer_once",
                fields=["asked", "viewer"],
                violation_error_message="もう答えをいただいています。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.asked_id}"
