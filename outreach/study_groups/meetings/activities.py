"""What the register of network-strengthening work hears of meetings: those that were held, and who came."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from django.urls import reverse

from foundation.activities.enums import EvidenceKind
from foundation.activities.rows import ActivityRow, EvidenceRow, PresentRow
from foundation.activities.rows import Path as ActivityPath
from foundation.japanese.dates import fiscal_year_span
from outreach.study_groups.activities import kind_of, row_path
from outreach.study_groups.enums import COMMITTEES
from outreach.study_groups.models import MemberAgency

from .enums import PRESENT
from .models import Attendance, Meeting

SOURCE = "group_meetings"
SECONDS = 60


def meetings_of_the_year(fiscal_year: int) -> Iterator[ActivityRow]:
    """Yield the meetings that were held in a fiscal year, in as many queries for sixty as for one."""
    begins, ends = (each.date() for each in fiscal_year_span(fiscal_year))
    held = Meeting.objects.filter(held_on__gte=begins, held_on__lt=ends).with_stages()
    meetings = list(held.select_related("row__plan__community", "row__event"))
    came = _came(meetings)
    for each in meetings:
        assert each.held_on is not None
        community = each.row.plan.community
        length = (each.ends_at - each.starts_at).total_seconds() if each.starts_at and each.ends_at else 0
        yield ActivityRow(
            path=ActivityPath(SOURCE, str(each.pk)),
            room="会議",
            day=each.held_on,
            title=f"{community.name}　{each.row.theme}",
            kind=kind_of(each.row),
            address=reverse("group_meetings:meeting", args=[community.slug, each.pk]),
            minutes=int(length) // SECONDS,
            place=each.place,
            organisers=(community.name,),
            presents=came.get(each.pk, ()),
            evidence=_evidence(each),
            same_as=row_path(each.row_id) if each.row.event_id else None,
        )


def _evidence(meeting: Meeting) -> list[EvidenceRow]:
    slug = meeting.row.plan.community.slug
    found = [
        EvidenceRow(
            EvidenceKind.AGENDA, "次第", reverse("group_meetings:agenda_paper", args=[slug, meeting.pk])
        )
    ]
    if meeting.is_minuted:  # type: ignore[attr-defined]  # -- annotated by with_stages
        address = reverse("group_meetings:minutes_paper", args=[slug, meeting.pk])
        found.append(EvidenceRow(EvidenceKind.MINUTES, "確かめられた議事録", address))
    return found


def _came(meetings: Sequence[Meeting]) -> Mapping[int, list[PresentRow]]:
    """Return which members were there, by meeting; of committees the bodies alone, as words."""
    is_committee = {each.pk: each.row.plan.community.kind in COMMITTEES for each in meetings}
    rows = Attendance.objects.filter(meeting__in=meetings, presence__in=PRESENT).order_by("pk")
    rows_there = list(rows.values_list("meeting", "person", "body", "seats"))
    seats = {seat for meeting, _, _, of in rows_there if not is_committee[meeting] for seat in of}
    members = MemberAgency.objects.filter(pk__in=seats)
    agencies = {
        each: (pk, name, sector)
        for each, pk, name, sector in members.values_list("pk", "agency", "agency__name", "agency__sector")
    }
    found: dict[int, dict[object, PresentRow]] = defaultdict(dict)
    for meeting, person, body, of in rows_there:
        bodies = [agencies[seat] for seat in of if seat in agencies] or [(None, body, "")]
        agency, name, sector = bodies[0]
        before = found[meeting].get(agency or name)
        found[meeting][agency or name] = PresentRow(
            agency_id=agency,
            name=name[:100],
            sector=sector,
            people=(before.people if before else 0) + 1,
            person_ids=(before.person_ids if before else ()) + ((person,) if person else ()),
        )
    return {meeting: list(there.values()) for meeting, there in found.items()}
