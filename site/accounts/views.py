from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.views import password_reset_from_key
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST, require_safe
from django.views.generic import View

from foundation.rates.services import may_go, still_may
from foundation.ui.typed import TYPED_FORM, keeps_what_is_typed, only_redraws

from . import services
from .factors import open_sessions, shown_factors
from .forms import AcceptInvitationForm, InvitationCodeForm
from .models import Invitation

UNPROCESSABLE = 422
TOO_MANY_TAKEN = (
    "ほかの方が使っているものが、何度も書かれました。1時間ほど待って、もう一度書いてください。"
    "お急ぎのときは、センターに電話してください。"
)


def telling_errors(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let a view of allauth answer as ours: never cached, 422 and 「エラー：」 where a form has mistakes."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if isinstance(response, TemplateResponse) and response.context_data:
            shown = response.context_data.values()
            if any(getattr(each, "is_bound", False) and each.errors for each in shown):
                response.context_data["has_errors"] = True
                response.status_code = UNPROCESSABLE
        return response

    return never_cache(told)


def keeping(field: str, *secrets: str) -> Callable[[type[View]], Callable[..., HttpResponseBase]]:
    """Keep a field of a form of allauth while the switches of the frame are pressed; secrets are not kept."""

    def kept(view_class: type[View]) -> Callable[..., HttpResponseBase]:
        view = telling_errors(view_class.as_view())

        @wraps(view)
        def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not only_redraws(request):
                response = view(request, *args, **kwargs)
            else:
                initial = {field: request.POST.get(field, "")}
                request.method = "GET"
                response = view_class.as_view(initial=initial)(request, *args, **kwargs)
            if isinstance(response, TemplateResponse) and response.context_data is not None:
                response.context_data["typed_form"] = TYPED_FORM
            return response

        return never_cache(keeps_what_is_typed(shown, but=secrets))

    return kept


def open_reset_link(request: HttpRequest, uidb36: str, key: str) -> HttpResponseBase:
    """Open the link of a reset mail; allauth keeps its key in the session and would redirect at once.

    A press between the two is needed: browsers withhold a strict session cookie, as the private door's, from
    redirects that began in a web mailer. Programs that follow links in mails get no further either.
    """
    response: HttpResponseBase = password_reset_from_key(request, uidb36=uidb36, key=key)
    if request.method == "GET" and isinstance(response, HttpResponseRedirect):
        return render(request, "accounts/reset_link.html", {"next": response.url})
    return response


@never_cache
@login_required
@require_GET
def account(request: HttpRequest) -> HttpResponse:
    """Show one's own sign-in: names, factors, sessions, and where each is changed."""
    factors = shown_factors(request.user)
    by_type = {kind: [each for each in factors if each.instance.type == kind] for kind in Authenticator.Type}
    codes = by_type[Authenticator.Type.RECOVERY_CODES]
    context = {
        "page_title": "アカウント",
        "passkeys": by_type[Authenticator.Type.WEBAUTHN],
        "has_totp": bool(by_type[Authenticator.Type.TOTP]),
        "codes_left": len(codes[0].get_unused_codes()) if codes else None,
        "session_count": open_sessions(request.user),
    }
    return render(request, "accounts/account.html", context)


@never_cache
@keeps_what_is_typed
@sensitive_post_parameters()
def enter_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code of an invitation on paper."""
    if only_redraws(request):
        form = InvitationCodeForm(initial={"code": request.POST.get("code", "")})
    else:
        form = InvitationCodeForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            return ask_for_login(request, form.cleaned_data["code"])
    context = {"form": form, "has_errors": bool(form.errors), "typed_form": TYPED_FORM}
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "accounts/enter_code.html", context, status=status)


@never_cache
@require_safe
def open_invitation(request: HttpRequest, code: str) -> HttpResponse:
    """Follow the link of an invitation; it is used up only by accepting it."""
    return ask_for_login(request, code)


@never_cache
@require_POST
@sensitive_post_parameters()
def accept_invitation(request: HttpRequest) -> HttpResponse:
    """Let an invited person choose how to sign in. The code travels in the body: addresses reach logs."""
    code, now = request.POST.get("code", ""), timezone.now()
    try:
        invitation = services.usable_invitation(code, now=now)
        form = AcceptInvitationForm(request.POST, person=invitation.person)
        if not still_may(request, now=now, **guesses_of(invitation)):
            form.add_error(None, TOO_MANY_TAKEN)
        if form.is_valid():
            choice = {name: form.cleaned_data[name] for name in ("email", "login_id", "password")}
            services.accept_invitation(code=code, now=now, **choice)
            logout(request)
            messages.success(request, "登録しました。いま決めたパスワードでログインしてください。")
            return redirect("account_login")
    except services.InvitationNotUsable:
        return not_usable(request)
    except services.LoginIsTaken as taken:
        may_go(request, now=now, **guesses_of(invitation))
        form.add_error(taken.field, "これは、ほかの方が使っています。別のものを書いてください。")
    return show_invitation(request, invitation, code, form)


def guesses_of(invitation: Invitation) -> dict[str, Any]:
    """Return how often, with one invitation, somebody may learn that an address is another person's."""
    rates = settings.ADDRESS_RATES
    return {"app": "accounts", "action": "taken", "rates": rates, "key": str(invitation.pk)}


def ask_for_login(request: HttpRequest, code: str) -> HttpResponse:
    """Show the form behind a code, filled in with what is known."""
    try:
        invitation = services.usable_invitation(code, now=timezone.now())
    except services.InvitationNotUsable:
        return not_usable(request)
    person = invitation.person
    user = getattr(person, "user", None)
    initial = {
        "email": (user.email if user else person.contact_email) or "",
        "login_id": (user.login_id if user else "") or "",
    }
    return show_invitation(request, invitation, code, AcceptInvitationForm(initial=initial, person=person))


def show_invitation(
    request: HttpRequest, invitation: Invitation, code: str, form: AcceptInvitationForm
) -> HttpResponse:
    context = {
        "form": form,
        "code": code,
        "invitation": invitation,
        "has_errors": bool(form.errors),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "accounts/accept_invitation.html", context, status=status)


def not_usable(request: HttpRequest) -> HttpResponse:
    """Answer alike for used, old, unknown and forged codes."""
    return render(request, "accounts/invitation_not_usable.html", status=404)
