"""Courses as staff make them, for tests."""

from django.db import transaction

from content.facts.first_facts import load_first_facts_in_transaction
from content.facts.models import DatedFact
from tests.factories.events import NOW
from tests.factories.training_media import make_recording
from training_media.courses import vtt
from training_media.courses.services.adding import AnswerPlan, furnish_chapter
from training_media.courses.services.captions import write_captions
from training_media.courses.services.making import (
    ChapterPlan,
    add_part,
    change_part,
    create_course,
    move_course,
)

MINUTE = 60_000
LINES = """0:05 空いている部屋を、さしつかえのない範囲で使います。
0:12 <v 講師>登録は、保護観察所にします。
24:10 令和4年度の資料では、1日5,213円です。"""
FEE = "self-reliance-home-fee"


def make_draft(actor, *, title="受け入れの話", parts=1, captions=True, recording=True):
    """Make a course with parts of 45 minutes, two chapters each, and Japanese captions."""
    details = {"title": title, "summary": "3つ目の方法を知ります。", "aims": "登録のしかたを知る\n支えを知る"}
    course = create_course(details=details, actor=actor, now=NOW)
    first = course.parts.get()
    for number in range(1, parts + 1):
        made = make_recording(minutes=45) if recording else None
        act = {
            "details": {"title": f"第{number}部", "recording_id": made and made.pk},
            "chapters": [ChapterPlan(0, "社会のいま"), ChapterPlan(24 * MINUTE, "登録", "3つ目の方法")],
            "actor": actor,
            "now": NOW,
        }
        part = change_part(part=first, **act) if number == 1 else add_part(course=course, **act)
        if captions:
            speak(part, actor=actor)
    course.refresh_from_db()
    return course


def speak(part, *, actor, language="ja", lines=LINES):
    return write_captions(part=part, language=language, cues=vtt.parse(lines), actor=actor, now=NOW)


def make_open(staff, manager, **options):
    course = make_draft(staff, **options)
    move_course(course=course, move="check", actor=staff, now=NOW)
    return move_course(
        course=course, move="open", actor=manager, now=NOW, no_captions_reason="手話があります"
    )


def furnish(course, *, actor, answers=1):
    """Give the chapter of the registration a figure and answers."""
    with transaction.atomic():
        load_first_facts_in_transaction(now=NOW)
    chapter = course.parts.first().chapters.get(title="登録")
    plans = [AnswerPlan(f"食事は、どうしますか。{number}", "3食を用意します。") for number in range(answers)]
    facts = [DatedFact.objects.get(key=FEE)]
    furnish_chapter(chapter=chapter, facts=facts, answers=plans, actor=actor, now=NOW)
    return chapter
