"""What committees show on their home, and at the desk: empty seats, terms that end, what waits too long."""

from datetime import timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.access import has_role
from content.desk import actor
from content.start_page import Row, Todo
from foundation.japanese.dates import long_date
from foundation.limits.queries import limits
from outreach.study_groups.enums import GROUP_DESK_ROLES, Action
from outreach.study_groups.models import Community
from outreach.study_groups.panels import Home
from outreach.study_groups.registries import Panel
from outreach.study_groups.rules import is_committee

from . import queries
from .limits import EARLY_NOTICE, URGENT_WITHIN
from .sources import promises_to_sign


def committee_panel(home: Home) -> Panel | None:
    """Return how the seats of a committee stand, in one query; None for other communities."""
    standing, community = home.standing, home.standing.community
    if not is_committee(community.kind):
        return None
    found = queries.glance(community, home.person, today=timezone.localdate())
    seats = _address("committee", community)
    rows = []
    if found.own is not None:
        last, _ = found.own
        rows.append(("あなたの任期", _address("secrecy", community), f"{long_date(last)}まで"))
    if standing.is_centre and found.vacant:
        rows.append(("空いている席", seats, f"{found.vacant}席"))
    if standing.is_centre and found.next_end is not None:
        rows.append(("次に任期が終わる日", seats, long_date(found.next_end)))
    if standing.may(Action.READ_OPINIONS):
        rows.append(("意見と返事", _address("opinions", community), "報告への意見と、センターの返事"))
    return Panel("委員", rows, ("委員の名簿を見る", seats))


def _address(name: str, community: Community) -> str:
    return reverse(f"group_committees:{name}", args=[community.slug])


def committee_rows(request: HttpRequest) -> list[Row]:
    """Return what waits in committees: terms that end, empty seats, bodies and members without an answer."""
    if not has_role(request.user, GROUP_DESK_ROLES):
        return []
    now = timezone.now()
    today = timezone.localdate(now)
    within = limits(EARLY_NOTICE, URGENT_WITHIN, on=today)
    ending = list(queries.ending_terms(today=today, within=within[EARLY_NOTICE]))
    vacant = list(queries.vacant_seats(today=today).select_related("community"))
    silent = list(queries.late_recommendations(today=today))
    late = list(queries.late_advice(now=now, within=timedelta(hours=within[URGENT_WITHIN])))
    first = f"いちばん早いものは、{long_date(ending[0].last_day)}まで" if ending else ""
    return [
        _todo(len(ending), "委員の任期が終わる席の、次を決める", [each.community for each in ending], first),
        _todo(len(vacant), "空いている委員の席", [each.community for each in vacant], unit="席"),
        _todo(
            len(silent),
            "推薦の返事を、団体にたずねる",
            [each.seat.community for each in silent],
            "返事の期限を過ぎています",
            is_late=True,
        ),
        _todo(
            len(late),
            "委員への急ぎの相談の返事",
            [each.appointment.community for each in late],
            "返事の期限を過ぎています",
            is_late=True,
        ),
    ]


def secrecy_rows(request: HttpRequest) -> list[Row]:
    """Return the promises of secrecy that somebody of the centre owes as a member of committees."""
    if not has_role(request.user, GROUP_DESK_ROLES):
        return []
    owed = promises_to_sign(actor(request).person_id, timezone.localdate())
    return [Todo(1, words, address, "署名すると、委員会のページが開きます") for words, address in owed]


def _todo(
    count: int,
    words: str,
    communities: list[Community],
    note: str = "",
    *,
    unit: str = "件",
    is_late: bool = False,
) -> Todo:
    """Return a row that leads to the committee, or to the list where it is about several."""
    only = communities[0] if len(set(communities)) == 1 else None
    address = _address("committee", only) if only else reverse("study_groups:list")
    return Todo(count, words, address, note, unit=unit, is_late=is_late)
