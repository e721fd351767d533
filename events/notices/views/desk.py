"""The desk's screens of lists and notices."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from accounts.access import has_role
from content import desk
from content.desk import SEE_OTHER, Link, actor
from content.desk_forms import Done, Kept, Screen, form_screen
from events.models import Event
from events.notices import letters, paper, queries, rules
from events.notices.access import event_with_reminders, list_at_the_desk, notice_at_the_desk, notices_desk
from events.notices.enums import SENDS_TO_MANY, NoticeState
from events.notices.exceptions import NoticeRefused
from events.notices.forms import ListForm, NoticeForm, notice_initial
from events.notices.models import Notice
from events.notices.services.listing import GONE, remove_list, save_list
from events.notices.services.sending import (
    change_notice,
    mark_posted,
    record_labels_printed,
    send_notice,
    throw_away,
    write_notice,
)
from foundation.centre.queries import current_centre

NOTICES, LISTS = "案内", "送り先の名簿"
PDF = "application/pdf"
# As many names as a screen shows.
MOST_NAMES = 200


def address(name: str, *args: object) -> str:
    return reverse(f"notices_desk:{name}", args=args)


def to_notices() -> Link:
    return NOTICES, address("notices")


def to_lists() -> Link:
    return LISTS, address("lists")


def _go(where: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(where, status=SEE_OTHER)


@notices_desk.reading
def notices(request: HttpRequest) -> HttpResponse:
    """List the notices, of one event where the address says so."""
    number = request.GET.get("event", "")
    event = event_with_reminders(int(number)) if number.isdecimal() and number.isascii() else None
    found = queries.notices()
    if event is not None:
        found = found.filter(event=event)
    has_lists = queries.has_lists()
    return desk.show(
        request,
        "notices/desk/notices.html",
        NOTICES,
        notices=found[:MOST_NAMES],
        event=event,
        has_lists=has_lists,
    )


@notices_desk.form_page
def write(request: HttpRequest, event: int | None = None) -> HttpResponse:
    """Write a draft: of an event, or a free letter."""
    about = event_with_reminders(event) if event else None
    form = NoticeForm(request.POST or None, initial=_first_words(about))

    def save() -> Done:
        now = timezone.now()
        made = write_notice(event=about, draft=form.draft, actor=actor(request), now=now)
        return Done("下書きにしました。送る相手を確かめてください。", address("notice", made.pk))

    screen = Screen("notices/desk/write.html", "案内を書く", [to_notices()])
    return form_screen(request, form, save, screen, refused_as=NoticeRefused, event=about)


def _first_words(event: Event | None) -> dict[str, Any]:
    if event is None:
        return {}
    return {
        "subject": f"【ご案内】{event.title}"[:100],
        "text": f"次の研修・行事を行います。ご参加をお待ちしています。\n\n{event.summary}".strip(),
    }


@notices_desk.form_page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    notice = notice_at_the_desk(pk)
    if notice.state != NoticeState.DRAFT:
        return _go(address("notice", pk))
    form = NoticeForm(request.POST or None, initial=notice_initial(notice))

    def save() -> Done:
        change_notice(notice=notice, draft=form.draft, actor=actor(request), now=timezone.now())
        return Done("下書きを直しました。", address("notice", pk))

    def fresh() -> NoticeForm:
        return NoticeForm(initial=notice_initial(notice_at_the_desk(pk)))

    trail = [to_notices(), (notice.subject, address("notice", pk))]
    screen = Screen("notices/desk/write.html", "案内を直す", trail)
    kept = Kept(notice, fresh)
    return form_screen(
        request, form, save, screen, refused_as=NoticeRefused, kept=kept, event=notice.event, notice=notice
    )


@notices_desk.reading
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a draft with whom it would reach, or what became of a notice that was sent."""
    found = notice_at_the_desk(pk)
    context = _preview(request, found) if found.state == NoticeState.DRAFT else _outcome(found)
    trail = [to_notices()]
    template = f"notices/desk/{found.state}.html"
    return desk.show(request, template, found.subject, trail=trail, notice=found, **context)


def _preview(request: HttpRequest, notice: Notice) -> dict[str, Any]:
    audience = queries.audience(notice.rule, notice.event, today=timezone.localdate())
    is_manager = has_role(request.user, SENDS_TO_MANY)
    first = audience.to[0][0] if audience.to else None
    why = letters.why_of(notice.rule)
    letter = first and letters.notice(
        notice,
        letters.facts_of(notice),
        to=f"{first.name}　ご担当者様",
        why=why,
        stop="（事業所ごとのアドレス）",
        centre=current_centre(),
    )
    return {
        "audience": audience,
        "count": len(audience.to),
        "ways": [(way.label, count) for way, count in audience.by_way.items()],
        "reasons": [(reason.label, count) for reason, count in audience.by_reason.items()],
        "to": [(agency, way.label) for agency, way in audience.to[:MOST_NAMES]],
        "left_out": [(agency, reason.label) for agency, reason in audience.left_out[:MOST_NAMES]],
        "most": MOST_NAMES,
        "letter": letter,
        "decision": rules.may_send(
            notice.state,
            invites=queries.invites(notice.event, now=timezone.now()),
            recipients=len(audience.to),
            is_manager=is_manager,
        ),
    }


def _outcome(notice: Notice) -> dict[str, Any]:
    recipients = list(notice.recipients.select_related("agency").order_by("pk")[:MOST_NAMES])
    posts = queries.posted(notice)
    return {
        "recipients": recipients,
        "most": MOST_NAMES,
        "has_post": posts.exists(),
        "waits_for_post": posts.filter(outcome="").exists(),
        "event": notice.event,
    }


@notices_desk.deed
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a draft; pressing twice is harmless."""
    try:
        count = send_notice(notice=notice_at_the_desk(pk), actor=actor(request), now=timezone.now())
        messages.success(request, f"{count}件に送ります。FAXの分は「送るもの」に入ります。")
    except NoticeRefused as refused:
        messages.error(request, str(refused))
    return _go(address("notice", pk))


@notices_desk.deed
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    try:
        throw_away(notice=notice_at_the_desk(pk), actor=actor(request), now=timezone.now())
        messages.success(request, "下書きを捨てました。")
    except NoticeRefused as refused:
        messages.error(request, str(refused))
    return _go(address("notices"))


@notices_desk.deed
def labels(request: HttpRequest, pk: int) -> HttpResponse:
    """Return labels for envelopes."""
    found = notice_at_the_desk(pk)
    record_labels_printed(notice=found, actor=actor(request), now=timezone.now())
    return desk.file(
        paper.labels_pdf(found), name=f"labels-{found.number}.pdf", content_type=PDF, inline=True
    )


@notices_desk.reading
def letter(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """Return the letter that goes into the envelopes."""
    found = notice_at_the_desk(pk)
    return desk.file(
        paper.post_letter_pdf(found), name=f"letter-{found.number}.pdf", content_type=PDF, inline=True
    )


@notices_desk.deed
def posted(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the letters are in the post."""
    count = mark_posted(notice=notice_at_the_desk(pk), actor=actor(request), now=timezone.now())
    messages.success(request, f"{count}通を「投函した」にしました。")
    return _go(address("notice", pk))


@notices_desk.reading
def lists(request: HttpRequest) -> HttpResponse:
    """Show the saved lists."""
    rows = [(rule, letters.why_of(rule)) for rule in queries.list_rules()]
    return desk.show(request, "notices/desk/lists.html", LISTS, trail=[to_notices()], rows=rows)


@notices_desk.form_page
def edit_list(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Make a list, or change it, and see whom it finds."""
    today = timezone.localdate()
    if pk and request.method == "POST" and not queries.list_rules().filter(pk=pk).exists():
        return _gone_list(request, today)
    rule = list_at_the_desk(pk) if pk else None
    form = ListForm(request.POST or None, rule=rule, today=today)

    def save() -> Done:
        saved = save_list(rule=rule, wish=form.wish, actor=actor(request), now=timezone.now())
        return Done(f"名簿「{saved}」を保存しました。", address("list", saved.pk))

    def fresh() -> ListForm:
        return ListForm(rule=list_at_the_desk(rule.pk) if rule else None, today=today)

    context: dict[str, Any] = {"rule": rule}
    if rule is not None:
        audience = queries.audience(rule, None, today=today)
        context |= {
            "count": len(audience.to),
            "ways": [(way.label, count) for way, count in audience.by_way.items()],
            "reasons": [(reason.label, count) for reason, count in audience.by_reason.items()],
        }
    screen = Screen("notices/desk/list.html", rule.name if rule else "名簿を作る", [to_notices(), to_lists()])
    kept = Kept(rule, fresh) if rule else None
    return form_screen(
        request, form, save, screen, refused_as=NoticeRefused, kept=kept, field="name", **context
    )


def _gone_list(request: HttpRequest, today: date) -> HttpResponse:
    """Keep what was typed for a list that somebody threw away meanwhile: saved again, it is a new one."""
    form = ListForm(request.POST, rule=None, today=today)
    form.add_error(None, GONE)
    title, trail = "名簿を作る", [to_notices(), to_lists()]
    return desk.show(
        request, "notices/desk/list.html", title, trail=trail, status=desk.UNPROCESSABLE, form=form
    )


@notices_desk.deed
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a list away."""
    try:
        remove_list(rule=list_at_the_desk(pk), actor=actor(request), now=timezone.now())
        messages.success(request, "名簿を消しました。")
    except NoticeRefused as refused:
        messages.error(request, str(refused))
        return _go(address("list", pk))
    return _go(address("lists"))
