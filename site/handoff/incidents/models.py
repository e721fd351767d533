import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from foundation.choices import known_choice
from foundation.days import within_our_time
from handoff.cases.models import Case
from handoff.machine.models import Handoff
from handoff.models import AgencyCopy
from handoff.vault.fields import SealedField, sealed_only
from handoff.vault.models import SealedModel

from .enums import Criterion, Exemption, Item, Kind, State, StepKind

TABLE = "incidents_incident"


class Incident(SealedModel):
    """Something that went wrong with what is known of people, or nearly did, from the first word to its end.

    Where a case is concerned it is sealed under the key of that case, else under a key of its own. An open
    one holds whatever would be destroyed (`queries.cases_under_incident`). Source: 個人情報保護法26条.
    """

    reference = models.CharField("番号", max_length=12, unique=True)
    key = models.UUIDField(editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="incidents")
    handoff = models.ForeignKey(Handoff, on_delete=models.PROTECT, null=True, related_name="incidents")
    # The number of the hand-off or the case, copied: not everybody who reports reads the case itself.
    about = models.CharField("番号（引継ぎかケース）", max_length=12, blank=True)
    kind = models.CharField("何が起きたか", max_length=30, choices=Kind)
    state = models.CharField("状態", max_length=20, choices=State, default=State.REPORTED)
    # Empty once its period is over, where no case's key ends it: then number, kind and days stay.
    what = SealedField("起きたこと", null=True)
    found_on = models.DateField("気づいた日")
    reporter = models.ForeignKey("accounts.Person", on_delete=models.PROTECT, related_name="+")
    reporter_agency = models.ForeignKey(AgencyCopy, on_delete=models.PROTECT, null=True, related_name="+")
    reported_at = models.DateTimeField("知らせた日時")
    # By closing a hand-off as a mistake; whoever did that is the reporter.
    opened_by_itself = models.BooleanField("誤登録から", default=False)
    criteria = ArrayField(
        models.CharField(max_length=20, choices=Criterion), default=list, verbose_name="あてはまるもの"
    )
    exemption = models.CharField("報告がいらないわけ", max_length=20, choices=Exemption, blank=True)
    is_reportable = models.BooleanField("報告が要る", null=True)
    judgement = SealedField("決めたわけ", null=True)
    assessed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    assessed_at = models.DateTimeField("決めた日時", null=True)
    first_reported_on = models.DateField("速報の日", null=True)
    finally_reported_on = models.DateField("確報の日", null=True)
    closed_at = models.DateTimeField("終わりにした日時", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "事故・ヒヤリハット"
        constraints = [
            within_our_time(table=TABLE, days=("found_on", "first_reported_on", "finally_reported_on")),
            *sealed_only(TABLE, "what", "judgement"),
            known_choice(table=TABLE, field="kind", choices=Kind, says="知らない種類です。"),
            known_choice(table=TABLE, field="state", choices=State, says="知らない状態です。"),
            models.CheckConstraint(
                name=f"{TABLE}_criteria_are_known",
                condition=Q(criteria__contained_by=sorted(Criterion.values)),
                violation_error_message="知らない決まりです。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_handoff_of_its_case",
                condition=Q(handoff__isnull=True) | Q(case__isnull=False),
                violation_error_message="引継ぎには、そのケースが要ります。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_judged_before_it_goes_on",
                condition=Q(state=State.REPORTED)
                | Q(is_reportable__isnull=False, assessed_by__isnull=False, assessed_at__isnull=False),
                violation_error_message="報告が要るかを、先に決めます。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_first_report_before_the_final_one",
                condition=(~Q(state=State.NOTIFIED) | Q(first_reported_on__isnull=False))
                & (~Q(state=State.REPORTED_FINALLY) | Q(finally_reported_on__isnull=False))
                & (Q(finally_reported_on__isnull=True) | Q(first_reported_on__isnull=False)),
                violation_error_message="速報の日が要ります。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_closed_only_once_reported",
                condition=~Q(state=State.CLOSED, is_reportable=True) | Q(finally_reported_on__isnull=False),
                violation_error_message="確報をしてから、終わりにします。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_reported_after_it_was_found",
                condition=Q(first_reported_on__isnull=True) | Q(first_reported_on__gte=F("found_on")),
                violation_error_message="速報の日は、気づいた日よりあとです。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_open_says_what",
                condition=Q(what__isnull=False) | Q(state=State.CLOSED, case__isnull=True),
                violation_error_message="起きたことを書いてください。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_closed_has_its_moment",
                condition=Q(state=State.CLOSED, closed_at__isnull=False)
                | (~Q(state=State.CLOSED) & Q(closed_at__isnull=True)),
                violation_error_message="終わりにした日時が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def key_id(self) -> uuid.UUID:
        return self.key

    @property
    def is_malicious(self) -> bool:
        return Criterion.MALICE in self.criteria


class ReportItem(SealedModel):
    """One of the nine items of a report: what is written so far, and whether it is known."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="items")
    item = models.CharField("項目", max_length=20, choices=Item)
    text = SealedField("書いたこと", null=True)
    is_known = models.BooleanField("わかっている", default=False)
    changed_at = models.DateTimeField("書いた日時")

    class Meta:
        verbose_name = verbose_name_plural = "報告の項目"
        constraints = [
            *sealed_only("incidents_reportitem", "text"),
            known_choice(table="incidents_reportitem", field="item", choices=Item, says="知らない項目です。"),
            models.UniqueConstraint(
                name="incidents_reportitem_once",
                fields=["incident", "item"],
                violation_error_message="この項目は、もうあります。",
            ),
            models.CheckConstraint(
                name="incidents_reportitem_known_says_something",
                condition=Q(is_known=False) | Q(text__isnull=False),
                violation_error_message="わかっていることを書いてください。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_item_display()

    @property
    def key_id(self) -> uuid.UUID:
        return self.incident.key


class Step(SealedModel):
    """What was done about an incident, on which day. Never changed."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField("したこと", max_length=30, choices=StepKind)
    done_on = models.DateField("した日")
    words = SealedField("くわしく", null=True)
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField("書いた日時")

    class Meta:
        verbose_name = verbose_name_plural = "事故についてしたこと"
        ordering = ["done_on", "written_at"]
        constraints = [
            within_our_time(table="incidents_step", days=("done_on",)),
            *sealed_only("incidents_step", "words"),
            known_choice(table="incidents_step", field="kind", choices=StepKind, says="知らない種類です。"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def key_id(self) -> uuid.UUID:
        return self.incident.key


class Lesson(SealedModel):
    """What everybody at the centre may learn from an incident, without a name; it outlives the case's key."""

    incident = models.OneToOneField(Incident, on_delete=models.PROTECT, related_name="lesson")
    key = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    kind = models.CharField("何が起きたか", max_length=30, choices=Kind)
    text = SealedField("これから気をつけること")
    written_on = models.DateField("書いた日")

    class Meta:
        verbose_name = verbose_name_plural = "学んだこと"
        ordering = ["-written_on", "id"]
        constraints = [
            within_our_time(table="incidents_lesson", days=("written_on",)),
            *sealed_only("incidents_lesson", "text"),
            known_choice(table="incidents_lesson", field="kind", choices=Kind, says="知らない種類です。"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def key_id(self) -> uuid.UUID:
        return self.key
