"""What meetings show on the home of a community: the next one, and what waits, in one query."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from foundation.japanese.dates import short_date
from outreach.study_groups.access import Standing
from outreach.study_groups.enums import Action
from outreach.study_groups.panels import Home
from outreach.study_groups.registries import Panel

from .models import Copy, DatePoll, Meeting
from .queries.days import begins, day_of, is_to_come

SHOWN, DAYS_BEHIND = 4, 400


def next_meeting(home: Home) -> Panel | None:
    """Return the next meeting and what waits: answers, minutes, numbers that are out; one query."""
    standing = home.standing
    if not standing.may(Action.READ_MEETING):
        return None
    slug, today = standing.community.slug, timezone.localdate()
    polls = DatePoll.objects.filter(meeting=OuterRef("pk"), closed_at__isnull=True)
    out = Copy.objects.out().filter(material__meeting=OuterRef("pk"))
    found = (
        Meeting.objects.filter(
            Q(closed_on__isnull=True),
            row__plan__community=standing.community,
            row__called_off_at__isnull=True,
            row__month__gte=today - timedelta(days=DAYS_BEHIND),
        )
        .with_stages()
        .annotate(is_asked=Exists(polls), is_out=Exists(out), event_begins=begins("row__event"))
        .select_related("row__event")
    )
    waiting, coming = list[tuple[Meeting, str]](), list[tuple[date, Meeting]]()
    for each in found:
        event_begins = vars(each)["event_begins"]
        word = _waits(standing, each)
        if word:
            waiting.append((each, word))
        elif is_to_come(each, event_begins, today=today):
            coming.append((day_of(each, event_begins) or each.row.month, each))
    coming.sort(key=lambda found: (max(found[0], today), found[1].pk))
    following = [(each, _when(each)) for _, each in coming[:1]]
    rows = [
        (f"「{each.row.theme}」", reverse("group_meetings:meeting", args=[slug, each.pk]), words)
        for each, words in (following + waiting)[:SHOWN]
    ]
    return Panel("会議", rows, ("会議の次第と記録を見る", reverse("group_meetings:meetings", args=[slug])))


def _waits(standing: Standing, each: object) -> str:
    """Return what of a meeting waits for this visitor; empty for nothing."""
    facts = vars(each)
    if facts["is_asked"] and standing.may(Action.ANSWER_POLL):
        return "都合のよい日を聞いています"
    if facts["waits_for_chair"] and standing.may(Action.CONFIRM_MINUTES):
        return "議事要旨の確定を待っています"
    if facts["waits_for_chair"] and standing.may(Action.COMMENT_MINUTES):
        return "議事要旨に、意見を書けます"
    if facts["is_out"] and facts["held_on"] and standing.may(Action.PREPARE_MEETING):
        return "返っていない資料があります"
    if facts["held_on"] and not facts["is_minuted"] and standing.may(Action.PREPARE_MEETING):
        return "議事要旨が、まだです"
    return ""


def _when(meeting: Meeting) -> str:
    day = day_of(meeting, vars(meeting)["event_begins"])
    return short_date(day) if day else f"{meeting.row.month.month}月の予定"
