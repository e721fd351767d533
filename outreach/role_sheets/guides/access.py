"""Who may read and write: everybody reads what is open; editors, staff and the manager keep it."""

from datetime import date
from itertools import product

from django.http import Http404

from accounts.access import Visitor, has_role
from content.desk import Door

from . import queries
from .enums import KEEPERS
from .models import Guide, Practice, QuestionAnswer

door = Door(KEEPERS)
_KEPT = product(("view", "add", "change"), ("questionanswer", "guide", "guidepart", "practice"))
RIGHTS = (*(f"guides.{verb}_{name}" for verb, name in _KEPT), "guides.delete_guidepart")
PERMISSIONS: dict[str, tuple[str, ...]] = dict.fromkeys(KEEPERS, RIGHTS)


def readable_question(
    number: int, visitor: Visitor, *, today: date, version: int | None = None
) -> QuestionAnswer:
    """Return the version of a question that counts, or the one that is asked for.

    Those who keep questions also see what is not open yet. Raises Http404 for everybody else.
    """
    if version is None:
        found = queries.counting_version(number, today=today)
    else:
        found = queries.open_version(number, version)
    if found is None and has_role(visitor, KEEPERS):
        found = queries.any_version(number, version)
    if found is None:
        raise Http404
    return found


def readable_guide(slug: str, visitor: Visitor) -> Guide:
    """Return a guide; those who keep guides also see what is not open. Raises Http404."""
    guide = Guide.objects.filter(slug=slug).first()
    if guide is None or not (guide.is_open or has_role(visitor, KEEPERS)):
        raise Http404
    return guide


def readable_practice(number: int, visitor: Visitor) -> Practice:
    """Return a practice; those who keep practices also see what is not open. Raises Http404."""
    practice = Practice.objects.filter(number=number).first()
    if practice is None or not (practice.is_open or has_role(visitor, KEEPERS)):
        raise Http404
    return practice


def question_at_the_desk(pk: int) -> QuestionAnswer:
    """Return a version of a question. Raises Http404."""
    found = QuestionAnswer.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
