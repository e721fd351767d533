"""The desk's lists: events, one event with everything that belongs to it, applications of all events."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from events import desk_line, desk_queries, letters, queries
from events.access import event_at_the_desk, event_desk
from events.desk_line import session_blocks
from events.desk_queries import NEXT, OPEN, PAST
from events.enums import Admission, EventState
from events.registries import event_rooms
from foundation.japanese.dates import fiscal_year_label
from foundation.registry import held_event_deeds

from .frame import show

TABS = {NEXT: "これから", OPEN: "申込受付中", PAST: "終わったもの"}
# Of what waits for a decision, what is looked at one by one: the others are decided in one table.
APPROVAL = "approval"
KINDS = {
    "": "すべて",
    "new": "きのうから届いたもの",
    "unmatched": "事業所の登録がないもの",
    "pending": "決定待ち",
    APPROVAL: "確かめて決めるもの",
    "waiting": "空き待ち",
    "offered": "席を案内中",
}
APPLICATIONS_ON_A_PAGE = 50
# The room that invites to an event; nobody is invited where somebody else gathers the people.
INVITING = "notices"


@event_desk.reading
def event_list(request: HttpRequest) -> HttpResponse:
    """Show events: what, when, how it stands, seats, deadline."""
    now = timezone.now()
    tab = request.GET.get("tab", NEXT)
    tab = tab if tab in TABS else NEXT
    years = desk_queries.desk_years()
    year = next((each for each in years if str(each) == request.GET.get("year")), None)
    search = request.GET.get("q", "")
    events = desk_queries.desk_events(tab, year=year, search=search, now=now)
    page = Paginator(events, queries.ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        "list",
        "研修・行事",
        trail=None,
        tabs=list(TABS.items()),
        tab=tab,
        tab_word=TABS[tab],
        years=[(each, fiscal_year_label(each)) for each in years],
        year=year,
        search=search,
        page_obj=page,
        rows=desk_queries.desk_rows(list(page.object_list), now=now),
    )


@event_desk.reading
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one event: seats by way, the line, applications, papers and what can be done next."""
    now, event = timezone.now(), event_at_the_desk(pk)
    sessions = list(event.sessions.all())
    applications = Paginator(desk_queries.event_applications(event), APPLICATIONS_ON_A_PAGE)
    page = applications.get_page(request.GET.get("page"))
    blocks = session_blocks(sessions, now=now)
    places = {each.application.pk: each.place for block in blocks for each in block.line}
    gathered = bool(desk_queries.gathered_elsewhere([event.pk]))
    is_held = event.sessions.held(now).exists()
    return show(
        request,
        "event",
        letters.full_title(event),
        event=event,
        blocks=blocks,
        deadline=letters.deadline(event),
        page_obj=page,
        applications=[
            (each, desk_queries.short_state(each.state, place=places.get(each.pk)))
            for each in page.object_list
        ],
        several=len(sessions) > 1,
        entry=desk_queries.may_take_new(event, now),
        is_lottery=event.admission == Admission.LOTTERY,
        is_approved=event.admission == Admission.APPROVAL,
        is_draft=event.state == EventState.DRAFT,
        is_published=event.state == EventState.PUBLISHED,
        is_cancelled=event.state == EventState.CANCELLED,
        deeds=[deed(event) for deed in held_event_deeds] if is_held else [],
        rooms=[room(event) for name, room in event_rooms.items() if not (gathered and name == INVITING)],
        is_gathered_elsewhere=gathered,
        attachments=list(event.attachments.order_by("id")),
        copied_from=event.copied_from,
    )


@event_desk.form_page
def application_list(request: HttpRequest) -> HttpResponse:
    """Show applications of all events, the latest first, narrowed to what waits for somebody.

    The words of a search are sent, so that no contact's name stands in an address or a log.
    """
    now = timezone.now()
    only = request.GET.get("only", "")
    only = only if only in KINDS else ""
    search = request.POST.get("q", "")
    since = desk_queries.start_of_yesterday(now) if only == "new" else None
    found = desk_queries.all_applications(search, only=only, since=since)
    if only == APPROVAL:
        found = found.filter(desk_line.to_be_looked_at(now=now))
    asked = request.POST if request.method == "POST" else request.GET
    page = Paginator(found, queries.ROWS_PER_PAGE).get_page(asked.get("page"))
    return show(
        request,
        "applications",
        "申込",
        trail=None,
        kinds=list(KINDS.items()),
        only=only,
        search=search,
        page_obj=page,
        rows=[(each, desk_queries.short_state(each.state)) for each in page.object_list],
    )
