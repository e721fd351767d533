"""Courses and their parts are made, changed, checked and opened."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from content.desk import actor
from content.desk_forms import Done, Kept, form_screen
from training_media.courses import queries
from training_media.courses.access import (
    course_at_the_desk,
    may_open_courses,
    may_see_viewers,
    part_at_the_desk,
    video_desk,
)
from training_media.courses.desk_forms.course import CourseForm, OpeningForm, PartForm, course_initial
from training_media.courses.exceptions import CourseRefused
from training_media.courses.rules import MOVES, may_be_opened, may_remove, moves_from, over_parts
from training_media.courses.services.making import (
    add_part,
    change_course,
    change_part,
    create_course,
    move_course,
    move_part_up,
    remove_course,
    remove_part,
)
from training_media.enums import CourseState
from training_media.models import Course, Part
from training_media.registries import course_rooms

from .frame import LIST, address, done, screen, show, to, to_course, to_part

ROWS_ON_A_PAGE = 20
SAID = {
    "check": "確認ずみにしました。センター長が公開できます。",
    "rewrite": "下書きに戻しました。",
    "close": "終了しました。ページは残り、動画は見られなくなります。",
    "archive": "保管しました。ページは、外から見えなくなりました。",
    "restore": "保管をやめました。ページは、また外から見えます。",
}


@video_desk.reading
def course_list(request: HttpRequest) -> HttpResponse:
    """Show the courses: how each stands, its parts, its captions."""
    archived = request.GET.get("archived") == "1"
    courses = queries.desk_courses(archived=archived)
    page = Paginator(courses, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        "list",
        LIST,
        trail=None,
        archived=archived,
        page_obj=page,
        rows=queries.course_rows(page.object_list),
    )


@video_desk.reading
def course(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a course with all that belongs to it, and what can be done next."""
    found = course_at_the_desk(pk)
    today = timezone.localdate()
    row = queries.whole_course(found, today=today)
    is_manager, standings = may_open_courses(request.user), queries.standings(found, today=today)
    return show(
        request,
        "course",
        found.title,
        course=found,
        row=row,
        attachments=list(queries.attachments_of(found)),
        cards=list(queries.cards_of(found)),
        rooms=[room(found) for room in course_rooms],
        moves=[(name, MOVES[name]) for name in moves_from(found.state) if name != "open"],
        may_be_opened="open" in moves_from(found.state),
        is_manager=is_manager,
        needs=may_be_opened(standings, no_captions_reason=found.no_captions_reason),
        over=over_parts(standings),
        may_see_viewers=may_see_viewers(request.user),
        is_public=found.state in (CourseState.OPEN, CourseState.CLOSED),
    )


@video_desk.form_page
def create(request: HttpRequest) -> HttpResponse:
    """Make a course with its first part."""
    form = CourseForm(request.POST if request.method == "POST" else None)

    def save() -> Done:
        made = create_course(details=form.cleaned_data, actor=actor(request), now=timezone.now())
        return Done(
            f"「{made.title}」を下書きで作りました。つづけて、部に動画と章をつけてください。",
            address("course", made.pk),
        )

    return form_screen(
        request, form, save, screen("form", "研修動画を作る"), refused_as=CourseRefused, button="下書きで作る"
    )


@video_desk.form_page
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what a course says of itself."""
    found = course_at_the_desk(pk)
    form = CourseForm(request.POST if request.method == "POST" else None, initial=course_initial(found))

    def save() -> Done:
        change_course(course=found, details=form.cleaned_data, actor=actor(request), now=timezone.now())
        return Done("変更を保存しました。" + _checked_again(found), address("course", pk))

    return form_screen(
        request,
        form,
        save,
        screen("form", "内容を変える", [to_course(found)]),
        refused_as=CourseRefused,
        kept=Kept(found, lambda: CourseForm(initial=course_initial(course_at_the_desk(pk)))),
        button="変更を保存する",
    )


@video_desk.form_page
def open_course(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the public in: only the manager, with captions or a reason why there are none."""
    found = course_at_the_desk(pk)
    row = next(iter(queries.course_rows([found])))
    first = {"no_captions_reason": found.no_captions_reason}
    form = OpeningForm(request.POST if request.method == "POST" else None, initial=first)

    def save() -> Done:
        reason = form.cleaned_data["no_captions_reason"]
        move_course(
            course=found,
            move="open",
            no_captions_reason=reason if row.silent_parts else None,
            actor=actor(request),
            now=timezone.now(),
        )
        return Done(f"「{found.title}」を公開しました。", address("course", pk))

    return form_screen(
        request,
        form,
        save,
        screen("open", "公開する", [to_course(found)]),
        refused_as=CourseRefused,
        course=found,
        row=row,
        is_manager=may_open_courses(request.user),
        needs=may_be_opened(
            queries.standings(found, today=timezone.localdate()), no_captions_reason="あとで"
        ),
    )


@video_desk.deed
def move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Take another step in a course's life."""
    if move not in SAID:
        raise Http404
    found = course_at_the_desk(pk)
    done(
        request,
        lambda: move_course(course=found, move=move, actor=actor(request), now=timezone.now()),
        SAID[move],
    )
    return to("course", pk)


@video_desk.form_page
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what goes with a draft, then remove it."""
    found = course_at_the_desk(pk)
    decision = may_remove(found.state)
    if request.method == "POST" and decision.allowed:
        act = {"course": found, "actor": actor(request), "now": timezone.now()}
        done(request, lambda: remove_course(**act), f"「{found.title}」を消しました。動画は残っています。")
        return to("list")
    if not decision.allowed:
        messages.error(request, decision.reason)
        return to("course", pk)
    return show(
        request,
        "remove",
        "下書きを消す",
        trail=[to_course(found)],
        what=found.title,
        words="部、章、字幕、数字、質問、資料も、いっしょに消えます。動画のファイルは残ります。",
        way_back=address("course", pk),
    )


@video_desk.form_page
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a part at the end."""
    found = course_at_the_desk(pk)
    form = PartForm(
        request.POST if request.method == "POST" else None, recordings=queries.choosable_recordings()
    )

    def save() -> Done:
        made = add_part(
            course=found, details=form.details, chapters=form.plans, actor=actor(request), now=timezone.now()
        )
        return _part_saved(request, made, f"「{made.title}」を足しました。")

    return form_screen(
        request,
        form,
        save,
        screen("part", "部を足す", [to_course(found)]),
        refused_as=CourseRefused,
        course=found,
    )


@video_desk.form_page
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a part: its name, its recording, its chapters."""
    found = part_at_the_desk(pk)
    form = _part_form(found, request)

    def save() -> Done:
        change_part(
            part=found,
            details=form.details,
            chapters=form.plans,
            removed=form.removed,
            actor=actor(request),
            now=timezone.now(),
        )
        return _part_saved(request, found, "部を保存しました。" + _checked_again(found.course))

    return form_screen(
        request,
        form,
        save,
        screen("part", found.title, [to_course(found.course)]),
        refused_as=CourseRefused,
        kept=Kept(found, lambda: _part_form(part_at_the_desk(pk), keys=form.keys)),
        part=found,
        course=found.course,
    )


def _part_form(part: Part, request: HttpRequest | None = None, keys: list[str] | None = None) -> PartForm:
    return PartForm(
        request.POST if request is not None and request.method == "POST" else None,
        part=part,
        chapters=part.chapters.all(),
        recordings=queries.choosable_recordings(),
        keys=keys,
    )


def _part_saved(request: HttpRequest, part: Part, words: str) -> Done:
    """Lead back to the course, or to the part again where more chapters are to be written."""
    again = "again" in request.POST
    return Done(words, address("part", part.pk) if again else address("course", part.course_id))


def _checked_again(course: Course) -> str:
    return "確認ずみだったので、下書きに戻りました。" if course.state == CourseState.CHECKED else ""


@video_desk.deed
def part_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a part change places with the one before it."""
    found = part_at_the_desk(pk)
    act = {"part": found, "actor": actor(request), "now": timezone.now()}
    done(request, lambda: move_part_up(**act), f"「{found.title}」を1つ前にしました。")
    return to("course", found.course_id)


@video_desk.form_page
def part_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what goes with a part, then remove it."""
    found = part_at_the_desk(pk)
    if request.method == "POST":
        act = {"part": found, "actor": actor(request), "now": timezone.now()}
        done(request, lambda: remove_part(**act), f"「{found.title}」を消しました。動画は残っています。")
        return to("course", found.course_id)
    return show(
        request,
        "remove",
        "部を消す",
        trail=to_part(found),
        what=found.title,
        words="章、字幕、数字、質問も、いっしょに消えます。動画のファイルは残ります。",
        way_back=address("course", found.course_id),
    )
