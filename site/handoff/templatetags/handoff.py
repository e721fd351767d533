"""Components of the private door's frame: `{% load handoff %}`."""

from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse
from django.utils import timezone

from accounts.enums import PrivateRole
from foundation.centre.queries import current_centre
from handoff.access import actor_of, roles_of
from handoff.actors import CASEWORK, CENTRE_WORK, KEEPING, LEADING, SEEING_CASES
from handoff.enums import AGENCY_ROLES, ENROLLING_ROLES, EVERYBODY_ENROLLED
from handoff.queries import waiting_for_approval
from handoff.sittings.enums import COMMITTEE_ROLES
from handoff.sittings.services.reading import may_come_in

register = template.Library()
# What stands in the menu for whom; each address asks again.
ROOMS = (
    ("やること", "handoff:to_do", CASEWORK),
    ("ケース", "handoff:cases", CENTRE_WORK | AGENCY_ROLES),
    ("委員会室", "handoff:sittings", CASEWORK),
    ("相談", "handoff:consultations", SEEING_CASES),
    ("取り決め", "handoff:safeguards", SEEING_CASES | {PrivateRole.AUDITOR}),
)
# What is looked at now and then: a page of its own leads there, so that the menu stays one line.
MORE_ROOMS = (
    ("事故・ヒヤリハット", "handoff:incidents", EVERYBODY_ENROLLED, "知らせる。報告の期限を見る"),
    ("受領書", "handoff:receipts", CASEWORK, "紙で渡して、受領書がまだのもの"),
    ("意見書", "handoff:opinion_register", CENTRE_WORK, "加算のための意見書。番号と、出した日"),
    ("提供の記録", "handoff:register", KEEPING | AGENCY_ROLES | {PrivateRole.AUDITOR}, "だれに何を渡したか"),
    ("読んだ記録", "handoff:review", KEEPING, "だれが何を読んだか。毎月、確かめる"),
    (
        "保存と消去",
        "handoff:retention",
        KEEPING | AGENCY_ROLES | {PrivateRole.AUDITOR},
        "いつまで残し、いつ消すか",
    ),
    (
        "入れる人の確かめ",
        "handoff:rights",
        frozenset(ENROLLING_ROLES),
        "この部屋に入れる人が、まだ要るか。3か月に1回、確かめる",
    ),
    (
        "鍵の管理者がすること",
        "handoff:custody",
        KEEPING | {PrivateRole.KEY_CUSTODIAN},
        "回復の鍵の紙を、どう守り、いつ使うか",
    ),
    ("機関の写し", "handoff:agencies", KEEPING, "公開側の名簿から写したもの"),
    ("何をいつ開くか", "handoff:profiles", LEADING, "相手の種類ごとの決まり"),
)


@register.simple_tag
def idle_minutes() -> int:
    """Give how many minutes a session may rest here."""
    return settings.SESSION_IDLE_SECONDS // 60


@register.simple_tag(takes_context=True)
def room_menu(context: Context) -> list[tuple[str, str]]:
    """Give the entries of the menu that this reader's roles open."""
    entries: list[tuple[str, str]] = [("引継ぎ", reverse("handoff:inbox"))]
    request = context["request"]
    roles = roles_of(request)
    entries += [(words, reverse(name)) for words, name, open_to in ROOMS if roles & open_to]
    if roles & COMMITTEE_ROLES and may_come_in(actor=actor_of(request), now=timezone.now()):
        entries.append(("委員会室", reverse("handoff:committee")))
    waiting = waiting_for_approval(today=timezone.localdate()) if roles & ENROLLING_ROLES else 0
    entries.append((f"そのほか（承認待ち{waiting}）" if waiting else "そのほか", reverse("handoff:rooms")))
    return [*entries, ("アカウント", reverse("accounts:account"))]


@register.simple_tag(takes_context=True)
def more_rooms(context: Context) -> list[tuple[str, str, str]]:
    """Give what is looked at now and then: name, address, what it is for."""
    roles = roles_of(context["request"])
    rooms = [(name, reverse(each), says) for name, each, open_to, says in MORE_ROOMS if roles & open_to]
    if roles & ENROLLING_ROLES:
        waiting = waiting_for_approval(today=timezone.localdate())
        name = f"登録した人（承認待ち{waiting}）" if waiting else "登録した人"
        rooms.append((name, reverse("handoff:enrolment_list"), "この部屋に入れる人"))
    return rooms


@register.simple_tag(takes_context=True)
def place_in_menu(context: Context) -> str:
    """Give the path by which the menu marks where somebody is.

    The committee's room has two first pages, and some rooms stand behind the page of the others.
    """
    request, first = context["request"], reverse("handoff:sittings")
    path = str(request.path)
    if path.startswith(first) and not roles_of(request) & CASEWORK:
        return reverse("handoff:committee") + path.removeprefix(first)
    behind = [reverse(name) for _, name, _, _ in MORE_ROOMS] + [reverse("handoff:enrolment_list")]
    return f"{reverse('handoff:rooms')}{path}" if path.startswith(tuple(behind)) else path


@register.simple_tag
def other_phone(*, handoff: Any, is_receiver: bool) -> str:
    """Give the telephone number of the other side of a hand-off, empty where none is known."""
    other = handoff.requester if is_receiver else handoff.performer
    return str(other.phone if other else current_centre().phone)


@register.filter
def whose(enrolment: Any) -> str:
    """Give the name of the agency that an enrolment is for."""
    return enrolment.agency.name if enrolment.agency else "センター"
