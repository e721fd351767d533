from django.conf import settings
from django.db import models
from django.db.models import Q

from foundation.choices import known_choice

from .enums import AskerKind, Outcome, TalkState, TalkWay, Theme
from .rules import LEAVES_OPEN, LONGEST_TALK_MINUTES

ONE_OF_US = settings.AUTH_USER_MODEL


class Consultation(models.Model):
    """One talk as statistics only: no name, no words, no way back to a message.

    `is_answer`: it was the answer to a message of the contact form; who asked is then as the message says.
    """

    asker_kind = models.CharField("相談した方", max_length=12, choices=AskerKind)
    theme = models.CharField("おもな内容", max_length=12, choices=Theme)
    day = models.DateField("相談の日")
    way = models.CharField("方法", max_length=12, choices=TalkWay)
    minutes = models.PositiveSmallIntegerField("かかった時間（分）")
    outcome = models.CharField("結果", max_length=12, choices=Outcome)
    municipality = models.ForeignKey(
        "directory.Municipality", models.PROTECT, verbose_name="市町村", null=True, related_name="+"
    )
    state = models.CharField("状態", max_length=6, choices=TalkState)
    is_answer = models.BooleanField("フォームへの返事", default=False)
    recorded_by = models.ForeignKey(ONE_OF_US, models.PROTECT, verbose_name="書いた人", related_name="+")
    recorded_at = models.DateTimeField("書いた日時")
    closed_at = models.DateTimeField("終わりにした日時", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "相談の記録"
        ordering = ["-day", "-id"]
        constraints = [
            models.CheckConstraint(
                name="consultations_consultation_minutes_are_plausible",
                condition=Q(minutes__gte=1, minutes__lte=LONGEST_TALK_MINUTES),
                violation_error_message=f"時間は、1分から{LONGEST_TALK_MINUTES}分までで書いてください。",
            ),
            models.CheckConstraint(
                name="consultations_consultation_open_has_a_next_step",
                condition=Q(state=TalkState.OPEN, outcome__in=sorted(LEAVES_OPEN), closed_at__isnull=True)
                | (Q(state=TalkState.CLOSED, closed_at__isnull=False) & ~Q(outcome=Outcome.GOES_ON)),
                violation_error_message="続きがある相談は終わりにできず、終わりにした相談には日時が必要です。",
            ),
            *(
                known_choice(table="consultations_consultation", field=field, choices=choices, says=says)
                for field, choices, says in (
                    ("asker_kind", AskerKind, "相談した方を選んでください。"),
                    ("theme", Theme, "おもな内容を選んでください。"),
                    ("way", TalkWay, "相談の方法を選んでください。"),
                    ("outcome", Outcome, "相談の結果を選んでください。"),
                )
            ),
        ]
        indexes = [
            models.Index(fields=["day"], name="consultations_day"),
            models.Index(fields=["day"], condition=Q(state=TalkState.OPEN), name="consultations_open_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.get_asker_kind_display()}"
