"""What the paper room knows of applications: whom a letter goes to, and which one a paper became."""

from collections.abc import Collection, Mapping

from django.urls import reverse

from events.models import Application
from events.registries import Addressee, ScanTarget


def application_addressees(ids: Collection[int]) -> Mapping[int, Addressee]:
    """Return whom letters about these applications go to."""
    found = Application.objects.filter(pk__in=ids).select_related("agency")
    return {each.pk: _addressee(each) for each in found}


def _addressee(application: Application) -> Addressee:
    return Addressee(
        name=application.agency_name,
        contact=application.contact_name,
        phone=application.phone,
        fax=application.fax,
        reply_way=application.reply_way,
        address=reverse("event_desk:application", args=[application.pk]),
        known_fax=application.agency.fax if application.agency else "",
    )


def find_application(number: str) -> tuple[int, str] | None:
    """Return id and number of the application that bears a number, however wide it was typed."""
    found = Application.objects.filter(number=number.strip().upper()).values_list("pk", "number").first()
    return (found[0], str(found[1])) if found else None


def application_address(pk: int) -> str:
    return reverse("event_desk:application", args=[pk])


APPLICATION = ScanTarget("研修・行事の申込", find_application, application_address)
