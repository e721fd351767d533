"""What this room has on `/guides/`."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from outreach.role_sheets.registries import Shelf

from .access import is_of_the_centre, own_municipalities
from .enums import PersonType


def procedures(_request: HttpRequest) -> Shelf:
    """Return the shelf of check lists."""
    address = reverse("procedures:steps")
    first = [(f"{each.label}のチェック表", f"{address}?kind={each.value}") for each in PersonType]
    words = "出所の前から1か月まで、どこに、何を持って行くか。日を入れると、始める日がわかります。"
    return Shelf("手続きのチェック表", address, words, 40, first)


def start_up(_request: HttpRequest) -> Shelf:
    """Return the shelf of the start-up guide."""
    words = "市町村が、連携強化事業を始めるまでの1年。予算、契約、書類を、月ごとに。"
    return Shelf("連携強化事業を始める準備", reverse("procedures:start_up"), words, 50)


def first_steps(_request: HttpRequest) -> Shelf:
    """Return the shelf of first steps."""
    words = "はじめて担当になった方が、順に読む、見る、すること。"
    return Shelf("はじめての担当者へ", reverse("procedures:first_steps"), words, 60)


def gaps(request: HttpRequest) -> Shelf | None:
    """Return the shelf of gaps for the centre and for municipalities; there is none for anybody else."""
    visitor = request.user
    if not is_of_the_centre(visitor) and not own_municipalities(visitor, today=timezone.localdate()):
        return None
    words = "制度のあいだで、支援がとぎれる人はいないか。市町村とセンターだけが見ます。"
    return Shelf("市町村のすき間の一覧", reverse("procedures:gaps"), words, 70)


def desk_of_procedures() -> tuple[str, str]:
    """Return the desk of this room, a tab beside the sheets."""
    return "手続き・手引き", reverse("procedures_desk:to_check")
