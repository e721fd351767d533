"""Cases on the screen: the list, a new one, one of them, who it is, and standing in for a day."""

import re
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.enums import PrivateRole
from handoff.access import EnrolledRequest, actor_of, opened, policy
from handoff.actors import CASEWORK, KEEPING, SEEING_CASES, WRITING
from handoff.answers import address, answered, posted
from handoff.cases.access import cases_for, cases_overseen
from handoff.cases.forms import CaseForm, StandInForm
from handoff.cases.queries import case_lines, case_page, own_agencies, unseen_stand_ins, workers_of
from handoff.cases.rules import Act
from handoff.cases.services.cases import (
    cases_by_reading,
    open_case,
    read_identity,
    see_stand_ins,
    stand_in,
)
from handoff.cases.services.reading import read_case
from handoff.enums import AGENCY_ROLES
from handoff.exceptions import Refused
from handoff.models import AgencyCopy

WORKING = CASEWORK
SEALED = "お名前などは、このケースの鍵で封じます。番号だけが、外に出ます。"
WHOLE_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# The same words for a number that nobody has, for one of another side and for what is open already.
NOT_TO_OPEN = (
    "この番号のケースは、ここからは開けません。番号を確かめてください。担当のケースは、一覧から開きます。"
)
SHOWN = {"open": "続いているもの", "closed": "終えたもの"}
# What stands on the page of who it is, in the order in which it is read.
IDENTITY = (("name", "氏名"), ("name_kana", "フリガナ"), ("born_on", "生年月日"), ("contact", "連絡先"))


@policy(open_to=SEEING_CASES)
@never_cache
@require_GET
def case_list(request: EnrolledRequest) -> HttpResponse:
    """Show the cases of this person, and to whoever leads what colleagues opened instead of them."""
    actor, now = actor_of(request), timezone.now()
    today = timezone.localdate(now)
    show = "closed" if request.GET.get("show") == "closed" else "open"
    with opened(actor, now=now):
        page = case_page(
            cases_for(actor, today=today), number=request.GET.get("page"), show_closed=show == "closed"
        )
        lines = case_lines(list(page.object_list), today=today)
        unseen = unseen_stand_ins(cases_overseen(actor))
    context = {
        "page_title": "ケース",
        "page_obj": page,
        "lines": lines,
        "show": show,
        "views": SHOWN.items(),
        "unseen": unseen,
        "form": StandInForm(),
        "may_open": bool(actor.centre_roles & WORKING),
        "agencies": own_agencies(actor, today=today),
    }
    return render(request, "cases/list.html", context)


@policy(open_to=WORKING)
@never_cache
@require_http_methods(["GET", "POST"])
def create(request: EnrolledRequest) -> HttpResponse:
    """Begin a case of the centre."""
    return _begun(request, None)


@policy(open_to=AGENCY_ROLES)
@never_cache
@require_http_methods(["GET", "POST"])
def create_for_agency(request: EnrolledRequest, pk: int) -> HttpResponse:
    """Begin a case of an agency, for which it will ask the centre."""
    own = own_agencies(actor_of(request), today=timezone.localdate())
    return _begun(request, get_object_or_404(own, pk=pk))


def _begun(request: EnrolledRequest, agency: AgencyCopy | None) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    form = CaseForm(
        posted(request),
        agency=agency,
        today=timezone.localdate(now),
        workers=workers_of(agency.pk if agency else None, today=timezone.localdate(now)),
        initial={"main": request.user.person_id},
    )

    if known := cases_by_reading(reading=form.reading, agency=agency, actor=actor, now=now):
        form.ask_whether_known(known)

    def do() -> str:
        case = open_case(new=form.new_case, actor=actor, now=now)
        # Whoever made it for two others finds it no more: the number is all they keep.
        messages.success(request, f"ケースを作りました。番号は {case.reference} です。")
        with opened(actor, now=now):
            is_own = cases_for(actor, today=timezone.localdate(now)).filter(pk=case.pk).exists()
        return address("case", case.pk) if is_own else address("cases")

    return answered(
        request,
        form,
        do,
        title=f"ケースを作る（{agency.name}）" if agency else "ケースを作る",
        button="ケースを作る",
        back=address("cases"),
        note=SEALED,
        said="",
    )


@policy(open_to=SEEING_CASES)
@never_cache
@require_GET
def case(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show one case; who it is stays shut."""
    actor, now = actor_of(request), timezone.now()
    read = read_case(case_id=pk, actor=actor, now=now)
    oversees = read.case.agency_id is None and bool(actor.centre_roles & KEEPING)
    context = {
        "page_title": read.case.reference,
        "read": read,
        "may_read_identity": read.may(Act.READ_IDENTITY),
        "may_write": read.may(Act.WRITE),
        "may_correct": read.may(Act.CORRECT),
        "may_name_workers": read.may(Act.NAME_WORKERS),
        "may_close": read.may(Act.CLOSE),
        "may_write_basis": read.may(Act.WRITE_BASIS),
        "may_approve_basis": read.may(Act.APPROVE_BASIS),
        "may_withdraw_basis": read.may(Act.WITHDRAW_BASIS),
        # The rooms at the end of a case: each asks again.
        "may_oversee": oversees,
        "may_hold": oversees or actor.keeps(read.case.agency_id),
    }
    return render(request, "cases/case.html", context)


@policy(open_to=SEEING_CASES)
@never_cache
@require_POST
def identity(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show who it is: asked for by a press of its own, and written down."""
    facts = read_identity(case_id=pk, actor=actor_of(request), now=timezone.now())
    lines = [(label, facts[name]) for name, label in IDENTITY if name in facts]
    return render(request, "cases/identity.html", {"page_title": "だれのケースか", "lines": lines, "pk": pk})


@policy(open_to=WRITING)
@never_cache
@require_POST
def open_for_today(request: EnrolledRequest) -> HttpResponse:
    """Open a colleague's case for today, by its whole number and a reason."""
    form = StandInForm(request.POST)

    def do() -> str:
        try:
            found = stand_in(**form.cleaned_data, actor=actor_of(request), now=timezone.now())
        except Http404:
            raise Refused(NOT_TO_OPEN) from None
        return address("case", found.pk)

    return answered(
        request, form, do, title="代わりに開く", button="今日だけ開く", back=address("cases"),
        note="開けるのは今日だけです。わけは、責任者があとで見ます。",
        said="今日だけ開きました。責任者が、あとで見ます。",
    )  # fmt: skip


@policy(open_to=KEEPING | {PrivateRole.AGENCY_COORDINATOR})
@require_POST
def seen(request: EnrolledRequest) -> HttpResponse:
    """Say that whoever leads has seen what was opened instead of others."""
    shown = {UUID(each) for each in request.POST.getlist("shown") if WHOLE_UUID.fullmatch(each)}
    count = see_stand_ins(shown=shown, actor=actor_of(request), now=timezone.now())
    messages.success(request, f"{count}件を見たと記録しました。")
    return redirect("handoff:cases")
