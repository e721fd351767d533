"""What this room puts on an event's screen and on the staff's start page."""

from django.http import HttpRequest
from django.urls import reverse

from accounts.access import has_role
from content.start_page import Row, Todo
from events.enums import EVENT_DESK_ROLES
from events.models import Event
from events.registries import Link

from .enums import NoticeWay, Outcome
from .models import Recipient


def invitations_of(event: Event) -> Link:
    return "関係機関に案内を送る", f"{reverse('notices_desk:notices')}?event={event.pk}"


def reminders_of(event: Event) -> Link:
    return "お知らせの日とお礼", reverse("notices_desk:reminders", args=[event.pk])


def notice_rows(request: HttpRequest) -> list[Row]:
    """Return how many letters still have to be put into envelopes."""
    if not has_role(request.user, EVENT_DESK_ROLES):
        return []
    waiting = Recipient.objects.filter(way=NoticeWay.POST, outcome=Outcome.WAITING).count()
    address = reverse("notices_desk:notices")
    return [Todo(waiting, "案内を郵送する", address, "宛名ラベルと手紙を印刷して、投函します")]
