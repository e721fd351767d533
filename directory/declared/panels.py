"""What the start page of the staff says of entries."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.access import has_role
from content.start_page import Row, Todo
from directory.access import agency_desk
from foundation.japanese.dates import short_date

from .queries import agencies_with_a_wish, letters_to_print, unanswered_agencies, waiting_drafts


def entry_rows(request: HttpRequest) -> list[Row]:
    """Return what waits: entries and wishes to decide on, letters to print, agencies that never answered."""
    if not has_role(request.user, agency_desk.roles):
        return []
    queue, stale = (reverse(f"directory_declared_desk:{name}") for name in ("queue", "stale"))
    days = list(waiting_drafts().values_list("written_at", flat=True))
    oldest = f"いちばん古いものは{short_date(timezone.localdate(days[0]))}" if days else ""
    today = timezone.localdate()
    unanswered = unanswered_agencies(today=today).count()
    return [
        Todo(len(days), "名簿の内容を見て、公開する", queue, oldest),
        Todo(agencies_with_a_wish().count(), "「だれに見せるか」の希望を見て、決める", queue),
        Todo(
            letters_to_print(today=today).count(),
            "名簿を確かめてもらう手紙を印刷する",
            stale,
            "メールのない機関",
        ),
        Todo(unanswered, "名簿の確認に返事のない機関に、電話する", stale),
    ]
