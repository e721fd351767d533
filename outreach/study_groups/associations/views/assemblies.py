"""Members read general meetings: what is decided, how many take part, what became of it."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from content.desk import actor
from directory.models import Agency
from outreach.study_groups.access import Standing
from outreach.study_groups.associations import queries
from outreach.study_groups.associations.access import assembly_in, association, voices
from outreach.study_groups.associations.models import Assembly
from outreach.study_groups.associations.papers import record_pdf
from outreach.study_groups.associations.rules import may_record, may_send
from outreach.study_groups.enums import Action
from outreach.study_groups.views.frame import show, where_they_may

from .frame import ASSEMBLIES, paper, to_assembly


@where_they_may(Action.READ_MEETING)
def assemblies(request: HttpRequest, standing: Standing) -> HttpResponse:
    """List the general meetings of all years."""
    community = association(standing)
    return show(
        request,
        "group_associations/assemblies.html",
        ASSEMBLIES,
        community=community,
        rows=[(row, getattr(row, "assembly", None)) for row in queries.assembly_rows(community)],
        may_hold=standing.may(Action.HOLD_ASSEMBLY),
        may_plan=standing.may(Action.WRITE_PLAN),
    )


@where_they_may(Action.READ_MEETING)
def assembly(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Show a general meeting: agenda, who takes part so far, results, what one's own agency has sent."""
    found, now = assembly_in(standing, pk), timezone.now()
    today, community = timezone.localdate(now), standing.community
    counting = queries.counting_of(found)
    voted = queries.voted_of(counting, queries.resolutions_of(found))
    closed, day = found.is_closed, counting.day
    can_send = may_send(is_closed=closed, day=day, until=found.proxies_until, now=now).allowed
    may_hold = standing.may(Action.HOLD_ASSEMBLY)
    return show(
        request,
        "group_associations/assembly.html",
        found.row.theme,
        community=community,
        trail=to_assembly(found)[:1],
        assembly=found,
        counting=counting,
        total=counting.attended if closed else counting.so_far,
        voted=voted,
        own=_own(found, standing, actor(request).person_id) if standing.may(Action.GIVE_PROXY) else [],
        may_send=can_send and standing.may(Action.GIVE_PROXY),
        may_hold=may_hold and not closed,
        may_carry_out=may_hold and closed,
        may_record=may_hold and may_record(is_closed=closed, day=day, today=today).allowed,
        sent=_sent(found, counting) if may_hold else [],
        agenda_stands=bool(counting.meeting.written),
    )


@where_they_may(Action.HOLD_ASSEMBLY)
def answers(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """List by agency who comes, who has sent what, and who has not answered."""
    found = assembly_in(standing, pk)
    rows = queries.answers_of(queries.counting_of(found))
    return show(
        request,
        "group_associations/answers.html",
        "機関ごとの返事",
        community=standing.community,
        trail=to_assembly(found),
        assembly=found,
        rows=rows,
        missing=sum(each.is_missing for each in rows),
    )


def _sent(assembly: Assembly, counting: queries.Counting) -> list[tuple[Agency, date, str]]:
    """Return what came of which agency on which day, by day; proxies with how they came."""
    proxies = [
        (
            each.giver,
            each.given_on,
            f"{each.holder.name if each.holder else '議長'}に任せる（{each.get_way_display()}）",
        )
        for each in queries.standing_proxies(assembly)
    ]
    written = [
        (agency, counting.written_on[pk], "書面で議決")
        for pk, agency in counting.agencies.items()
        if pk in counting.written_on
    ]
    return sorted([*proxies, *written], key=lambda each: each[1])


def _own(assembly: Assembly, standing: Standing, person: int) -> list[tuple[object, object, bool]]:
    """Return what each agency for which somebody speaks has sent: its proxy, whether it voted in writing."""
    today = timezone.localdate()
    return [
        (each, queries.standing_proxy(assembly, each.pk), bool(queries.written_by(assembly, each.pk)))
        for each in voices(standing, person, today=today)
    ]


@where_they_may(Action.READ_MEETING)
def record(_request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Return on A4 what a general meeting decided. Raises Http404 until it was closed."""
    found = assembly_in(standing, pk)
    if not found.is_closed:
        raise Http404
    content = record_pdf(found, now=timezone.now())
    return paper(content, f"giketsu-{standing.community.slug}-{found.pk}.pdf")
