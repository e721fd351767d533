"""The staff's outbox: which mails went, which did not and why, and once more."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from accounts.access import has_role
from accounts.enums import PublicRole
from content.desk import Door, actor, show
from content.start_page import Row, Todo
from foundation.mail.models import MailState, OutgoingMail
from foundation.mail.queries import count_mails, mails_in
from foundation.mail.services import MailIsUnderWay, can_go_again, send_again

READERS = frozenset({PublicRole.STAFF, PublicRole.MANAGER, PublicRole.SYSTEM_ADMIN})
outbox_desk = Door(READERS)
TROUBLED = (MailState.FAILED, MailState.BOUNCED, MailState.COMPLAINED)
TABS: dict[str, tuple[str, tuple[str, ...]]] = {
    "troubled": ("届かなかったもの", TROUBLED),
    "queued": ("送信待ち", (MailState.QUEUED,)),
    "sent": ("送信済み", (MailState.SENT,)),
    "all": ("すべて", tuple(MailState.values)),
}
ROWS_PER_PAGE = 20
# Older ones were phoned about long ago; they stay in the list.
ASKED_FOR = timedelta(days=14)
# What libraries and mail providers report, in the words of the desk.
REASONS = {
    "TimeoutError": "メールサーバーが、時間内に答えませんでした",
    "ConnectionRefusedError": "メールサーバーにつながりませんでした",
    "gaierror": "メールサーバーが見つかりませんでした",
    "SMTPServerDisconnected": "メールサーバーとのつながりが切れました",
    "SMTPConnectError": "メールサーバーにつながりませんでした",
    "SMTPAuthenticationError": "メールサーバーに入れませんでした（設定を確かめてください）",
    "SMTPSenderRefused": "送り主が受け付けられませんでした（設定を確かめてください）",
    "SMTPRecipientsRefused": "宛先が受け付けられませんでした",
    "SMTPDataError": "メールサーバーが、内容を受け付けませんでした",
    "AnymailRecipientsRefused": "宛先が受け付けられませんでした",
    "AnymailAPIError": "メールの会社が、送信を受け付けませんでした",
    "invalid": "宛先のアドレスがありません",
    "bounced": "宛先から戻ってきました",
    "timed_out": "宛先が答えませんでした",
    "blocked": "宛先が受け取りを断りました",
    "spam": "迷惑メールとして扱われました",
    "unsubscribed": "宛先の方が、受け取りをやめています",
}


@outbox_desk.reading
def outbox(request: HttpRequest) -> HttpResponse:
    """Show the mails of one state, the latest first. What stands in them is not shown."""
    tab = request.GET.get("state", "troubled")
    tab = tab if tab in TABS else "troubled"
    word, states = TABS[tab]
    mails = mails_in(states)
    page = Paginator(mails, ROWS_PER_PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        "portal/admin/outbox.html",
        "送信メール",
        tabs=[(value, title) for value, (title, _) in TABS.items()],
        tab=tab,
        tab_word=word,
        page_obj=page,
        waits_for_its_hour=any(
            mail.leaves_at and mail.state == MailState.QUEUED for mail in page.object_list
        ),
        rows=[(mail, reason_of(mail), can_go_again(mail)) for mail in page.object_list],
    )


@outbox_desk.deed
def send_mail_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one mail that did not arrive back in the queue."""
    mail = get_object_or_404(OutgoingMail, pk=pk)
    try:
        send_again(mail_id=mail.pk, actor=actor(request), now=timezone.now())
    except MailIsUnderWay:
        messages.error(
            request, "このメールは、いまは送れません。送信待ちか送信済み、または本文を消したあとです。"
        )
    else:
        messages.success(request, f"「{mail.subject}」を、もう一度送ります。")
    return HttpResponseRedirect(reverse("portal_outbox"), status=303)


def reason_of(mail: OutgoingMail) -> str:
    """Return in plain words why a mail did not arrive, nothing when it did."""
    if not mail.problem:
        return ""
    return REASONS.get(mail.problem, f"そのほかの理由（{mail.problem}）")


def mails_on_the_desk(request: HttpRequest) -> list[Row]:
    """Return the mails of the last two weeks that did not arrive, for the start page."""
    if not has_role(request.user, READERS):
        return []
    since = timezone.now() - ASKED_FOR
    troubled = count_mails(TROUBLED, since=since)
    note = "もう一度送るか、電話かFAXで知らせてください"
    return [Todo(troubled, "届かなかったメールを見る", reverse("portal_outbox"), note, is_late=True)]
