"""What the register of network-strengthening work hears of meetings of others that the centre was at."""

from collections.abc import Iterator

from django.urls import reverse

from foundation.activities.enums import ActivityKind
from foundation.activities.rows import ActivityRow, Path, PresentRow

from .models import Attendance, Contact
from .queries import visits_of_year

SOURCE = "outside_meetings"


def visits_of_the_year(fiscal_year: int) -> Iterator[ActivityRow]:
    """Yield the visits of a fiscal year. They are none of the three kinds until the desk says so.

    Whom the centre came to know there was present; how many others were is the meeting's own.
    """
    rows = visits_of_year(fiscal_year).select_related("meeting__host", "meeting__municipality")
    for each in rows.prefetch_related("contacts__agency"):
        meeting = each.meeting
        yield ActivityRow(
            path=Path(SOURCE, str(each.pk)),
            room="外の会議",
            day=each.day,
            title=meeting.name,
            kind=ActivityKind.OTHER,
            address=reverse("outside_desk:visit", args=[each.pk]),
            place=each.place,
            municipality_code=meeting.municipality.code if meeting.municipality else "",
            area_id=meeting.area_id,
            organisers=(meeting.host_name,),
            presents=[_present(contact) for contact in each.contacts.all()],
            is_off=_is_off(each),
        )


def _is_off(visit: Attendance) -> bool:
    return bool(visit.called_off_because)


def _present(contact: Contact) -> PresentRow:
    agency = contact.agency
    return PresentRow(
        agency_id=contact.agency_id,
        name=agency.name if agency else contact.words,
        sector=agency.sector if agency else "",
        people=1,
    )
