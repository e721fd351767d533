import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from foundation.choices import known_choice
from foundation.days import within_our_time
from handoff.models import AgencyCopy
from handoff.records.models import WorkingRecord
from handoff.records.rules import Word, spoken
from handoff.vault.fields import SealedField, sealed_only
from handoff.vault.models import SealedModel
from handoff.vault.spoken import Spoken

from .enums import LimitsState, PackState, TeamState
from .rules import LIMITS_WORDS, MEMBER_WORDS, PACK_WORDS, TEAM_WORDS

SEES = Word(name="sees", label="知っていてよいもの")


class SupportTeam(WorkingRecord):
    """Who supports one person at the place of return, and who backs them up (支援チーム)."""

    state = models.CharField("状態", max_length=20, choices=TeamState, default=TeamState.FORMING)
    begun_on = models.DateField("動きはじめた日", null=True)
    dissolved_on = models.DateField("終わった日", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "支援チーム"
        constraints = [
            within_our_time(table="arrangements_supportteam", days=("begun_on", "dissolved_on")),
            *sealed_only("arrangements_supportteam", "contents"),
            known_choice(
                table="arrangements_supportteam", field="state", choices=TeamState, says="知らない状態です。"
            ),
            models.CheckConstraint(
                name="arrangements_supportteam_each_state_has_its_day",
                condition=Q(state=TeamState.FORMING, begun_on=None, dissolved_on=None)
                | Q(state=TeamState.ACTIVE, begun_on__isnull=False, dissolved_on=None)
                | Q(state=TeamState.DISSOLVED, dissolved_on__isnull=False),
                violation_error_message="いつ、その状態になったかが要ります。",
            ),
        ]

    def __str__(self) -> str:
        return "支援チーム"

    def spoken(self, column: str) -> Spoken:
        return {"contents": spoken(TEAM_WORDS)}[column]


class TeamMember(SealedModel):
    """An agency or somebody in words, their role and how to reach them, from and until when.

    Which parts they may see is a statement among the words: it opens nothing.
    """

    team = models.ForeignKey(SupportTeam, on_delete=models.PROTECT, related_name="members")
    agency = models.ForeignKey(AgencyCopy, on_delete=models.PROTECT, null=True, related_name="+")
    contents = SealedField("だれが、何を")
    is_backup = models.BooleanField("後ろで支える", default=False)
    since = models.DateField("いつから")
    until = models.DateField("いつまで", null=True)
    written_at = models.DateTimeField("書いた日時")

    class Meta:
        verbose_name = verbose_name_plural = "チームの人"
        ordering = ["is_backup", "written_at"]
        constraints = [
            within_our_time(table="arrangements_teammember", days=("since", "until")),
            *sealed_only("arrangements_teammember", "contents"),
            models.CheckConstraint(
                name="arrangements_teammember_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                violation_error_message="終わりの日は、はじまりの日よりあとにしてください。",
            ),
        ]

    def __str__(self) -> str:
        return "チームの人"

    def spoken(self, column: str) -> Spoken:
        return {"contents": spoken((*MEMBER_WORDS, SEES))}[column]

    @property
    def key_id(self) -> uuid.UUID:
        return self.team.key


def _said(side: str) -> dict[str, Any]:
    return {f"{side}_said_at": None, f"{side}_said_by": None}


def both_said(table: str, first: str) -> list[models.CheckConstraint]:
    """Return the constraints of a sheet that counts once both sides have said so."""
    return [
        models.CheckConstraint(
            name=f"{table}_counts_once_both_said",
            condition=Q(state=first, agreed_on=None)
            | (
                ~Q(state=first)
                & Q(agreed_on__isnull=False, giver_said_at__isnull=False, receiver_said_at__isnull=False)
            ),
            violation_error_message="両方の側の確認が要ります。",
        ),
        models.CheckConstraint(
            name=f"{table}_stands_beside_a_handoff",
            condition=Q(handoff__isnull=False),
            violation_error_message="引継ぎのなかで書いてください。",
        ),
    ]


class AgreedSheet(WorkingRecord):
    """What counts once both sides have said so, for the very words that stand there.

    Whatever is changed takes both words away. A new one replaces it, and the old one stays.
    """

    giver_said_at = models.DateTimeField("依頼した側の確認", null=True)
    giver_said_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    receiver_said_at = models.DateTimeField("受け取る側の確認", null=True)
    receiver_said_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, related_name="+"
    )
    told_by = SealedField("だれから、いつ、どのように", null=True)
    agreed_on = models.DateField("決めた日", null=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by", verbose_name="前のもの"
    )

    class Meta:
        abstract = True

    def forget_words(self) -> None:
        """Take away what both sides have said, because the words are others now. It saves nothing."""
        for name, value in (_said("giver") | _said("receiver") | {"told_by": None}).items():
            setattr(self, name, value)


class LimitsSheet(AgreedSheet):
    """What the centre does and does not do, who signs what, what happens at 入院, 退去 and 死亡."""

    state = models.CharField("状態", max_length=20, choices=LimitsState, default=LimitsState.DRAFT)

    class Meta:
        verbose_name = verbose_name_plural = "できること・できないこと"
        constraints = [
            within_our_time(table="arrangements_limitssheet", days=("agreed_on",)),
            *sealed_only("arrangements_limitssheet", "contents", "told_by"),
            *both_said("arrangements_limitssheet", LimitsState.DRAFT),
            known_choice(
                table="arrangements_limitssheet",
                field="state",
                choices=LimitsState,
                says="知らない状態です。",
            ),
            models.UniqueConstraint(
                name="arrangements_limitssheet_one_counts",
                fields=["handoff"],
                condition=Q(state=LimitsState.AGREED),
                violation_error_message="もう決めたものがあります。新しいものに替えてください。",
            ),
        ]

    def __str__(self) -> str:
        return "できること・できないこと"

    def spoken(self, column: str) -> Spoken:
        return {"contents": spoken(LIMITS_WORDS)}[column]


class FollowUpPack(AgreedSheet):
    """What whoever goes on supporting has to know: daily life, triggers, contacts, money, medical matters."""

    state = models.CharField("状態", max_length=20, choices=PackState, default=PackState.DRAFT)
    active_on = models.DateField("使いはじめた日", null=True)
    review_on = models.DateField("次に見直す日", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "フォローアップの引継書"
        constraints = [
            within_our_time(table="arrangements_followuppack", days=("agreed_on", "active_on", "review_on")),
            *sealed_only("arrangements_followuppack", "contents", "told_by"),
            *both_said("arrangements_followuppack", PackState.DRAFT),
            known_choice(
                table="arrangements_followuppack", field="state", choices=PackState, says="知らない状態です。"
            ),
            models.CheckConstraint(
                name="arrangements_followuppack_active_has_its_day",
                condition=~Q(state__in=(PackState.ACTIVE, PackState.RENEWED)) | Q(active_on__isnull=False),
                violation_error_message="使いはじめた日が要ります。",
            ),
            models.UniqueConstraint(
                name="arrangements_followuppack_one_is_active",
                fields=["handoff"],
                condition=Q(state=PackState.ACTIVE),
                violation_error_message="使っているものがあります。新しいものに替えてください。",
            ),
        ]

    def __str__(self) -> str:
        return "フォローアップの引継書"

    def spoken(self, column: str) -> Spoken:
        return {"contents": spoken(PACK_WORDS)}[column]
