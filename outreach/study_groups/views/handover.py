"""Handing a community over to whoever runs it next: what to do, ticked, and one pack of everything."""

from collections.abc import Mapping
from tempfile import SpooledTemporaryFile
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_POST

from content.desk import actor
from outreach.study_groups import shelf_queries
from outreach.study_groups.access import Standing
from outreach.study_groups.enums import Action, HandoverItem
from outreach.study_groups.exceptions import GroupRefused
from outreach.study_groups.forms import HandoverForm
from outreach.study_groups.handover import MEMORY_BYTES, write_pack
from outreach.study_groups.models import HandoverRound, HandoverTick
from outreach.study_groups.services.handing_over import begin_handover, record_pack_taken, tick_off

from .frame import address, go, saved, show, status_of, told, where_they_may, whole_number

TITLE = "引き継ぎ"


@where_they_may(Action.HAND_OVER)
def handover(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Show what is to be handed over, and tick what was; earlier rounds stay to be read."""
    community = standing.community
    rounds = shelf_queries.handover_rounds(community)
    latest = rounds[0] if rounds else None
    # Nothing ticked is an answer too.
    form = HandoverForm(request.POST if request.method == "POST" else None)

    def save(data: Mapping[str, Any]) -> str:
        done = [HandoverItem(each) for each in data["done"]]
        seen = [HandoverItem(each) for each in data["seen"]]
        tick_off(
            community=community,
            of=data["of"],
            done=done,
            seen=seen,
            actor=actor(request),
            now=timezone.now(),
        )
        return "しるしを保存しました。"

    if saved(request, form, save):
        return go(address("handover", community))
    return show(
        request,
        "handover.html",
        TITLE,
        community=community,
        status=status_of(form),
        form=form,
        latest=latest,
        rows=_rows(latest) if latest else [],
        earlier=[(each, _rows(each)) for each in rounds[1:]],
    )


def _rows(of: HandoverRound) -> list[tuple[HandoverItem, HandoverTick | None]]:
    """Return each thing to hand over with its tick in a round."""
    ticks = {each.item: each for each in of.ticks.all()}
    return [(item, ticks.get(item)) for item in HandoverItem]


@require_POST
@where_they_may(Action.HAND_OVER)
def begin(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Begin to hand the community over anew."""
    community, after = standing.community, whole_number(request.POST.get("after", ""))
    told(
        request,
        lambda: begin_handover(community=community, after=after, actor=actor(request), now=timezone.now()),
        "新しい引き継ぎを始めました。",
    )
    return go(address("handover", community))


@require_POST
@where_they_may(Action.HAND_OVER)
def pack(request: HttpRequest, standing: Standing) -> HttpResponseBase:
    """Give the pack; a large one lies in a file until it has been sent."""
    community, now = standing.community, timezone.now()
    try:
        record_pack_taken(community=community, actor=actor(request), now=now)
    except GroupRefused as refused:
        messages.error(request, str(refused))
        return go(address("handover", community))
    content = SpooledTemporaryFile(max_size=MEMORY_BYTES)  # noqa: SIM115 -- the response closes it
    write_pack(community, content, now=now)
    content.seek(0)
    name = f"hikitsugi-{community.slug}-{timezone.localdate(now):%Y%m%d}.zip"
    response = FileResponse(content, as_attachment=True, filename=name, content_type="application/zip")
    response.headers["Cache-Control"] = "private, no-store"
    return response
