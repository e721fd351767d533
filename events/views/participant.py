"""The page of one participant, opened by their signed link: what the rooms of this event have for them."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events import date_words, letters, participant_links
from events.access import may_be_let_in
from events.enums import Way
from events.links import LinkNotUsable
from events.models import Participant
from events.online import way_in
from events.registries import participant_offers

type View[**Rest] = Callable[Concatenate[HttpRequest, Participant, Rest], HttpResponseBase]


def by_participant_link[**Rest](view: View[Rest]) -> Callable[..., HttpResponseBase]:
    """Open a view to the participant of a signed link; for a forged or old one, a page says what to do."""

    @never_cache
    @wraps(view)
    def opened(request: HttpRequest, token: str, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponseBase:
        try:
            participant = participant_links.open_link(token, now=timezone.now())
        except LinkNotUsable:
            return not_usable(request)
        return view(request, participant, *args, **kwargs)

    return opened


def not_usable(request: HttpRequest) -> HttpResponse:
    """Say why the page cannot be opened, and what to do."""
    context = {"page_title": "このリンクは使えません", "no_index": True}
    return render(request, "events/participant_not_usable.html", context, status=404)


@require_safe
@by_participant_link
def participant(request: HttpRequest, participant: Participant) -> HttpResponse:
    """Show what there is for this participant, what waits for them first."""
    token, now = participant_links.token(participant), timezone.now()
    offers = [offer for source in participant_offers if (offer := source(participant, token, now))]
    session, event = participant.session, participant.session.event
    online, is_over = participant.way == Way.ONLINE, session.ends_at <= now
    is_let_in = may_be_let_in(participant.application, request.user, today=timezone.localdate(now))
    context = {
        "page_title": f"参加{'した' if is_over else 'する'}方のページ　{event.title}",
        "no_index": True,
        "participant": participant,
        "event": event,
        "session": session,
        "when": letters.when(session),
        "where": letters.where(session, [participant.way]) if is_let_in else "",
        "address": session.venue_address if is_let_in and not online else "",
        "way_in": way_in(session, now=now) if is_let_in and online else None,
        "is_let_in": is_let_in,
        "is_over": is_over,
        "date_notices": date_words.notices_of([session]),
        "offers": sorted(offers, key=lambda offer: (not offer.code, not offer.is_their_turn)),
    }
    return render(request, "events/participant.html", context)
