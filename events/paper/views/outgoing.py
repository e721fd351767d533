"""送るもの: what has to leave by FAX, phone or post, by addressee; ticked when it has gone."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from content import desk
from content.desk import UNPROCESSABLE, actor
from events.paper import queries
from events.paper.access import paper_desk
from events.paper.enums import LeavingWay, Outcome
from events.paper.forms import DialledForm
from events.paper.services.sending import drop_letters, mark_sent, print_calls, print_letters, take_back
from foundation.decision import NotAllowed

from .frame import OUTBOX, show, to, to_outbox

PDF = "application/pdf"


@paper_desk.reading
def outbox(request: HttpRequest) -> HttpResponse:
    """Show what waits, by FAX and by phone, and what has been ticked today."""
    now = timezone.now()
    waiting = queries.bundles()
    return show(
        request,
        "outbox",
        OUTBOX,
        trail=[],
        here="outbox",
        faxes=[each for each in waiting if each.way == LeavingWay.FAX],
        calls=[each for each in waiting if each.way == LeavingWay.PHONE],
        settled=queries.settled_today(now),
        sent=Outcome.SENT,
    )


@paper_desk.form_page
def bundle(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what waits for one addressee: print it, look at the number twice, tick what has gone."""
    found = queries.bundle_of(pk)
    if found is None:
        messages.info(request, "この方に送るものは、もうありません。")
        return to("outbox")
    form = DialledForm(number=found.to.fax)
    chosen = {letter.pk for letter in found.letters}
    if request.method == "POST":
        chosen = {key for key in chosen if str(key) in request.POST.getlist("letters")}
        if chosen and "print" in request.POST:
            for_post = request.POST["print"] == LeavingWay.POST
            return _paper(request, found.only(chosen), for_post=for_post)
        if chosen:
            form = DialledForm(request.POST, number=found.to.fax)
            answer = _settled(request, chosen, form)
            if answer is not None:
                return answer
        else:
            messages.error(request, "どれを送るか、送ったかを、選んでください。")
    return show(
        request,
        "bundle",
        found.to.name or found.to.contact,
        trail=[to_outbox()],
        status=UNPROCESSABLE if form.errors or not chosen else 200,
        bundle=found,
        chosen=chosen,
        form=form,
        by_fax=found.way == LeavingWay.FAX,
    )


def _settled(request: HttpRequest, chosen: set[int], form: DialledForm) -> HttpResponse | None:
    """Tick letters by the button that was pressed; None when the dialled digits are not right."""
    now, way = timezone.now(), request.POST.get("sent", "")
    if "drop" in request.POST:
        count = drop_letters(letters=chosen, actor=actor(request), now=now)
        messages.success(request, f"{count}件を「送らない」にしました。")
        return to("outbox")
    if way not in LeavingWay or (way == LeavingWay.FAX and not form.is_valid()):
        return None
    count = mark_sent(letters=chosen, way=LeavingWay(way), actor=actor(request), now=now)
    messages.success(request, f"{count}件を「{LeavingWay(way).label}で送信済」にしました。")
    return to("outbox")


def _paper(request: HttpRequest, found: queries.Bundle, *, for_post: bool) -> HttpResponse:
    pdf = print_letters(bundle=found, for_post=for_post, actor=actor(request), now=timezone.now())
    name = f"{'post' if for_post else 'fax'}-{found.first.number}.pdf"
    return desk.file(pdf, name=name, content_type=PDF, inline=True)


@paper_desk.deed
def calls(request: HttpRequest) -> HttpResponse:
    """Return the list of calls on paper."""
    now = timezone.now()
    waiting = [each for each in queries.bundles() if each.way == LeavingWay.PHONE]
    pdf = print_calls(calls=waiting, actor=actor(request), now=now)
    return desk.file(pdf, name="denwa.pdf", content_type=PDF, inline=True)


@paper_desk.deed
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Put back what was ticked by mistake, on the same day."""
    try:
        letter = take_back(letter_id=pk, actor=actor(request), now=timezone.now())
        messages.success(request, f"{letter.number} を、まだ送っていないものにもどしました。")
    except NotAllowed as refused:
        messages.error(request, str(refused))
    return to("outbox")
