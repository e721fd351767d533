"""The queue and one message. Its contents are shown by a deliberate act only, and every time anew."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, UNPROCESSABLE, Link, actor
from content.inquiries import inquiries_elsewhere
from foundation.centre.queries import current_centre
from foundation.decision import NotAllowed
from foundation.japanese.dates import long_date
from foundation.limits.queries import limit
from portal.consultations.forms import TalkForm
from portal.contact_desk import queries, rules, sealing
from portal.contact_desk.access import contact_door, message_for, messages_for, worker
from portal.contact_desk.desk_forms import (
    IS_DONE,
    TABS,
    AssignForm,
    QueueFilterForm,
    UnfinishedTalkForm,
    first_talk,
)
from portal.contact_desk.enums import MessageState
from portal.contact_desk.limits import KEPT_AFTER_ANSWER
from portal.contact_desk.models import ContactMessage, ContactMessageQuerySet
from portal.contact_desk.services import handling

ROWS_PER_PAGE = 30
QUEUE = "問い合わせ"
NOT_OPENED = "内容を開けませんでした。鍵がないか、記録がこわれています。システム管理者に知らせてください。"


@contact_door.reading
def queue(request: HttpRequest) -> HttpResponse:
    """Show numbers, classes and dates, the oldest first; never a word of what was written."""
    form = QueueFilterForm(request.GET)
    wanted = {"tab": "open"} | form.wanted
    found = _narrowed(queries.queue(messages_for(actor(request))), wanted, actor(request).pk)
    page = Paginator(found, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    rows = queries.queue_rows(
        page.object_list, today=timezone.localdate(), closures=current_centre().hours.closures
    )
    return desk.show(
        request,
        "contact_desk/desk/queue.html",
        QUEUE,
        form=form,
        tabs=list(TABS.items()),
        tab=wanted["tab"],
        tab_word=TABS[wanted["tab"]],
        page_obj=page,
        rows=rows,
        elsewhere=inquiries_elsewhere(now=timezone.now()) if wanted["tab"] == "open" else [],
    )


@contact_door.reading
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one message without its contents, and what can be done with it."""
    return show_message(request, message_for(actor(request), pk))


@contact_door.deed
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the contents for a named reader, once: the next look is another reading."""
    found = message_for(actor(request), pk)
    contents = _opened(request, found)
    return show_message(request, found, contents=contents) if contents else to_message(pk)


@contact_door.deed
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who answers."""
    found, now = message_for(actor(request), pk), timezone.now()
    form = AssignForm(request.POST, readers=[reader.user for reader in queries.current_readers(now)])
    if not form.is_valid():
        return show_message(request, found, assign_form=form, status=UNPROCESSABLE)
    try:
        handling.assign_message(message_id=found.pk, to=form.chosen, actor=actor(request), now=now)
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{found.number}の担当を、{form.chosen}さんにしました。")
    return to_message(pk)


@contact_door.form_page
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that the answer was given, in choices and minutes."""
    found, now = message_for(actor(request), pk), timezone.now()
    decision = rules.may_finish(found.state, MessageState.ANSWERED, worker(actor(request), found, now))
    if not decision.allowed:
        messages.error(request, decision.reason)
        return to_message(pk)
    contents, is_reading = None, "read" in request.POST
    kind = UnfinishedTalkForm if is_reading else TalkForm
    form = kind(request.POST or None, initial=first_talk(found.reply_way, timezone.localdate(now)))
    if is_reading:
        contents = _opened(request, found)
    elif request.method == "POST" and form.is_valid():
        try:
            answered = handling.answer_message(
                message_id=found.pk, talk=form.talk, actor=actor(request), now=now
            )
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            gone = long_date(answered.erase_due)
            messages.success(request, f"返事ずみにしました。内容は、{gone}に消えます。")
            return to_message(pk)
    return desk.show(
        request,
        "contact_desk/desk/answer.html",
        f"{found.number}の返事を書きとめる",
        trail=[to_queue(), to_number(found)],
        status=UNPROCESSABLE if form.errors else 200,
        form=form,
        found=found,
        kept_days=limit(KEPT_AFTER_ANSWER, on=timezone.localdate(now)),
        contents=contents,
        may_read=rules.may_read(found.state, worker(actor(request), found, now)),
    )


def _opened(request: HttpRequest, found: ContactMessage) -> sealing.Contents | None:
    """Open the contents for a named reader, which is written down; None when they do not open."""
    try:
        return handling.read_message(message_id=found.pk, actor=actor(request), now=timezone.now())
    except (sealing.NoKey, sealing.CannotOpen):
        messages.error(request, NOT_OPENED)
        return None


@contact_door.deed
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an answered message away."""
    found = message_for(actor(request), pk)
    try:
        handling.close_message(message_id=found.pk, actor=actor(request), now=timezone.now())
    except NotAllowed as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"{found.number}を、終わりにしました。")
    return to_message(pk)


def show_message(
    request: HttpRequest,
    found: ContactMessage,
    *,
    contents: sealing.Contents | None = None,
    assign_form: AssignForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the screen of one message; with contents only right after they were opened."""
    now = timezone.now()
    who = worker(actor(request), found, now)
    may_assign = rules.may_assign(found.state, who).allowed
    if may_assign and assign_form is None:
        readers = [reader.user for reader in queries.current_readers(now)]
        assign_form = AssignForm(readers=readers, initial={"to": found.assigned_to_id or actor(request).pk})
    (row,) = queries.queue_rows(
        [found], today=timezone.localdate(now), closures=current_centre().hours.closures
    )
    kept_days = limit(KEPT_AFTER_ANSWER, on=timezone.localdate(now))
    return desk.show(
        request,
        "contact_desk/desk/message.html",
        f"問い合わせ {found.number}",
        trail=[to_queue()],
        status=status,
        found=found,
        row=row,
        erased_on=queries.erased_on(found, kept_days=kept_days),
        contents=contents,
        assign_form=assign_form if may_assign else None,
        may_read=rules.may_read(found.state, who),
        may_answer=rules.may_finish(found.state, MessageState.ANSWERED, who).allowed,
        is_done=found.state in IS_DONE,
        may_close=rules.may_finish(found.state, MessageState.CLOSED, who).allowed,
    )


def to_queue() -> Link:
    return QUEUE, reverse("contact_desk_admin:queue")


def to_number(found: ContactMessage) -> Link:
    return found.number, reverse("contact_desk_admin:message", args=[found.pk])


def to_message(pk: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("contact_desk_admin:message", args=[pk]), status=SEE_OTHER)


def _narrowed(found: ContactMessageQuerySet, wanted: dict[str, Any], own_id: int) -> ContactMessageQuerySet:
    match wanted["tab"]:
        case "open":
            found = found.open()
        case "mine":
            found = found.open().filter(assigned_to=own_id)
        case "done":
            found = found.filter(state__in=IS_DONE).order_by("-received_at", "-id")
        case _:
            found = found.order_by("-received_at", "-id")
    if "kind" in wanted:
        found = found.filter(asker_kind=wanted["kind"])
    if "subject" in wanted:
        found = found.filter(subject=wanted["subject"])
    return found
