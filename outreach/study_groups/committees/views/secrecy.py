"""The one page that somebody appointed reads before all others: the promise of secrecy, to be signed."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from content.desk import FORM_METHODS, actor
from outreach.study_groups.access import Standing
from outreach.study_groups.committees.access import insist_on_committee, own_terms
from outreach.study_groups.committees.forms import SecrecyForm
from outreach.study_groups.committees.services.appointing import sign_secrecy
from outreach.study_groups.committees.services.signing import ask_again_to_sign
from outreach.study_groups.enums import Action
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.views.frame import go, saved, show, status_of, where_they_may

from .ways import where


@require_POST
@where_they_may(Action.KEEP_APPOINTMENTS)
def ask_again(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Write to everybody who has not promised secrecy yet."""
    community = insist_on_committee(standing)
    try:
        sent = ask_again_to_sign(community=community, actor=actor(request), now=timezone.now())
    except GroupRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"署名のお願いを、{sent}人にメールで送りました。")
    return go(where("committee", community))


@never_cache
@login_required
@require_http_methods(FORM_METHODS)
def secrecy(request: HttpRequest, slug: str) -> HttpResponse:
    """Show somebody's own terms and the promise; whoever has not signed one signs it here."""
    terms = own_terms(request.user, slug, today=timezone.localdate())
    unsigned = next((each for each in terms if each.signed_on is None), None)
    typed = request.POST if request.method == "POST" else None
    form = SecrecyForm(typed) if unsigned else None

    def save(_data: Mapping[str, Any]) -> str:
        assert unsigned is not None
        sign_secrecy(appointment=unsigned, actor=actor(request), now=timezone.now())
        return "守秘の約束の署名を、いただきました。"

    if form is not None and saved(request, form, save):
        return go(where("secrecy", terms[0].seat.community))
    return show(
        request,
        "group_committees/secrecy.html",
        "守秘のお約束",
        trail=(),
        status=status_of(form) if form else 200,
        terms=terms,
        committee=terms[0].seat.community,
        unsigned=unsigned,
        form=form,
        today=timezone.localdate(),
    )
