"""The entrance by a card: code, PIN, who; the card of one viewer; the way out."""

from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from directory.models import Agency
from training_media.campaigns.models import Invitation
from training_media.campaigns.queries import invitation_by_replaced_code, names_of, standing_of_card
from training_media.viewing.models import Viewer
from training_media.watching.access import admitted, personal_card, still_to_count
from training_media.watching.exceptions import WatchingRefused
from training_media.watching.forms import CodeForm, PinForm, WhoForm
from training_media.watching.passes import Pass, give_pass, held_pass, take_pass
from training_media.watching.services.coming_in import WRONG, name_viewers, shut, try_pin
from training_media.watching.services.playing import end_visit

from .frame import LEAVING, NOT_FOUND, OK, TOO_MANY, UNPROCESSABLE, go, page, show
from .turns import (
    TOO_OFTEN,
    card_of,
    counted,
    may,
    may_try_pin,
    remember_let_in,
    was_let_in,
    wrong_pin,
)

TITLE = "視聴カードで見る"
UNKNOWN = "この番号のカードは、見つかりません。書きまちがいがないか、もう一度見てください。"
REPLACED = (
    "このカードは、新しいカードに替わったので、使えなくなりました。"
    "新しいカードの番号を、事業所の担当の方にたずねてください。わからないときは、センターにお電話ください。"
)
OWN_ENDED = (
    "このカードは、使えなくなりました。新しいカードを、事業所の担当の方にたずねてください。"
    "わからないときは、センターにお電話ください。"
)
TOO_MANY_PINS = "短い間に、たくさん入れられました。15分ほど待つか、センターにお電話ください。"


@page
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a card, then for its PIN."""
    if request.method != "POST":
        found = admitted(request, now=timezone.now())
        return _enter(request, CodeForm(), found=found)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _enter(request, form, UNPROCESSABLE)
    return _with_code(request, form, form.cleaned_data["code"], UNPROCESSABLE)


@page
def by_code(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for the PIN of the card whose QR code was read."""
    form = CodeForm({"code": code})
    return _with_code(request, form, code, NOT_FOUND)


def _with_code(request: HttpRequest, form: CodeForm, code: str, wrong: int) -> HttpResponse:
    found = _card_or_why_not(request, form, code, wrong)
    if isinstance(found, HttpResponse):
        return found
    return _ask_pin(request, found, PinForm(initial={"code": code}))


def _card_or_why_not(
    request: HttpRequest, form: CodeForm, code: str, wrong: int
) -> Invitation | HttpResponse:
    """Return the card of a code while it opens something; else the answer that says why it does not."""
    try:
        card = card_of(request, code)
    except WatchingRefused as refused:
        form.add_error("code", str(refused))
        return _enter(request, form, TOO_MANY)
    reason = _why_unknown(code) if card is None else _why_not(card)
    if card is None or reason:
        form.add_error("code", reason)
        return _enter(request, form, wrong)
    return card


def _why_unknown(code: str) -> str:
    """Return why a code opens nothing that no card bears: it is misspelt, or its card was made anew."""
    new = invitation_by_replaced_code(code)
    return UNKNOWN if new is None else _why_not(new) or REPLACED


@page
def pin(request: HttpRequest) -> HttpResponse:
    """Let in whoever knows the PIN of the card, to say who they are."""
    code = request.POST.get("code", "")
    if not code:
        return go("enter")
    found = _card_or_why_not(request, CodeForm({"code": code}), code, UNPROCESSABLE)
    if isinstance(found, HttpResponse):
        return found
    return _with_pin(request, found, PinForm(request.POST))


def _with_pin(request: HttpRequest, card: Invitation, form: PinForm) -> HttpResponse:
    now = timezone.now()
    if not form.is_valid():
        return _ask_pin(request, card, form, UNPROCESSABLE)
    if not may(request, "pin") or not may_try_pin(request, card):
        form.add_error("pin", TOO_MANY_PINS)
        return _ask_pin(request, card, form, TOO_MANY)
    is_known = was_let_in(request, card)
    try:
        is_right = try_pin(card=card, typed=form.cleaned_data["pin"], is_known=is_known, now=now)
    except WatchingRefused as refused:
        form.add_error("pin", str(refused))
        return _ask_pin(request, card, form, TOO_MANY)
    if not is_right:
        if wrong_pin(request, card):
            shut(card=card, now=now)
        form.add_error("pin", WRONG)
        return _ask_pin(request, card, form, UNPROCESSABLE)
    remember_let_in(request, card)
    response = go("who")
    give_pass(response, _pass(request, card), now=now)
    return response


@page
def who(request: HttpRequest) -> HttpResponse:
    """Ask whoever came in by a card who they are. Nothing here says who has watched."""
    now = timezone.now()
    found = admitted(request, now=now)
    if found is None or found.card is None or found.held.is_personal:
        return go("enter")
    form = WhoForm(request.POST or None, names=names_of(found.agency))
    is_named = form.is_bound and form.is_valid()
    if is_named and not counted(request, "who", found.held):
        form.add_error(None, TOO_OFTEN)
    viewer = _named(found.agency, form, now) if is_named and form.is_valid() else None
    if viewer is not None:
        response = go("course", found.course.slug)
        alone = {"viewers": (viewer.pk,), "is_together": False, "beside": request.user.pk or 0}
        give_pass(response, replace(found.held, **alone), now=now)
        return response
    status = TOO_MANY if is_named else UNPROCESSABLE if form.errors else OK
    title = "見る人のお名前"
    return show(request, "who.html", title, status=status, form=form, admitted=found)


def _named(agency: Agency, form: WhoForm, now: datetime) -> Viewer | None:
    try:
        (viewer,) = name_viewers(agency=agency, people=[form.who], now=now)
    except WatchingRefused as refused:
        form.add_error(None, str(refused))
        return None
    return viewer


@page
def personal(request: HttpRequest, token: str) -> HttpResponse:
    """Let in the viewer whose own card this is, after a press."""
    card, now = personal_card(token), timezone.now()
    reason = OWN_ENDED if card.is_ended else _why_not(card.invitation)
    if request.method == "POST" and not reason:
        response = go("course", card.invitation.campaign.course.slug)
        held = replace(_pass(request, card.invitation), viewers=(card.viewer_id,), personal=card.pk)
        give_pass(response, held, now=now)
        return response
    status = NOT_FOUND if card.is_ended else OK
    return show(request, "personal.html", "あなたのカードで見る", status=status, card=card, reason=reason)


@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Let the next person in front of this screen begin anew; no copy of the pass opens anything.

    Those who watched together are counted again before they go, or nobody would be credited.
    """
    now = timezone.now()
    uncounted = still_to_count(request, now=now)
    if uncounted is not None:
        return go("count", uncounted.slug, query={LEAVING: 1})
    held = held_pass(request, now=now)
    if held is not None and held.visit is not None:
        end_visit(visit=held.visit, now=now)
    response = go("enter")
    take_pass(response)
    return response


def _enter(request: HttpRequest, form: CodeForm, status: int = OK, **context: object) -> HttpResponse:
    return show(request, "enter.html", TITLE, status=status, form=form, **context)


def _ask_pin(request: HttpRequest, card: Invitation, form: PinForm, status: int = OK) -> HttpResponse:
    return show(request, "pin.html", "PINを入れる", status=status, form=form, course=card.campaign.course)


def _why_not(card: Invitation) -> str:
    return standing_of_card(card, today=timezone.localdate()).decision.reason


def _pass(request: HttpRequest, card: Invitation) -> Pass:
    beside = request.user.pk or 0
    return Pass(card.campaign.course_id, card.agency_id, card.pk, card.issue, beside=beside)
