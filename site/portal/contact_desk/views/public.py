"""The contact form from the first look to the number. Nothing is kept on the server before the end.

What is typed travels in the sender's own pages, which no cache may keep; it never enters a session.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from content.stranger_forms import (
    OK,
    SEE_OTHER,
    TOO_MANY_REQUESTS,
    TRAP,
    UNAVAILABLE,
    UNPROCESSABLE,
    is_trapped,
    may_send,
    privacy_page,
)
from foundation.centre.queries import current_centre
from foundation.limits.queries import limit, limits
from foundation.ui.typed import TYPED_FORM, keeps_what_is_typed, only_redraws
from portal.contact_desk import rules, sealing, tickets
from portal.contact_desk.enums import BestTime, ReplyWay
from portal.contact_desk.exceptions import DeskIsClosed
from portal.contact_desk.forms import ContactForm
from portal.contact_desk.limits import ANSWERED_WITHIN, KEPT_AFTER_ANSWER
from portal.contact_desk.services.receiving import receive_message

BREADCRUMB = [("ホーム", "/"), ("相談・連絡", "/contact/")]
TRAPPED = (
    "自動で送られたものと見分けがつかなかったので、まだ送っていません。"
    "内容を確かめて、もう一度「確認画面へ進む」を押してください。"
)
TOO_SOON = (
    "送るのが早すぎて、自動で送られたものと見分けがつきません。まだ送っていません。"
    "内容を確かめて、もう一度「確認画面へ進む」を押してください。"
)
TOO_OLD = (
    "この画面を開いてから、時間がたちすぎました。まだ送っていません。"
    "内容を確かめて、もう一度「確認画面へ進む」を押してください。"
)
TOO_MANY = (
    "短い間に、たくさんの問い合わせが届いています。まだ送っていません。書いた内容は残っています。"
    "しばらく待ってから送るか、お電話ください。"
)


@method_decorator([keeps_what_is_typed, sensitive_post_parameters()], name="dispatch")
class Contact(View):
    """Form and confirm page at one address; the button that was pressed decides."""

    http_method_names = ("get", "head", "post")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        self.centre = current_centre()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer only while messages can be sealed."""
        return super().dispatch(request, *args, **kwargs) if sealing.is_ready() else self.show_closed()

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002 -- a view
        """Show the empty form."""
        form = ContactForm(initial={"best_time": BestTime.ANY}, hours=self.centre.hours)
        return self.show_form(form, tickets.new_ticket(self.now))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Go back to a field, check, or send."""
        ticket = tickets.ticket_in(request.POST.get("ticket", ""), self.now)
        form = ContactForm(request.POST, hours=self.centre.hours)
        if "change" in request.POST:
            # What is written anew is another message, also when the first one has been sent meanwhile.
            return self.show_form(self._unjudged(form), tickets.new_ticket(self.now))
        if ticket is None:
            return self.refuse(form, tickets.new_ticket(self.now), TOO_OLD)
        if only_redraws(request) and "checking" not in request.POST:
            return self.show_form(self._unjudged(form), ticket)
        return self.judge(form, ticket)

    def judge(self, form: ContactForm, ticket: tickets.Ticket) -> HttpResponse:
        """Go on with a form that is right, and show any other one with what to mend."""
        request = self.request
        if is_trapped(request):
            return self.refuse(form, ticket, TRAPPED)
        if not form.is_valid():
            return self.show_form(form, ticket, status=UNPROCESSABLE)
        if "send" not in request.POST:
            return self.show_confirm(form, self._unspent(ticket))
        return self.send(form, ticket)

    def send(self, form: ContactForm, ticket: tickets.Ticket) -> HttpResponse:
        """Hand the message over, and lead to the page with the number."""
        if self.now - ticket.opened_at < timedelta(seconds=settings.CONTACT_LEAST_SECONDS):
            return self.refuse(form, ticket, TOO_SOON)
        if not may_send(self.request, app="contact_desk", rates=settings.CONTACT_RATES):
            return self.refuse(form, ticket, TOO_MANY, status=TOO_MANY_REQUESTS)
        try:
            # Whoever writes without a name stays without one, signed in or not.
            message = receive_message(
                request=form.request(ticket.form_key),
                actor=None,
                now=self.now,
                acknowledges=self.may_be_written_to(form),
            )
        except DeskIsClosed:
            return self.show_closed()
        done = reverse("contact_desk:done", args=[tickets.number_token(message)])
        return HttpResponseRedirect(done, status=SEE_OTHER)

    def may_be_written_to(self, form: ContactForm) -> bool:
        """Return whether not too many letters of ours went to this mail address of late.

        The answer is the same either way: nobody learns that somebody else wrote with it, and no message of
        anybody is lost.
        """
        return form.cleaned_data["reply_way"] != ReplyWay.MAIL or may_send(
            self.request, app="contact_desk", rates=settings.CONTACT_RATES, recipient=form.contact
        )

    def refuse(
        self, form: ContactForm, ticket: tickets.Ticket, reason: str, *, status: int = UNPROCESSABLE
    ) -> HttpResponse:
        """Show the form again with everything that was typed, and why it did not go."""
        return self.show_form(self._unjudged(form), ticket, notice=reason, status=status)

    def show_form(
        self, form: ContactForm, ticket: tickets.Ticket, *, notice: str = "", status: int = OK
    ) -> HttpResponse:
        context = self._context("フォームで問い合わせる", has_errors=status != OK) | {
            "form": form,
            "ticket": ticket,
            "trap": TRAP,
            "notice": notice,
            "privacy_page": privacy_page(),
        }
        return render(self.request, "contact_desk/form.html", context, status=status)

    def show_confirm(self, form: ContactForm, ticket: tickets.Ticket) -> HttpResponse:
        said = form.cleaned_data
        context = self._context("内容を確かめる", has_errors=False) | {
            "form": form,
            "ticket": ticket,
            "said": said,
            "kind": dict(form.fields["asker_kind"].choices)[said["asker_kind"]],  # type: ignore[attr-defined]  # -- a ChoiceField
            "subject": dict(form.fields["subject"].choices)[said["subject"]],  # type: ignore[attr-defined]  # -- a ChoiceField
            "reply": ReplyWay(said["reply_way"]),
        }
        return render(self.request, "contact_desk/confirm.html", context)

    def show_closed(self) -> HttpResponse:
        """Say that the form does not work now, and what to do instead."""
        context = self._context("いまは、フォームを使えません", has_errors=False) | {"typed_form": ""}
        return render(self.request, "contact_desk/closed.html", context, status=UNAVAILABLE)

    def _unspent(self, ticket: tickets.Ticket) -> tickets.Ticket:
        """Return a ticket that no message has: who goes back after sending writes another one."""
        return tickets.new_ticket(self.now) if tickets.is_spent(ticket) else ticket

    def _unjudged(self, form: ContactForm) -> ContactForm:
        """Return the same form with everything as it was typed, without its errors."""
        typed = {name: form[name].data for name in form.fields}
        return ContactForm(initial=typed, hours=self.centre.hours)

    def _context(self, title: str, *, has_errors: bool) -> dict[str, Any]:
        today = timezone.localdate(self.now)
        promised = limits(ANSWERED_WITHIN, KEPT_AFTER_ANSWER, on=today)
        closures = self.centre.hours.closures
        return {
            "page_title": title,
            "breadcrumb_items": [*BREADCRUMB, (title, "")],
            "no_index": True,
            "has_errors": has_errors,
            "typed_form": TYPED_FORM,
            "answer_by": rules.answer_by(today, closures, within=promised[ANSWERED_WITHIN]),
            "kept_days": promised[KEPT_AFTER_ANSWER],
        }


@never_cache
@require_safe
def done(request: HttpRequest, token: str) -> HttpResponse:
    """Show the number of a message, for a day. Raises Http404."""
    message = tickets.message_of(token)
    if message is None:
        raise Http404
    received_on = timezone.localdate(message.received_at)
    within = limit(ANSWERED_WITHIN, on=received_on)
    context = {
        "page_title": "問い合わせを受け付けました",
        "breadcrumb_items": [*BREADCRUMB, ("受け付けました", "")],
        "no_index": True,
        "message": message,
        "answer_by": rules.answer_by(received_on, current_centre().hours.closures, within=within),
    }
    return render(request, "contact_desk/done.html", context)
