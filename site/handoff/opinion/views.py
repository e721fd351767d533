"""Opinion letters on the screen: asked beside a hand-off, checked, issued; the register and its file."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from foundation.exports.delimited import write_csv
from handoff.access import EnrolledRequest, actor_of, policy
from handoff.actors import CASEWORK, CENTRE_WORK, WRITING
from handoff.answers import address, answered, done, paper, posted, shown
from handoff.enums import EVERYBODY_ENROLLED

from .enums import AdditionKind, LetterDeed
from .forms import AskForm, CheckForm, IssueForm
from .paper import opinion_pdf
from .reading import list_letters, read_letter
from .register import read_register, table_of
from .rules import STEPS
from .services import ask_for_letter, check_letter, issue_letter


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_GET
def letters(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show the letters beside a hand-off."""
    ground, rows, may_ask = list_letters(handoff_id=pk, actor=actor_of(request), now=timezone.now())
    context = {"page_title": "意見書", "ground": ground, "letters": rows, "may_ask": may_ask}
    return render(request, "opinion/list.html", context)


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def create(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Ask for a letter."""
    actor, now = actor_of(request), timezone.now()
    ground, _, may_ask = list_letters(handoff_id=pk, actor=actor, now=now)
    if not may_ask:
        raise Http404
    handoff = ground.handoff
    office = handoff.performer.name if handoff and handoff.performer else ""
    form = AskForm(posted(request), initial={"office": office})

    def write() -> str:
        addition = AdditionKind(form.cleaned_data["addition"])
        letter = ask_for_letter(handoff_id=pk, addition=addition, texts=form.texts(), actor=actor, now=now)
        return address("opinion_letter", letter.pk)

    back, reference = address("opinion_letters", pk), ground.reference
    return answered(
        request, form, write, title="意見書をたのむ", button="たのむ", back=back, reference=reference
    )


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_GET
def letter(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show a letter: what was asked, what was checked, whether it was issued."""
    read = read_letter(letter_id=pk, actor=actor_of(request), now=timezone.now())
    return render(request, "opinion/letter.html", {"page_title": "意見書", "read": read})


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_GET
def letter_paper(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Give the letter on A4; whoever asked gets it once it was issued. The printing is written down."""
    actor, now = actor_of(request), timezone.now()
    read = read_letter(letter_id=pk, actor=actor, now=now, verb="opinion.letter_printed")
    if not read.opinion:
        raise Http404
    return paper(opinion_pdf(read), name=f"{read.ground.reference}-opinion")


@policy(open_to=CASEWORK)
@never_cache
@require_http_methods(["GET", "POST"])
def check(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Check the conditions and write the opinion."""
    actor, now = actor_of(request), timezone.now()
    read = read_letter(letter_id=pk, actor=actor, now=now)
    if not read.may_check:
        raise Http404
    form = CheckForm(posted(request), addition=read.addition, initial=read.judgement)

    def write() -> str:
        holding = form.cleaned_data["holding"]
        check_letter(letter_id=pk, holding=holding, texts=form.texts(), actor=actor, now=now)
        return address("opinion_letter", pk)

    back, reference = address("opinion_letter", pk), read.ground.reference
    return answered(
        request,
        form,
        write,
        title="確かめて、意見を書く",
        button="書いておく",
        back=back,
        reference=reference,
    )


@policy(open_to=CASEWORK)
@never_cache
@require_http_methods(["GET", "POST"])
def issue(request: EnrolledRequest, pk: UUID, deed: str) -> HttpResponse:
    """Issue a letter with its number, or the same one again."""
    actor, now, wanted = actor_of(request), timezone.now(), LetterDeed(deed)
    read = read_letter(letter_id=pk, actor=actor, now=now, is_shown=request.method == "GET")
    if wanted not in read.deeds:
        raise Http404
    known = {"seen": read.letter.version}
    form = IssueForm(posted(request), asks=STEPS[wanted].asks, initial=known)

    def write() -> str:
        issue_letter(letter_id=pk, deed=wanted, **form.cleaned_data, actor=actor, now=now)
        return address("opinion_letter", pk)

    home = address("opinion_letter", pk)
    if answer := done(request, form, write, if_late=home):
        return answer
    # A form that was sent with a fault shows nothing of the letter: it was read when the form was opened.
    facts = read.shown_facts if request.method == "GET" else []
    more = {"back": home, "reference": read.ground.reference, "shown": facts}
    return shown(request, "handoff/form.html", form, wanted.label, button=wanted.label, **more)


@policy(open_to=CENTRE_WORK)
@never_cache
@require_GET
def register(request: EnrolledRequest) -> HttpResponse:
    """Show the register, by number and never by name."""
    lines = read_register(actor=actor_of(request), now=timezone.now())
    return render(request, "opinion/register.html", {"page_title": "意見書の一覧", "lines": lines})


@policy(open_to=CENTRE_WORK)
@never_cache
@require_GET
def register_file(request: EnrolledRequest) -> HttpResponse:
    """Give the register as CSV, without names."""
    lines = read_register(actor=actor_of(request), now=timezone.now(), verb="exported")
    content = write_csv(table_of(lines), encoding="utf-8-sig").content
    headers = {"Content-Disposition": 'attachment; filename="opinion-letters.csv"'}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)
