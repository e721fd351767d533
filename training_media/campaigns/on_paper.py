"""Whom reminders by FAX go to, as the directory knows them now."""

from collections.abc import Collection, Mapping

from django.urls import reverse

from events.registries import Addressee

from .models import Invitation


def card_addressees(ids: Collection[int]) -> Mapping[int, Addressee]:
    """Return whom the letters about these cards go to."""
    found = Invitation.objects.filter(pk__in=ids).select_related("agency")
    return {each.pk: _addressee(each) for each in found}


def _addressee(card: Invitation) -> Addressee:
    address = reverse("campaign_desk:card", args=[card.pk])
    return Addressee.by_fax(card.agency, address=address, matter="視聴の案内", number_name="事業所の番号")
