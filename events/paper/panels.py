"""What the paper desk puts on the staff's start page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts.access import has_role
from content.start_page import Row, Shortcut, Todo
from events.enums import EVENT_DESK_ROLES

from . import queries


def paper_rows(request: HttpRequest) -> list[Row]:
    """Return what has not left yet, the papers that wait, and those that could not be read."""
    if not has_role(request.user, EVENT_DESK_ROLES):
        return []
    waiting, late, scans, unreadable = queries.counts(timezone.now())
    inbox, outbox = reverse("paper_desk:inbox"), reverse("paper_desk:outbox")
    note = f"{late}件は、お約束の日を過ぎています" if late else "メールのない方への、決定、取消、お知らせです"
    return [
        Todo(waiting, "FAX・電話・郵送で送る", outbox, note, is_late=bool(late)),
        Todo(scans, "届いた紙を片づける", inbox, "入力するか、「当センターあてではない」にします"),
        Todo(
            unreadable,
            "読めなかった紙を確かめる",
            f"{inbox}?tab=unreadable",
            "もう一度スキャンして、消します",
        ),
        Shortcut(
            "届いた紙をスキャンから入れる",
            reverse("paper_desk:add"),
            "inbox-arrow-down",
            "画像を見ながら入力",
        ),
    ]
