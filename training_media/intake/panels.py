"""What the intake puts on the staff's start page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.access import has_role
from content.start_page import Row, Todo

from .enums import INTAKE_ROLES
from .queries import failed_count, rights_to_look_at


def intake_rows(request: HttpRequest) -> list[Row]:
    """Return files that could not be taken in, and recordings of courses whose rights end."""
    if not has_role(request.user, INTAKE_ROLES):
        return []
    failed, rights = failed_count(), rights_to_look_at(today=timezone.localdate())
    return [
        Todo(
            failed,
            "取り込めなかった動画を見る",
            reverse("intake_desk:list"),
            "わけと、することが出ています",
            "本",
        ),
        Todo(
            len(rights),
            "研修の動画を使える期限を確かめる",
            reverse("intake_desk:rights_list"),
            "期限が近いか、過ぎたか、確かめる日です",
            "本",
            is_late="over" in rights,
        ),
    ]
