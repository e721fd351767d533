import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from foundation.choices import known_choice
from foundation.days import within_our_time
from handoff.disclosure.enums import Part, SafeguardKind
from handoff.disclosure.rules import SafeguardFacts
from handoff.models import AgencyCopy

from .enums import Way

TABLE = "safeguards_safeguard"


class Safeguard(models.Model):
    """What binds a receiver to keep what it reads: 取り決め, a pledge for one hand-off, law or a meeting.

    No person is named in it. A pledge is good for the one hand-off that it names (`only_for`). It counts
    once somebody has confirmed that it was signed, or which law binds; nobody confirms what they wrote.
    Source: 指針「個人情報の保護に関する取り決め」; 社会福祉法106条の6 (支援会議).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(AgencyCopy, on_delete=models.PROTECT, null=True, related_name="safeguards")
    kind = models.CharField("種類", max_length=30, choices=SafeguardKind)
    way = models.CharField("渡し方", max_length=20, choices=Way, default=Way.PAPER)
    covers = ArrayField(models.CharField(max_length=20, choices=Part), verbose_name="渡してよいもの")
    since = models.DateField("いつから")
    until = models.DateField("いつまで", null=True)
    only_for = models.CharField("この引継ぎだけ", max_length=12, blank=True)
    law = models.CharField("守秘義務を定める法律", max_length=100, blank=True)
    meeting_on = models.DateField("支援会議の日", null=True)
    signed_by = models.CharField("署名した人の職名", max_length=60, blank=True)
    paper_at = models.CharField("書面のあるところ", max_length=100, blank=True)
    written_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField("書いた日時")
    confirmed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField("確かめた日時", null=True)
    suspended_at = models.DateTimeField("止めた日時", null=True)
    ended_on = models.DateField("終えた日", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "個人情報の取り決め"
        constraints = [
            within_our_time(table=TABLE, days=("since", "until", "meeting_on", "ended_on")),
            known_choice(table=TABLE, field="kind", choices=SafeguardKind, says="知らない種類です。"),
            known_choice(table=TABLE, field="way", choices=Way, says="知らない渡し方です。"),
            models.CheckConstraint(
                name=f"{TABLE}_covers_known_parts",
                condition=Q(covers__contained_by=sorted(Part.values)) & Q(covers__len__gt=0),
                violation_error_message="渡してよいものを選んでください。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                violation_error_message="終わりの日は、はじまりの日よりあとにしてください。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_confirmed_by_another",
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | (
                    Q(confirmed_by__isnull=False, confirmed_at__isnull=False)
                    & ~Q(confirmed_by=F("written_by"))
                ),
                violation_error_message="書いた人とは別の人が確かめます。",
            ),
            models.CheckConstraint(
                name=f"{TABLE}_has_what_its_kind_needs",
                condition=(~Q(kind=SafeguardKind.PLEDGE) | ~Q(only_for=""))
                & (~Q(kind=SafeguardKind.STATUTORY_SECRECY) | ~Q(law=""))
                & (~Q(kind=SafeguardKind.SUPPORT_MEETING) | Q(meeting_on__isnull=False))
                & (~Q(kind=SafeguardKind.AGREEMENT) | Q(until__isnull=False)),
                violation_error_message="この種類に要ることが、足りません。",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def facts(self) -> SafeguardFacts:
        return SafeguardFacts(
            kind=SafeguardKind(self.kind),
            is_confirmed=self.confirmed_at is not None,
            covers=frozenset(Part(each) for each in self.covers),
            since=self.since,
            until=self.until,
            ended_on=self.ended_on,
            is_suspended=self.suspended_at is not None,
        )

    def serves(self, reference: str) -> bool:
        """Return whether it may stand behind this hand-off: a pledge only behind its own."""
        return self.only_for in ("", reference)


class EndingNotice(models.Model):
    """That those who may renew a safeguard were told of its end, so many days before or less."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    safeguard = models.ForeignKey(Safeguard, on_delete=models.PROTECT, related_name="ending_notices")
    days_before = models.PositiveSmallIntegerField("何日前")
    told_at = models.DateTimeField("知らせた日時")

    class Meta:
        verbose_name = verbose_name_plural = "終わりのお知らせ"
        constraints = [
            models.UniqueConstraint(
                name="safeguards_endingnotice_once",
                fields=["safeguard", "days_before"],
                violation_error_message="もう知らせました。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.days_before}日前"


class Confirmers(models.Model):
    """Who may confirm a kind of safeguard, where the lead has settled it."""

    kind = models.CharField("種類", max_length=30, choices=SafeguardKind, unique=True)
    roles = ArrayField(models.CharField(max_length=30), verbose_name="確かめる役割")

    class Meta:
        verbose_name = verbose_name_plural = "確かめる人の決まり"

    def __str__(self) -> str:
        return self.get_kind_display()
