"""What paper knows of lecture requests: whom a letter goes to, and which request a paper became."""

from collections.abc import Collection, Mapping

from django.urls import reverse

from events.registries import Addressee, ScanTarget

from .models import LectureRequest

SOURCE = "lecture"


def request_addressees(ids: Collection[int]) -> Mapping[int, Addressee]:
    """Return whom letters about these requests go to."""
    found = LectureRequest.objects.filter(pk__in=ids).select_related("agency")
    return {
        each.pk: Addressee(
            name=each.host,
            contact=each.contact_name,
            phone=each.phone,
            fax=each.fax,
            reply_way=each.reply_way,
            address=request_address(each.pk),
            known_fax=each.agency.fax if each.agency else "",
            matter="依頼",
        )
        for each in found
    }


def find_request(number: str) -> tuple[int, str] | None:
    """Return id and number of the request that bears a number."""
    return LectureRequest.objects.filter(number=number.strip().upper()).values_list("pk", "number").first()


def request_address(pk: int) -> str:
    return reverse("lecture_desk:request", args=[pk])


def entry_address() -> str:
    return reverse("lecture_desk:entry")


REQUEST = ScanTarget("出前講座の依頼", find_request, request_address, entry_address)
