"""Minutes are read, written, compared, sent, commented and confirmed."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from content import desk
from content.desk import actor
from outreach.study_groups.access import Standing
from outreach.study_groups.comparing import changed_lines
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.meetings import papers
from outreach.study_groups.meetings.access import meeting_in, version_for, versions_for
from outreach.study_groups.meetings.forms.records import CommentForm, MinutesForm
from outreach.study_groups.meetings.models import Meeting, MinutesComment, MinutesVersion
from outreach.study_groups.meetings.outline import outline_of
from outreach.study_groups.meetings.queries.meetings import comments_on
from outreach.study_groups.meetings.services import minutes as services
from outreach.study_groups.views.frame import (
    go,
    names_to_look_for,
    saved,
    show,
    status_of,
    where_they_may,
    whole_number,
)

from .ways import deed, may_prepare, naming, one, to_meeting, where


@where_they_may(Action.READ_MEETING)
def minutes(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Show the latest version that this visitor reads, what was said of it, and the ones before."""
    found, community = meeting_in(standing, pk), standing.community
    versions = list(versions_for(standing, found))
    latest = versions[0] if versions else None
    form = _comment_form(request, standing, latest)

    def save(data: Mapping[str, Any]) -> str:
        assert latest is not None
        services.comment_minutes(version=latest, text=data["text"], actor=actor(request), now=timezone.now())
        return "意見を書きました。"

    if request.method == "POST" and form is None:
        raise Http404
    if form is not None and saved(request, form, save, field="text"):
        return go(where("minutes", community, pk))
    reads_comments = standing.may(Action.COMMENT_MINUTES) or standing.may(Action.CONFIRM_MINUTES)
    return show(
        request,
        "group_meetings/minutes.html",
        "議事要旨",
        community=community,
        trail=to_meeting(one(found), community),
        status=status_of(form) if form else 200,
        meeting=found,
        versions=versions,
        latest=latest,
        comments=_comments(request, standing, found) if reads_comments else [],
        form=form,
        may_change=may_prepare(standing, found),
        may_confirm=_may_confirm(request, standing, latest),
    )


def _comments(request: HttpRequest, standing: Standing, meeting: Meeting) -> list[tuple[MinutesComment, str]]:
    """Return what was said of a meeting's minutes, with who said it as they may be named."""
    comments = comments_on(meeting)
    known = naming(request, standing, {each.person_id for each in comments})
    return [(each, known.called(each.person_id, each.person.name)) for each in comments]


def _comment_form(
    request: HttpRequest, standing: Standing, latest: MinutesVersion | None
) -> CommentForm | None:
    if latest is None or latest.sent_at is None or latest.confirmed_at is not None:
        return None
    asked = CommentForm(request.POST or None, agencies=names_to_look_for(request))
    return asked if standing.may(Action.COMMENT_MINUTES) else None


def _may_confirm(request: HttpRequest, standing: Standing, latest: MinutesVersion | None) -> bool:
    return (
        latest is not None
        and standing.may(Action.CONFIRM_MINUTES)
        and services.decide_to_confirm(latest, latest, actor(request), standing).allowed
    )


@where_they_may(Action.PREPARE_MEETING)
def write(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Write a new version; whoever was overtaken sees what changed and keeps what they typed."""
    found, community = meeting_in(standing, pk), standing.community
    latest = found.minutes_versions.first()
    number = latest.number if latest else 0
    form = MinutesForm(
        request.POST or None,
        agencies=names_to_look_for(request),
        initial={"text": latest.text if latest else outline_of(one(found))},
    )
    seen = request.POST.get("seen", str(number))
    overtaken = False
    if request.method == "POST" and form.is_valid():
        try:
            made = services.write_minutes(
                meeting=found,
                text=form.cleaned_data["text"],
                seen=whole_number(seen) or 0,
                actor=actor(request),
                now=timezone.now(),
            )
        except services.IsStale as stale:
            form.add_error("text", str(stale))
            overtaken, seen = True, str(number)
        except GroupRefused as refused:
            form.add_error("text", str(refused))
        else:
            return _written(request, made.number, where("minutes", community, pk))
    compared = changed_lines(latest.text, form.data["text"]) if overtaken and latest else []
    return show(
        request,
        "group_meetings/write.html",
        "議事要旨を書く",
        community=community,
        trail=to_meeting(one(found), community),
        status=status_of(form),
        form=form,
        seen=seen,
        meeting=found,
        compared=compared,
    )


def _written(request: HttpRequest, number: int, back: str) -> HttpResponse:
    return deed(request, lambda: f"第{number}版を保存しました。", back)


@where_they_may(Action.READ_MEETING)
def changes(request: HttpRequest, standing: Standing, pk: int, number: int) -> HttpResponse:
    """Show what a version changed against the one before that this visitor reads."""
    found = meeting_in(standing, pk)
    version = version_for(standing, found, number)
    before = versions_for(standing, found).filter(number__lt=number).first()
    if before is None:
        raise Http404
    return show(
        request,
        "group_meetings/changes.html",
        f"第{before.number}版から第{version.number}版へのちがい",
        community=standing.community,
        trail=(
            *to_meeting(one(found), standing.community),
            ("議事要旨", where("minutes", standing.community, pk)),
        ),
        meeting=found,
        compared=changed_lines(before.text, version.text),
    )


@require_POST
@where_they_may(Action.PREPARE_MEETING)
def send(request: HttpRequest, standing: Standing, pk: int, number: int) -> HttpResponse:
    """Lay a version before whoever confirms."""
    version = version_for(standing, meeting_in(standing, pk), number)

    def act() -> str:
        services.send_to_chair(version=version, actor=actor(request), now=timezone.now())
        return f"第{number}版を、委員長（世話人）が読めるようにしました。"

    return deed(request, act, where("minutes", standing.community, pk))


@require_POST
@where_they_may(Action.CONFIRM_MINUTES)
def confirm(request: HttpRequest, standing: Standing, pk: int, number: int) -> HttpResponse:
    """Confirm minutes."""
    version = version_for(standing, meeting_in(standing, pk), number)

    def act() -> str:
        services.confirm_minutes(version=version, actor=actor(request), now=timezone.now())
        return "議事要旨を確定しました。会の方が読めます。"

    return deed(request, act, where("minutes", standing.community, pk))


@where_they_may(Action.READ_MEETING)
def minutes_paper(_request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Return the latest version that this visitor reads on A4."""
    found = meeting_in(standing, pk)
    version = versions_for(standing, found).first()
    if version is None:
        raise Http404
    content = papers.minutes_pdf(one(found), version, now=timezone.now())
    return desk.file(content, name="議事要旨.pdf", content_type="application/pdf", inline=True)
