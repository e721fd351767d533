"""Courses are made, checked, opened by a manager, and stay as they could be opened."""

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from content.search.models import SearchEntry
from events.services.attachments import Upload as File
from foundation.audit.models import Entry
from foundation.registry import Registry
from tests.factories.events import NOW
from tests.factories.training_media import make_recording
from tests.training_media.courses.made import MINUTE, furnish, make_draft, make_open, speak
from training_media import registries
from training_media.courses import queries, vtt
from training_media.courses.exceptions import CourseRefused
from training_media.courses.models import (
    CaptionTrack,
    ChapterAnswer,
    ChapterFact,
    CourseAttachment,
    LessonCard,
    PartQuestion,
)
from training_media.courses.services.adding import (
    ask_after_part,
    attach_files,
    detach_file,
    furnish_chapter,
    remove_card,
    write_card,
)
from training_media.courses.services.captions import remove_captions, say_anew, times_of, write_captions
from training_media.courses.services.making import (
    ChapterPlan,
    add_part,
    change_course,
    change_part,
    move_course,
    move_part_up,
    remove_part,
)
from training_media.intake.enums import Rendition, Stage
from training_media.intake.models import MediaFile, Upload
from training_media.models import Chapter, Course, Part

pytestmark = pytest.mark.django_db
QUESTION = {"text": "3つ目は。", "choices": ["措置", "委託"], "right": 1, "explanation": ""}


def step(course, move, actor, **options):
    return move_course(course=course, move=move, actor=actor, now=NOW, **options)


def test_a_new_course_is_a_draft_with_a_number_and_a_first_part(staff):
    course = make_draft(staff)
    assert (course.state, course.slug) == ("draft", "r8-v01")
    assert [part.title for part in course.parts.all()] == ["第1部"]
    assert Entry.objects.filter(verb="courses.created").count() == 1


def test_only_the_manager_opens(staff, manager):
    course = make_draft(staff)
    with pytest.raises(CourseRefused, match="確認ずみか、終了した"):
        step(course, "open", manager)
    step(course, "check", staff)
    with pytest.raises(CourseRefused, match="センター長だけ"):
        step(course, "open", staff)
    assert step(course, "open", manager).state == "open"
    assert step(course, "close", staff).state == "closed"
    with pytest.raises(CourseRefused, match="センター長だけ"):
        step(course, "open", staff)
    assert step(course, "archive", staff).state == "archived"
    assert step(course, "restore", staff).state == "closed"


def test_without_captions_it_opens_only_with_a_reason(staff, manager):
    course = make_draft(staff, captions=False)
    step(course, "check", staff)
    with pytest.raises(CourseRefused, match="字幕のない部"):
        step(course, "open", manager, no_captions_reason=" ")
    assert (
        step(course, "open", manager, no_captions_reason="手話があります").no_captions_reason
        == "手話があります"
    )


def test_without_a_recording_that_can_be_played_it_does_not_open(staff, manager, monkeypatch):
    course = make_draft(staff, recording=False)
    step(course, "check", staff)
    with pytest.raises(CourseRefused, match="動画のない部"):
        step(course, "open", manager)
    recording = make_recording()
    details = {"title": "前編", "recording_id": recording.pk}
    change_part(part=course.parts.get(), details=details, actor=staff, now=NOW)
    step(course, "check", staff)
    nothing_is_ready = Registry()
    nothing_is_ready.register("files", lambda recordings: set())
    monkeypatch.setattr(registries, "recordings_ready", nothing_is_ready)
    with pytest.raises(CourseRefused, match="準備ができていない部"):
        step(course, "open", manager)


def test_a_film_that_is_still_being_converted_holds_its_course_up(staff, manager):
    course = make_draft(staff)
    step(course, "check", staff)
    upload = Upload.objects.create(
        title="受け入れの話",
        file_name="a.mp4",
        size=1,
        received=1,
        stage=Stage.CONVERTING,
        recording=course.parts.get().recording,
        started_by=staff,
        started_at=NOW,
        changed_at=NOW,
    )
    with pytest.raises(CourseRefused, match="準備ができていない部"):
        step(course, "open", manager)
    MediaFile.objects.create(
        recording=upload.recording, rendition=Rendition.HIGH, file="a.mp4", size=1, made_at=NOW
    )
    assert step(course, "open", manager).state == "open"


def test_what_was_checked_is_a_draft_again_after_any_change(staff):
    course = make_draft(staff)
    for change in (
        lambda: change_course(course=course, details={"title": "新しい名前"}, actor=staff, now=NOW),
        lambda: speak(course.parts.get(), actor=staff, language="en", lines="0:01 Hello"),
        lambda: ask_after_part(part=course.parts.get(), details=QUESTION, actor=staff, now=NOW),
    ):
        step(course, "check", staff)
        change()
        course.refresh_from_db()
        assert course.state == "draft"


def test_an_open_course_keeps_what_it_needed_to_open(staff, manager):
    course = make_open(staff, manager)
    change_course(course=course, details={"no_captions_reason": ""}, actor=staff, now=NOW)
    part, track = course.parts.get(), CaptionTrack.objects.get()
    with pytest.raises(CourseRefused, match="字幕のない部"):
        remove_captions(track=track, actor=staff, now=NOW)
    with pytest.raises(CourseRefused, match="動画のない部"):
        change_part(part=part, details={"title": "前編", "recording_id": None}, actor=staff, now=NOW)
    with pytest.raises(CourseRefused, match="部が1つもありません"):
        remove_part(part=part, actor=staff, now=NOW)
    assert CaptionTrack.objects.count() == 1
    assert Part.objects.get().recording_id is not None


def test_chapters_keep_their_figures_when_their_times_are_changed_or_swapped(staff):
    course = make_draft(staff)
    chapter = furnish(course, actor=staff)
    part = course.parts.get()
    first = part.chapters.get(title="社会のいま")
    plans = [ChapterPlan(24 * MINUTE, "社会のいま", "", first.pk), ChapterPlan(0, "登録", "", chapter.pk)]
    change_part(part=part, details={}, chapters=plans, actor=staff, now=NOW)
    chapter.refresh_from_db()
    assert (chapter.start, chapter.facts.count(), chapter.answers.count()) == (0, 1, 1)
    with pytest.raises(CourseRefused, match="2つあります"):
        change_part(part=part, details={}, chapters=[ChapterPlan(0, "おなじ")], actor=staff, now=NOW)
    with pytest.raises(CourseRefused, match="動画の終わり"):
        change_part(part=part, details={}, chapters=[ChapterPlan(99 * MINUTE, "あと")], actor=staff, now=NOW)
    change_part(part=part, details={}, removed=[chapter.pk], actor=staff, now=NOW)
    assert [each.title for each in part.chapters.all()] == ["社会のいま"]
    with pytest.raises(CourseRefused, match="ほかの人が、章を消しました"):
        change_part(part=part, details={}, chapters=plans, actor=staff, now=NOW)


def test_parts_change_places_and_close_up_when_one_is_removed(staff):
    course = make_draft(staff, parts=3)
    last = course.parts.get(number=3)
    move_part_up(part=last, actor=staff, now=NOW)
    assert [part.title for part in course.parts.all()] == ["第1部", "第3部", "第2部"]
    remove_part(part=course.parts.get(number=1), actor=staff, now=NOW)
    assert [(part.number, part.title) for part in course.parts.all()] == [(1, "第3部"), (2, "第2部")]


def test_an_easy_version_begins_with_the_times_of_the_first(staff):
    course = make_draft(staff)
    part = course.parts.get()
    track = write_captions(
        part=part, language="easy", cues=times_of(part.caption_tracks.get()), actor=staff, now=NOW
    )
    assert (track.said, track.waiting) == (0, 3)
    [row] = queries.course_rows([course])
    assert [str(language) for language in row.languages] == ["ja"]
    track = say_anew(track=track, words={(1, 12_000): "届け出ます。"}, actor=staff, now=NOW)
    assert (track.said, track.waiting) == (1, 2)
    assert queries.captions_file(track) == "WEBVTT\n\n00:00:12.000 --> 00:00:22.000\n届け出ます。\n"
    with pytest.raises(CourseRefused, match="字幕の時刻を変えました"):
        say_anew(track=track, words={(1, 13_000): "おそい。"}, actor=staff, now=NOW)
    with pytest.raises(vtt.BadCaptions):
        say_anew(track=track, words={(1, 12_000): "<script>"}, actor=staff, now=NOW)


def test_captions_go_along_with_a_new_edit_and_are_given_to_the_player(staff, manager):
    part = make_open(staff, manager).parts.get()
    [move] = registries.times_moved
    [captions], [lines] = ([*each] for each in (registries.caption_tracks, registries.transcripts))
    # The first ten seconds were cut out, and the last cue with its minutes.
    with transaction.atomic():
        move(part, lambda at: min(max(at - 10_000, 0), 60_000))
    [track] = captions(part)
    assert (track.language, track.label) == ("ja", "日本語")
    assert track.address == f"/videos/{part.course.slug}/captions/1/ja.vtt"
    assert [(line.start, line.text) for line in lines(part)] == [
        (0, "空いている部屋を、さしつかえのない範囲で使います。"),
        (2000, "講師　登録は、保護観察所にします。"),
    ]
    said = SearchEntry.objects.filter(source="courses", kind="動画の中の言葉").order_by("url")
    assert [each.url.rpartition("=")[2] for each in said] == ["0", "2"]
    with transaction.atomic():
        move(part, lambda at: 0)
    assert (list(captions(part)), list(lines(part))) == ([], [])
    assert queries.cues_of(CaptionTrack.objects.get()) == []


def test_a_figure_stays_under_the_value_that_followed_it(staff):
    course = make_draft(staff)
    chapter = furnish(course, actor=staff, answers=2)
    row = ChapterFact.objects.get()
    answers = list(chapter.answers.all())
    furnish_chapter(chapter=chapter, facts=[row.fact], removed=[answers[0].pk], actor=staff, now=NOW)
    assert ChapterFact.objects.get() == row
    assert list(chapter.answers.all()) == answers[1:]
    furnish_chapter(chapter=chapter, facts=[], actor=staff, now=NOW)
    assert not ChapterFact.objects.exists()


def test_a_removed_file_is_gone_from_the_storage(staff, django_capture_on_commit_callbacks):
    course = make_draft(staff)
    upload = File("国の通知", "pdf", ContentFile(b"%PDF-1.7 x"))
    [made] = attach_files(course=course, uploads=[upload], actor=staff, now=NOW)
    storage, name = made.file.storage, made.file.name
    assert "通知" not in name
    with django_capture_on_commit_callbacks(execute=True):
        detach_file(attachment=made, actor=staff, now=NOW)
    assert not storage.exists(name)
    assert not CourseAttachment.objects.exists()


def test_a_card_stands_on_the_courses_that_were_chosen(staff):
    one, other = make_draft(staff), make_draft(staff, title="ほかの話")
    details = {"point": "間に立つ", "note": "センターが調整します。", "source": "取組7、令和5年3月"}
    card = write_card(card=None, details=details, courses=[one], actor=staff, now=NOW)
    write_card(card=card, details=details, courses=[other], actor=staff, now=NOW)
    assert [list(queries.cards_of(each)) for each in (one, other)] == [[], [card]]
    remove_card(card=card, actor=staff, now=NOW)
    assert not LessonCard.objects.exists()


def test_the_search_knows_open_courses_and_forgets_archived_ones(staff, manager):
    course = make_draft(staff)
    assert not SearchEntry.objects.filter(source="courses").exists()
    step(course, "check", staff)
    step(course, "open", manager)
    entries = SearchEntry.objects.filter(source="courses").order_by("part")
    assert [(each.kind, each.url) for each in entries] == [
        ("研修動画", f"/videos/{course.slug}/"),
        *(
            ("動画の中の言葉", f"/videos/{course.slug}/transcript/1/ja/#t={second}")
            for second in (12, 1450, 5)
        ),
    ]
    step(course, "close", staff)
    step(course, "archive", staff)
    assert not SearchEntry.objects.filter(source="courses").exists()


@pytest.mark.parametrize(
    ("rows", "values", "constraint"),
    [
        (CaptionTrack, {"language": "xx"}, "courses_captiontrack_language_is_known"),
        (CaptionTrack, {"text": "<b>"}, "courses_captiontrack_is_webvtt"),
        (CourseAttachment, {"title": ""}, "courses_courseattachment_has_a_title"),
        (ChapterAnswer, {"answer": ""}, "courses_chapteranswer_says_both"),
        (PartQuestion, {"right": 2}, "courses_partquestion_has_its_answer"),
        (PartQuestion, {"choices": ["一つ"], "right": 0}, "courses_partquestion_leaves_a_choice"),
        (LessonCard, {"source": ""}, "courses_lessoncard_has_a_source"),
    ],
)
def test_the_database_refuses_what_no_service_writes(staff, rows, values, constraint):
    course = make_draft(staff)
    furnish(course, actor=staff)
    ask_after_part(part=course.parts.get(), details=QUESTION, actor=staff, now=NOW)
    upload = File("通知", "pdf", ContentFile(b"%PDF-1.7 x"))
    attach_files(course=course, uploads=[upload], actor=staff, now=NOW)
    details = {"point": "点", "note": "説明", "source": "取組7、令和5年3月"}
    write_card(card=None, details=details, courses=[], actor=staff, now=NOW)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        rows.objects.update(**values)


def test_nothing_stands_twice(staff):
    course = make_draft(staff)
    chapter = furnish(course, actor=staff)
    track, fact = CaptionTrack.objects.get(), ChapterFact.objects.get().fact
    again = CaptionTrack(part=track.part, language="ja", text=track.text, said=1, changed_at=NOW)
    for rows, row, constraint in (
        (CaptionTrack, again, "courses_captiontrack_language_once"),
        (ChapterFact, ChapterFact(chapter=chapter, fact=fact), "courses_chapterfact_once"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            rows.objects.bulk_create([row])
    with pytest.raises(CourseRefused, match="選択肢"):
        ask_after_part(part=track.part, details={**QUESTION, "choices": ["一つ"]}, actor=staff, now=NOW)
    with pytest.raises(CourseRefused, match="もうありません"):
        change_course(course=Course(pk=0), details={}, actor=staff, now=NOW)


def test_a_part_that_is_added_brings_its_chapters(staff):
    course = make_draft(staff)
    chapters = [ChapterPlan(0, "はじめ"), ChapterPlan(MINUTE, "つぎ")]
    add_part(course=course, details={"title": "後編"}, chapters=chapters, actor=staff, now=NOW)
    assert Chapter.objects.filter(part__title="後編").count() == 2
