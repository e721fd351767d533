"""What the public sees of lectures: the menu, its papers, and the request in three steps."""

from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import require_safe

from accounts.models import User
from content.stranger_forms import OK, SEE_OTHER, TOO_MANY_REQUESTS, UNPROCESSABLE, may_send
from directory.access import acting_membership, memberships_to_choose
from directory.models import Membership
from events.enums import ReplyWay
from events.lectures import letters, links, papers, queries
from events.lectures.drafts import STEPS, WORDS, Draft
from events.lectures.enums import Equipment, Parking
from events.lectures.exceptions import RequestRefused
from events.lectures.forms import known_initial
from events.lectures.limits import ANSWERED_WITHIN, ASKED_BEFORE
from events.lectures.services.asking import Wanted, ask_for_lecture, refuse_what_rules_forbid
from events.views.applying import SIGNED_OUT, TOO_MANY
from events.views.public import kept_on_its_way
from foundation.limits.queries import limit
from foundation.ui.typed import TYPED_FORM, keeps_what_is_typed, only_redraws

APP = "events.lectures"
HOME = ("ホーム", "/")
LIST = "出前講座"
CHECK = "check"


@require_safe
def menu(request: HttpRequest) -> HttpResponse:
    """Show what can be asked for, how it goes on, and how to ask."""
    today = timezone.localdate()
    context = {
        "page_title": LIST,
        "page_description": "センターの職員がうかがって、お話しします。題目と、頼み方の案内です。",
        "breadcrumb_items": [HOME, (LIST, "")],
        "themes": queries.menu(),
        "answered_within": limit(ANSWERED_WITHIN, on=today),
        "asked_before": limit(ASKED_BEFORE, on=today),
    }
    return render(request, "lectures/menu.html", context)


@require_safe
def menu_paper(_: HttpRequest) -> HttpResponse:
    """Return the menu on A4."""
    return _paper(papers.menu_pdf(now=timezone.now()), "lectures")


@require_safe
def sheet(_: HttpRequest) -> HttpResponse:
    """Return the FAX twin of the request."""
    return _paper(papers.sheet_pdf(now=timezone.now()), "lecture-request")


def _paper(pdf: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"'}
    return kept_on_its_way(HttpResponse(pdf, content_type="application/pdf", headers=headers))


@method_decorator(keeps_what_is_typed, name="dispatch")
class Ask(View):
    """The request in three steps and a look at it all. The button that was pressed decides."""

    http_method_names = ("get", "head", "post")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        self.today = timezone.localdate(self.now)
        self.themes = list(queries.menu())
        self.memberships = memberships_to_choose(request.user, today=self.today)
        self.membership = self._membership()

    def get(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """Show the first step, with what the link and the agency's entry know already."""
        initial = self._known_contact() | known_initial(self.themes, request.GET.get("theme", ""))
        return self.show_step(self._draft(key=uuid4(), initial=initial), STEPS[0])

    def post(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """Go on to the step of the pressed button when this one is right, back to any, or send."""
        draft = self._draft(key=_key_in(request), data=request.POST)
        here = request.POST.get("step", "")
        here = here if here in (*STEPS, CHECK) else STEPS[0]
        if only_redraws(request):
            return self.judge(draft) if here == CHECK else self.show_step(draft.kept(), here)
        if request.POST.get("agency") and self.membership is None:
            return self.show_step(draft.kept(), STEPS[-1], notice=SIGNED_OUT, status=UNPROCESSABLE)
        wanted = request.POST.get("to", "")
        if wanted in STEPS and (here == CHECK or STEPS.index(wanted) <= STEPS.index(here)):
            return self.show_step(draft.kept(), wanted)
        if here == CHECK or "send" in request.POST or here == STEPS[-1]:
            return self.judge(draft)
        return self.go_on(draft, here)

    def go_on(self, draft: Draft, here: str) -> HttpResponse:
        """Show the next step, or this one with what to mend."""
        if draft.first_wrong([here]):
            return self.show_step(draft, here, status=UNPROCESSABLE)
        if here == "when" and (refusal := self._refusal_of_dates(draft)):
            draft.when.add_error(None, refusal)
            return self.show_step(draft, here, status=UNPROCESSABLE)
        return self.show_step(draft.kept(), STEPS[STEPS.index(here) + 1])

    def judge(self, draft: Draft) -> HttpResponse:
        """Show everything before it is sent, or send it; the first part that is wrong is shown instead."""
        wrong = draft.first_wrong()
        if wrong:
            return self.show_step(draft, wrong, status=UNPROCESSABLE)
        wanted = draft.wanted(agency=self.membership.agency if self.membership else None)
        try:
            if "send" in self.request.POST and not only_redraws(self.request):
                return self.send(draft, wanted)
            refuse_what_rules_forbid(wanted, now=self.now)
        except RequestRefused as refused:
            draft.when.add_error(None, str(refused))
            return self.show_step(draft, "when", status=UNPROCESSABLE)
        return self.show_check(draft)

    def send(self, draft: Draft, wanted: Wanted) -> HttpResponse:
        """Write the request down and lead to the page with its number."""
        rates, user = settings.APPLICATION_RATES, self.request.user
        if self.membership is None and not may_send(self.request, app=APP, rates=rates):
            return self.show_step(draft.kept(), STEPS[-1], notice=TOO_MANY, status=TOO_MANY_REQUESTS)
        made = ask_for_lecture(
            wanted=wanted,
            actor=user if isinstance(user, User) else None,
            now=self.now,
            acknowledges=self.may_be_written_to(wanted),
        )
        return HttpResponseRedirect(reverse("lectures:done", args=[links.token(made)]), status=SEE_OTHER)

    def may_be_written_to(self, wanted: Wanted) -> bool:
        """Return whether not too many letters of ours went to this mail address of late.

        The answer is the same either way: nobody learns that somebody else asked with it, and no request of
        anybody is lost.
        """
        rates, email = settings.APPLICATION_RATES, str(wanted.values["email"])
        is_asked = self.membership is None and wanted.values["reply_way"] == ReplyWay.MAIL
        return not is_asked or may_send(self.request, app=APP, rates=rates, recipient=email)

    def show_step(self, draft: Draft, step: str, *, notice: str = "", status: int = OK) -> HttpResponse:
        number = STEPS.index(step) + 1
        context = self._context(draft, WORDS[number - 1], number, has_errors=status != OK) | {
            "step": step,
            "form": draft.parts[step],
            "hidden": draft.hidden_but(step),
            "notice": notice,
            "back": STEPS[number - 2] if number > 1 else "",
            "asked_before": limit(ASKED_BEFORE, on=self.today),
        }
        return render(self.request, "lectures/ask.html", context, status=status)

    def show_check(self, draft: Draft) -> HttpResponse:
        draft = draft.unspent(is_spent=queries.is_spent(draft.key))
        values = draft.values
        context = self._context(draft, "内容を確かめる", len(STEPS) + 1, has_errors=False) | {
            "values": values,
            "subject": draft.what.subject,
            "wishes": [letters.begins(each) for each in draft.when.wishes],
            "days_off": queries.days_off(draft.when.wishes),
            "parking": Parking(values["parking"]).label,
            "equipment": [Equipment(each).label for each in values["equipment"]],
            "reply": ReplyWay(values["reply_way"]).label,
            "hidden": draft.hidden_but(""),
        }
        return render(self.request, "lectures/check.html", context)

    def _context(self, draft: Draft, title: str, number: int, *, has_errors: bool) -> dict[str, Any]:
        return {
            "page_title": f"{title}　出前講座を頼む",
            "no_index": True,
            "has_errors": has_errors,
            "typed_form": TYPED_FORM,
            "draft": draft,
            "stages": [*WORDS, "確認"],
            "number": number,
            "membership": self.membership,
            "purpose": papers.PURPOSE,
        }

    def _draft(self, *, key: UUID, data: Any = None, initial: Any = None) -> Draft:
        return Draft(self.themes, today=self.today, key=key, data=data, initial=initial)

    def _refusal_of_dates(self, draft: Draft) -> str:
        try:
            wanted = Wanted(form_key=draft.key, values={}, wishes=draft.when.wishes)
            refuse_what_rules_forbid(wanted, now=self.now)
        except RequestRefused as refused:
            return str(refused)
        return ""

    def _membership(self) -> Membership | None:
        """Return in whose name the form is filled in: what was chosen at the first look holds to the end."""
        if self.request.method != "POST":
            return acting_membership(self.request, today=self.today)
        wanted = self.request.POST.get("agency", "")
        return next((each for each in self.memberships if each.agency.public_id == wanted), None)

    def _known_contact(self) -> dict[str, Any]:
        if self.membership is None:
            return {"reply_way": ReplyWay.MAIL}
        agency, person = self.membership.agency, self.membership.person
        email = agency.email or person.contact_email
        return {
            "host": agency.name,
            "contact_name": person.name,
            "phone": agency.phone,
            "fax": agency.fax,
            "email": email,
            "reply_way": ReplyWay.MAIL if email else ReplyWay.PHONE,
        }


def _key_in(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("form_key", ""))
    except ValueError:
        return uuid4()
