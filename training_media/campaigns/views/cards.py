"""The desk's screens of cards: papers, one card and what becomes of it, the names of its agency."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from content import desk
from content.desk import actor
from content.desk_forms import Done, Kept, Screen, form_screen
from foundation.japanese.dates import long_date
from training_media.campaigns import papers, queries
from training_media.campaigns.access import (
    agency_at_the_desk,
    campaign_at_the_desk,
    campaign_desk,
    card_at_the_desk,
)
from training_media.campaigns.exceptions import CampaignRefused
from training_media.campaigns.forms import AnewForm, ExtendForm, NamesForm, RevokeForm
from training_media.campaigns.models import Invitation
from training_media.campaigns.rules import state_of
from training_media.campaigns.services.inviting import extend, issue_anew, record_printed, revoke
from training_media.campaigns.services.naming import write_names

from .planning import FORM, address, card_link, go, to_campaign, to_campaigns

PDF = "application/pdf"
PAPERS = {"cards": ("視聴カード", papers.cards_pdf), "slips": ("視聴カードのPIN", papers.slips_pdf)}


@campaign_desk.deed
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out the cards of a campaign or their PINs as a PDF, of one agency where a card is named."""
    campaign, now = campaign_at_the_desk(pk), timezone.now()
    kind, chosen = request.POST.get("paper", ""), request.POST.get("card", "")
    if kind not in PAPERS or (chosen and not chosen.isdecimal()):
        raise Http404
    cards = queries.invitations_of(campaign).filter(revoked_at__isnull=True)
    found = list(cards.filter(pk=int(chosen)) if chosen else cards)
    if not found:
        messages.info(request, "印刷するカードは、ありません。")
        return go(address("campaign", pk))
    name, make = PAPERS[kind]
    content = make(found, now=now)
    record_printed(campaign=campaign, paper=kind, count=len(found), actor=actor(request), now=now)
    return desk.file(content, name=f"{name}.pdf", content_type=PDF, inline=True)


@campaign_desk.reading
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the card of one agency, and what can be done with it."""
    found, today = card_at_the_desk(pk), timezone.localdate()
    how = queries.progress(found.campaign.course, [found.agency_id], today=today)[found.agency_id]
    return desk.show(
        request,
        "campaigns/desk/card.html",
        found.agency.name,
        trail=[to_campaigns(), to_campaign(found.campaign)],
        card=found,
        state=state_of(found.period, today),
        how=how,
        is_shut=found.shut_until is not None and timezone.now() < found.shut_until,
        names=queries.names_of(found.agency),
    )


@campaign_desk.form_page
def extend_card(request: HttpRequest, pk: int) -> HttpResponse:
    """Give one agency until a later day."""
    found, today = card_at_the_desk(pk), timezone.localdate()
    first = {"until": found.extended_until, "reason": found.extended_because}
    form = ExtendForm(request.POST or None, initial=first, today=today)

    def save() -> Done:
        values = form.cleaned_data
        extend(
            card=found,
            until=values["until"],
            reason=values["reason"],
            actor=actor(request),
            now=timezone.now(),
        )
        if values["until"] == found.extended_until:
            return Done("延ばしたわけを書きなおしました。期限は、そのままです。", address("card", pk))
        told = f"視聴期限を{long_date(values['until'])}までにしました。事業所の予定表も変わります。"
        return Done(told, address("card", pk))

    words = f"この事業所だけ、視聴期限を延ばします。もとの期限は、{long_date(found.campaign.closes_on)}です。"
    title = "期限を延ばす"
    return _form(request, found, form, save, title=title, words=words, button=title, field="until")


@campaign_desk.form_page
def revoke_card(request: HttpRequest, pk: int) -> HttpResponse:
    """End a card."""
    found, form = card_at_the_desk(pk), RevokeForm(request.POST or None)

    def save() -> Done:
        reason = form.cleaned_data["reason"]
        revoke(card=found, reason=reason, actor=actor(request), now=timezone.now())
        return Done("カードを止めました。見ている人も、ここで終わります。", address("card", pk))

    words = "このカードでは、すぐに見られなくなります。見た記録は残ります。"
    return _form(request, found, form, save, title="カードを止める", words=words, button="カードを止める")


def _form(
    request: HttpRequest,
    found: Invitation,
    form: ExtendForm | RevokeForm | AnewForm,
    save: Callable[[], Done],
    *,
    title: str,
    words: str,
    button: str,
    field: str | None = None,
) -> HttpResponse:
    screen = Screen(FORM, title, [to_campaigns(), to_campaign(found.campaign), card_link(found)])
    return form_screen(
        request,
        form,
        save,
        screen,
        refused_as=CampaignRefused,
        field=field,
        rights=queries.rights_that_end(found.campaign.course) if field else [],
        words=words,
        button=button,
        back=address("card", found.pk),
    )


@campaign_desk.form_page
def issue_card_anew(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a card anew with another code and PIN."""
    found = card_at_the_desk(pk)
    form = AnewForm(request.POST if request.method == "POST" else None, initial={"issue": found.issue})

    def save() -> Done:
        issue = form.cleaned_data["issue"]
        issue_anew(card=found, issue=issue, actor=actor(request), now=timezone.now())
        words = "新しい番号とPINにしました。前のカードは使えません。印刷して、渡してください。"
        return Done(words, address("card", pk))

    title = "番号とPINを新しくする"
    words = (
        "渡してあるカードもPINも、一人ずつのカードも、みな使えなくなります。見ている人も、ここで終わります。"
    )
    return _form(request, found, form, save, title=title, words=words, button=title)


@campaign_desk.form_page
def names(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down whom an agency has named."""
    agency = agency_at_the_desk(pk)
    form = NamesForm(request.POST or None, known=queries.names_of(agency))
    where = request.get_full_path()

    def save() -> Done:
        named = form.cleaned_data["names"]
        count = write_names(agency=agency, names=named, actor=actor(request), now=timezone.now())
        return Done(f"{count}人の名前を保存しました。", where)

    def fresh() -> NamesForm:
        return NamesForm(known=queries.names_of(agency))

    screen = Screen(FORM, f"見る人の名前　{agency.name}", [to_campaigns()])
    return form_screen(
        request,
        form,
        save,
        screen,
        refused_as=CampaignRefused,
        kept=Kept(agency, fresh),
        words="カードの番号とPINを入れた人が、ここから名前を選べます。名前がない人は、自分で書きます。",
        button="保存する",
        back=address("campaigns"),
    )
