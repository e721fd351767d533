"""What a co-host's people see under /my/: numbers, and the roster where its sharing was agreed and told."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import UNPROCESSABLE, actor
from directory.access import as_partner
from directory.models import Membership
from directory.views.own import OK, show_own
from events import letters
from events.cohosts import papers
from events.cohosts.access import own_host, own_hosts
from events.cohosts.enums import RosterForm
from events.cohosts.forms import TakeForm
from events.cohosts.limits import ROSTER_SHARED
from events.cohosts.models import Host
from events.cohosts.queries import SharedRoster, cohosted, numbers_of, shared_rosters
from events.cohosts.services import record_roster_taken
from foundation.limits.queries import limit

TITLE = "一緒に開く研修・行事"


@as_partner()
def overview(request: HttpRequest, membership: Membership) -> HttpResponse:
    """List the events that the agency carries out with the centre."""
    hosts = cohosted(own_hosts(membership))
    return show_own(request, "cohosts/own.html", TITLE, membership, trail=[], hosts=hosts)


@as_partner()
def event(request: HttpRequest, membership: Membership, slug: str) -> HttpResponse:
    """Show how one event stands; hand the shared roster out as a file."""
    host, now = own_host(membership, slug), timezone.now()
    sessions = list(host.event.sessions.all())
    for session in sessions:
        session.event = host.event
    rosters = shared_rosters(host, sessions, now=now)
    days = [(each.session.pk, letters.when(each.session)) for each in rosters]
    is_sent = request.method == "POST" and bool(rosters)
    form = TakeForm(request.POST if is_sent else None, days=days)
    if is_sent and form.is_valid():
        wanted = next(each for each in rosters if each.session.pk == form.cleaned_data["session"])
        return _file(request, host, wanted, RosterForm(form.cleaned_data["form"]))
    return show_own(
        request,
        "cohosts/event.html",
        host.event.title,
        membership,
        trail=[(TITLE, reverse("cohosts:own"))],
        status=UNPROCESSABLE if is_sent else OK,
        host=host,
        numbers=numbers_of(sessions),
        rosters=[(each, letters.when(each.session), papers.roster_rows(each)) for each in rosters],
        days=limit(ROSTER_SHARED, on=timezone.localdate(now)),
        form=form,
    )


def _file(request: HttpRequest, host: Host, roster: SharedRoster, form: RosterForm) -> HttpResponse:
    """Write down who takes the roster, and return it; the file's name names nobody."""
    columns = [column.heading for column in papers.COLUMNS]
    given = {"host": host, "session": roster.session, "form": form, "columns": columns}
    record_roster_taken(**given, actor=actor(request), now=timezone.now())
    today = timezone.localdate()
    name = f"共有名簿_{host.event.number}_{timezone.localtime(roster.session.starts_at):%Y%m%d}"
    if form == RosterForm.PAPER:
        pdf = papers.roster_pdf(host, roster, today=today)
        return desk.file(pdf, name=f"{name}.pdf", content_type="application/pdf")
    table = papers.roster_table(roster)
    return desk.table_file(table, name=name, form=form.value, printed_on=today)
