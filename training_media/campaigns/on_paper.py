"""Whom reminders by FAX go to, as the directory knows them now."""

from collections.abc import Collection, Mapping

from django.urls import reverse

from events.enums import ReplyWay
from events.registries import Addressee

from .models import Invitation


def card_addressees(ids: Collection[int]) -> Mapping[int, Addressee]:
    """Return whom the letters about these cards go to."""
    found = Invitation.objects.filter(pk__in=ids).select_related("agency")
    return {each.pk: _addressee(each) for each in found}


def _addressee(card: Invitation) -> Addressee:
    agency = card.agency
    return Addressee(
        name=agency.name,
        contact="",
        phone=agency.phone,
        fax=agency.fax,
        reply_way=ReplyWay.FAX,
        address=reverse("campaign_desk:card", args=[card.pk]),
        known_fax=agency.fax,
        matter="視聴の案内",
        number_name="事業所の番号",
    )
