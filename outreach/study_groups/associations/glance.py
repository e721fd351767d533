"""What the home says of an association: the rules, and how many will take part in the next general meeting.

One query for all of it; counted by the same rule as the page of the meeting (`quorum.expected`).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import DateField, JSONField, QuerySet, Value
from django.db.models.functions import JSONObject
from django.utils import timezone

from events.enums import ACTIVE_STATES
from events.models import Application
from outreach.study_groups.enums import RowState, SessionFormat
from outreach.study_groups.models import Community, MemberAgency
from outreach.study_groups.queries import Line

from .enums import PRESENT, VoteWay
from .models import Assembly, Proxy, RulesVersion, Vote, Voter
from .queries import versions_of
from .quorum import Attended, Entrusted, Meeting, Numbers, expected

NO_DAY, NO_NUMBERS = Value(None, DateField()), Value(None, JSONField())
NUMBERS = [each.name for each in fields(Numbers)]

type Rows = QuerySet[Any, tuple[Any, ...]]


@dataclass(frozen=True)
class NextMeeting:
    """The next general meeting: its day, what is prepared of it, how many are expected (None without rules).

    On the day, once somebody was marked as there, the page counts by who is there.
    """

    day: date
    assembly: int | None
    is_marked: bool
    so_far: Attended | None


@dataclass(frozen=True)
class Glance:
    """The rules in force today, as version and first day, and the next general meeting of the year."""

    rules: tuple[int, date] | None
    following: NextMeeting | None


def glance(community: Community, lines: Iterable[Line], *, today: date) -> Glance:
    """Return how an association stands, as the lines of its year and one query tell."""
    line = next_general_meeting(lines)
    found = defaultdict[str, list[tuple[Any, ...]]](list)
    for what, *facts in _facts(community, line):
        found[what].append(tuple(facts))
    in_force = max(((on, version) for version, on, _ in found["rules"] if on <= today), default=None)
    rules = (in_force[1], in_force[0]) if in_force else None
    return Glance(rules, _following(line, found) if line else None)


def next_general_meeting(lines: Iterable[Line]) -> Line | None:
    """Return the earliest general meeting that is announced and not over."""
    coming = (
        each
        for each in lines
        if each.row.format == SessionFormat.GENERAL_MEETING and each.state == RowState.ANNOUNCED
    )
    return min(
        (each for each in coming if each.starts_at), key=lambda each: str(each.starts_at), default=None
    )


def _following(line: Line, found: dict[str, list[tuple[Any, ...]]]) -> NextMeeting | None:
    if line.starts_at is None:
        return None
    day = timezone.localdate(line.starts_at)
    versions = [(on, version, numbers) for version, on, numbers in found["rules"] if on <= day]
    ids = {what: frozenset(facts[0] for facts in rows) for what, rows in found.items()}
    none = frozenset[int]()
    meeting = Meeting(
        members=ids.get("member", none),
        written=ids.get("written", none),
        entrusted=tuple(Entrusted(giver, None) for giver in ids.get("entrusts", none)),
    )
    numbers = RulesVersion(**max(versions)[2]).numbers if versions else None
    return NextMeeting(
        day,
        next(iter(ids.get("assembly", none)), None),
        "there" in ids,
        expected(meeting, ids.get("comes", none), numbers) if numbers else None,
    )


def _facts(community: Community, line: Line | None) -> Rows:
    """Return the versions of the rules and, for a general meeting, agencies by what is known of them."""
    rules = versions_of(community).filter(adopted_on__isnull=False).order_by()
    numbers = JSONObject(**{name: name for name in NUMBERS})
    first = rules.values_list(Value("rules"), "version", "in_force_from", numbers)
    if line is None or line.day is None:
        return first
    row, day = line.row.pk, line.day
    proxies = Proxy.objects.filter(assembly__row=row, withdrawn_at__isnull=True)
    written = Vote.objects.filter(resolution__assembly__row=row, way=VoteWay.WRITTEN)
    comes = Application.objects.filter(
        session__event=line.row.event_id, state__in=ACTIVE_STATES, agency__isnull=False
    )
    found = first.union(
        _agencies("assembly", Assembly.objects.filter(row=row), "pk"),
        _agencies("member", MemberAgency.objects.on(day).filter(community=community), "agency"),
        _agencies("entrusts", proxies, "giver"),
        _agencies("written", written, "agency"),
        _agencies("comes", comes, "agency"),
        _agencies("there", Voter.objects.filter(assembly__row=row, presence__in=PRESENT), "agency"),
        all=True,
    )
    return found.order_by()


def _agencies(what: str, rows: QuerySet[Any], key: str) -> Rows:
    return rows.order_by().values_list(Value(what), key, NO_DAY, NO_NUMBERS)
