"""Consultations on the screen: the list, a question, its answer, the counts of a year."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.japanese.dates import fiscal_year
from handoff.access import EnrolledRequest, actor_of, policy
from handoff.actors import CASEWORK, SEEING_CASES, WRITING
from handoff.answers import address, answered, posted, pressed
from handoff.enums import AGENCY_ROLES
from handoff.machine.models import Handoff
from handoff.queries import open_agencies

from .enums import RequestDeed
from .forms import AnswerForm, QuestionForm
from .reading import handoff_to_ask_about, list_requests, read_figures, read_request
from .services import answer, ask, close, take

PRESSED = {RequestDeed.TAKE: (take, "受けもちました。"), RequestDeed.CLOSE: (close, "終えました。")}
# How far back an address may ask, and how many years the page offers.
LONGEST_BACK, SHOWN_YEARS = 20, 3
NO_NAMES = "一般の相談には、人の名前や、だれのことかわかることを書かないでください。"


@policy(open_to=SEEING_CASES)
@never_cache
@require_GET
def requests(request: EnrolledRequest) -> HttpResponse:
    """Show the consultations that this reader may open, by number alone."""
    actor = actor_of(request)
    open_ones, over = list_requests(actor=actor, now=timezone.now())
    context = {
        "page_title": "後方支援の相談",
        "open_ones": open_ones,
        "over": over,
        "may_ask": bool(WRITING & {enrolment.role for enrolment in request.enrolments}),
        "may_count": actor.is_at(None),
    }
    return render(request, "consultation/list.html", context)


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def create(request: EnrolledRequest) -> HttpResponse:
    """Ask in general, about nobody; the centre writes here what others asked it."""
    return _create(request, None)


@policy(open_to=AGENCY_ROLES)
@never_cache
@require_http_methods(["GET", "POST"])
def create_for_handoff(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Ask about a hand-off in its back-up."""
    return _create(request, handoff_to_ask_about(handoff_id=pk, actor=actor_of(request), now=timezone.now()))


def _create(request: EnrolledRequest, handoff: Handoff | None) -> HttpResponse:
    actor, now = actor_of(request), timezone.now()
    agencies = open_agencies(today=timezone.localdate(now)).filter(pk__in=list(actor.agency_roles))
    form = QuestionForm(posted(request), agencies=None if handoff else agencies)

    def write() -> str:
        agency = handoff.performer if handoff else form.cleaned_data.get("agency") or agencies.first()
        question, about = form.new_question(), handoff.pk if handoff else None
        made = ask(question=question, agency=agency, handoff_id=about, actor=actor, now=now)
        return address("consultation", made.pk)

    return answered(
        request,
        form,
        write,
        title="センターに相談する",
        button="相談を送る",
        back=address("detail", handoff.pk) if handoff else address("consultations"),
        said="送りました。センターが答えると、ここに出ます。",
        reference=handoff.reference if handoff else "",
        note="" if handoff else NO_NAMES,
    )


@policy(open_to=SEEING_CASES)
@never_cache
@require_GET
def consultation(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show a question and its answer."""
    read = read_request(request_id=pk, actor=actor_of(request), now=timezone.now())
    return render(request, "consultation/request.html", {"page_title": read.request.reference, "read": read})


@policy(open_to=CASEWORK)
@never_cache
@require_http_methods(["GET", "POST"])
def reply(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Answer a question."""
    actor, now = actor_of(request), timezone.now()
    read = read_request(request_id=pk, actor=actor, now=now, is_shown=request.method == "GET")
    if RequestDeed.ANSWER not in read.deeds:
        raise Http404
    form = AnswerForm(posted(request))

    def write() -> str:
        minutes = form.cleaned_data["minutes"]
        answer(request_id=pk, texts=form.texts(), minutes=minutes, actor=actor, now=now)
        return address("consultation", pk)

    title, reference = "相談に答える", read.request.reference
    back = address("consultation", pk)
    return answered(request, form, write, title=title, button="答えを送る", back=back, reference=reference)


@policy(open_to=WRITING)
@require_POST
def press(request: EnrolledRequest, pk: UUID, deed: str) -> HttpResponse:
    """Take a question in hand, or say that the answer is enough."""
    actor, now = actor_of(request), timezone.now()
    do, said = PRESSED[RequestDeed(deed)]
    target = address("consultation", pk)
    return pressed(request, lambda: do(request_id=pk, actor=actor, now=now), target, said=said)


@policy(open_to=CASEWORK)
@never_cache
@require_GET
def figures(request: EnrolledRequest) -> HttpResponse:
    """Show the counts of a fiscal year: by topic, and requests to and from other centres."""
    now = timezone.now()
    this_year = fiscal_year(timezone.localdate(now))
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and abs(int(asked) - this_year) <= LONGEST_BACK else this_year
    read = read_figures(year=year, actor=actor_of(request), now=now)
    context = {
        "page_title": "相談と引継ぎの数",
        "figures": read,
        "year": year,
        "years": range(this_year, this_year - SHOWN_YEARS, -1),
    }
    return render(request, "consultation/figures.html", context)
