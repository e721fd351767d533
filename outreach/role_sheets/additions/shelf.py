from django.http import HttpRequest
from django.urls import reverse

from outreach.role_sheets.registries import Shelf

from .queries import has_additions

PLACE = 40
WORDS = "受け入れた事業所の報酬につく加算です。日にちから、いつまで算定できるかも確かめられます。"


def shelf(_request: HttpRequest) -> Shelf | None:
    """Return the additions on the page of guides; None before any was written down."""
    if not has_additions():
        return None
    return Shelf(
        title="報酬の加算",
        address=reverse("additions:list"),
        words=WORDS,
        place=PLACE,
        first=[
            ("加算の一覧", reverse("additions:list")),
            ("いつまで算定できるかを確かめる", reverse("additions:check")),
        ],
    )


def desk_of_additions() -> tuple[str, str]:
    """Return the desk of this room, a tab beside the sheets."""
    return "加算・単価", reverse("reward_additions_to_check")
