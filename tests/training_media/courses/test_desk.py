"""The video desk: who comes in, what forms keep, what two people at one record see."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.enums import PublicRole
from foundation.registry import Registry
from tests.factories.accounts import make_user, sign_in
from tests.factories.events import NOW
from tests.factories.training_media import make_recording
from tests.training_media.courses.made import furnish, make_draft, make_open, speak
from training_media import registries
from training_media.courses.models import CaptionTrack, LessonCard, PartQuestion
from training_media.courses.services.captions import times_of, write_captions
from training_media.models import Chapter, Course, Recording

pytestmark = pytest.mark.django_db
LIST = "/cms/videos/"


def address(name, *args):
    return reverse(f"video_desk:{name}", args=args)


def seen(answer):
    return re.search('name="seen" value="([^"]*)"', answer.text)[1]


def filled(answer):
    """Return what the form of a page shows, as a browser would send it."""
    form = answer.context["form"]
    data = {}
    for bound in form:
        value = bound.value()
        data[bound.html_name] = "" if value is None else value
    return data | {"seen": seen(answer)}


def asked(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    ours = ("training_media_", "courses_", "facts_")
    return sum(any(f'FROM "{app}' in query["sql"] for app in ours) for query in captured)


def every_screen(course):
    part, track, chapter = course.parts.first(), CaptionTrack.objects.first(), Chapter.objects.first()
    return [
        LIST,
        address("create"),
        address("course", course.pk),
        address("edit", course.pk),
        address("open", course.pk),
        address("remove", course.pk),
        address("part_add", course.pk),
        address("files", course.pk),
        address("part", part.pk),
        address("part_remove", part.pk),
        address("question", part.pk),
        address("captions_add", part.pk),
        address("captions", track.pk),
        address("words", track.pk),
        address("captions_remove", track.pk),
        address("chapter", chapter.pk),
        address("cards"),
        address("card_create"),
    ]


def test_editors_staff_and_the_manager_come_in_and_nobody_else(staff, manager, partner, today):
    course = make_draft(staff)
    editor = make_user(name="編集者E", email="editor-e@example.jp", roles=[PublicRole.EDITOR])
    for screen in every_screen(course):
        for user, status in ((editor, 200), (staff, 200), (manager, 200), (partner, 302)):
            answer = sign_in(Client(), user).get(screen)
            assert answer.status_code == status, (screen, user)
        assert Client().get(screen).status_code == 302


def test_a_course_is_made_and_opened_by_two_people(desk, managers_desk):
    made = desk.post(address("create"), {"title": "受け入れの話", "watchers": "invited"}, follow=True)
    course = Course.objects.get()
    assert "下書きで作りました" in made.text
    part = course.parts.get()
    recording = make_recording(minutes=45)
    data = filled(desk.get(address("part", part.pk)))
    data |= {"title": "前編", "recording": recording.pk, "start_n1": "０：００", "title_n1": "はじめ"}
    data |= {"start_n2": "41:10", "title_n2": "登録", "summary_n2": "3つ目の方法"}
    desk.post(address("part", part.pk), data)
    assert [(each.start, each.title) for each in part.chapters.all()] == [(0, "はじめ"), (2_470_000, "登録")]
    assert desk.post(address("move", course.pk, "check")).status_code == 303
    assert "センター長だけ" in desk.post(address("open", course.pk), {"no_captions_reason": "手話"}).text
    refused = managers_desk.post(address("open", course.pk), {"no_captions_reason": ""})
    assert (refused.status_code, "字幕のない部" in refused.text) == (422, True)
    managers_desk.post(address("open", course.pk), {"no_captions_reason": "手話があります"})
    course.refresh_from_db()
    assert (course.state, course.no_captions_reason) == ("open", "手話があります")
    assert desk.post(address("move", course.pk, "open")).status_code == 404


def test_a_wrong_chapter_keeps_what_was_typed_and_says_what_to_do(desk, staff):
    part = make_draft(staff).parts.get()
    data = filled(desk.get(address("part", part.pk)))
    data |= {
        "start_n1": "41分",
        "title_n1": "",
        "summary_n1": "長い説明",
        "start_n2": "四時",
        "title_n2": "x",
    }
    answer = desk.post(address("part", part.pk), data)
    assert answer.status_code == 422
    for words in (
        "章の見出しを書いてください。",
        "「41:10」か「1:02:30」のように",
        "長い説明",
        'value="四時"',
    ):
        assert words in answer.text
    assert part.chapters.count() == 2


def test_an_emptied_row_removes_its_chapter(desk, staff):
    part = make_draft(staff).parts.get()
    first = part.chapters.first()
    data = filled(desk.get(address("part", part.pk)))
    data |= {f"start_s{first.pk}": "", f"title_s{first.pk}": "", f"summary_s{first.pk}": ""}
    desk.post(address("part", part.pk), data)
    assert [each.title for each in part.chapters.all()] == ["登録"]


def test_nobody_overwrites_what_somebody_else_wrote_meanwhile(desk, managers_desk, staff):
    part = make_draft(staff).parts.get()
    first = part.chapters.first()
    mine, theirs = (filled(each.get(address("part", part.pk))) for each in (desk, managers_desk))
    theirs |= {f"title_s{first.pk}": "ほかの人の見出し", "start_n1": "30:00", "title_n1": "足した章"}
    assert managers_desk.post(address("part", part.pk), theirs).status_code == 303
    mine |= {"title": "わたしの部"}
    answer = desk.post(address("part", part.pk), mine)
    assert answer.status_code == 422
    assert "まだ保存していません" in answer.text
    assert "わたしの部" in answer.text
    again = filled(answer)
    assert again[f"title_s{first.pk}"] == "ほかの人の見出し"
    assert desk.post(address("part", part.pk), again).status_code == 303
    part.refresh_from_db()
    assert part.title == "わたしの部"
    assert [each.title for each in part.chapters.all()] == ["ほかの人の見出し", "登録", "足した章"]


def test_a_file_of_captions_with_a_mistake_can_be_mended_on_the_screen(desk, staff):
    part = make_draft(staff, captions=False).parts.get()
    wrong = SimpleUploadedFile("a.srt", "1\n00:00:01,000 --> 00:00:00,500\nはい\n".encode("cp932"))
    screen = address("captions_add", part.pk)
    answer = desk.post(screen, {"language": "ja", "file": wrong})
    assert answer.status_code == 422
    assert "2行目：終わりの時刻を" in answer.text
    assert "00:00:01,000 --&gt; 00:00:00,500" in answer.text
    mended = answer.context["form"]["text"].value().replace("00:00:00,500", "00:00:01,500")
    assert desk.post(screen, {"language": "ja", "text": mended}).status_code == 303
    assert CaptionTrack.objects.get().text == "WEBVTT\n\n00:00:01.000 --> 00:00:01.500\nはい\n"
    picture = SimpleUploadedFile("a.vtt", b"\x89PNG\r\n\x1a\n\0\0")
    refused = desk.post(screen, {"language": "en", "file": picture})
    assert "文字のファイルとして読めません" in refused.text


def test_an_easy_version_is_written_beside_the_japanese(desk, staff):
    part = make_draft(staff).parts.get()
    spoken = CaptionTrack.objects.get()
    answer = desk.post(
        address("captions_add", part.pk), {"language": "easy", "times_from": spoken.pk, "text": ""}
    )
    track = CaptionTrack.objects.get(language="easy")
    assert answer.headers["Location"] == address("words", track.pk)
    screen = desk.get(answer.headers["Location"])
    assert "登録は、保護観察所にします。" in screen.text
    data = filled(screen) | {"words_0_5000": "あいている部屋を 使います。"}
    assert desk.post(address("words", track.pk), data).status_code == 303
    track.refresh_from_db()
    assert (track.said, track.waiting) == (1, 2)
    data = filled(desk.get(address("words", track.pk))) | {"words_1_12000": "<script>x</script>"}
    refused = desk.post(address("words", track.pk), data)
    assert (refused.status_code, "字幕に書けません" in refused.text) == (422, True)


def test_two_people_at_the_words_of_one_track(desk, managers_desk, staff):
    make_draft(staff)
    track = CaptionTrack.objects.get()
    mine, theirs = (filled(each.get(address("words", track.pk))) for each in (desk, managers_desk))
    managers_desk.post(address("words", track.pk), theirs | {"words_0_5000": "ほかの人の言葉"})
    answer = desk.post(address("words", track.pk), mine | {"words_1_12000": "わたしの言葉"})
    assert answer.status_code == 422
    assert desk.post(address("words", track.pk), filled(answer)).status_code == 303
    track.refresh_from_db()
    assert "ほかの人の言葉" in track.text
    assert "わたしの言葉" in track.text


def test_long_captions_are_written_page_by_page(desk, staff):
    part = make_draft(staff, captions=False).parts.get()
    lines = "\n".join(f"{at // 60}:{at % 60:02} 言葉{at}" for at in range(60))
    track = speak(part, actor=staff, lines=lines)
    first = desk.get(address("words", track.pk))
    assert len(first.context["form"].fields) == 40
    answer = desk.post(address("words", track.pk), filled(first) | {"again": "1", "words_39_39000": "直した"})
    assert answer.headers["Location"] == f"{address('words', track.pk)}?page=2"
    second = desk.get(answer.headers["Location"])
    assert next(iter(second.context["form"].fields)) == "words_40_40000"
    desk.post(answer.headers["Location"], filled(second) | {"words_59_59000": "さいご"})
    track.refresh_from_db()
    assert ("直した" in track.text, "さいご" in track.text, track.said) == (True, True, 60)


def test_a_chapter_gets_figures_and_answers(desk, staff):
    course = make_draft(staff)
    chapter = furnish(course, actor=staff)
    screen = desk.get(address("chapter", chapter.pk))
    [ticked] = screen.context["form"].initial["facts"]
    data = filled(screen) | {"facts": [ticked], "question_n1": "空きがないときは。", "answer_n1": ""}
    assert "答えを書いてください。" in desk.post(address("chapter", chapter.pk), data).text
    desk.post(address("chapter", chapter.pk), data | {"answer_n1": "断れます。"})
    assert (chapter.facts.count(), chapter.answers.count()) == (1, 2)


def test_a_question_is_written_and_taken_back(desk, staff):
    part = make_draft(staff).parts.get()
    screen = address("question", part.pk)
    data = filled(desk.get(screen)) | {"text": "3つ目は。", "choices": "措置\n\n委託\n", "right": "３"}
    assert "正しい答えの番号は、1から2まで" in desk.post(screen, data).text
    desk.post(screen, data | {"right": "2番"} | {"right": "2"})
    question = PartQuestion.objects.get()
    assert (question.choices, question.right) == (["措置", "委託"], 1)
    desk.post(screen, filled(desk.get(screen)) | {"text": ""})
    assert not PartQuestion.objects.exists()


def test_files_are_looked_into(desk, staff):
    course = make_draft(staff)
    screen = address("files", course.pk)
    program = SimpleUploadedFile("通知.pdf", b"MZ\x90\x00")
    assert "使えません" in desk.post(screen, {"files": program}).text
    assert "資料のファイルを選んでください" in desk.post(screen, {}).text
    desk.post(screen, {"files": SimpleUploadedFile("国の通知.pdf", b"%PDF-1.7 x")})
    attachment = course.attachments.get()
    assert attachment.title == "国の通知"
    title = address("file_title", attachment.pk)
    desk.post(title, filled(desk.get(title)) | {"title": "国の通知（令和2年度）"})
    desk.post(address("file_remove", attachment.pk))
    assert not course.attachments.exists()


def test_cards_are_written_placed_and_printed(desk, staff):
    course = make_draft(staff)
    data = {
        "point": "間に立つ",
        "note": "調整します。",
        "source": "取組7、令和5年3月",
        "courses": [course.pk],
    }
    desk.post(address("card_create"), data)
    card = LessonCard.objects.get()
    assert list(card.courses.all()) == [course]
    assert desk.get(address("card_set")).content.startswith(b"%PDF-1.7")
    assert "載せている研修動画" in desk.get(address("cards")).text
    desk.post(address("card_remove", card.pk))
    assert not LessonCard.objects.exists()


def test_three_rows_cost_no_more_than_one(desk, staff, manager):
    make_open(staff, manager)
    assert (asked(desk, LIST), asked(desk, address("cards"))) == (4, 1)
    for _ in range(2):
        make_open(staff, manager)
    assert asked(desk, LIST) == 4
    costs = []
    for parts in (1, 3):
        course = make_draft(staff, parts=parts)
        furnish(course, actor=staff, answers=parts)
        costs.append(asked(desk, address("course", course.pk)))
    assert costs == [11, 11]


def test_a_draft_is_removed_and_nothing_else_is(desk, managers_desk, staff, manager):
    course, recordings = make_draft(staff), Recording.objects.count
    assert "いっしょに消えます" in desk.get(address("remove", course.pk)).text
    assert desk.post(address("move", course.pk, "check")).status_code == 303
    assert "消せるのは、下書きだけ" in desk.post(address("remove", course.pk), follow=True).text
    desk.post(address("move", course.pk, "rewrite"))
    before = recordings()
    assert desk.post(address("remove", course.pk)).headers["Location"] == LIST
    assert (Course.objects.count(), recordings()) == (0, before)


def test_a_recording_that_is_not_ready_says_so(desk, staff, monkeypatch):
    part = make_draft(staff).parts.get()
    sources = Registry()
    sources.register("files", lambda recordings: set())
    monkeypatch.setattr(registries, "recordings_ready", sources)
    assert "受け入れの話（45分）　準備中" in desk.get(address("part", part.pk)).text


def test_captions_that_only_wait_do_not_count(desk, staff):
    part = make_draft(staff).parts.get()
    cues = times_of(CaptionTrack.objects.get())
    write_captions(part=part, language="vi", cues=cues, actor=staff, now=NOW)
    assert "言葉がまだ 3個" in desk.get(address("course", part.course_id)).text
    [row] = desk.get(LIST).context["rows"]
    assert [str(language) for language in row.languages] == ["ja"]
