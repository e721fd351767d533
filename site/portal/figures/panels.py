"""What the start page of the staff says of figures."""

from django.http import HttpRequest
from django.urls import reverse

from accounts.access import has_role
from content.start_page import Row, Todo

from .enums import FIGURES_DESK_ROLES, SMALL_COUNTS_ROLES
from .queries import tables_to_verify


def figures_on_the_desk(request: HttpRequest) -> list[Row]:
    """Return how many tables wait for this member of staff as the second person."""
    if not has_role(request.user, FIGURES_DESK_ROLES):
        return []
    is_manager = has_role(request.user, SMALL_COUNTS_ROLES)
    waiting = tables_to_verify(user_id=request.user.pk or 0, is_manager=is_manager)
    return [Todo(waiting, "数字を、出典と見くらべて確認する", f"{reverse('figures_desk:list')}?state=sent")]
