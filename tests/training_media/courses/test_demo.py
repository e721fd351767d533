"""The course of the demo world: whole, open, and every figure with the year of its paper."""

import re

import pytest

from foundation.demo import World
from tests.factories.accounts import manager, staff
from tests.factories.events import NOW
from training_media.courses.demo import seed
from training_media.courses.models import CaptionTrack, LessonCard, PartQuestion
from training_media.courses.queries import cues_of, whole_course
from training_media.models import Course

__all__ = ["manager", "staff"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def course(staff, manager):
    world = World("public", NOW, ())
    world.people = {"staff": staff.person, "manager": manager.person}
    seed(world)
    seed(world)
    return Course.objects.get()


def test_it_is_open_with_all_that_a_course_may_have(course):
    row = whole_course(course, today=NOW.date())
    assert (course.state, row.length, len(row.parts)) == ("open", 90 * 60_000, 2)
    assert [str(language) for language in row.languages] == ["ja", "easy"]
    assert (course.attachments.count(), LessonCard.objects.count(), PartQuestion.objects.count()) == (1, 4, 1)
    facts = [fact.text for part in row.parts for chapter in part.chapters for fact in chapter.facts]
    assert facts == ["5,213円/日", "6か月", "6か月"]


def test_both_languages_speak_at_the_same_moments(course):
    for part in course.parts.all():
        spoken, easy = (
            [cue.start for cue in cues_of(CaptionTrack.objects.get(part=part, language=language))]
            for language in ("ja", "easy")
        )
        assert spoken == easy


def test_whoever_speaks_of_a_figure_says_of_which_year(course):
    figures = 0
    for track in CaptionTrack.objects.all():
        for cue in cues_of(track):
            if re.search("[0-9,]+円|か月", cue.plain):
                figures += 1
                assert "令和4年度" in cue.plain
    assert figures == 4
