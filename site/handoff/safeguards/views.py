"""What binds receivers: the register, a new one, and the deeds on it."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.enums import PrivateRole
from handoff.access import EnrolledRequest, actor_of, opened, policy
from handoff.actors import CENTRE_WORK, LEADING
from handoff.answers import address, done, posted, pressed, shown
from handoff.enums import AGENCY_ROLES
from handoff.queries import open_agencies

from .access import READING, safeguard_for, safeguards_for
from .forms import ConfirmersForm, SafeguardForm
from .queries import all_confirmers, endings_of, lines_of
from .rules import MAY_CONFIRM
from .services import (
    confirm_safeguard,
    end_safeguard,
    settle_confirmers,
    suspend_safeguard,
    write_safeguard,
)

A_DAY = timedelta(days=1)

DEEDS: Mapping[str, Callable[..., object]] = {
    "confirm": confirm_safeguard,
    "suspend": partial(suspend_safeguard, is_suspended=True),
    "resume": partial(suspend_safeguard, is_suspended=False),
    "end": end_safeguard,
}
SAID = {
    "confirm": "確かめたと記録しました。",
    "suspend": "止めました。これにもとづいて開いていたものは、閉じました。",
    "resume": "また使えるようにしました。",
    "end": "終わりにしました。これにもとづいて開いていたものは、閉じました。",
}


@policy(open_to=READING | AGENCY_ROLES)
@never_cache
@require_GET
def safeguard_list(request: EnrolledRequest) -> HttpResponse:
    """Show what binds whom, until when."""
    actor, now = actor_of(request), timezone.now()
    with opened(actor, now=now):
        lines = lines_of(safeguards_for(actor), today=timezone.localdate(now))
    may_write = bool(actor.centre_roles & CENTRE_WORK)
    rows = [line.safeguard for line in lines] if may_write else []
    context = {
        "page_title": "個人情報の取り決め",
        "lines": lines,
        "endings": endings_of(rows, today=timezone.localdate(now)),
        "may_settle": actor.keeps(None),
        "may_write": may_write,
    }
    return render(request, "safeguards/list.html", context)


@policy(open_to=CENTRE_WORK)
@never_cache
@require_http_methods(["GET", "POST"])
def create(request: EnrolledRequest) -> HttpResponse:
    """Write down what binds a receiver; it counts once another has confirmed it."""
    actor, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    form = SafeguardForm(
        posted(request), agencies=open_agencies(today=today).order_by("name"), initial={"since": today}
    )

    def write() -> str:
        write_safeguard(actor=actor, now=now, **form.new())
        return address("safeguards")

    answer = done(request, form, write, said="書きました。別の人が確かめると、使えます。")
    return answer or shown(request, "safeguards/new.html", form, "取り決めを書く")


@policy(open_to=CENTRE_WORK)
@never_cache
@require_GET
def renew(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show the form of a new one that follows another, filled in with what that one says."""
    actor, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    with opened(actor, now=now):
        known = safeguard_for(actor, pk)
    first_day = known.until + A_DAY if known.until and known.until >= today else today
    names = ("kind", "agency", "way", "covers", "only_for", "law", "signed_by")
    filled_in = {name: getattr(known, name) for name in names} | {"since": first_day}
    agencies = open_agencies(today=today).order_by("name")
    form = SafeguardForm(agencies=agencies, initial=filled_in)
    return shown(request, "safeguards/new.html", form, "続きの取り決めを書く", before=known)


@policy(open_to=LEADING)
@never_cache
@require_http_methods(["GET", "POST"])
def settle_who_confirms(request: EnrolledRequest) -> HttpResponse:
    """Let whoever leads say who may confirm which kind."""
    actor, now = actor_of(request), timezone.now()
    with opened(actor, now=now):
        known = {kind.value: sorted(roles) for kind, roles in all_confirmers().items()}
    form = ConfirmersForm(posted(request), initial=known)

    def write() -> str:
        settle_confirmers(chosen=form.chosen(), actor=actor, now=now)
        return address("safeguards")

    answer = done(request, form, write, said="確かめる人を決めました。これから確かめるものに使います。")
    roles = [PrivateRole(role).label for role in MAY_CONFIRM]
    return answer or shown(request, "safeguards/confirmers.html", form, "取り決めを確かめる人", roles=roles)


@policy(open_to=CENTRE_WORK)
@require_POST
def settle(request: EnrolledRequest, pk: UUID, deed: str) -> HttpResponse:
    """Confirm, hold, let count again, or end what binds a receiver."""
    actor, now = actor_of(request), timezone.now()
    return pressed(
        request,
        lambda: DEEDS[deed](safeguard_id=pk, actor=actor, now=now),
        address("safeguards"),
        said=SAID[deed],
    )
