"""The way down to the pages of meetings, and the one page that many small forms share."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content.desk import Link, actor
from outreach.study_groups.access import Standing
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.meetings import rules
from outreach.study_groups.meetings.models import Meeting
from outreach.study_groups.meetings.queries.meetings import CopyLine, RollLine, Shown, shown
from outreach.study_groups.meetings.queries.roll import as_named
from outreach.study_groups.models import Community
from outreach.study_groups.naming import Naming, naming_for
from outreach.study_groups.registries import OnTheRoll
from outreach.study_groups.views.frame import go, saved, show, status_of

TITLE = "会議"


def where(name: str, community: Community, *args: object) -> str:
    """Return where a page of meetings stands."""
    return reverse(f"group_meetings:{name}", args=[community.slug, *args])


def to_meetings(community: Community) -> tuple[Link, ...]:
    return ((TITLE, where("meetings", community)),)


def to_meeting(each: Shown, community: Community) -> tuple[Link, ...]:
    return (*to_meetings(community), (each.title, where("meeting", community, each.meeting.pk)))


def one(meeting: Meeting) -> Shown:
    """Return a meeting as its page says it."""
    return shown([meeting])[0]


def form_page(  # noqa: PLR0913 -- the facts of one page, by name
    request: HttpRequest,
    standing: Standing,
    form: Form,
    save: Callable[[Mapping[str, Any]], str],
    *,
    title: str,
    button: str,
    back: str,
    trail: tuple[Link, ...],
    lead: str = "",
    field: str | None = None,
) -> HttpResponse:
    """Show one form, or save it and go back."""
    if saved(request, form, save, field=field):
        return go(back)
    return show(
        request,
        "group_meetings/form.html",
        title,
        community=standing.community,
        trail=trail,
        status=status_of(form),
        form=form,
        fields=getattr(form, "shown_fields", list(form)),
        button=button,
        back=back,
        lead=lead,
    )


def deed(request: HttpRequest, act: Callable[[], str], back: str) -> HttpResponseRedirect:
    """Do something without a page of its own, say what was done or why not, and go back."""
    try:
        words = act()
    except GroupRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, words)
    return go(back)


def may_prepare(standing: Standing, meeting: Meeting) -> bool:
    """Return whether this visitor still changes the records of a meeting."""
    is_open = meeting.closed_on is None and not getattr(meeting, "is_minuted", False)
    return is_open and standing.may(Action.PREPARE_MEETING)


def may_record(standing: Standing, each: Shown) -> bool:
    """Return whether this visitor writes down what happened at a meeting: its day has come."""
    has_come = rules.may_record(day=each.day, today=timezone.localdate()).allowed
    return has_come and may_prepare(standing, each.meeting)


def naming(request: HttpRequest, standing: Standing, people: Collection[int]) -> Naming:
    """Return how these people are named to whoever asks for a page."""
    return naming_for(standing, actor(request).person_id, people, today=timezone.localdate())


def named_roll(request: HttpRequest, standing: Standing, roll: Sequence[OnTheRoll]) -> list[OnTheRoll]:
    """Return a roll without the names that may not be said to whoever asks for a page."""
    return as_named(roll, naming(request, standing, {each.person for each in roll}))


def named_lines(request: HttpRequest, standing: Standing, lines: Sequence[RollLine]) -> list[RollLine]:
    """Return lines of attendance without the names that may not be said to whoever asks for a page."""
    rows = named_roll(request, standing, [each.row for each in lines])
    return [replace(line, row=row) for line, row in zip(lines, rows, strict=True)]


def named_copies(request: HttpRequest, standing: Standing, lines: Sequence[CopyLine]) -> list[CopyLine]:
    """Return numbered copies without the names that may not be said to whoever asks for a page."""
    people = {each.copy.person_id for each in lines if each.copy.person_id is not None}
    known = naming(request, standing, people)
    return [
        each
        if each.copy.person_id is None or known.may_name(each.copy.person_id)
        else replace(each, to=known.called(each.copy.person_id, each.to))
        for each in lines
    ]
