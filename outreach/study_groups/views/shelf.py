"""The shelf of a community, and who besides members is invited to a session."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from content.desk import actor
from outreach.study_groups import queries
from outreach.study_groups.access import (
    Standing,
    announced_row,
    guest_at,
    item_to_take_off,
    open_shelf,
    shelf_item,
)
from outreach.study_groups.enums import Action, ShelfReader
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.forms import GuestForm, ShelfForm
from outreach.study_groups.services.sessions import invite_guest, withdraw_guest
from outreach.study_groups.services.shelf import put_on_shelf, take_off_shelf

from .frame import address, go, names_to_look_for, saved, show, status_of, where_they_may

TOLD = "{}人に、メールで知らせます。"
NOBODY_THERE = "ここには、ポータルを使う人がいません。電話か紙で知らせてください。"


@where_they_may(Action.READ_SHELF)
def shelf(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Show what this reader may open; whoever runs the community puts files here."""
    community, today = standing.community, timezone.localdate()
    may_fill = standing.may(Action.FILL_SHELF)
    rows = queries.announced_rows(community) if may_fill else []
    held = {row.event_id: row for row in rows}
    words = [(key, f"第{row.number}回「{row.theme}」") for key, row in held.items() if key is not None]
    is_sent = request.method == "POST" and may_fill
    form = ShelfForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        held=words,
        today=today,
        agencies=names_to_look_for(request),
    )

    def save(data: Mapping[str, Any]) -> str:
        row = held.get(int(data["event"])) if data["event"] else None
        made = put_on_shelf(
            community=community,
            uploads=form.uploads,
            event=row.event if row else None,
            reader=ShelfReader(data["reader"]),
            open_until=data["open_until"],
            actor=actor(request),
            now=timezone.now(),
        )
        return f"資料を{len(made)}つ置きました。"

    if is_sent and saved(request, form, save):
        return go(address("shelf", community))
    return show(
        request,
        "shelf.html",
        "会の資料",
        community=community,
        status=status_of(form),
        rows=open_shelf(standing, today=today),
        form=form if may_fill else None,
    )


@never_cache
@login_required
@require_safe
def file(request: HttpRequest, slug: str, pk: int, name: str) -> FileResponse:
    """Give a file to be saved, to guests of its session too; nothing keeps it on the way."""
    item = shelf_item(slug, request.user, pk, name, today=timezone.localdate())
    suffix = item.file_name.rpartition(".")[2]
    response = FileResponse(item.file.open("rb"), as_attachment=True, filename=f"{item.title}.{suffix}")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@require_POST
@where_they_may(Action.FILL_SHELF)
def take_off(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Take a file off the shelf."""
    item = item_to_take_off(standing, pk)
    try:
        take_off_shelf(item=item, actor=actor(request), now=timezone.now())
    except GroupRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"「{item.title}」を消しました。")
    return go(address("shelf", standing.community))


@where_they_may(Action.INVITE_GUEST)
def guests(request: HttpRequest, standing: Standing, pk: int) -> HttpResponse:
    """Invite an agency that is no member to one session."""
    row, today = announced_row(standing, pk), timezone.localdate()
    form = GuestForm(request.POST or None, today=today)

    def save(data: Mapping[str, Any]) -> str:
        agency = data["agency"]
        told = invite_guest(
            row=row, agency=agency, words=data["words"], actor=actor(request), now=timezone.now()
        )
        if told is None:
            return f"{agency.name}は、もう招いています。"
        return f"{agency.name}を招きました。" + (TOLD.format(told) if told else NOBODY_THERE)

    if saved(request, form, save, field="agency"):
        return go(address("guests", standing.community, row.pk))
    return show(
        request,
        "guests.html",
        f"第{row.number}回に招く機関",
        community=standing.community,
        status=status_of(form),
        row=row,
        rows=list(queries.guests_of(row.event)) if row.event else [],
        form=form,
    )


@require_POST
@where_they_may(Action.INVITE_GUEST)
def withdraw(request: HttpRequest, standing: Standing, pk: int, guest: int) -> HttpResponse:
    """Take an invitation back."""
    row = announced_row(standing, pk)
    found = guest_at(row, guest)
    try:
        withdraw_guest(guest=found, actor=actor(request), now=timezone.now())
    except GroupRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{found.agency.name}を招くのを、取り消しました。")
    return go(address("guests", standing.community, row.pk))
