"""What this room puts on `/guides/`: questions, guides and practices.

Every reader sees the same: each shelf is read once and kept until something public changes.
"""

from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from foundation.public_pages import kept_until_changed
from outreach.role_sheets.registries import Shelf

from . import queries

FIRST = 3


def shelf_of_guides(request: HttpRequest) -> Shelf | None:  # noqa: ARG001 -- every reader sees the same
    """Return the guides, each by its title; None while there is none."""
    return _guides(timezone.localdate())


def shelf_of_questions(request: HttpRequest) -> Shelf | None:  # noqa: ARG001 -- as above
    """Return the questions; None while there is none."""
    return _questions(timezone.localdate())


def shelf_of_practices(request: HttpRequest) -> Shelf | None:  # noqa: ARG001 -- as above
    """Return the practices; None while there is none."""
    return _practices(timezone.localdate())


@kept_until_changed
def _guides(_today: date) -> Shelf | None:
    first = tuple((each.title, each.get_absolute_url()) for each in queries.open_guides())
    if not first:
        return None
    words = "支えるときの流れと、だれが何をするかを、順に説明します。"
    return Shelf("入口支援・出口支援のガイド", first[0][1], words, place=10, first=first)


@kept_until_changed
def _questions(today: date) -> Shelf | None:
    rows = queries.questions(queries.Wish(), today=today)[:FIRST]
    first = tuple((each.question, each.get_absolute_url()) for each in rows)
    if not first:
        return None
    words = "市町村や事業所からよくある質問と答えです。いつの資料による答えかが、わかります。"
    return Shelf("質問と答え", reverse("guides:questions"), words, place=20, first=first)


@kept_until_changed
def _practices(_today: date) -> Shelf | None:
    first = tuple((each.title, each.get_absolute_url()) for each in queries.practices()[:FIRST])
    if not first:
        return None
    words = "ほかのセンターの取組を、きっかけ・したこと・結果・資料の形で読めます。"
    return Shelf("好取組", reverse("guides:practices"), words, place=90, first=first)


def desk_of_guides() -> tuple[str, str]:
    """Return the desk of this room, a tab beside the sheets."""
    return "質問と答え・ガイド・好取組", reverse("guides_to_check")
