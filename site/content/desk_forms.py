"""One form on a screen of the desk: shown, saved by a service, or shown again with what was typed and why."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any, Protocol

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from . import meanwhile
from .desk import SEE_OTHER, UNPROCESSABLE, Link, actor, show
from .meanwhile import SEEN, Meanwhile, Words


class Written(Protocol):
    """A form, or several that are sent as one."""

    @property
    def is_bound(self) -> bool: ...

    @property
    def errors(self) -> Any: ...

    def is_valid(self) -> bool: ...

    def add_error(self, field: str | None, error: str) -> None: ...

    def words(self) -> Words: ...

    def take_over(self, fresh: Any, names: Iterable[str]) -> None: ...


class KnowsItsWords:
    """What makes a form, of a model or not, one that `form_screen` can show beside what stands there now."""

    def words(self: Any) -> Words:
        return meanwhile.words_of(self)

    def take_over(self: Any, fresh: Any, names: Iterable[str]) -> None:
        meanwhile.take_over(self, fresh, names)


class DeskForm(KnowsItsWords, forms.Form):
    """A form that knows its words."""


@dataclass(frozen=True)
class Kept:
    """The record that a form changes; `fresh` opens the form anew, None when the record is gone."""

    record: Model
    fresh: Callable[[], Written | None]


@dataclass(frozen=True)
class Done:
    """What is said once something is saved, and the address that leads on."""

    words: str
    address: str


@dataclass(frozen=True)
class Screen:
    """Where a form stands, and what its template needs besides."""

    template: str
    title: str
    trail: Sequence[Link] = ()


def form_screen(
    request: HttpRequest,
    form: Written,
    save: Callable[[], Done],
    screen: Screen,
    *,
    refused_as: type[Exception],
    kept: Kept | None = None,
    field: str | None = None,
    **context: Any,
) -> HttpResponse:
    """Save what was typed, say so and go on as `save` tells, or show the form.

    It is shown again with what the service says as `refused_as`, at `field` or above all; and when somebody
    else has changed meanwhile what it showed of the `kept` record. Of one record one form is saved at a time.
    """
    changed = None
    if form.is_bound and form.is_valid():
        with meanwhile.held(kept.record) if kept else nullcontext():
            changed = _changed_meanwhile(request, form, kept)
            done = None if changed else _saved(form, save, refused_as, field)
        if done:
            messages.success(request, done.words)
            return HttpResponseRedirect(done.address, status=SEE_OTHER)
    return show(
        request,
        screen.template,
        screen.title,
        trail=screen.trail,
        status=UNPROCESSABLE if changed or (form.is_bound and form.errors) else 200,
        form=form,
        meanwhile=changed,
        **{SEEN: _mark(request, form, changed, kept)},
        **context,
    )


def pressed(
    request: HttpRequest,
    act: Callable[[], object],
    words: str,
    back: str,
    *,
    refused_as: type[Exception],
) -> HttpResponse:
    """Do something by one press, say so, or why not, and go back."""
    try:
        act()
    except refused_as as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, words)
    return HttpResponseRedirect(back, status=SEE_OTHER)


def _saved(
    form: Written, save: Callable[[], Done], refused_as: type[Exception], field: str | None
) -> Done | None:
    """Return what was done, None when the service refused."""
    try:
        return save()
    except refused_as as refused:
        form.add_error(field, str(refused))
        return None


def _changed_meanwhile(request: HttpRequest, form: Written, kept: Kept | None) -> Meanwhile | None:
    fresh = kept.fresh() if kept else None
    if kept is None or fresh is None:
        return None
    changed = meanwhile.changed_meanwhile(
        request.POST.get(SEEN, ""),
        typed=form.words(),
        now=fresh.words(),
        record=kept.record,
        reader=actor(request),
    )
    if changed:
        form.take_over(fresh, changed.left)
    return changed


def _mark(request: HttpRequest, form: Written, changed: Meanwhile | None, kept: Kept | None) -> str:
    """Return the mark of what the form shows; one that is shown again still shows what it showed."""
    if changed:
        return changed.mark
    if kept is None:
        return ""
    return request.POST.get(SEEN, "") if request.method == "POST" else meanwhile.mark_of(form.words())
