"""The course as one watches it: its parts, the player, who sits there, who stayed, 「見ました」."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from training_media.campaigns.queries import names_of
from training_media.models import Part
from training_media.registries import last_days_of, next_steps_of, offers_for, over_among
from training_media.viewing.exceptions import TooMuchForADay
from training_media.viewing.models import Viewer
from training_media.viewing.spans import NOTHING, Spans
from training_media.watching import queries, rules
from training_media.watching.access import (
    Gathering,
    Watching,
    course_to_watch,
    gathering,
    part_to_watch,
    waiting_sittings,
    watching,
    why_not,
)
from training_media.watching.exceptions import WatchingRefused
from training_media.watching.forms import CountForm, SaidForm, TogetherForm
from training_media.watching.passes import Pass, give_pass, take_pass
from training_media.watching.player_facts import player_facts
from training_media.watching.services.coming_in import known_viewer, name_viewers
from training_media.watching.services.playing import count_again, end_visit, open_player, say_watched

from .frame import LEAVING, OK, TOO_MANY, UNPROCESSABLE, as_whom, go, of_a_course, page, show, trail
from .turns import TOO_OFTEN, counted

FORBIDDEN, CREATED = 403, 201
TOO_MUCH = "このカードで、今日見た分が多すぎるので、いまは数えられません。センターにお電話ください。"


@dataclass(frozen=True)
class PartRow:
    """A part as its list shows it; the first neither watched whole nor said to be is what comes next."""

    part: Part
    words: str
    lasting: str
    is_said: bool
    is_over: bool
    ends_on: date | None
    is_next: bool


@dataclass(frozen=True)
class _Days:
    """Until which day each recording may be shown, until when they may watch, and which day it is."""

    last_days: Mapping[int, date]
    told: date | None
    today: date

    def is_over(self, recording: int) -> bool:
        last = self.last_days.get(recording)
        return last is not None and last < self.today

    def ends_early_on(self, recording: int) -> date | None:
        """Return the last day of a recording where it is yet to come, and before they have to be through."""
        last = self.last_days.get(recording)
        if last is None or last < self.today or (self.told is not None and self.told <= last):
            return None
        return last


@page
def course(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the parts to whoever may watch them, and to everybody else how one can."""
    about, now = course_to_watch(slug), timezone.now()
    found = watching(request, about, now=now)
    if found is None:
        reason = why_not(request, about, now=now)
        address = f"{reverse('account_login')}?{urlencode({'next': request.path})}"
        return show(
            request, "how.html", f"見る　{about.title}", course=about, reason=reason, sign_in_address=address
        )
    viewers = [each.pk for each in found.viewers]
    parts = queries.parts_of(about)
    seen = queries.covered(viewers, [each.recording_id for each in parts if each.recording_id])
    said = queries.said_parts(viewers, about) if viewers else set()
    last_days = last_days_of([each.recording_id for each in parts if each.recording_id])
    return show(
        request,
        "course.html",
        f"見る　{about.title}",
        course=about,
        watching=found,
        whom=as_whom(found),
        has_said=bool(said),
        rows=_rows(parts, seen, said, _Days(last_days, found.told, timezone.localdate(now))),
        next_steps=next_steps_of(about, None, is_recorded=found.is_recorded),
        may_gather=gathering(request, about, now=now) is not None,
        waiting=waiting_sittings(found),
        offers=offers_for(found.facts(today=timezone.localdate(now))),
    )


def _rows(parts: list[Part], seen: dict[int, Spans], said: Collection[int], days: _Days) -> list[PartRow]:
    rows: list[PartRow] = []
    next_is_known = False
    for part in parts:
        assert part.recording is not None
        watched, duration = seen.get(part.recording.pk, NOTHING), part.recording.duration
        is_over, ends_on = days.is_over(part.recording.pk), days.ends_early_on(part.recording.pk)
        is_left = part.pk not in said and bool(rules.gaps(watched, duration))
        is_next = not next_is_known and not is_over and is_left
        next_is_known = next_is_known or is_next
        words = rules.coverage_words(watched, duration)
        lasting = rules.lasting(duration)
        rows.append(PartRow(part, words, lasting, part.pk in said, is_over, ends_on, is_next))
    return rows


@of_a_course
def player(request: HttpRequest, found: Watching, number: int) -> HttpResponse:
    """Show the player of one part: it works without scripts, and then measures nothing."""
    part = part_to_watch(found.course, number)
    return _player(request, found, part, SaidForm())


def _player(request: HttpRequest, found: Watching, part: Part, said_form: SaidForm) -> HttpResponse:
    wanted = {name: request.GET.get(name, "") for name in ("from", "as")}
    return show(
        request,
        "player.html",
        f"{part.title}　{found.course.title}",
        status=UNPROCESSABLE if said_form.errors else OK,
        breadcrumb_items=trail(found.course, (part.title, "")),
        said_form=said_form,
        whom=as_whom(found),
        offers=offers_for(found.facts(part, today=timezone.localdate())),
        **player_facts(found, part, wanted),
    )


@never_cache
@require_POST
def begin(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Open a sitting for the player on this screen; answers its key."""
    now, about = timezone.now(), course_to_watch(slug)
    found = watching(request, about, now=now)
    part = part_to_watch(about, number)
    if found is None or not found.is_recorded or _is_over(part):
        return HttpResponse(status=FORBIDDEN)
    if not counted(request, "begin", found.held):
        return HttpResponse(status=TOO_MANY)
    sitting = open_player(
        part=part,
        viewers=_known(found),
        is_together=found.is_together,
        let_in_by=found.let_in_by,
        visit=found.visit,
        counts_until=found.counts_until(now=now),
        now=now,
    )
    return JsonResponse({"sitting": str(sitting.key)}, status=CREATED)


def _is_over(part: Part) -> bool:
    """Return whether the recording of a part may not be shown any more: then nobody watches it."""
    return part.recording_id is not None and bool(over_among([part.recording_id], today=timezone.localdate()))


def _known(found: Watching) -> list[Viewer]:
    """Return the viewers; whoever signed in for the first time is made known."""
    if found.viewers or found.membership is None:
        return list(found.viewers)
    return [known_viewer(membership=found.membership, now=timezone.now())]


@of_a_course
def said(request: HttpRequest, found: Watching, number: int) -> HttpResponse:
    """Take down that somebody says they have watched a part."""
    part = part_to_watch(found.course, number)
    if request.method != "POST" or not found.is_recorded or _is_over(part):
        return go("player", found.course.slug, number)
    form = SaidForm(request.POST)
    if not form.is_valid():
        return _player(request, found, part, form)
    words = form.cleaned_data["words"]
    try:
        say_watched(
            part=part,
            viewers=_known(found),
            words=words,
            is_together=found.is_together,
            now=timezone.now(),
        )
    except WatchingRefused as refused:
        messages.info(request, str(refused))
    else:
        messages.success(request, "「見ました」を受け取りました。")
    return go("course", found.course.slug)


@page
def together(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask who sits in front of this screen, before they begin."""
    about, now = course_to_watch(slug), timezone.now()
    found = gathering(request, about, now=now)
    if found is None:
        return go("course", slug)
    myself = found.membership.person.name if found.membership else ""
    form = TogetherForm(request.POST or None, names=names_of(found.agency), myself=myself)
    may = not form.is_bound or not form.is_valid() or counted(request, "together", found.held)
    if not may:
        form.add_error(None, TOO_OFTEN)
    seated = _seated(found, form) if form.is_bound and form.is_valid() else []
    if seated:
        response = go("course", slug)
        viewers = tuple(dict.fromkeys(each.pk for each in seated))
        give_pass(response, replace(found.held, viewers=viewers, is_together=True), now=now)
        return response
    return show(
        request,
        "together.html",
        "集まって見る",
        status=TOO_MANY if not may else UNPROCESSABLE if form.errors else OK,
        breadcrumb_items=trail(about, ("集まって見る", "")),
        course=about,
        form=form,
    )


def _seated(found: Gathering, form: TogetherForm) -> list[Viewer]:
    """Return who sits there; nobody where their names are refused, and the form says why."""
    try:
        viewers = name_viewers(agency=found.agency, people=form.people, now=timezone.now())
    except WatchingRefused as refused:
        form.add_error(None, str(refused))
        return []
    if form.with_me and found.membership is not None:
        viewers.insert(0, known_viewer(membership=found.membership, now=timezone.now()))
    return viewers


@of_a_course
def count(request: HttpRequest, found: Watching) -> HttpResponse:
    """Ask who is still there: they, and nobody else, are credited with what was played."""
    if not found.is_together or found.held is None:
        return go("course", found.course.slug)
    form = CountForm(request.POST or None, viewers=found.viewers)
    if request.method == "POST" and form.is_valid():
        if counted(request, "count", found.held):
            try:
                return _counted_again(request, found, found.held, form.cleaned_data["stayed"])
            except TooMuchForADay:
                form.add_error(None, TOO_MUCH)
        else:
            form.add_error(None, TOO_OFTEN)
        status = TOO_MANY
    else:
        status = UNPROCESSABLE if form.errors else OK
    return show(
        request,
        "count.html",
        "終わりまでいた人",
        status=status,
        breadcrumb_items=trail(found.course, ("終わりまでいた人", "")),
        course=found.course,
        form=form,
        is_leaving=LEAVING in request.GET,
    )


def _counted_again(request: HttpRequest, found: Watching, held: Pass, stayed: list[int]) -> HttpResponse:
    """Credit those who stayed; the visit goes on with them, or is over when nobody did or all leave."""
    now = timezone.now()
    assert held.visit is not None
    if not count_again(course=found.course, visit=held.visit, viewers=found.viewers, stayed=stayed, now=now):
        messages.info(request, "数えなおす視聴は、ありませんでした。")
    elif stayed:
        messages.success(request, f"{len(stayed)}人が見たことを、記録しました。")
    else:
        messages.warning(request, "だれも、見たことになりませんでした。集まって見るのを終わります。")
    is_leaving = LEAVING in request.GET
    response = go("enter") if is_leaving else go("course", found.course.slug)
    if stayed and not is_leaving:
        viewers = tuple(each for each in held.viewers if each in stayed)
        give_pass(response, replace(held, viewers=viewers), now=now)
    else:
        end_visit(visit=held.visit, now=now)
        take_pass(response)
    return response
