"""What this room has for a participant, for an event's screen, and for the training history."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.urls import reverse

from events.models import Event, Participant
from events.registries import Link, Section

from .queries import certificates_of_participants, holder_of, rule_of
from .rules import TAKEN_BACK


def offer_of(participant: Participant, token: str, now: datetime) -> Section | None:
    """Return the certificate, or why there is none yet; nothing before the first date is over."""
    rule = rule_of(participant.session.event)
    if rule is None:
        return None
    holder = holder_of(participant, rule, now=now)
    if holder is None:
        return None
    if holder.certificate is not None:
        words = f"{holder.certificate.title}を受け取る（PDF）"
        return Section(
            holder.certificate.title,
            f"番号は {holder.certificate.printed_number} です。番号は、だれでも確かめられます。",
            (
                (words, reverse("certificates:own", args=[token])),
                ("番号を確かめるページ", reverse("certificates:check")),
            ),
        )
    if holder.was_revoked:
        return Section(rule.title, TAKEN_BACK)
    if holder.decision.allowed:
        return Section(rule.title, "条件がそろっています。センターが発行すると、ここで受け取れます。")
    return Section(rule.title, holder.decision.reason)


def room_of(event: Event) -> Link:
    """Return the way from an event's screen to its certificates."""
    return "修了証", reverse("certificate_desk:of_event", args=[event.pk])


def numbers_of(participants: Collection[int]) -> Mapping[int, tuple[str, str]]:
    """Return number and path of the certificate of each of these participants who has one."""
    found = certificates_of_participants(participants)
    return {
        pk: (each.printed_number, reverse("certificates:of_agency", args=[each.pk]))
        for pk, each in found.items()
    }
