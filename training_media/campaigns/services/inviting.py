"""Agencies get cards; a card is extended, ended, made anew, printed."""

import uuid
from collections.abc import Collection
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from accounts.models import User
from directory.models import Agency
from events.registries import WaitingLetters, letters_taken_off
from foundation.audit import chain
from foundation.calendar.entries import new_uid
from foundation.decision import Decision
from foundation.mail.services import drop_waiting_in_transaction
from foundation.transactions import assert_in_transaction
from training_media.campaigns.exceptions import CampaignRefused
from training_media.campaigns.keys import code_of, hash_code, hash_pin, pin_of
from training_media.campaigns.letters import SOURCE, causes_of
from training_media.campaigns.models import Campaign, Invitation, ReplacedCode
from training_media.campaigns.rules import may_extend, may_issue_anew
from training_media.viewing.services.ledger import end_sittings_in_transaction

ENDED_ALREADY = "このカードは、もう止めてあります。"


@transaction.atomic(durable=True)
def invite_agencies(*, campaign: Campaign, agencies: Collection[Agency], actor: User, now: datetime) -> int:
    """Make a card for each of these agencies that has none yet; returns for how many."""
    # Two who press at once make one card each.
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    made = invite_in_transaction(campaign=campaign, agencies=agencies, now=now)
    chain.record("campaigns.invited", actor=actor, subject=campaign, now=now, fields=[f"cards:{made}"])
    return made


def invite_in_transaction(*, campaign: Campaign, agencies: Collection[Agency], now: datetime) -> int:
    """Make a card for each of these agencies that has none yet; the campaign is locked, or new."""
    assert_in_transaction("invite")
    have = set(campaign.invitations.values_list("agency", flat=True))
    cards = [_card(campaign, agency, now) for agency in agencies if agency.pk not in have]
    return len(Invitation.objects.bulk_create(cards))


@transaction.atomic(durable=True)
def extend(*, card: Invitation, until: date, reason: str, actor: User, now: datetime) -> None:
    """Give one agency until a later day, and say why. Raises CampaignRefused, also when nothing changes."""
    card = _locked(card)
    is_revoked, known = card.revoked_at is not None, card.extended_because
    _insist(may_extend(card.period, until, is_revoked=is_revoked, reason=reason, known_reason=known))
    if card.extended_until != until:
        card.deadline_sequence += 1
        card.calendar_changed_at = now
    card.extended_until, card.extended_because = until, reason
    card.save()
    chain.record("campaigns.extended", actor=actor, subject=card, now=now, fields=["extended_until"])


@transaction.atomic(durable=True)
def revoke(*, card: Invitation, reason: str, actor: User, now: datetime) -> None:
    """End a card: whoever came in by it is out at once, and what was to be written to its agency is not.

    Raises CampaignRefused when it was ended before.
    """
    card = _locked(card)
    if card.revoked_at is not None:
        raise CampaignRefused(ENDED_ALREADY)
    card.revoked_at, card.revoked_because = now, reason
    _tell_calendars(card, now)
    card.save()
    end_sittings_in_transaction(let_in_by=card.door, now=now)
    drop_waiting_in_transaction(causes_of(card), now=now)
    for take_off in letters_taken_off:
        take_off(WaitingLetters(SOURCE, [card.pk]), now)
    chain.record("campaigns.revoked", actor=actor, subject=card, now=now, fields=["revoked_at"])


@transaction.atomic(durable=True)
def issue_anew(*, card: Invitation, issue: int, actor: User, now: datetime) -> None:
    """Make the card anew with another code and PIN; whoever shows the old paper learns that it was.

    `issue` is that of the card which was read: of two who press, one makes a card and the other reads so.
    Raises CampaignRefused when it was made anew meanwhile.
    """
    card = _locked(card)
    _insist(may_issue_anew(card.issue, read=issue))
    ReplacedCode.objects.create(invitation=card, code_hash=card.code_hash)
    if card.revoked_at is not None:
        card.revoked_at, card.revoked_because = None, ""
        _tell_calendars(card, now)
    card.seed, card.issue, card.shut_until = uuid.uuid4(), card.issue + 1, None
    _write_hashes(card)
    card.save()
    end_sittings_in_transaction(let_in_by=card.door, now=now)
    chain.record("campaigns.issued_anew", actor=actor, subject=card, now=now, fields=["issue"])


@transaction.atomic(durable=True)
def record_printed(*, campaign: Campaign, paper: str, count: int, actor: User, now: datetime) -> None:
    """Write down that codes or PINs left the portal on paper."""
    fields = [f"{paper}:{count}"]
    chain.record("campaigns.printed", actor=actor, subject=campaign, now=now, fields=fields)


def _card(campaign: Campaign, agency: Agency, now: datetime) -> Invitation:
    uids = {f"{name}_uid": new_uid(settings.HOST) for name in ("opening", "deadline")}
    card = Invitation(campaign=campaign, agency=agency, made_at=now, calendar_changed_at=now, **uids)
    _write_hashes(card)
    return card


def _write_hashes(card: Invitation) -> None:
    card.code_hash, card.pin_hash = hash_code(code_of(card.seed)), hash_pin(pin_of(card.seed), card.seed)


def _tell_calendars(card: Invitation, now: datetime) -> None:
    card.opening_sequence, card.deadline_sequence = card.opening_sequence + 1, card.deadline_sequence + 1
    card.calendar_changed_at = now


def _locked(card: Invitation) -> Invitation:
    assert_in_transaction("locked_card")
    return Invitation.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=card.pk)


def _insist(decision: Decision) -> None:
    if not decision.allowed:
        raise CampaignRefused(decision.reason)
