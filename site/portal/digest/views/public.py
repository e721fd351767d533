"""Asking for the digest, saying yes, stopping it. A link alone does nothing: a button does.

Readers and strangers get the same answers: nobody learns here whether an address is known.
"""

from collections.abc import Callable
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
    is_trapped,
    may_send,
    privacy_page,
)
from foundation.limits.queries import limit, limits
from foundation.ui.typed import TYPED_FORM, keeps_what_is_typed, only_redraws
from portal.digest import links, queries, rules, sealing
from portal.digest.enums import Cadence, SubscriptionState
from portal.digest.exceptions import LinkNotUsable
from portal.digest.forms import DigestForm
from portal.digest.letters import topics
from portal.digest.limits import KEPT_UNCONFIRMED, RECIPIENT_KEPT
from portal.digest.services.reading import (
    ask_for_digest,
    confirm_digest,
    refuse_digest,
    stop_digest,
    take_refusal_back,
)

TITLE = "お知らせをメールで受け取る"
TRAPPED = (
    "自動で送られたものと見分けがつかなかったので、まだ受け付けていません。"
    "もう一度「確認のメールを送る」を押してください。"
)
TOO_MANY = (
    "短い間に、たくさんの申し込みが届いています。まだ受け付けていません。明日、もう一度お試しください。"
)


@method_decorator([keeps_what_is_typed, sensitive_post_parameters()], name="dispatch")
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
        if only_redraws(request):
            return self.show(DigestForm(initial={name: form[name].data for name in form.fields}))
        if not form.is_valid():
            return self.show(form, status=UNPROCESSABLE)
        if is_trapped(request):
            return self.show(form, notice=TRAPPED, status=UNPROCESSABLE)
        if not may_send(request, app="digest", rates=settings.DIGEST_RATES):
            return self.show(form, notice=TOO_MANY, status=TOO_MANY_REQUESTS)
        # A mailbox that has had its share gets nothing more, and the answer is the usual one: whether
        # somebody else asked for this address today is nobody's business.
        if may_send(
            request, app="digest", rates=settings.DIGEST_RATES, recipient=rules.mailbox(form.wish["address"])
        ):
            # Whoever is signed in stays unnamed: readers of the digest are nobody's accounts.
            ask_for_digest(**form.wish, actor=None, now=timezone.now())
        return HttpResponseRedirect(reverse("digest:sent"), status=SEE_OTHER)

    def show(self, form: DigestForm, *, notice: str = "", status: int = OK) -> HttpResponse:
        kept = limits(KEPT_UNCONFIRMED, RECIPIENT_KEPT, on=timezone.localdate())
        context = _frame(TITLE) | {
            "form": form,
            "trap": TRAP,
            "notice": notice,
            "typed_form": TYPED_FORM,
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
    public_id, wish = _read(links.asked_in, token)
    now = timezone.now()
    if request.method == "POST":
        try:
            reader = confirm_digest(public_id=public_id, wish=wish, actor=None, now=now)
        except (LinkNotUsable, sealing.CannotOpen):
            return show_over(request)
        return HttpResponseRedirect(links.confirm_path(reader, reader.wish), status=SEE_OTHER)
    asked = queries.subscription(public_id)
    if asked is None:
        return show_over(request)
    reads, is_over = asked.state == SubscriptionState.ACTIVE, asked.open_until <= now
    is_done = reads and (is_over or asked.wish == wish)
    if is_over and not is_done:
        return show_over(request)
    shown = asked.wish if is_done else wish
    context = _frame("メールが届くようになりました" if is_done else "メールを受け取りますか") | {
        "cadence": Cadence(shown.cadence).label,
        "topics": topics(shown),
        "is_done": is_done,
        "reads": reads,
        "stop": links.stop_path(asked),
        "no_index": True,
    }
    return render(request, "digest/confirm.html", context)


def show_over(request: HttpRequest) -> HttpResponse:
    """Say that the button can no longer be pressed, and how to begin anew."""
    context = _frame("このボタンは、もう使えません") | {"no_index": True}
    return render(request, "digest/over.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, token: str) -> HttpResponse:
    """Show the button after which no question goes to a mailbox any more, and the one that takes it back.

    Raises Http404 for a forged token.
    """
    fingerprint, mailbox = _read(links.refused_in, token)
    now = timezone.now()
    if request.method == "POST":
        if "again" in request.POST:
            take_refusal_back(mailbox=mailbox, actor=None, now=now)
        else:
            refuse_digest(fingerprint=fingerprint, mailbox=mailbox, actor=None, now=now)
        return HttpResponseRedirect(request.path, status=SEE_OTHER)
    is_refused = queries.has_refused(mailbox)
    title = "このアドレスには、もう送りません" if is_refused else "このメールを断りますか"
    context = _frame(title) | {"is_refused": is_refused, "no_index": True}
    return render(request, "digest/refuse.html", context)


# RFC 8058: a mail program presses by itself, without a cookie. The token is all it takes, and all it can
# do is stop; the answer is no redirect, which mail programs do not follow.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Show the button that stops the mails; a press of it, here or in a mail program, stops them.

    Raises Http404 for a forged token.
    """
    public_id = _read(links.stopped_in, token)
    if request.method == "POST":
        stop_digest(public_id=public_id, actor=None, now=timezone.now())
    is_stopped = queries.subscription(public_id) is None
    title = "メールは止まっています" if is_stopped else "メールを止めますか"
    return render(request, "digest/stop.html", _frame(title) | {"is_stopped": is_stopped, "no_index": True})


def _read[Said](read: Callable[[str], Said], token: str) -> Said:
    try:
        return read(token)
    except LinkNotUsable as error:
        raise Http404 from error


def _frame(title: str) -> dict[str, Any]:
    here = [("ホーム", "/"), ("お知らせ", "/news/")]
    if title != TITLE:
        here.append((TITLE, reverse("digest:form")))
    return {"page_title": title, "breadcrumb_items": [*here, (title, "")]}
