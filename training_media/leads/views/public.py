"""Whoever has seen a course asks to hear more, or says why not now."""

from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from content.desk import FORM_METHODS
from content.stranger_forms import (
    OK,
    SEE_OTHER,
    TOO_MANY_REQUESTS,
    TRAP,
    UNPROCESSABLE,
    is_trapped,
    privacy_page,
)
from directory.access import SPEAKS_FOR
from foundation.limits.queries import limit
from foundation.rates.services import may_go
from foundation.ui.typed import TYPED_FORM, keeps_what_is_typed, only_redraws
from training_media.leads import queries
from training_media.leads.access import (
    Asker,
    asker,
    course_to_ask_about,
    done_token,
    lead_of_token,
    speaks_for_another,
    watcher,
    watcher_key,
)
from training_media.leads.enums import NOT_NOW
from training_media.leads.forms import AskForm, NotNowForm
from training_media.leads.limits import CONTACT_KEPT
from training_media.leads.services.asking import ask_to_hear_more
from training_media.leads.services.declining import say_not_now
from training_media.models import Course
from training_media.watching.enums import Way
from training_media.watching.services.coming_in import known_viewer

TITLE = "話を聞きたい"
TRAPPED = (
    "自動で送られたものと見分けがつかなかったので、まだ受け付けていません。もう一度「送る」を押してください。"
)
TOO_MANY = "短い間に、たくさん届いています。まだ受け付けていません。1時間ほど待つか、お電話ください。"
ANOTHER = (
    "この画面を開いたあとで、事業所が変わりました。まだ送っていません。"
    "下の事業所でよければ、もう一度「送る」を押してください。"
)
FIELDS = tuple(AskForm.base_fields)


@keeps_what_is_typed
@sensitive_post_parameters()
@require_http_methods(FORM_METHODS)
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the form; take the wish down and lead to its number."""
    now, course = timezone.now(), course_to_ask_about(slug)
    who = asker(request, course, now=now)
    if request.method != "POST":
        first = _known(who) | {"about": request.GET.get("about", "")}
        return _show(request, course, _form(course, who, initial=first), key=uuid4())
    key = _key_in(request)
    if only_redraws(request) or "lookup" in request.POST:
        typed = {name: request.POST.get(name, "") for name in FIELDS}
        return _show(request, course, _form(course, who, initial=typed), key=key)
    form = _form(course, who, data=request.POST)
    if not form.is_valid():
        return _show(request, course, form, key=key, status=UNPROCESSABLE)
    for notice, status, stops in _stops(request, who):
        if stops():
            return _show(request, course, form, key=key, notice=notice, status=status)
    user = request.user if isinstance(request.user, User) else None
    lead = ask_to_hear_more(request=form.request(key, course), actor=user, now=now)
    done_address = reverse("leads:done", args=[course.slug, done_token(lead)])
    return HttpResponseRedirect(done_address, status=SEE_OTHER)


def _stops(request: HttpRequest, who: Asker) -> list[tuple[str, int, Any]]:
    return [
        (ANOTHER, UNPROCESSABLE, lambda: speaks_for_another(request, who)),
        (TRAPPED, UNPROCESSABLE, lambda: is_trapped(request)),
        (TOO_MANY, TOO_MANY_REQUESTS, lambda: not _may_send(request, who)),
    ]


def _may_send(request: HttpRequest, who: Asker) -> bool:
    action = "known" if who.key else "sender"
    return may_go(
        request, app="leads", action=action, rates=settings.LEAD_RATES, key=who.key, now=timezone.now()
    )


def _form(course: Course, who: Asker, **options: Any) -> AskForm:
    return AskForm(places=queries.places_of(course), who=who, today=timezone.localdate(), **options)


def _known(who: Asker) -> dict[str, str]:
    """Return what card or account tell already; the mail address is that of the account alone."""
    phone = who.agency.phone if who.agency else ""
    return {"contact_name": who.name, "phone": phone, "email": who.email}


def _key_in(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("form_key", ""))
    except ValueError:
        return uuid4()


def _show(
    request: HttpRequest, course: Course, form: AskForm, *, key: UUID, notice: str = "", status: int = OK
) -> HttpResponse:
    today = timezone.localdate()
    context = {
        "page_title": f"{TITLE}　{course.title}",
        "breadcrumb_items": _trail(course, TITLE),
        "no_index": True,
        "has_errors": status != OK,
        "typed_form": TYPED_FORM,
        "course": course,
        "form": form,
        "form_key": key,
        "speaks_for": SPEAKS_FOR,
        "agency": form.who.agency,
        "trap": TRAP,
        "notice": notice,
        "asks_agency": bool(form.is_bound or form.initial.get("organisation")),
        "answer_by": queries.answer_by(today),
        "kept_days": limit(CONTACT_KEPT, on=today),
        "privacy_page": privacy_page(),
    }
    response = render(request, "leads/ask.html", context, status=status)
    if form.who.agency is not None:
        # A name is filled in, on a screen that others may use next.
        add_never_cache_headers(response)
    return response


def _trail(course: Course, here: str) -> list[tuple[str, str]]:
    above = (
        ("研修動画", reverse("courses:list")),
        (course.title, reverse("courses:detail", args=[course.slug])),
    )
    return [("ホーム", "/"), *above, (here, "")]


@never_cache
@require_safe
def done(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Show the number and what comes next, for a day."""
    course = course_to_ask_about(slug)
    lead = lead_of_token(token, course)
    context = {
        "page_title": "受け付けました",
        "breadcrumb_items": _trail(course, "受け付けました"),
        "no_index": True,
        "course": course,
        "lead": lead,
        "answer_by": queries.answer_by(timezone.localdate(lead.received_at)),
    }
    return render(request, "leads/done.html", context)


@keeps_what_is_typed
@never_cache
@require_http_methods(FORM_METHODS)
def not_now(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask whoever watches why they do not think of it now; the answer can be changed."""
    now = timezone.now()
    found = watcher(request, slug, now=now)
    # A name that somebody says at a card opens nothing that was said before; nor do several, to each other.
    is_sure = not found.is_together and found.way != Way.CARD
    said = queries.not_now_of([each.pk for each in found.viewers], found.course) if is_sure else None
    first: dict[str, Any] = {"reasons": said.reasons, "words": said.words} if said else {}
    status = OK
    if request.method != "POST":
        form = NotNowForm(initial=first)
    elif only_redraws(request):
        typed = {"reasons": request.POST.getlist("reasons"), "words": request.POST.get("words", "")}
        form = NotNowForm(initial=typed)
    else:
        form = NotNowForm(request.POST)
        status = UNPROCESSABLE
        if form.is_valid():
            key, rates = watcher_key(request, found), settings.LEAD_RATES
            if may_go(request, app="leads", action="not_now", rates=rates, key=key, now=now):
                viewers = found.viewers or (known_viewer(membership=found.membership, now=now),)
                say_not_now(
                    course=found.course, viewers=viewers, is_sure=is_sure, now=now, **form.cleaned_data
                )
                messages.success(request, "うかがいました。ありがとうございました。あとから、変えられます。")
                return HttpResponseRedirect(reverse("watching:course", args=[slug]), status=SEE_OTHER)
            form.add_error(None, TOO_MANY)
            status = TOO_MANY_REQUESTS
    context = {
        "page_title": f"{NOT_NOW}　{found.course.title}",
        "breadcrumb_items": _trail(found.course, NOT_NOW),
        "no_index": True,
        "has_errors": status != OK,
        "typed_form": TYPED_FORM,
        "course": found.course,
        "title": NOT_NOW,
        "names": found.names,
        "said": said,
        "form": form,
    }
    return render(request, "leads/not_now.html", context, status=status)
