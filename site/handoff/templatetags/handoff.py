"""Components of the private door's frame: `{% load handoff %}`."""

from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse
from django.utils import timezone

from handoff.access import roles_of
from handoff.enums import ENROLLING_ROLES
from handoff.queries import waiting_for_approval

register = template.Library()


@register.simple_tag
def idle_minutes() -> int:
    """Give how many minutes a session may rest here."""
    return settings.SESSION_IDLE_SECONDS // 60


@register.simple_tag(takes_context=True)
def room_menu(context: Context) -> list[tuple[str, str]]:
    """Give the entries of the menu that this reader's roles open."""
    entries: list[tuple[str, str]] = [("引継ぎ", reverse("handoff:inbox"))]
    if roles_of(context["request"]) & ENROLLING_ROLES:
        waiting = waiting_for_approval(today=timezone.localdate())
        words = f"登録した人（承認待ち{waiting}）" if waiting else "登録した人"
        entries.append((words, reverse("handoff:enrolment_list")))
    return [*entries, ("アカウント", reverse("accounts:account"))]


@register.filter
def whose(enrolment: Any) -> str:
    """Give the name of the agency that an enrolment is for."""
    return enrolment.agency.name if enrolment.agency else "センター"
