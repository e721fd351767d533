"""Papers for the person: consent in easy words, the card of contacts, who knows what; and the agreement."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from foundation.centre.queries import current_centre
from handoff.access import EnrolledRequest, actor_of, policy
from handoff.actors import CASEWORK, CENTRE_WORK
from handoff.answers import address, done, paper, posted, shown
from handoff.exceptions import Refused
from handoff.papers.enums import PersonPaper
from handoff.papers.forms import CardForm, ConsentForm, NamesForm, typed_card
from handoff.papers.queries import known_readings
from handoff.papers.services.agreement import print_agreement
from handoff.papers.services.person import (
    print_card,
    print_consent,
    print_told,
    read_consent,
    read_person_papers,
    receivers_told,
    write_card,
)


@policy(open_to=CENTRE_WORK)
@never_cache
@require_GET
def papers(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show what can be printed for the person."""
    read = read_person_papers(case_id=pk, actor=actor_of(request), now=timezone.now())
    context = {"page_title": f"{read.case.reference} 本人にわたす紙", "read": read}
    return render(request, "papers/person.html", context)


@policy(open_to=CASEWORK)
@never_cache
@require_http_methods(["GET", "POST"])
def consent(request: EnrolledRequest, pk: UUID, basis: UUID) -> HttpResponse:
    """Ask for the purpose in easy words and for readings, then answer with the consent sheet."""
    actor, now = actor_of(request), timezone.now()
    case, names, purpose = read_consent(case_id=pk, basis_id=basis, actor=actor, now=now)
    form = ConsentForm(
        posted(request), names=names, known=known_readings(names), initial={"purpose": purpose}
    )
    if request.method == "POST" and form.is_valid():
        _, pdf = print_consent(
            case_id=pk,
            basis_id=basis,
            purpose=form.cleaned_data["purpose"],
            names=list(form.readings().values()),
            actor=actor,
            now=now,
        )
        return paper(pdf, name=f"{case.reference}-{PersonPaper.CONSENT}")
    return _form(request, form, case.reference, pk, title="同意の紙を印刷する", button="印刷する")


@policy(open_to=CENTRE_WORK)
@never_cache
@require_http_methods(["GET", "POST"])
def told(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Ask how the names of those who were told are read, then answer with who knows what."""
    actor, now = actor_of(request), timezone.now()
    case, names = receivers_told(case_id=pk, actor=actor, now=now)
    form = NamesForm(posted(request), names=names, known=known_readings(names))
    if request.method == "POST" and form.is_valid():
        _, pdf = print_told(case_id=pk, readings=form.readings(), actor=actor, now=now)
        return paper(pdf, name=f"{case.reference}-{PersonPaper.TOLD}")
    return _form(
        request, form, case.reference, pk, title="だれが なにを しっているかを印刷する", button="印刷する"
    )


@policy(open_to=CASEWORK)
@never_cache
@require_http_methods(["GET", "POST"])
def card(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write whom somebody calls after release."""
    actor, now = actor_of(request), timezone.now()
    read = read_person_papers(case_id=pk, actor=actor, now=now, is_shown=request.method == "GET")
    if not read.may_write:
        raise Http404
    form = CardForm(posted(request), initial=typed_card(read.contacts, centre=current_centre()))

    def write() -> str:
        write_card(case_id=pk, contacts=form.contacts(), actor=actor, now=now)
        return address("person_papers", pk)

    answer = done(request, form, write, said="書きました。印刷して、本人にわたしてください。")
    title, button = "れんらくさきを書く", "書いておく"
    return answer or _form(request, form, read.case.reference, pk, title=title, button=button)


@policy(open_to=CASEWORK)
@never_cache
@require_POST
def card_paper(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Answer with the card of contacts."""
    try:
        case, pdf = print_card(case_id=pk, actor=actor_of(request), now=timezone.now())
    except Refused as error:
        messages.error(request, str(error))
        return redirect("handoff:person_papers", pk=pk)
    return paper(pdf, name=f"{case.reference}-{PersonPaper.CARD}")


@policy(open_to=CENTRE_WORK)
@never_cache
@require_POST
def agreement(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Answer with an agreement to be signed by both sides."""
    pdf = print_agreement(safeguard_id=pk, actor=actor_of(request), now=timezone.now())
    return paper(pdf, name="tsunagu-agreement")


def _form(
    request: EnrolledRequest, form: CardForm | NamesForm, reference: str, pk: UUID, *, title: str, button: str
) -> HttpResponse:
    words = {"reference": reference, "case_pk": pk, "button": button}
    return shown(request, "papers/form.html", form, title, **words)
