from django.db import models
from django.db.models import F, Q

from foundation.choices import known_choice
from foundation.days import within_our_time
from handoff.cases.models import LegalBasis
from handoff.sittings.enums import QuestionState
from handoff.vault.fields import SealedField, sealed_only

from .item import OfCase

TABLE = "sittings_quickquestion"


class QuickQuestion(OfCase):
    """A question on a case to one member, between sittings, without who it is (急ぎの質問).

    It may leave at once: on a basis that names the committee, or because its writer has ticked that it tells
    nobody who it is. Then whoever leads reads it afterwards (`seen_by`, never its writer).
    """

    asked_of = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    basis = models.ForeignKey(LegalBasis, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField("状態", max_length=10, choices=QuestionState, default=QuestionState.ASKED)
    question = SealedField("聞きたいこと")
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("聞いた日時")
    answer = SealedField("返事", null=True)
    answered_at = models.DateTimeField("返事の日時", null=True)
    closed_at = models.DateTimeField("終えた日時", null=True)
    escalated_at = models.DateTimeField("責任者に知らせた日時", null=True)
    seen_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    seen_at = models.DateTimeField("責任者が見た日時", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "急ぎの質問"
        constraints = [
            *sealed_only(TABLE, "question", "answer"),
            known_choice(table=TABLE, field="state", choices=QuestionState, says="知らない状態です。"),
            models.CheckConstraint(
                name=f"{TABLE}_answer_has_its_moment",
                condition=Q(answer__isnull=True, answered_at__isnull=True)
                | Q(answer__isnull=False, answered_at__isnull=False),
                violation_error_message="返事には、日時が要ります。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_state_has_what_it_needs",
                condition=Q(state=QuestionState.ASKED, answer__isnull=True, closed_at__isnull=True)
                | Q(state=QuestionState.ANSWERED, answer__isnull=False, closed_at__isnull=True)
                | Q(state=QuestionState.CLOSED, closed_at__isnull=False),
                violation_error_message="返事か、終えた日時が足りません。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_seen_by_another",
                condition=Q(seen_by__isnull=True, seen_at__isnull=True)
                | (Q(seen_by__isnull=False, seen_at__isnull=False) & ~Q(seen_by=F("asked_by"))),
                violation_error_message="書いた人とは別の人が見ます。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_state_display()


class Introduction(OfCase):
    """To whom a member linked us for a case (委員の仲介による紹介); counted by day and member."""

    linked_by = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    linked_on = models.DateField("紹介の日")
    body = SealedField("紹介された先")
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField("書いた日時")

    class Meta:
        verbose_name = verbose_name_plural = "委員の紹介"
        constraints = [
            within_our_time(table="sittings_introduction", days=("linked_on",)),
            *sealed_only("sittings_introduction", "body"),
        ]

    def __str__(self) -> str:
        return "委員の紹介"
