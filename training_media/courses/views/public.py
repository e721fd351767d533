"""What everybody may read of courses: the list, one course, what is said in it, its papers."""

from functools import partial
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from content.files import shared_file
from content.search.queries import search_kind
from content.search.rules import MOST_CHARACTERS
from foundation.public_papers import kept_paper
from foundation.ui.typed import ASKING_FORM, is_not_sent, words_asked
from training_media.courses import links, papers, queries
from training_media.courses.access import (
    is_for_everybody,
    readable_attachment,
    readable_course,
    readable_track,
)
from training_media.courses.enums import Language
from training_media.courses.metadata import course_data
from training_media.courses.search import SAID
from training_media.enums import CourseState
from training_media.models import Course
from training_media.registries import CourseDoor, NextStep, doors_of, next_steps_of

HOME = ("ホーム", "/")
LIST = ("研修動画", "/videos/")
TITLE = "研修動画"
COURSES_ON_A_PAGE = 20
FRESH_SECONDS = 600


@require_safe
def course_list(request: HttpRequest) -> HttpResponse:
    """Show the courses, or what was found among all that is said in them."""
    typed = words_asked(request, most=MOST_CHARACTERS)
    if typed and not is_not_sent(request):
        return _found(request, typed)
    page = Paginator(queries.public_courses(), COURSES_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_title": TITLE,
        "page_description": "自分の時間に見られる研修の動画です。書き起こしの言葉から、さがせます。",
        "breadcrumb_items": [HOME, (TITLE, "")],
        "page_obj": page,
        "rows": queries.course_rows(page.object_list),
        "typed": typed,
        "asking_form": ASKING_FORM,
    }
    return render(request, "courses/list.html", context)


def _found(request: HttpRequest, typed: str) -> HttpResponse:
    page = search_kind(typed, SAID, request.GET.get("page"))
    context = {
        "page_title": f"動画の中の「{typed}」",
        "breadcrumb_items": [HOME, LIST, ("さがした結果", "")],
        "no_index": True,
        "typed": typed,
        "asking_form": ASKING_FORM,
        "page_obj": page,
    }
    return render(request, "courses/found.html", context)


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one course: what one learns, its parts and chapters, what is said, and where to watch."""
    course = readable_course(slug, request.user)
    row = queries.whole_course(course, today=timezone.localdate())
    is_open = course.state == CourseState.OPEN
    doors = doors_of(course, request) if is_open else []
    language = queries.best_language(row)
    steps = next_steps_of(course, None, is_recorded=False) if is_for_everybody(course) else []
    context = {
        "page_title": course.title,
        "page_description": course.summary,
        "breadcrumb_items": [HOME, LIST, (course.title, "")],
        "course": course,
        "row": row,
        "parts": _parts(row, doors, steps, language),
        "doors": doors,
        "next_steps": steps,
        "is_open": is_open,
        "is_for_everybody": is_for_everybody(course),
        "attachments": list(queries.attachments_of(course)),
        "cards": list(queries.cards_of(course)),
        "has_sheet": any(each.facts or each.answers for part in row.parts for each in part.chapters),
        "structured_data": partial(course_data, row),
        "og_type": "article",
    }
    return render(request, "courses/detail.html", context)


def _parts(
    row: queries.CourseRow, doors: list[CourseDoor], steps: list[NextStep], language: Language | None
) -> list[dict[str, Any]]:
    """Return the parts with what is said in them, all at once where it is short."""
    tracks = queries.tracks_of(row.course, language=language) if language else {}
    is_short = sum(len(track.text) for track in tracks.values()) <= queries.SHOWN_AT_ONCE
    door = next((each for each in doors if each.moment), None)
    of_chapter = next((each.of_chapter for each in steps if each.of_chapter), None)
    found = []
    for part in row.parts:
        track = tracks.get(part.part.pk)
        starts = [each.chapter.start for each in part.chapters]
        said = queries.transcript_of(track, starts) if track and is_short else []

        def moment(start: int, part: queries.PartRow = part) -> str:
            if door is not None and door.moment is not None:
                return door.moment(part.part, start)
            return links.moment_path(row.course, part.part, start, language or Language.JA)

        found.append(
            {
                "row": part,
                "chapters": [
                    (each, moment(each.chapter.start), of_chapter(each.chapter) if of_chapter else "")
                    for each in part.chapters
                ],
                "has_moments": bool(door or track),
                "said": [(each, moment(each.start)) for each in said],
                "language": language,
                "transcripts": [
                    (each, links.transcript_path(row.course, part.part, each.language))
                    for each in part.shown_tracks
                ],
            }
        )
    return found


@require_safe
def transcript(request: HttpRequest, slug: str, part: int, language: str) -> HttpResponse:
    """Show what is said in a part, in one language, with its chapters and the time of each paragraph."""
    track = readable_track(slug, part, language, request.user)
    course = track.part.course
    row = queries.whole_course(course, today=timezone.localdate())
    shown = next(each for each in row.parts if each.part.pk == track.part_id)
    said = queries.transcript_of(track, [each.chapter.start for each in shown.chapters])
    doors = doors_of(course, request) if course.state == CourseState.OPEN else []
    door = next((each for each in doors if each.moment), None)
    marks = {each.chapter.start: each.chapter for each in shown.chapters}
    lines, waiting = [], sorted(marks)
    for paragraph in said:
        begun = [waiting.pop(0) for start in list(waiting) if start <= paragraph.start]
        address = door.moment(shown.part, paragraph.start) if door and door.moment else ""
        lines.append((marks[begun[-1]] if begun else None, paragraph, address))
    title = f"書き起こし　{shown.part.title}"
    mark = "" if track.language == Language.JA else f"（{track.own_name}）"
    context = {
        "page_title": f"{title}{mark}　{course.title}",
        "breadcrumb_items": [HOME, LIST, (course.title, links.course_path(course)), (f"{title}{mark}", "")],
        "course": course,
        "part": shown,
        "track": track,
        "lines": lines,
        "is_for_everybody": is_for_everybody(course),
        "languages": [
            (each, links.transcript_path(course, shown.part, each.language)) for each in shown.shown_tracks
        ],
    }
    return render(request, "courses/transcript.html", context)


@require_safe
def captions(request: HttpRequest, slug: str, part: int, language: str) -> HttpResponse:
    """Return captions as a file, to whoever may read of the course."""
    track = readable_track(slug, part, language, request.user)
    course = track.part.course
    response = HttpResponse(queries.captions_file(track), content_type="text/vtt; charset=utf-8")
    response.headers["X-Content-Type-Options"] = "nosniff"
    return _kept_on_its_way(request, course, response)


@require_safe
def fact_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out the figures and answers of a course. Raises Http404 where there are none."""
    course = readable_course(slug, request.user)
    row = queries.whole_course(course, today=timezone.localdate())
    if not any(each.facts or each.answers for part in row.parts for each in part.chapters):
        raise Http404
    sheet = kept_paper(f"courses.facts.{course.pk}", lambda: papers.facts_pdf(row, now=timezone.now()))
    return shared_file(sheet, name=f"{course.slug}-facts.pdf", content_type="application/pdf", inline=True)


@require_safe
def card_set(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out the cards of a course. Raises Http404 where there are none."""
    course = readable_course(slug, request.user)
    cards = list(queries.cards_of(course))
    if not cards:
        raise Http404
    title = f"要点カード　{course.title}"
    make = partial(papers.cards_pdf, cards, title=title, now=timezone.now())
    sheet = kept_paper(f"courses.cards.{course.pk}", make)
    return shared_file(sheet, name=f"{course.slug}-cards.pdf", content_type="application/pdf", inline=True)


@require_safe
def attachment(request: HttpRequest, pk: int, name: str) -> FileResponse:
    """Return a file of a course to whoever may read of it, to be saved and never to be run."""
    found = readable_attachment(pk, name, request.user)
    response = FileResponse(found.file.open("rb"), as_attachment=True, filename=found.file_name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _kept_on_its_way(request: HttpRequest, course: Course, response: HttpResponse) -> HttpResponse:
    """Let browsers and caches keep what is the same for everybody."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES and is_for_everybody(course):
        patch_cache_control(response, public=True, max_age=FRESH_SECONDS)
    return response
