"""An application from the first look to the number. Nothing is kept on the server before the end."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View

from accounts.models import Person, User
from content.stranger_forms import OK, SEE_OTHER, TOO_MANY_REQUESTS, UNPROCESSABLE, may_send
from directory.access import acting_membership, memberships_to_choose
from directory.models import Agency, Membership
from directory.queries import colleagues, working_memberships
from events import admission_words, letters, links, paper_facts, queries
from events.access import invited_agencies, readable_event, who_is_expected
from events.asking import parts_of
from events.drafts import Draft, OpenForm
from events.enums import Accommodation, Audience, ReplyWay, Way
from events.exceptions import ApplicationRefused, ColleagueTwice, SeatsAreGone
from events.expectations import expectation, least_words
from events.services.applying import ApplicationRequest, apply_for_event, refuse_what_rules_forbid
from foundation.ui.typed import TYPED_FORM, keeps_what_is_typed, only_redraws

APP = "events"
TOO_MANY = (
    "短い間に、たくさんの申し込みが届いています。書いた内容は残っています。"
    "しばらく待ってから送るか、お電話ください。"
)
SIGNED_OUT = (
    "ログインが切れたか、事業所での登録が変わりました。もう一度ログインして、送りなおしてください。"
    "このまま、事業所の名前を書いて送ることもできます。"
)
NOT_INVITED = (
    "この研修・行事には、招かれた機関の名前で申し込みます。"
    "下に出ている機関と、参加する方を確かめて、もう一度送ってください。"
)

ROWS_AT_ONCE = 4


def _rows_wanted(value: str) -> int:
    """Return how many rows a button adds, one where it says nothing else; it never adds all at once."""
    return max(-1, min(ROWS_AT_ONCE, int(value))) if value.removeprefix("-").isdecimal() else 1


@method_decorator(keeps_what_is_typed, name="dispatch")
class Apply(View):
    """The entry form of one event. The button that was pressed decides; everything typed comes back."""

    http_method_names = ("get", "head", "post")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.now = timezone.now()
        self.event = readable_event(kwargs["slug"], request.user)
        self.memberships = self._memberships()
        self.membership = self._membership()
        sessions = list(self.event.sessions.all())
        is_invited = self.event.audience == Audience.INVITED and bool(self.memberships)
        self.decisions = [
            queries.may_anybody_apply(session, now=self.now, is_invited=is_invited) for session in sessions
        ]
        open_ones = [
            each for each, decision in zip(sessions, self.decisions, strict=True) if decision.allowed
        ]
        agency = self.membership.agency if self.membership else None
        self.expected = who_is_expected(open_ones[0], agency) if open_ones else None
        self.offer = OpenForm(
            event=self.event,
            rows=queries.session_rows(open_ones, now=self.now),
            agency=agency,
            colleagues=self._people(agency),
            parts=parts_of(self.event, agency, by_staff=False, now=self.now) if open_ones else (),
            by_name=self._goes_by_name,
        )

    def get(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """Show the empty form, filled in with what the agency has told before."""
        if not self.offer.rows or self.is_nobody_expected:
            return self.show_closed()
        contact = self._known_contact() | {"session": request.GET.get("session", "")}
        person = self.membership.person_id if self.membership and self._goes_by_name else None
        return self.show_form(Draft.empty(self.offer, uuid4(), contact, person=person))

    def post(self, request: HttpRequest, **_: Any) -> HttpResponse:
        """Add or take away a row, go back to a field, check, or send."""
        if not self.offer.rows or self.is_nobody_expected:
            return self.show_closed(status=UNPROCESSABLE)
        pressed = request.POST
        draft = Draft.sent(self.offer, _key_in(request), pressed)
        if "more" in pressed or "less" in pressed:
            return self.show_form(draft.kept(more_rows=_rows_wanted(pressed.get("more", "-1"))))
        if "change" in pressed or (only_redraws(request) and "checking" not in pressed):
            return self.show_form(draft.kept())
        if self.membership and pressed.get("agency") != self.membership.agency.public_id:
            return self.show_form(draft.kept(), notice=NOT_INVITED, status=UNPROCESSABLE)
        if pressed.get("agency") and self.membership is None:
            return self.show_form(draft.kept(), notice=SIGNED_OUT, status=UNPROCESSABLE)
        return self.judge(draft)

    def judge(self, draft: Draft) -> HttpResponse:
        """Go on with a form that is right, and show any other one with what to mend."""
        if draft.is_right():
            try:
                return self.send(draft) if "send" in self.request.POST else self.check(draft)
            except (ApplicationRefused, ColleagueTwice) as refused:
                draft.refuse(str(refused))
        return self.show_form(draft, status=UNPROCESSABLE)

    def check(self, draft: Draft) -> HttpResponse:
        """Show the confirm page; it says what will happen, be it a seat, the line, or a decision later."""
        draft = draft.unspent()
        wanted = draft.request(accepts_waiting=False)
        refuse_what_rules_forbid(draft.session, wanted, actor=self.request.user, by_staff=False, now=self.now)
        return self.show_confirm(draft, wanted)

    def send(self, draft: Draft) -> HttpResponse:
        """Apply, and lead to the page with the number; seats that are gone lead to the confirm page again."""
        wanted = draft.request(accepts_waiting=self.request.POST["send"] == "waiting")
        rates, user = settings.APPLICATION_RATES, self.request.user
        if self.membership is None and not may_send(self.request, app=APP, rates=rates):
            draft.refuse(TOO_MANY)
            return self.show_form(draft, status=TOO_MANY_REQUESTS)
        try:
            application = apply_for_event(
                session_id=draft.session.pk,
                request=wanted,
                actor=user if isinstance(user, User) else None,
                by_staff=False,
                now=self.now,
                acknowledges=self.may_be_written_to(wanted),
            )
        except SeatsAreGone:
            return self.show_confirm(draft, wanted, seats_are_gone=True, status=UNPROCESSABLE)
        return HttpResponseRedirect(reverse("events:done", args=[links.token(application)]), status=SEE_OTHER)

    def may_be_written_to(self, wanted: ApplicationRequest) -> bool:
        """Return whether not too many letters of ours went to this mail address of late.

        The answer is the same either way: nobody learns that somebody else applied with it, and no
        application of anybody is lost.
        """
        rates = settings.APPLICATION_RATES
        is_asked = self.membership is None and wanted.reply_way == ReplyWay.MAIL
        return not is_asked or may_send(self.request, app=APP, rates=rates, recipient=wanted.email)

    def show_form(self, draft: Draft, *, notice: str = "", status: int = OK) -> HttpResponse:
        rows = self.offer.rows
        title = "出席を知らせる" if self.expected else "申し込む"
        context = self._context(title, has_errors=status != OK) | {
            "draft": draft,
            "notice": notice,
            "only": rows[0] if len(rows) == 1 else None,
            "all_full": not self.offer.decides_later and not any(row.seats.total_free for row in rows),
            "how_decided": admission_words.how_decided(self.event),
            "freed_seats": admission_words.how_freed_seats_go(self.event),
            "is_group": len(draft.people.forms) > 1,
            "deadline": letters.deadline(self.event),
            "may_add": min(ROWS_AT_ONCE, self.offer.most_people - len(draft.people.forms)),
        }
        return render(self.request, "events/apply.html", context, status=status)

    def show_confirm(
        self,
        draft: Draft,
        wanted: ApplicationRequest,
        *,
        seats_are_gone: bool = False,
        status: int = OK,
    ) -> HttpResponse:
        context = self._context("内容を確かめる", has_errors=seats_are_gone) | {
            "draft": draft,
            "wanted": wanted,
            "when": letters.when(draft.session),
            "part_lines": letters.part_lines(draft.session),
            "where": letters.where(draft.session, wanted.needs),
            "reply": ReplyWay(wanted.reply_way),
            "wishes": [Accommodation(each).label for each in wanted.accommodations],
            "people": [(person, Way(person.way).label) for person in wanted.people],
            "people_title": f"{'出席' if self.expected else '参加'}する方　{len(wanted.people)}人",
            "what_title": "会議" if self.expected else "申し込む研修・行事",
            "who_title": "知らせる方" if self.expected else "申し込む方",
            "day_anchor": "#day" if len(self.offer.rows) > 1 else "",
            "has_ways": len(draft.session.ways) > 1,
            "expected": expectation(
                draft.session,
                wanted,
                seats_are_gone=seats_are_gone,
                tells_presence=self.expected is not None,
                now=self.now,
            ),
            "least": least_words(wanted.least_people, len(wanted.people))
            if self.offer.asks_for_least
            else "",
            "agreement_title": "所属長の了承と、名簿" if wanted.manager_name else "参加者の名簿",
            "notice_kind": "error" if seats_are_gone else "warn",
            "deadline": letters.deadline(self.event),
        }
        return render(self.request, "events/confirm.html", context, status=status)

    def show_closed(self, *, status: int = OK) -> HttpResponse:
        """Say why nobody can apply here now, and what to do instead."""
        reason = self.decisions[-1].reason if self.decisions else "参加できる日が、まだ決まっていません。"
        if self.expected is not None and self.is_nobody_expected:
            reason = self.expected.refusal
        context = self._context("申し込めません", has_errors=False) | {"reason": reason, "typed_form": ""}
        return render(self.request, "events/closed.html", context, status=status)

    def _context(self, title: str, *, has_errors: bool) -> dict[str, Any]:
        return {
            "page_title": f"{title}　{self.event.title}",
            "no_index": True,
            "has_errors": has_errors,
            "typed_form": TYPED_FORM,
            "event": self.event,
            "membership": self.membership,
            "has_several_agencies": len(self.memberships) > 1,
            "is_for_invited": self.event.audience == Audience.INVITED,
            "tells_presence": self.expected is not None,
            "by_name": self._goes_by_name,
            "most_people": self.offer.most_people,
            "purpose": paper_facts.PURPOSE,
        }

    @property
    def _goes_by_name(self) -> bool:
        """Whether those who are expected by name may be put down, and nobody else."""
        return self.expected is not None and self.expected.people is not None

    @property
    def is_nobody_expected(self) -> bool:
        """Whether nobody may be put down in this agency's name."""
        return self._goes_by_name and not self.offer.colleagues

    def _people(self, agency: Agency | None) -> Sequence[Person]:
        """Return whom one may choose: who is expected, else everybody who works at the agency."""
        if self.expected is not None and self.expected.people is not None:
            return self.expected.people
        return colleagues(agency, today=timezone.localdate(self.now)) if agency else ()

    def _memberships(self) -> list[Membership]:
        """Return in whose names this visitor may apply: of those who are invited, where one must be.

        Whoever is invited as a person may come for where they work, without acting for it elsewhere.
        """
        user, today = self.request.user, timezone.localdate(self.now)
        if self.event.audience != Audience.INVITED:
            return memberships_to_choose(user, today=today)
        invited = invited_agencies(user, self.event)
        found = working_memberships(user, today=today) if isinstance(user, User) else []
        return [each for each in found if each.agency_id in invited]

    def _membership(self) -> Membership | None:
        """Return in whose name the form is filled in: what was chosen at the first look holds to the end.

        Where one must be invited, nobody applies without an agency that is.
        """
        usual = next(iter(self.memberships), None) if self.event.audience == Audience.INVITED else None
        if self.request.method != "POST":
            acting = acting_membership(self.request, today=timezone.localdate(self.now))
            return acting if acting in self.memberships else usual
        wanted = self.request.POST.get("agency", "")
        return next((each for each in self.memberships if each.agency.public_id == wanted), usual)

    def _known_contact(self) -> dict[str, Any]:
        if self.membership is None:
            return {"reply_way": ReplyWay.MAIL}
        agency, person = self.membership.agency, self.membership.person
        email, fax = agency.email or person.contact_email, agency.fax
        if self.event.audience == Audience.INVITED:
            # Letters go to whoever is invited; others read the mailbox and the FAX of their agency.
            email, fax = person.contact_email or self.request.user.email or "", ""
        return {
            "contact_name": person.name,
            "phone": agency.phone,
            "fax": fax,
            "email": email,
            "reply_way": ReplyWay.MAIL if email else ReplyWay.FAX if fax else ReplyWay.PHONE,
        }


def _key_in(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("form_key", ""))
    except ValueError:
        return uuid4()
