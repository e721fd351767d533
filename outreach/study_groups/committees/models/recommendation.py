from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from foundation.choices import known_choice
from outreach.study_groups.committees.enums import OPEN_RECOMMENDATIONS, Departure, RecommendationState

from .seat import USER, Appointment, Seat


class Recommendation(models.Model):
    """A body is asked by letter to recommend somebody for a seat, 推薦依頼, and what it answers.

    Whom it names stands here while that waits for an appointment, and goes with it: in no record of changes.
    That somebody else was appointed stays, with why.
    """

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="recommendations")
    # As the letter said it, whatever the seat says later.
    body = models.CharField("団体", max_length=80)
    number = models.CharField("文書番号", max_length=20, unique=True)
    asked_on = models.DateField("依頼の日付")
    reply_by = models.DateField("返事の期限")
    term_since = models.DateField("任期のはじめ")
    term_until = models.DateField("任期の終わり")
    state = models.CharField(
        "ようす", max_length=11, choices=RecommendationState, default=RecommendationState.REQUESTED
    )
    answered_on = models.DateField("返事の日", null=True, blank=True)
    name = models.CharField("推薦された方の氏名", max_length=60, blank=True)
    job = models.CharField("職名", max_length=60, blank=True)
    appointment = models.OneToOneField(
        Appointment, models.PROTECT, null=True, blank=True, related_name="recommendation"
    )
    departs_because = models.CharField(
        "推薦とちがう方にしたわけ", max_length=14, choices=Departure, default=Departure.NOT, blank=True
    )
    asked_by = models.ForeignKey(USER, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "推薦"
        ordering: ClassVar = ["-asked_on", "-id"]
        constraints: ClassVar = [
            known_choice(
                table="group_committees_recommendation",
                field="state",
                choices=RecommendationState,
                says="ようすを選んでください。",
            ),
            models.CheckConstraint(
                name="group_committees_recommendation_asks_a_body",
                condition=~Q(body=""),
                violation_error_message="推薦をお願いする団体を書いてください。",
            ),
            models.CheckConstraint(
                name="group_committees_recommendation_days_in_order",
                condition=Q(asked_on__lte=F("reply_by"), term_since__lte=F("term_until")),
                violation_error_message="期限と任期の終わりは、始まりの日よりあとにしてください。",
            ),
            models.CheckConstraint(
                name="group_committees_recommendation_answered_says_when",
                condition=Q(state=RecommendationState.REQUESTED, answered_on__isnull=True)
                | ~Q(state=RecommendationState.REQUESTED) & Q(answered_on__isnull=False),
                violation_error_message="返事の日は、返事があったときに書きます。",
            ),
            models.CheckConstraint(
                name="group_committees_recommendation_names_somebody",
                condition=Q(state=RecommendationState.RECOMMENDED) & ~Q(name="")
                | ~Q(state=RecommendationState.RECOMMENDED) & Q(name="", job=""),
                violation_error_message="推薦された方の氏名は、委嘱を待つ間だけ、書いておきます。",
            ),
            models.CheckConstraint(
                name="group_committees_recommendation_appointed_says_to_what",
                condition=Q(state=RecommendationState.APPOINTED, appointment__isnull=False)
                | ~Q(state=RecommendationState.APPOINTED) & Q(appointment__isnull=True),
                violation_error_message="委嘱したときは、委嘱を書きます。",
            ),
            known_choice(
                table="group_committees_recommendation",
                field="departs_because",
                choices=Departure,
                says="推薦とちがう方にしたわけを選んでください。",
            ),
            models.CheckConstraint(
                name="group_committees_recommendation_departs_once_appointed",
                condition=Q(departs_because="") | Q(state=RecommendationState.APPOINTED),
                violation_error_message="推薦とちがう方にしたわけは、委嘱したときに書きます。",
            ),
            models.UniqueConstraint(
                name="group_committees_recommendation_one_open_a_seat",
                fields=["seat"],
                condition=Q(state__in=sorted(OPEN_RECOMMENDATIONS)),
                violation_error_message="この席の推薦は、もうお願いしています。",
            ),
        ]

    def __str__(self) -> str:
        return self.number
