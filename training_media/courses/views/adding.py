"""What stands beside the film, at the desk: figures, answers, the question of a part, files."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content.desk import UNPROCESSABLE, actor
from content.desk_forms import Done, Kept, form_screen
from training_media.courses import queries
from training_media.courses.access import (
    attachment_at_the_desk,
    chapter_at_the_desk,
    course_at_the_desk,
    part_at_the_desk,
    video_desk,
)
from training_media.courses.desk_forms.beside import (
    ChapterForm,
    FilesForm,
    QuestionForm,
    TitleForm,
    question_initial,
)
from training_media.courses.exceptions import CourseRefused
from training_media.courses.services.adding import (
    ask_after_part,
    attach_files,
    detach_file,
    furnish_chapter,
    rename_file,
)
from training_media.models import Chapter, Part

from .frame import address, done, screen, show, to, to_course, to_part

FILES = "資料"


@video_desk.form_page
def chapter(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a chapter its fact box and its frequent questions."""
    found = chapter_at_the_desk(pk)
    form = _chapter_form(found, request)

    def save() -> Done:
        furnish_chapter(
            chapter=found,
            facts=form.chosen_facts,
            answers=form.plans,
            removed=form.removed,
            actor=actor(request),
            now=timezone.now(),
        )
        again = "again" in request.POST
        way = address("chapter", pk) if again else address("course", found.part.course_id)
        return Done(f"「{found.title}」の数字と質問を保存しました。", way)

    return form_screen(
        request,
        form,
        save,
        screen("chapter", f"数字と、よくある質問　{found.title}", to_part(found.part)),
        refused_as=CourseRefused,
        kept=Kept(found, lambda: _chapter_form(chapter_at_the_desk(pk), keys=form.keys)),
        chapter=found,
    )


def _chapter_form(
    chapter: Chapter, request: HttpRequest | None = None, keys: list[str] | None = None
) -> ChapterForm:
    return ChapterForm(
        request.POST if request is not None and request.method == "POST" else None,
        facts=queries.choosable_facts(timezone.localdate()),
        chosen=[row.fact.key for row in queries.facts_in(chapter)],
        answers=chapter.answers.all(),
        keys=keys,
    )


@video_desk.form_page
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the one question that is asked after a part."""
    found = part_at_the_desk(pk)
    form = _question_form(found, request)

    def save() -> Done:
        ask_after_part(part=found, details=form.details, actor=actor(request), now=timezone.now())
        asked = "質問を保存しました。" if form.details else "質問をしないことにしました。"
        return Done(asked, address("course", found.course_id))

    return form_screen(
        request,
        form,
        save,
        screen("question", "確かめの質問", to_part(found)),
        refused_as=CourseRefused,
        kept=Kept(found, lambda: _question_form(part_at_the_desk(pk))),
        part=found,
    )


def _question_form(part: Part, request: HttpRequest | None = None) -> QuestionForm:
    data = request.POST if request is not None and request.method == "POST" else None
    stored = part.question if hasattr(part, "question") else None
    return QuestionForm(data, initial=question_initial(stored))


@video_desk.form_page
def files(request: HttpRequest, pk: int) -> HttpResponse:
    """List the files of a course and take new ones."""
    found = course_at_the_desk(pk)
    is_sent = request.method == "POST"
    form = FilesForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if form.is_bound and form.is_valid():
        made = attach_files(course=found, uploads=form.uploads, actor=actor(request), now=timezone.now())
        messages.success(request, f"資料を{len(made)}つ添えました。")
        return to("files", pk)
    return show(
        request,
        "files",
        FILES,
        trail=[to_course(found)],
        status=UNPROCESSABLE if form.errors else 200,
        course=found,
        attachments=list(queries.attachments_of(found)),
        form=form,
    )


@video_desk.form_page
def file_title(request: HttpRequest, pk: int) -> HttpResponse:
    """Call a file by another title."""
    found = attachment_at_the_desk(pk)
    form = TitleForm(request.POST if request.method == "POST" else None, initial={"title": found.title})

    def save() -> Done:
        title = form.cleaned_data["title"]
        rename_file(attachment=found, title=title, actor=actor(request), now=timezone.now())
        return Done("題名を変えました。", address("files", found.course_id))

    trail = [to_course(found.course), (FILES, address("files", found.course_id))]
    return form_screen(
        request,
        form,
        save,
        screen("file_title", f"題名を変える　{found.title}", trail),
        refused_as=CourseRefused,
        kept=Kept(found, lambda: TitleForm(initial={"title": attachment_at_the_desk(pk).title})),
    )


@video_desk.deed
def file_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file away."""
    found = attachment_at_the_desk(pk)
    act = {"attachment": found, "actor": actor(request), "now": timezone.now()}
    done(request, lambda: detach_file(**act), f"「{found.title}」を外しました。")
    return to("files", found.course_id)
