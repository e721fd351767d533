"""What the register of network-strengthening work hears of lectures: whose guest the centre was."""

from collections.abc import Iterator

from django.db.models import Min
from django.urls import reverse
from django.utils import timezone

from events.activities import session_path
from foundation.activities.enums import ActivityKind
from foundation.activities.rows import ActivityRow, Path, PresentRow
from foundation.japanese.dates import fiscal_year_span

from .enums import RequestState
from .models import LectureRequest

SOURCE = "lectures"


def lectures_of_the_year(fiscal_year: int) -> Iterator[ActivityRow]:
    """Yield the lectures of a fiscal year that have a date; each is that date of its event.

    Nobody applies to a lecture: who came is the body that asked, with as many people as were counted.
    """
    begins, ends = fiscal_year_span(fiscal_year)
    rows = LectureRequest.objects.filter(
        event__sessions__starts_at__gte=begins, event__sessions__starts_at__lt=ends
    ).annotate(session=Min("event__sessions"), on=Min("event__sessions__starts_at"))
    for each in rows.select_related("agency", "theme"):
        came = each.people_came or 0
        agency = each.agency
        body = PresentRow(
            agency_id=each.agency_id,
            name=agency.name if agency else each.host,
            sector=agency.sector if agency else "",
            people=came,
        )
        yield ActivityRow(
            path=Path(SOURCE, str(each.pk)),
            room="出前講座",
            day=timezone.localdate(each.on),
            title=each.theme.title if each.theme else each.theme_text,
            kind=ActivityKind.COMMUNITY_TRAINING,
            address=reverse("lecture_desk:request", args=[each.pk]),
            minutes=each.minutes,
            place=each.place,
            postal_address=each.address,
            organisers=(body.name,),
            presents=(body,) if came else (),
            is_off=each.state == RequestState.CANCELLED,
            same_as=session_path(each.session),
        )
