"""The desk for limits: all of them with what counts today, one with its history, a new value."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone

from accounts.access import has_role
from content import desk
from content.desk import SEE_OTHER, Link, actor
from content.desk_forms import Done, Kept, Screen, form_screen
from foundation.japanese.dates import long_date
from foundation.limits.declared import Limit, UnknownLimit, declared
from foundation.limits.exceptions import LimitRefused
from foundation.limits.models import LimitValue
from foundation.limits.services import set_limit, withdraw_limit
from portal.limits_desk import queries
from portal.limits_desk.access import limits_door, setting_door
from portal.limits_desk.enums import SETTING_ROLES
from portal.limits_desk.forms import LimitForm

LIST = "期限と保存期間"


@limits_door.reading
def limit_list(request: HttpRequest) -> HttpResponse:
    """Show every limit with its value today, since when, and on what ground."""
    kinds = queries.rows_by_kind(timezone.localdate())
    return desk.show(request, "limits_desk/desk/list.html", LIST, kinds=kinds)


@limits_door.reading
def limit_page(request: HttpRequest, key: str) -> HttpResponse:
    """Show what one limit does, its bounds, and every value it has had and will have."""
    limit = _found(key)
    return desk.show(
        request,
        "limits_desk/desk/limit.html",
        limit.name,
        trail=[_to_list()],
        limit=limit,
        rows=queries.history_rows(limit, timezone.localdate()),
        may_set=has_role(request.user, SETTING_ROLES),
    )


@setting_door.form_page
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Set a new value from a day on."""
    limit, now = _found(key), timezone.now()
    today = timezone.localdate(now)

    def filled(typed: QueryDict | None = None) -> LimitForm:
        known = queries.values_in_words(queries.history_rows(limit, today))
        return LimitForm(typed, limit=limit, initial={"first_day": today, "known": known})

    form = filled(request.POST if request.method == "POST" else None)

    def save() -> Done:
        wanted = {name: value for name, value in form.cleaned_data.items() if name != "known"}
        new = set_limit(key=key, **wanted, actor=actor(request), now=now)
        words = f"{long_date(new.valid_from)}から、{limit.text(new.value)}にします。"
        return Done(words, _address(key))

    return form_screen(
        request,
        form,
        save,
        Screen(
            "limits_desk/desk/change.html",
            f"「{limit.name}」を変える",
            [_to_list(), (limit.name, _address(key))],
        ),
        refused_as=LimitRefused,
        # The first value of a limit has no row: its key stands for all of them.
        kept=Kept(LimitValue(pk=key), filled),
        field="first_day",
        limit=limit,
        rows=queries.history_rows(limit, today),
    )


@setting_door.deed
def withdraw(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Take back a value that does not count yet, or say why not."""
    _found(key)
    try:
        done = withdraw_limit(key=key, value_id=pk, actor=actor(request), now=timezone.now())
    except LimitRefused as refused:
        messages.error(request, str(refused))
    else:
        if done:
            messages.success(request, "これからの値を、取りやめました。")
        else:
            messages.info(request, "この値は、もうありません。")
    return _to_limit(key)


def _found(key: str) -> Limit:
    try:
        return declared(key)
    except UnknownLimit as error:
        raise Http404 from error


def _to_list() -> Link:
    return LIST, reverse("limits_desk_admin:list")


def _address(key: str) -> str:
    return reverse("limits_desk_admin:limit", args=[key])


def _to_limit(key: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(_address(key), status=SEE_OTHER)
