"""From the page of a session to the files that whoever came as a guest may open."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from accounts.access import Visitor
from events.models import Event

from .access import papers_for_guest
from .registries import Link


def papers_of_session(visitor: Visitor, event: Event) -> Iterable[Link]:
    """Return the files of a session for its guests: members find them on the shelf of their community."""
    return [
        (
            f"資料「{each.title}」を受け取る",
            reverse("study_groups:shelf_file", args=[each.community.slug, each.pk, each.file_name]),
        )
        for each in papers_for_guest(visitor, event, today=timezone.localdate())
    ]
