"""Paths, and people who walk them."""

from django.utils import timezone

from training_media.paths.enums import ForWhom, ItemKind
from training_media.paths.services.making import ItemPlan, create_path, move_path
from training_media.paths.services.walking import assign

PAGE = ItemPlan(ItemKind.PAGE, "支援を知る", "10分で読めます。", address="/about/")
TASK = ItemPlan(ItemKind.TASK, "電話で自己紹介する")


def film(course):
    return ItemPlan(ItemKind.COURSE, course.title, course=course.pk)


def make_path(*items, by, opened_by=None, title="初めての担当者へ", for_whom=ForWhom.PARTNER):
    """Make a path with these items, a page and a task without any; it is open if somebody opens it."""
    now = timezone.now()
    path = create_path(
        details={"title": title, "summary": "はじめの1か月に。", "for_whom": for_whom},
        items=items or (PAGE, TASK),
        actor=by,
        now=now,
    )
    if opened_by:
        path = move_path(path=path, move="open", actor=opened_by, now=now)
    return path


def let_walk(path, person, *, by, agency=None, due_on=None, now=None):
    """Let somebody walk a path; returns how they walk it."""
    assign(path=path, people=[person], agency=agency, due_on=due_on, actor=by, now=now or timezone.now())
    return path.assignments.get(person=person, agency=agency)
