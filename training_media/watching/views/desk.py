"""The desk's screen of single viewers' cards: print them, end one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, actor
from training_media.campaigns.access import campaign_desk, card_at_the_desk
from training_media.campaigns.queries import names_of
from training_media.watching.papers import personal_cards_pdf
from training_media.watching.queries import personal_cards
from training_media.watching.services.coming_in import make_personal_cards, revoke_personal_card

PDF = "application/pdf"
TITLE = "一人ずつのQRカード"


@campaign_desk.form_page
def personal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who has a card; a press makes one for each name that the agency gave, and prints them."""
    card, now = card_at_the_desk(pk), timezone.now()
    if request.method == "POST":
        names = names_of(card.agency)
        if names and card.revoked_at is None:
            made = make_personal_cards(invitation=card, names=names, actor=actor(request), now=now)
            found = personal_cards().filter(pk__in=[each.pk for each in made])
            content = personal_cards_pdf(list(found.order_by("viewer__name_kana", "pk")), now=now)
            return desk.file(content, name=f"{TITLE}.pdf", content_type=PDF, inline=True)
        messages.info(request, "先に、見る人の名前を書いてください。止めたカードでは作れません。")
    cards = personal_cards().filter(invitation=card, issue=card.issue)
    trail = [(card.agency.name, reverse("campaign_desk:card", args=[pk]))]
    rows = cards.order_by("viewer__name_kana", "pk")
    return desk.show(request, "watching/desk/personal.html", TITLE, trail=trail, card=card, rows=rows)


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
