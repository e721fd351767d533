import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from foundation.choices import known_choice
from foundation.days import within_our_time
from handoff.cases.enums import HowExplained
from handoff.disclosure.enums import BasisKind, BasisState, Part
from handoff.disclosure.rules import BasisFacts
from handoff.models import AgencyCopy
from handoff.vault.fields import SealedField, sealed_only
from handoff.vault.models import SealedModel

from .case import Case

TABLE = "cases_legalbasis"


class LegalBasis(SealedModel):
    """Why something of a case may be told, to whom, what, for what and until when (個人情報保護法27条).

    Normally the person's consent; else a statutory support meeting, law or protection of life, which the
    manager approves with a written reason. A consent that ended is never changed: a new one replaces it.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="bases")
    kind = models.CharField("根拠", max_length=30, choices=BasisKind)
    state = models.CharField("状態", max_length=20, choices=BasisState, default=BasisState.DRAFT)
    covers = ArrayField(models.CharField(max_length=20, choices=Part), verbose_name="渡してよいもの")
    since = models.DateField("いつから")
    until = models.DateField("いつまで")
    purpose = SealedField("なんのために")
    reason = SealedField("同意によらない理由", null=True)
    explained_by = models.ForeignKey(
        "accounts.Person", on_delete=models.PROTECT, null=True, related_name="+", verbose_name="説明した人"
    )
    explained_on = models.DateField("説明した日", null=True)
    explained_how = models.CharField("どのように", max_length=20, choices=HowExplained, blank=True)
    helper = SealedField("そばにいた人", null=True)
    evidence = SealedField("同意書のあるところ", null=True)
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField("書いた日時")
    approved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField("承認した日時", null=True)
    ended_on = models.DateField("撤回・終わりの日", null=True)
    ended_because = SealedField("撤回・終わりのわけ", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "同意・根拠"
        constraints = [
            within_our_time(table=TABLE, days=("since", "until", "explained_on", "ended_on")),
            *sealed_only(TABLE, "purpose", "reason", "helper", "evidence", "ended_because"),
            known_choice(table=TABLE, field="kind", choices=BasisKind, says="知らない根拠です。"),
            known_choice(table=TABLE, field="state", choices=BasisState, says="知らない状態です。"),
            models.CheckConstraint(
                name=f"{TABLE}_ends_after_it_begins",
                condition=Q(until__gte=F("since")),
                violation_error_message="終わりの日は、はじまりの日よりあとにしてください。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_covers_known_parts",
                condition=Q(covers__contained_by=sorted(Part.values)) & Q(covers__len__gt=0),
                violation_error_message="渡してよいものを選んでください。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_approved_by_another",
                condition=Q(approved_by__isnull=True, approved_at__isnull=True)
                | (Q(approved_by__isnull=False, approved_at__isnull=False) & ~Q(approved_by=F("written_by"))),
                violation_error_message="書いた人とは別の人が承認します。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_consent_has_evidence",
                condition=~Q(kind=BasisKind.CONSENT, state=BasisState.ACTIVE)
                | Q(evidence__isnull=False, explained_by__isnull=False, explained_on__isnull=False),
                violation_error_message="同意書のあるところと、だれがいつ説明したかが要ります。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_other_basis_is_approved",
                condition=Q(kind=BasisKind.CONSENT)
                | ~Q(state=BasisState.ACTIVE)
                | Q(approved_at__isnull=False, reason__isnull=False),
                violation_error_message="同意によらない根拠には、承認と理由が要ります。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_ended_has_its_day",
                condition=Q(state__in=(BasisState.WITHDRAWN, BasisState.REPLACED), ended_on__isnull=False)
                | (~Q(state__in=(BasisState.WITHDRAWN, BasisState.REPLACED)) & Q(ended_on__isnull=True)),
                violation_error_message="撤回した日が要ります。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def key_id(self) -> uuid.UUID:
        return self.case.key

    def facts(self, *, receiver_id: int | None, receivers: frozenset[int | None]) -> BasisFacts:
        """Return it as the rules see it for one receiver; None is our own centre."""
        return BasisFacts(
            kind=BasisKind(self.kind),
            state=BasisState(self.state),
            names_receiver=receiver_id in receivers,
            covers=frozenset(Part(each) for each in self.covers),
            since=self.since,
            until=self.until,
            has_evidence=self.evidence is not None,
            is_explained=self.explained_by_id is not None and self.explained_on is not None,
            is_approved=self.approved_at is not None,
        )


class EndingNotice(models.Model):
    """That those who work on a case were told of the end of a basis, so many days before or less."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    basis = models.ForeignKey(LegalBasis, on_delete=models.PROTECT, related_name="ending_notices")
    days_before = models.PositiveSmallIntegerField("何日前")
    told_at = models.DateTimeField("知らせた日時")

    class Meta:
        verbose_name = verbose_name_plural = "終わりのお知らせ"
        constraints = [
            models.UniqueConstraint(
                name="cases_endingnotice_once",
                fields=["basis", "days_before"],
                violation_error_message="もう知らせました。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.days_before}日前"


class BasisReceiver(models.Model):
    """One receiver whom a legal basis names: an agency, or the centre itself where an agency asks it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    basis = models.ForeignKey(LegalBasis, on_delete=models.PROTECT, related_name="receivers")
    agency = models.ForeignKey(AgencyCopy, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "渡してよい相手"
        constraints = [
            models.UniqueConstraint(
                name="cases_basisreceiver_once",
                fields=["basis", "agency"],
                nulls_distinct=False,
                violation_error_message="この相手は、もう入っています。",
            ),
        ]

    def __str__(self) -> str:
        return self.agency.name if self.agency else "センター"
