"""A group from the line answers the seats that it is offered: one press takes them, declining asks again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import User
from events import letters, links
from events.applicant_queries import ASKED, SEAT
from events.exceptions import ChangeRefused
from events.models import Application
from events.next_steps import Standing, standing_of
from events.services.offering import accept_offer, decline_offer

from .application import by_link, to_application

CLOSED = "いま返事をいただく席は、ありません。"


@require_POST
@by_link
def accept(request: HttpRequest, application: Application) -> HttpResponse:
    """Take the offered seats for sure."""
    standing = standing_of(application, now=timezone.now())
    asked = standing.counts[ASKED]
    if not standing.may_answer:
        return _closed(request, standing)
    try:
        accept_offer(application=application, actor=_actor(request), by_staff=False, now=standing.now)
    except ChangeRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{asked}人分の席を取りました。")
    return to_application(application)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def decline(request: HttpRequest, application: Application) -> HttpResponse:
    """Ask whether the seats are really declined, then give them to the next in line."""
    standing = standing_of(application, now=timezone.now())
    asked = standing.counts[ASKED]
    if not standing.may_answer:
        return _closed(request, standing)
    if request.method != "POST":
        return _sure(request, standing)
    try:
        decline_offer(application=application, actor=_actor(request), by_staff=False, now=standing.now)
    except ChangeRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{asked}人分の席を断りました。")
    return to_application(application)


def _sure(request: HttpRequest, standing: Standing) -> HttpResponse:
    application, sure = standing.application, standing.counts[SEAT]
    leaving = [person for person in standing.people if standing.places[person.pk] != SEAT]
    stays = f"席が決まっている{sure}人だけで参加します。ほかの{len(leaving)}人は、列から抜けます。"
    context = {
        "page_title": "席を断りますか",
        "no_index": True,
        "application": application,
        "event": application.session.event,
        "token": links.token(application),
        "when": letters.when(application.session),
        "leaving": leaving,
        "leaving_title": f"参加しない方　{len(leaving)}人",
        "consequence": stays if sure else "この申し込みは、取り消しになります",
    }
    return render(request, "events/decline_sure.html", context)


def _closed(request: HttpRequest, standing: Standing) -> HttpResponse:
    step = standing.step
    messages.error(request, step.title if standing.offer is not None and step is not None else CLOSED)
    return to_application(standing.application)


def _actor(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None
