from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from directory.models import Agency
from events.models import Event, Participant
from foundation.choices import known_choice

from . import rules
from .enums import CertificateOrigin, CertificateState, Measure, ReissueReason, RevokeReason


class CertificateRule(models.Model):
    """When the participants of an event get a certificate, and what it is called."""

    event = models.OneToOneField(
        Event, models.PROTECT, related_name="certificate_rule", verbose_name="研修・行事"
    )
    title = models.CharField("修了証の名前", max_length=20, default="修了証")
    text = models.CharField(
        "本文", max_length=120, default="あなたは、当センターの次の研修を修了されました。ここに証します。"
    )
    measure = models.CharField("出席の数え方", max_length=9, choices=Measure, default=Measure.ONE_DATE)
    least_percent = models.PositiveSmallIntegerField("修了に要る出席（％）", default=80)
    needs = ArrayField(models.CharField(max_length=40), verbose_name="ほかの条件", default=list, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "修了の条件"
        constraints: ClassVar = [
            known_choice(
                table="certificates_rule",
                field="measure",
                choices=Measure,
                says="出席の数え方を選んでください。",
            ),
            models.CheckConstraint(
                name="certificates_rule_asks_for_attendance",
                condition=Q(least_percent__gte=1, least_percent__lte=100),
                violation_error_message="修了に要る出席は、1から100までの％にしてください。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.title}"

    @property
    def as_rule(self) -> rules.Rule:
        return rules.Rule(self.measure == Measure.ALL_DATES, self.least_percent, tuple(self.needs))


class Certificate(models.Model):
    """A certificate with every printed field as of its day: what is renamed later does not change it.

    It is of somebody who took part in an event, or of what another app knows by `origin_key`.
    """

    # 100 random bits; printed in groups of four.
    number = models.CharField("番号", max_length=20, unique=True)
    origin = models.CharField(
        "何の修了証か", max_length=6, choices=CertificateOrigin, default=CertificateOrigin.EVENT
    )
    # Says nothing here: the app that had it issued knows by it for whom, and for what.
    origin_key = models.CharField("もとの記録", max_length=60, blank=True)
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="certificates")
    participant = models.ForeignKey(
        Participant, models.PROTECT, null=True, blank=True, related_name="certificates"
    )
    # Participants on all whose dates they came, by id: a name that is corrected on one makes nobody else.
    dates = ArrayField(models.BigIntegerField(), verbose_name="出席した回", default=list, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="certificates")
    title = models.CharField("名前", max_length=20)
    text = models.CharField("本文", max_length=120)
    holder_name = models.CharField("お名前", max_length=60)
    agency_name = models.CharField("所属", max_length=100, blank=True)
    course = models.CharField("研修", max_length=170)
    course_number = models.CharField("研修番号", max_length=12, blank=True)
    held_on = models.CharField("開催日・視聴した日", max_length=200)
    minutes = models.PositiveIntegerField("受講・視聴した時間（分）")
    remark = models.CharField("備考", max_length=120, blank=True)
    issuer = models.CharField("発行者", max_length=100)
    operator = models.CharField("運営する法人", max_length=100, blank=True)
    director = models.CharField("センター長", max_length=60, blank=True)
    issued_on = models.DateField("発行日")
    issued_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    state = models.CharField("状態", max_length=8, choices=CertificateState, default=CertificateState.ISSUED)
    ended_on = models.DateField("無効になった日", null=True, blank=True)
    revoke_reason = models.CharField("取り消したわけ", max_length=10, choices=RevokeReason, blank=True)
    reissue_reason = models.CharField("再発行のわけ", max_length=10, choices=ReissueReason, blank=True)
    replaced_by = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaces")

    class Meta:
        verbose_name = verbose_name_plural = "修了証"
        ordering: ClassVar = ["agency_name", "holder_name", "id"]
        constraints: ClassVar = [
            known_choice(
                table="certificates_certificate",
                field="origin",
                choices=CertificateOrigin,
                says="何の修了証かを選んでください。",
            ),
            models.CheckConstraint(
                name="certificates_certificate_of_an_event_is_of_somebody_there",
                condition=~Q(origin=CertificateOrigin.EVENT)
                | Q(event__isnull=False, participant__isnull=False, origin_key=""),
                violation_error_message="研修・行事の修了証には、研修・行事と、参加した方が要ります。",
            ),
            models.CheckConstraint(
                name="certificates_certificate_of_a_course_has_a_key",
                condition=~Q(origin=CertificateOrigin.COURSE)
                | (Q(event__isnull=True, participant__isnull=True) & ~Q(origin_key="")),
                violation_error_message="研修動画の修了証には、だれが何を見たかの記録が要ります。",
            ),
            known_choice(
                table="certificates_certificate",
                field="revoke_reason",
                choices=RevokeReason,
                says="取り消すわけを選んでください。",
                may_be_blank=True,
            ),
            known_choice(
                table="certificates_certificate",
                field="reissue_reason",
                choices=ReissueReason,
                says="再発行のわけを選んでください。",
                may_be_blank=True,
            ),
            models.UniqueConstraint(
                name="certificates_certificate_one_holds",
                fields=["participant"],
                condition=Q(state=CertificateState.ISSUED),
                violation_error_message="この方の修了証は、もう出ています。",
            ),
            models.UniqueConstraint(
                name="certificates_certificate_one_holds_for_its_key",
                fields=["origin", "origin_key"],
                condition=Q(state=CertificateState.ISSUED) & ~Q(origin_key=""),
                violation_error_message="この方の修了証は、もう出ています。",
            ),
            models.CheckConstraint(
                name="certificates_certificate_number_is_long",
                condition=Q(number__regex=rf"^[{rules.ALPHABET}]{{{rules.LENGTH}}}$"),
                violation_error_message="修了証の番号が、決まった形ではありません。",
            ),
            models.CheckConstraint(
                name="certificates_certificate_names_somebody",
                condition=~Q(holder_name=""),
                violation_error_message="名前のない方に、修了証は出せません。",
            ),
            models.CheckConstraint(
                name="certificates_certificate_ended_says_why",
                condition=Q(
                    state=CertificateState.ISSUED,
                    ended_on__isnull=True,
                    revoke_reason="",
                    reissue_reason="",
                    replaced_by__isnull=True,
                )
                | (
                    Q(state=CertificateState.REVOKED, ended_on__isnull=False, replaced_by__isnull=True)
                    & ~Q(revoke_reason="")
                )
                | (
                    Q(state=CertificateState.REPLACED, ended_on__isnull=False, replaced_by__isnull=False)
                    & ~Q(reissue_reason="")
                ),
                violation_error_message="無効の修了証には、日付とわけが要ります。",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["event", "state"], name="certificates_of_event"),
            models.Index(
                fields=["origin", "origin_key"], condition=~Q(origin_key=""), name="certificates_by_key"
            ),
        ]

    def __str__(self) -> str:
        return self.printed_number

    @property
    def printed_number(self) -> str:
        return rules.grouped(self.number)

    @property
    def kind(self) -> CertificateOrigin:
        return CertificateOrigin(self.origin)

    @property
    def duration(self) -> str:
        """How long the holder took part or watched: 2時間30分."""
        hours, minutes = divmod(self.minutes, 60)
        said = "".join(filter(None, (f"{hours}時間" if hours else "", f"{minutes}分" if minutes else "")))
        return said or "1分未満"
