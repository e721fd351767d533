"""Letters that staff write to the people of an event: written, looked at with their number, sent once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content.desk import UNPROCESSABLE, actor
from events import letters
from events.access import event_at_the_desk, event_desk
from events.desk_forms.deeds import NoticeForm
from events.services.notices import notice_audience, send_notice
from foundation.centre.queries import current_centre

from .frame import show, to, to_event


@event_desk.form_page
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a letter, see whom it reaches and whom not, then send it."""
    event = event_at_the_desk(pk)
    form = NoticeForm(request.POST if request.method == "POST" else None, sessions=list(event.sessions.all()))
    trail = [to_event(event)]
    if not form.is_bound or not form.is_valid() or "again" in request.POST:
        status = UNPROCESSABLE if form.errors and "again" not in request.POST else 200
        return show(request, "notice", "知らせを送る", trail=trail, status=status, event=event, form=form)
    given = form.cleaned_data
    if "send" in request.POST:
        sent = send_notice(
            event=event,
            states=given["states"],
            sessions=given["sessions"],
            subject=given["subject"],
            text=given["text"],
            key=str(given["key"]),
            actor=actor(request),
            now=timezone.now(),
        )
        if sent:
            messages.success(
                request, f"{sent}件の知らせを出しました。FAXか電話の方の分は、「送るもの」に入りました。"
            )
        else:
            messages.info(request, "この知らせは、もう送りました。同じものは2度送りません。")
        return to("event", pk)
    audience = notice_audience(event, given["states"], sessions=given["sessions"])
    sample = next(iter(audience.by_mail), None)
    letter = sample and letters.notice(
        sample,
        subject=given["subject"],
        text=given["text"],
        link="（申込の確認ページ）",
        centre=current_centre(),
    )
    return show(
        request,
        "notice_sure",
        "送る前の確認",
        trail=trail,
        event=event,
        form=form,
        letter=letter,
        by_mail=audience.by_mail,
        by_other_ways=audience.by_other_ways,
    )
