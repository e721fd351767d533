import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from foundation.choices import known_choice
from foundation.days import within_our_time
from handoff.cases.enums import Place
from handoff.cases.models import Case, LegalBasis
from handoff.disclosure.enums import Part, ReceiverCategory, Step
from handoff.machine.enums import ASKED_BY_AGENCIES, HomeKind, Kind, Side, State
from handoff.machine.rules import main_side
from handoff.models import AgencyCopy
from handoff.safeguards.enums import Way
from handoff.safeguards.models import Safeguard
from handoff.vault.fields import SealedField, sealed_only
from handoff.vault.models import SealedModel

TABLE = "machine_handoff"


class Handoff(SealedModel):
    """A request to take over, or to help, on its way from draft to closed; what it asks stands sealed.

    The centre is one of the two sides, written as no agency. `version` counts each change: whoever answers
    an older page is told so. `replaces` links a new request to the one that came back.
    """

    reference = models.CharField("番号", max_length=12, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="handoffs")
    # Copied from the case, which the receiving side never reads.
    case_reference = models.CharField("ケースの番号", max_length=12)
    key = models.UUIDField(editable=False)
    kind = models.CharField("種類", max_length=30, choices=Kind)
    state = models.CharField("状態", max_length=20, choices=State, default=State.DRAFT)
    before_pause = models.CharField("中断の前", max_length=20, choices=State, blank=True)
    version = models.PositiveIntegerField("版", default=1)
    requester = models.ForeignKey(AgencyCopy, on_delete=models.PROTECT, null=True, related_name="asked")
    performer = models.ForeignKey(AgencyCopy, on_delete=models.PROTECT, null=True, related_name="received")
    category = models.CharField("相手の種類", max_length=20, choices=ReceiverCategory)
    way = models.CharField("渡し方", max_length=20, choices=Way)
    basis = models.ForeignKey(LegalBasis, on_delete=models.PROTECT, null=True, related_name="handoffs")
    safeguard = models.ForeignKey(Safeguard, on_delete=models.PROTECT, null=True, related_name="handoffs")
    packed = ArrayField(
        models.CharField(max_length=20, choices=Part), default=list, verbose_name="渡す書類の種類"
    )
    profile = models.JSONField("どこで何が開くか", default=dict)
    is_urgent = models.BooleanField("いそぎ（被疑者等支援、出所まで14日以内）", default=False)
    is_suspect_support = models.BooleanField("被疑者等支援", default=False)
    ask = SealedField("たのみたいこと", null=True)
    offence_reason = SealedField("事件のあらましを渡す理由", null=True)
    author = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField("書いた日時")
    changed_at = models.DateTimeField("変わった日時")
    approved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField("承認した日時", null=True)
    sent_at = models.DateTimeField("送った日時", null=True)
    opened_at = models.DateTimeField("相手がはじめて開いた日時", null=True)
    acknowledged_at = models.DateTimeField("検討を始めた日時", null=True)
    met_at = models.DateTimeField("面談・見学の日時", null=True)
    decided_at = models.DateTimeField("返事の日時", null=True)
    overlap_from = models.DateField("併走のはじまり", null=True)
    overlap_until = models.DateField("併走の終わり", null=True)
    home_settled_on = models.DateField("帰住先が決まった日", null=True)
    home_kind = models.CharField("帰住先の種類", max_length=30, choices=HomeKind, blank=True)
    handing_since = models.DateTimeField("引継ぎを始めた日時", null=True)
    handed_over_at = models.DateTimeField("引継ぎを終えた日時", null=True)
    backup_until = models.DateField("後方支援の終わり", null=True)
    reviewed_on = models.DateField("最後のふりかえりの日", null=True)
    person_told_on = models.DateField("本人に話した日", null=True)
    # Until when whose turn it is has to be done: written with each turn, by the limits of that day.
    due_on = models.DateField("期限", null=True)
    ended_at = models.DateTimeField("終わった日時", null=True)
    # Copied from the case, or the day on which the papers of this hand-off alone were destroyed.
    shredded_at = models.DateTimeField("消去した日時", null=True)
    replaces = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        verbose_name = verbose_name_plural = "引継ぎ"
        indexes = [
            models.Index(fields=["state", "due_on"], name="machine_handoff_by_due"),
            models.Index(fields=["performer", "state"], name="machine_handoff_by_receiver"),
        ]
        constraints = [
            within_our_time(
                table=TABLE,
                days=(
                    "overlap_from",
                    "overlap_until",
                    "home_settled_on",
                    "backup_until",
                    "reviewed_on",
                    "person_told_on",
                    "due_on",
                ),
            ),
            *sealed_only(TABLE, "ask", "offence_reason"),
            known_choice(table=TABLE, field="kind", choices=Kind, says="知らない種類です。"),
            known_choice(table=TABLE, field="state", choices=State, says="知らない状態です。"),
            known_choice(table=TABLE, field="way", choices=Way, says="知らない渡し方です。"),
            models.CheckConstraint(
                name=f"{TABLE}_one_side_is_the_centre",
                condition=Q(
                    kind__in=sorted(ASKED_BY_AGENCIES), requester__isnull=False, performer__isnull=True
                )
                | (
                    ~Q(kind__in=sorted(ASKED_BY_AGENCIES))
                    & Q(requester__isnull=True, performer__isnull=False)
                ),
                violation_error_message="片方は、わたしたちのセンターです。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_approved_by_another",
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | (Q(approved_by__isnull=False, approved_at__isnull=False) & ~Q(approved_by=F("author"))),
                violation_error_message="書いた人とは別の人が承認します。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_sent_on_a_footing",
                condition=Q(state__in=(State.DRAFT, State.APPROVAL, State.WITHDRAWN, State.VOID))
                | Q(sent_at__isnull=False, basis__isnull=False, safeguard__isnull=False),
                violation_error_message="根拠と取り決めのない引継ぎは、送れません。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_sent_with_approval",
                condition=Q(sent_at__isnull=True) | Q(approved_at__isnull=False) | Q(is_suspect_support=True),
                violation_error_message="承認のない引継ぎは、送れません。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_handed_over_before_backup",
                condition=~(Q(state=State.BACKUP) | Q(before_pause=State.BACKUP))
                | Q(handed_over_at__isnull=False),
                violation_error_message="後方支援は、引継ぎを終えてから始まります。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_pause_knows_its_past",
                condition=(Q(state=State.PAUSED) & ~Q(before_pause=""))
                | (~Q(state=State.PAUSED) & Q(before_pause="")),
                violation_error_message="中断の前の状態が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def key_id(self) -> uuid.UUID:
        return self.key

    @property
    def profile_steps(self) -> dict[Part, Step]:
        """Return at which step each part opens."""
        return {Part(part): Step(step) for part, step in self.profile.items()}

    @property
    def main_side(self) -> Side:
        """Return which side answers for the person's support."""
        return main_side(State(self.state), was_handed_over=self.handed_over_at is not None)

    @property
    def urgency(self) -> str:
        """Say why it cannot wait; nothing where it can."""
        if self.is_suspect_support:
            return "被疑者等支援"
        return "いそぎ" if self.is_urgent else ""

    @property
    def way_of(self) -> Way:
        return Way(self.way)


class Receiver(models.Model):
    """A named person of the receiving side: 主担当, 副担当. They name who stands in for them themselves."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    handoff = models.ForeignKey(Handoff, on_delete=models.PROTECT, related_name="receivers")
    person = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField("紙の相手の職名", max_length=60, blank=True)
    place = models.CharField("担当", max_length=10, choices=Place)
    since = models.DateField("いつから")
    ended_on = models.DateField("いつまで", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "受け取る側の担当"
        constraints = [
            within_our_time(table="machine_receiver", days=("since", "ended_on")),
            known_choice(table="machine_receiver", field="place", choices=Place, says="知らない担当です。"),
            models.UniqueConstraint(
                name="machine_receiver_one_in_a_place",
                fields=["handoff", "place"],
                condition=Q(ended_on__isnull=True),
                violation_error_message="この担当は、もう決まっています。",
            ),
            models.UniqueConstraint(
                name="machine_receiver_two_different_people",
                fields=["handoff", "person"],
                condition=Q(ended_on__isnull=True, person__isnull=False),
                violation_error_message="主担当と副担当は、別の人にしてください。",
            ),
            models.CheckConstraint(
                name="machine_receiver_is_somebody",
                condition=(Q(person__isnull=False) & Q(name="")) | (Q(person__isnull=True) & ~Q(name="")),
                violation_error_message="登録した人を選ぶか、職名を書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.name or str(self.person)
