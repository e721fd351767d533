"""Somebody shows a card and its PIN, and says who they are; cards of single viewers are made."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from directory.models import Agency, Membership
from foundation.audit import chain
from foundation.japanese.text import fold
from foundation.limits.queries import limit
from foundation.transactions import assert_in_transaction
from training_media.campaigns.keys import is_pin
from training_media.campaigns.models import Invitation, RosterName
from training_media.campaigns.written_names import LONGEST_FOLDED
from training_media.viewing.models import Viewer
from training_media.viewing.services.ledger import end_sittings_in_transaction
from training_media.watching.exceptions import WatchingRefused
from training_media.watching.limits import STRANGERS_A_DAY
from training_media.watching.models import PersonalCard

SHUT_FOR = timedelta(minutes=15)
SHUT = "PINのまちがいが続いたので、しばらく受け付けません。15分ほど待つか、センターにお電話ください。"
TOO_MANY_STRANGERS = (
    "この事業所では、きょう、名簿にないお名前が多すぎて、これ以上は書けません。"
    "上のお名前から選ぶか、センターにお電話ください。"
)
WRONG = "PINがちがいます。6けたの数字を、もう一度見てください。"


@dataclass(frozen=True)
class Who:
    """Somebody as they named themselves, or as they were named."""

    name: str
    name_kana: str = ""
    job: str = ""


@transaction.atomic(durable=True)
def try_pin(*, card: Invitation, typed: str, is_known: bool, now: datetime) -> bool:
    """Return whether this is the card's PIN.

    Raises WatchingRefused while the card is shut, but for those who are known: it was let in before from
    where they are. So nobody shuts out a home by typing wrong PINs elsewhere.
    """
    card = Invitation.objects.select_for_update().get(pk=card.pk)
    if card.shut_until is not None and now < card.shut_until and not is_known:
        raise WatchingRefused(SHUT)
    return is_pin(typed, kept=card.pin_hash, seed=card.seed)


@transaction.atomic(durable=True)
def shut(*, card: Invitation, now: datetime) -> None:
    """Take no PIN for this card for a while from where it was never let in: too many were wrong."""
    card = Invitation.objects.select_for_update().get(pk=card.pk)
    card.shut_until = now + SHUT_FOR
    card.save(update_fields=["shut_until"])
    chain.record("watching.card_shut", actor=None, subject=card, now=now, fields=["shut_until"])


@transaction.atomic(durable=True)
def take_pins_again(*, card: Invitation, actor: User, now: datetime) -> None:
    """Take PINs of this card at once, from everywhere; wrong ones are counted from the beginning."""
    card = Invitation.objects.select_for_update().get(pk=card.pk)
    card.shut_until, card.pin_openings = None, card.pin_openings + 1
    card.save(update_fields=["shut_until", "pin_openings"])
    chain.record("watching.card_opened", actor=actor, subject=card, now=now, fields=["shut_until"])


@transaction.atomic(durable=True)
def name_viewers(*, agency: Agency, people: Sequence[Who], now: datetime) -> list[Viewer]:
    """Return the viewers of an agency who bear these names; whoever is new there is made known.

    Raises WatchingRefused where more became known within a day than any home has, none of whom the agency had
    named: whoever found a card could think of names without end, each of whom may answer and complete.
    """
    _insist_on_few_strangers_in_transaction(agency, people, now)
    return [_named_in_transaction(agency, each, now) for each in people]


@transaction.atomic(durable=True)
def known_viewer(*, membership: Membership, now: datetime) -> Viewer:
    """Return the viewer of somebody who signed in for an agency."""
    person, agency = membership.person, membership.agency
    viewer, _ = Viewer.objects.get_or_create(
        person=person,
        agency=agency,
        defaults={
            "name": person.name,
            # Whoever has an account is never looked for by name.
            "folded_name": fold(person.name)[:LONGEST_FOLDED],
            "name_kana": person.name_kana,
            "job": person.job,
            "agency_name": agency.name,
            "known_since": now,
        },
    )
    return viewer


@transaction.atomic(durable=True)
def make_personal_cards(
    *, invitation: Invitation, names: Iterable[RosterName], actor: User, now: datetime
) -> list[PersonalCard]:
    """Return a card for each of these names, made where there is none of this issue yet."""
    cards = []
    for each in names:
        viewer = _named_in_transaction(invitation.agency, Who(each.name, each.name_kana, each.job), now)
        card, _ = PersonalCard.objects.get_or_create(
            viewer=viewer, invitation=invitation, issue=invitation.issue, defaults={"made_at": now}
        )
        if card.revoked_at is None:
            cards.append(card)
    fields = [f"cards:{len(cards)}"]
    chain.record("watching.personal_cards_printed", actor=actor, subject=invitation, now=now, fields=fields)
    return cards


@transaction.atomic(durable=True)
def revoke_personal_card(*, card: PersonalCard, actor: User, now: datetime) -> None:
    """End the card of one viewer: whoever watches by it is credited with nothing more."""
    PersonalCard.objects.filter(pk=card.pk).update(revoked_at=now)
    end_sittings_in_transaction(let_in_by=card.door, now=now)
    chain.record("watching.personal_card_revoked", actor=actor, subject=card, now=now, fields=["revoked_at"])


def _insist_on_few_strangers_in_transaction(agency: Agency, people: Sequence[Who], now: datetime) -> None:
    assert_in_transaction("insist_on_few_strangers")
    here = Viewer.objects.filter(agency=agency, person=None)
    expected = {fold(each.name) for each in RosterName.objects.filter(agency=agency)}
    names = {fold(each.name) for each in people} - expected
    new = len(names) - here.filter(folded_name__in=names, erased_at=None).count()
    if not new:
        return
    lately = here.filter(known_since__gt=now - timedelta(days=1)).exclude(folded_name__in=expected)
    if lately.count() + new > limit(STRANGERS_A_DAY, on=timezone.localdate(now)):
        raise WatchingRefused(TOO_MANY_STRANGERS)


def _named_in_transaction(agency: Agency, who: Who, now: datetime) -> Viewer:
    assert_in_transaction("named")
    viewer, _ = Viewer.objects.get_or_create(
        agency=agency,
        folded_name=fold(who.name),
        person=None,
        erased_at=None,
        defaults={
            "name": who.name,
            "name_kana": who.name_kana,
            "job": who.job,
            "agency_name": agency.name,
            "known_since": now,
        },
    )
    return viewer
