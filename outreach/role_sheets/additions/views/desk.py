"""The desk of additions: what is due, one press for 「確かめた」, one form for the value that follows."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from accounts.access import has_role
from content.desk import SEE_OTHER, actor, show
from content.desk_forms import Done, Screen, form_screen
from content.meanwhile import SEEN
from content.services import RecordIsGone
from foundation.japanese.dates import long_date
from outreach.role_sheets.additions.access import (
    addition_at_the_desk,
    confirmers,
    keepers,
    price_at_the_desk,
)
from outreach.role_sheets.additions.forms import NextAdditionForm, NextPriceForm
from outreach.role_sheets.additions.models import Addition, UnitPrice
from outreach.role_sheets.additions.queries import to_check
from outreach.role_sheets.additions.services import (
    CannotBeFollowed,
    CorrectedMeanwhile,
    confirm_row,
    follow_row,
    tell_same_row,
)

TITLE = "確かめる加算"
FOLLOW = "次の値を書く"
CARRIED = frozenset({"source_title", "source_year", "source_url", "valid_from"})


@keepers.reading
def due(request: HttpRequest) -> HttpResponse:
    """Show the values that are due, first those that nobody ever confirmed."""
    trail = [("報酬の加算", reverse("reward_additions:index"))]
    waiting = to_check(timezone.localdate())
    confirms = has_role(request.user, confirmers.roles)
    return show(
        request,
        "reward_additions/desk/to_check.html",
        TITLE,
        trail=trail,
        additions=waiting.additions,
        prices=waiting.prices,
        confirms=confirms,
    )


@confirmers.deed
def confirm_addition(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it that the manager looked at the source of an addition."""
    return _confirm(request, addition_at_the_desk(pk))


@confirmers.deed
def confirm_price(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it that the manager looked at the source of prices."""
    return _confirm(request, price_at_the_desk(pk))


def _confirm(request: HttpRequest, row: Addition | UnitPrice) -> HttpResponse:
    def press(seen: str) -> str:
        confirmed = confirm_row(row=row, seen=seen, actor=actor(request), now=timezone.now())
        assert confirmed.review_due_on is not None
        return f"「{confirmed}」を確かめました。次は{long_date(confirmed.review_due_on)}です。"

    return _pressed(request, press)


@keepers.deed
def tell_same_addition(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the manager know that the source of an addition still says the same."""
    return _tell_same(request, addition_at_the_desk(pk))


@keepers.deed
def tell_same_price(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the manager know that the source of prices still says the same."""
    return _tell_same(request, price_at_the_desk(pk))


def _tell_same(request: HttpRequest, row: Addition | UnitPrice) -> HttpResponse:
    def press(seen: str) -> str:
        told = tell_same_row(row=row, seen=seen, actor=actor(request), now=timezone.now())
        return f"「{told}」が出典と同じだったことを、センター長の一覧に出しました。"

    return _pressed(request, press)


def _pressed(request: HttpRequest, press: Callable[[str], str]) -> HttpResponse:
    try:
        said = press(request.POST.get(SEEN, ""))
    except (CorrectedMeanwhile, RecordIsGone) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, said)
    return HttpResponseRedirect(reverse("reward_additions_to_check"), status=SEE_OTHER)


@keepers.form_page
def next_addition(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a new value of an addition follow."""
    old = addition_at_the_desk(pk)
    fields = NextAdditionForm.Meta.fields
    form = NextAdditionForm(request.POST or None, initial=_shown(old, fields))
    form.instance.service, form.instance.name = old.service, old.name
    return _follow(request, old, form, lambda: form.cleaned_data)


@keepers.form_page
def next_price(request: HttpRequest, pk: int) -> HttpResponse:
    """Let new prices of a unit follow."""
    old = price_at_the_desk(pk)
    form = NextPriceForm(request.POST or None, initial=_shown(old, NextPriceForm.Meta.fields))
    form.instance.service = old.service
    return _follow(request, old, form, lambda: form.cleaned_data)


def _shown(old: Addition | UnitPrice, fields: list[str]) -> dict[str, object]:
    """Return what stands in the form of the next value when it is opened: the source has to be new."""
    return {name: getattr(old, name) for name in fields if name not in CARRIED | {"note"}}


def _follow(
    request: HttpRequest,
    old: Addition | UnitPrice,
    form: NextAdditionForm | NextPriceForm,
    values: Callable[[], dict[str, object]],
) -> HttpResponse:
    back = reverse("reward_additions_to_check")

    def save() -> Done:
        new = follow_row(row=old, values=values(), actor=actor(request), now=timezone.now())
        words = f"「{new}」は、{long_date(new.valid_from)}から使います。センター長が確かめます。"
        return Done(words, back)

    return form_screen(
        request,
        form,
        save,
        Screen("reward_additions/desk/next.html", FOLLOW, [(TITLE, back)]),
        refused_as=CannotBeFollowed,
        field="valid_from",
        old=old,
        back=back,
    )
