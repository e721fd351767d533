import uuid

from django.db import models
from django.db.models import Q

from foundation.choices import known_choice
from foundation.days import within_our_time
from handoff.cases.models import Case
from handoff.machine.models import Handoff
from handoff.models import AgencyCopy
from handoff.records.rules import spoken
from handoff.vault.fields import SealedField, sealed_only
from handoff.vault.models import SealedModel
from handoff.vault.spoken import Spoken

from .enums import RequestState, Source, Topic, Urgency
from .rules import ANSWER_WORDS, QUESTION_WORDS, SOURCE, SOURCE_WORDS, TOPIC

TABLE = "consultation_consultationrequest"


class ConsultationRequest(SealedModel):
    """An agency asks the centre: about a hand-off in its back-up, or in general and about nobody.

    Beside a hand-off it lies under the key of the case, else under one of its own. Topic, words, source and
    consent lie sealed in `contents`, the answer and a second opinion in `reply`. `agency` is empty where the
    centre wrote down itself what others asked.
    """

    key = models.UUIDField(editable=False)
    agency = models.ForeignKey(AgencyCopy, on_delete=models.PROTECT, null=True, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+")
    handoff = models.ForeignKey(Handoff, on_delete=models.PROTECT, null=True, related_name="+")
    reference = models.CharField("番号", max_length=12, unique=True)
    state = models.CharField("状態", max_length=10, choices=RequestState, default=RequestState.ASKED)
    urgency = models.CharField("いつまでに", max_length=10, choices=Urgency)
    contents = SealedField("相談したいこと")
    shared_on = models.DateField("センターに伝えた日", null=True)
    asked_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("届いた日時")
    due_on = models.DateField("いつまでに答えるか")
    taken_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField("受けもった日時", null=True)
    reply = SealedField("答え", null=True)
    answered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField("答えた日時", null=True)
    minutes_spent = models.PositiveIntegerField("かかった時間（分）", null=True)
    worked_minutes = models.PositiveIntegerField("答えまでの時間（開いている時間の分）", null=True)
    closed_at = models.DateTimeField("終えた日時", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "後方支援の相談"
        constraints = [
            within_our_time(table=TABLE, days=("shared_on", "due_on")),
            *sealed_only(TABLE, "contents", "reply"),
            known_choice(table=TABLE, field="state", choices=RequestState, says="知らない状態です。"),
            known_choice(
                table=TABLE, field="urgency", choices=Urgency, says="いつまでにかを選んでください。"
            ),
            models.CheckConstraint(
                name=f"{TABLE}_a_case_comes_with_its_handoff",
                condition=Q(case__isnull=True, handoff__isnull=True)
                | Q(case__isnull=False, handoff__isnull=False),
                violation_error_message="ケースと引継ぎは、いっしょに書きます。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_answered_has_its_answer",
                condition=Q(state__in=(RequestState.ASKED, RequestState.TAKEN), answered_at=None, reply=None)
                | Q(
                    state__in=(RequestState.ANSWERED, RequestState.CLOSED),
                    answered_at__isnull=False,
                    answered_by__isnull=False,
                    reply__isnull=False,
                ),
                violation_error_message="答えと、だれがいつ答えたかが要ります。",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def spoken(self, column: str) -> Spoken:
        asked = (TOPIC, *QUESTION_WORDS, SOURCE, *SOURCE_WORDS)
        codes = {TOPIC.name: dict(Topic.choices), SOURCE.name: dict(Source.choices)}
        return {"contents": spoken(asked, **codes), "reply": spoken(ANSWER_WORDS)}[column]

    @property
    def key_id(self) -> uuid.UUID:
        return self.key

    def words_of(self, column: str) -> dict[str, str]:
        """Return the sealed texts of the question or of the answer by name."""
        found = self.unseal_data(column)
        assert isinstance(found, dict), "texts lie under names"
        return found
