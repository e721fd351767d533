"""What the start page of the staff says of official data."""

from django.http import HttpRequest
from django.urls import reverse

from accounts.access import has_role
from content.start_page import Row, Todo
from directory.access import agency_desk

from .desk_queries import doubtful_records, runs
from .enums import RunState


def official_rows(request: HttpRequest) -> list[Row]:
    """Return what waits: data that was read and not taken in, records whose agency is not certain."""
    if not has_role(request.user, agency_desk.roles):
        return []
    read = runs().filter(state=RunState.READ).count()
    return [
        Todo(read, "公表データを見て、取り入れる", reverse("directory_official_desk:runs")),
        Todo(
            doubtful_records().count(),
            "公表データが、どの機関のものかを決める",
            reverse("directory_official_desk:doubtful"),
        ),
    ]
