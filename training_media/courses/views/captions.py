"""Captions at the desk: taken in as a file or a text, written beside their times, taken away."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content.desk import actor
from content.desk_forms import Done, Kept, form_screen
from training_media.courses import queries, vtt
from training_media.courses.access import part_at_the_desk, track_at_the_desk, video_desk
from training_media.courses.desk_forms.captions import CUES_ON_A_PAGE, CaptionsForm, WordsForm
from training_media.courses.enums import Language
from training_media.courses.exceptions import CourseRefused
from training_media.courses.models import CaptionTrack
from training_media.courses.services.captions import remove_captions, say_anew, times_of, write_captions
from training_media.models import Part

from .frame import address, done, screen, show, to, to_part


@video_desk.form_page
def add(request: HttpRequest, pk: int) -> HttpResponse:
    """Take in the captions of a part in another language, or begin them with the times of those there are."""
    part = part_at_the_desk(pk)
    tracks = list(part.caption_tracks.order_by("id"))
    there = {track.language for track in tracks}
    is_sent = request.method == "POST"
    form = CaptionsForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        languages=[language for language in Language if language not in there],
        tracks=tracks,
        duration=_duration(part),
    )

    def save() -> Done:
        copied = form.copied
        track = write_captions(
            part=part,
            language=form.cleaned_data["language"],
            cues=times_of(copied) if copied else form.cues,
            actor=actor(request),
            now=timezone.now(),
        )
        if copied:
            return Done("時刻を写しました。言葉を書いてください。", address("words", track.pk))
        return Done(f"{track}を保存しました（{track.said}個）。", address("course", part.course_id))

    return form_screen(
        request,
        form,
        save,
        screen("captions", "字幕をつける", to_part(part)),
        refused_as=CourseRefused,
        part=part,
    )


@video_desk.form_page
def track(request: HttpRequest, pk: int) -> HttpResponse:
    """Change captions as one text, or by another file."""
    found = track_at_the_desk(pk)
    is_sent = request.method == "POST"
    form = _whole_form(found, request.POST if is_sent else None, request.FILES if is_sent else None)

    def save() -> Done:
        write_captions(
            part=found.part,
            language=found.language,
            cues=form.cues,
            actor=actor(request),
            now=timezone.now(),
        )
        return Done(f"{found}を保存しました。", address("course", found.part.course_id))

    return form_screen(
        request,
        form,
        save,
        screen("captions", f"{found}", to_part(found.part)),
        refused_as=CourseRefused,
        kept=Kept(found, lambda: _whole_form(track_at_the_desk(pk))),
        part=found.part,
        track=found,
    )


def _whole_form(track: CaptionTrack, data: Any = None, files: Any = None) -> CaptionsForm:
    return CaptionsForm(
        data,
        files,
        languages=[Language(track.language)],
        duration=_duration(track.part),
        initial={"language": track.language, "text": track.text},
    )


@video_desk.form_page
def words(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the words beside their times, some on each page, with another language beside them."""
    found = track_at_the_desk(pk)
    page = Paginator(list(enumerate(queries.cues_of(found))), CUES_ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    beside = _beside(found, request.GET.get("beside", ""))
    form = WordsForm(
        request.POST if request.method == "POST" else None, cues=list(page.object_list), beside=beside
    )

    def save() -> Done:
        try:
            say_anew(track=found, words=form.changes, actor=actor(request), now=timezone.now())
        except vtt.BadCaptions as bad:
            raise CourseRefused(bad.problems[0].words) from bad
        is_last = not page.has_next() or "again" not in request.POST
        following = page.number if is_last else page.next_page_number()
        way = (
            address("course", found.part.course_id) if is_last else f"{address('words', pk)}?page={following}"
        )
        return Done("字幕の言葉を保存しました。", way)

    def fresh() -> WordsForm:
        cues = list(enumerate(queries.cues_of(track_at_the_desk(pk))))
        first = (page.number - 1) * CUES_ON_A_PAGE
        return WordsForm(cues=cues[first : first + CUES_ON_A_PAGE], names=list(form.fields))

    return form_screen(
        request,
        form,
        save,
        screen("words", f"{found}の言葉", to_part(found.part)),
        refused_as=CourseRefused,
        kept=Kept(found, fresh),
        track=found,
        page_obj=page,
        has_beside=bool(beside),
        is_spoken=found.language == Language.JA,
    )


def _beside(track: CaptionTrack, language: str) -> dict[int, str]:
    """Return what another language says, by the start of its cues: Japanese unless another is asked for."""
    others = track.part.caption_tracks.exclude(pk=track.pk).order_by("id")
    chosen = others.filter(language=language).first() or others.filter(language=Language.JA).first()
    return {cue.start: cue.plain for cue in queries.cues_of(chosen)} if chosen else {}


@video_desk.form_page
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Say which captions go, then take them away."""
    found = track_at_the_desk(pk)
    if request.method == "POST":
        act = {"track": found, "actor": actor(request), "now": timezone.now()}
        done(request, lambda: remove_captions(**act), f"{found}を消しました。")
        return to("course", found.part.course_id)
    return show(
        request,
        "remove",
        "字幕を消す",
        trail=to_part(found.part),
        what=str(found),
        words="書き起こしも、このことばでは読めなくなります。",
        way_back=address("captions", found.pk),
    )


def _duration(part: Part) -> int | None:
    return part.recording.duration if part.recording else None
