"""Asking for the digest, saying yes, stopping it. A link alone does nothing: a button does.

Readers and strangers get the same answers: nobody learns here whether an address is known.
"""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from content.stranger_forms import (
    OK,
    SEE_OTHER,
    TOO_MANY_REQUESTS,
    TRAP,
    UNAVAILABLE,
    UNPROCESSABLE,
    is_too_much,
    is_trapped,
    privacy_page,
)
from foundation.limits.queries import limit, limits
from portal.digest import links, queries, rules, sealing
from portal.digest.enums import SubscriptionState
from portal.digest.exceptions import LinkNotUsable
from portal.digest.forms import DigestForm
from portal.digest.letters import topics
from portal.digest.limits import KEPT_UNCONFIRMED, RECIPIENT_KEPT
from portal.digest.services.reading import ask_for_digest, confirm_digest, stop_digest

TITLE = "お知らせをメールで受け取る"
TRAPPED = (
    "自動で送られたものと見分けがつかなかったので、まだ受け付けていません。"
    "もう一度「確認のメールを送る」を押してください。"
)
TOO_MANY = (
    "短い間に、たくさんの申し込みが届いています。まだ受け付けていません。明日、もう一度お試しください。"
)


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class Ask(View):
    """The form."""

    http_method_names = ("get", "head", "post")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer only while addresses can be sealed."""
        if sealing.is_ready():
            return super().dispatch(request, *args, **kwargs)
        return render(request, "digest/closed.html", _frame(TITLE), status=UNAVAILABLE)

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 -- a view
        """Show the form with the usual choices."""
        return self.show(DigestForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send the question by mail, or say what is missing."""
        form = DigestForm(request.POST)
        if not form.is_valid():
            return self.show(form, status=UNPROCESSABLE)
        if is_trapped(request):
            return self.show(form, notice=TRAPPED, status=UNPROCESSABLE)
        recipient = form.wish["address"]
        if is_too_much(request, app="digest", rates=settings.DIGEST_RATES, recipient=recipient):
            return self.show(form, notice=TOO_MANY, status=TOO_MANY_REQUESTS)
        # Whoever is signed in stays unnamed: readers of the digest are nobody's accounts.
        ask_for_digest(**form.wish, actor=None, now=timezone.now())
        return HttpResponseRedirect(reverse("digest:sent"), status=SEE_OTHER)

    def show(self, form: DigestForm, *, notice: str = "", status: int = OK) -> HttpResponse:
        kept = limits(KEPT_UNCONFIRMED, RECIPIENT_KEPT, on=timezone.localdate())
        context = _frame(TITLE) | {
            "form": form,
            "trap": TRAP,
            "notice": notice,
            "has_errors": status != OK,
            "privacy_page": privacy_page(),
            "kept_days": kept[KEPT_UNCONFIRMED],
            "recipient_days": kept[RECIPIENT_KEPT],
        }
        return render(self.request, "digest/form.html", context, status=status)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """Say that a mail is under way; the page is the same for everybody and knows of nobody."""
    context = _frame("確認のメールを送りました") | {
        "kept_days": limit(KEPT_UNCONFIRMED, on=timezone.localdate()),
        "no_index": True,
    }
    return render(request, "digest/sent.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Show the button that begins the mails; a press of it begins them. Raises Http404."""
    public_id = _public_id(links.CONFIRM, token)
    if request.method == "POST":
        try:
            reader = confirm_digest(public_id=public_id, actor=None, now=timezone.now())
        except (LinkNotUsable, sealing.CannotOpen):
            return show_over(request)
        return HttpResponseRedirect(links.confirm_path(reader), status=SEE_OTHER)
    asked = queries.subscription(public_id)
    if asked is None:
        return show_over(request)
    is_active = asked.state == SubscriptionState.ACTIVE
    kept_days = limit(KEPT_UNCONFIRMED, on=timezone.localdate())
    if not is_active and rules.has_lapsed(asked.asked_at, timezone.now(), kept_days=kept_days):
        return show_over(request)
    context = _frame("メールが届くようになりました" if is_active else "メールを受け取りますか") | {
        "subscription": asked,
        "topics": topics(asked),
        "is_active": is_active,
        "stop": links.stop_path(asked),
        "no_index": True,
    }
    return render(request, "digest/confirm.html", context)


def show_over(request: HttpRequest) -> HttpResponse:
    """Say that the button can no longer be pressed, and how to begin anew."""
    context = _frame("このボタンは、もう使えません") | {
        "kept_days": limit(KEPT_UNCONFIRMED, on=timezone.localdate()),
        "no_index": True,
    }
    return render(request, "digest/over.html", context)


# RFC 8058: a mail program presses by itself, without a cookie. The token is all it takes, and all it can
# do is stop; the answer is no redirect, which mail programs do not follow.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Show the button that stops the mails; a press of it, here or in a mail program, stops them.

    Raises Http404 for a forged token.
    """
    public_id = _public_id(links.STOP, token)
    if request.method == "POST":
        stop_digest(public_id=public_id, actor=None, now=timezone.now())
    is_stopped = queries.subscription(public_id) is None
    title = "メールは止まっています" if is_stopped else "メールを止めますか"
    return render(request, "digest/stop.html", _frame(title) | {"is_stopped": is_stopped, "no_index": True})


def _public_id(signer: Any, token: str) -> Any:
    try:
        return links.public_id_in(signer, token)
    except LinkNotUsable as error:
        raise Http404 from error


def _frame(title: str) -> dict[str, Any]:
    here = [("ホーム", "/"), ("お知らせ", "/news/")]
    if title != TITLE:
        here.append((TITLE, reverse("digest:form")))
    return {"page_title": title, "breadcrumb_items": [*here, (title, "")]}
