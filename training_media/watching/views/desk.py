"""The desk's screens of an agency's viewers: their cards, and two of them who are one person."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, actor
from training_media.campaigns.access import campaign_desk, card_at_the_desk
from training_media.campaigns.queries import names_of
from training_media.watching.exceptions import WatchingRefused
from training_media.watching.papers import personal_cards_pdf
from training_media.watching.queries import likely_pairs, personal_cards
from training_media.watching.services.coming_in import (
    make_personal_cards,
    revoke_personal_card,
    take_pins_again,
)
from training_media.watching.services.uniting import unite_viewers

PDF = "application/pdf"
TITLE = "一人ずつのQRカード"
SAME = "同じ人をまとめる"


@campaign_desk.form_page
def personal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who has a card; a press makes one for each name that the agency gave, and prints them."""
    card, now = card_at_the_desk(pk), timezone.now()
    names = names_of(card.agency)
    may_print = bool(names) and card.revoked_at is None
    if request.method == "POST":
        if may_print:
            made = make_personal_cards(invitation=card, names=names, actor=actor(request), now=now)
            found = personal_cards().filter(pk__in=[each.pk for each in made])
            content = personal_cards_pdf(list(found.order_by("viewer__name_kana", "pk")), now=now)
            return desk.file(content, name=f"{TITLE}.pdf", content_type=PDF, inline=True)
        messages.info(request, "先に、見る人の名前を書いてください。止めたカードでは作れません。")
    cards = personal_cards().filter(invitation=card, issue=card.issue)
    trail = [(card.agency.name, reverse("campaign_desk:card", args=[pk]))]
    rows = cards.order_by("viewer__name_kana", "pk")
    return desk.show(
        request,
        "watching/desk/personal.html",
        TITLE,
        trail=trail,
        card=card,
        rows=rows,
        named=len(names),
        may_print=may_print,
    )


@campaign_desk.deed
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End the card of one viewer."""
    chosen = request.POST.get("card", "")
    found = personal_cards().filter(invitation=pk, pk=int(chosen)).first() if chosen.isdecimal() else None
    if found is None:
        raise Http404
    revoke_personal_card(card=found, actor=actor(request), now=timezone.now())
    messages.success(request, "カードを止めました。")
    return HttpResponseRedirect(reverse("watching_desk:personal", args=[pk]), status=SEE_OTHER)


@campaign_desk.deed
def take_pins(request: HttpRequest, pk: int) -> HttpResponse:
    """Take PINs of a card again at once, after somebody typed too many wrong ones."""
    take_pins_again(card=card_at_the_desk(pk), actor=actor(request), now=timezone.now())
    messages.success(request, "PINを、すぐに受け付けるようにしました。")
    return HttpResponseRedirect(reverse("campaign_desk:card", args=[pk]), status=SEE_OTHER)


@campaign_desk.reading
def same(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who watched for an agency by an account, and under the same name by its card."""
    card = card_at_the_desk(pk)
    trail = [(card.agency.name, reverse("campaign_desk:card", args=[pk]))]
    pairs = likely_pairs(card.agency_id)
    return desk.show(request, "watching/desk/same.html", SAME, trail=trail, card=card, pairs=pairs)


@campaign_desk.deed
def unite(request: HttpRequest, pk: int) -> HttpResponse:
    """Make one viewer of two."""
    card = card_at_the_desk(pk)
    account, named = (_number(request.POST.get(name, "")) for name in ("account", "named"))
    agency, now = card.agency_id, timezone.now()
    try:
        unite_viewers(agency=agency, account=account, named=named, actor=actor(request), now=now)
    except WatchingRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "一人にまとめました。")
    return HttpResponseRedirect(reverse("watching_desk:same", args=[pk]), status=SEE_OTHER)


def _number(typed: str) -> int:
    return int(typed) if typed.isdecimal() else 0
