"""The thread of a hand-off on the screen, what was heard on paper, and the threads of a case."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from handoff.access import EnrolledRequest, actor_of, policy
from handoff.actors import WRITING
from handoff.answers import address, done, posted, shown
from handoff.enums import EVERYBODY_ENROLLED
from handoff.talk.forms import HeardForm, SayForm
from handoff.talk.services.reading import read_thread, read_threads_of_case
from handoff.talk.services.talking import note_heard, say


@policy(open_to=EVERYBODY_ENROLLED)
@never_cache
@require_http_methods(["GET", "POST"])
def thread(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show what was said in a hand-off, and say something."""
    actor, now = actor_of(request), timezone.now()
    read = read_thread(handoff_id=pk, actor=actor, now=now)
    form = SayForm(
        posted(request),
        other_side=read.other_side,
        is_receiver=read.is_receiver,
        may_share=read.may_share,
    )

    def write() -> str:
        say(
            handoff_id=pk,
            words=form.cleaned_data["words"],
            audience=form.chosen,
            form_key=form.cleaned_data["form_key"],
            actor=actor,
            now=now,
        )
        return address("talk", pk)

    answer = done(request, form, write)
    return answer or shown(request, "talk/thread.html", form, "やりとり", thread=read)


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def heard(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write down what a receiver on paper said."""
    actor, now = actor_of(request), timezone.now()
    read = read_thread(handoff_id=pk, actor=actor, now=now, is_shown=False)
    if not read.may_note_heard:
        raise Http404
    form = HeardForm(posted(request), initial={"on": timezone.localdate(now)})

    def write() -> str:
        note_heard(
            handoff_id=pk,
            words=form.cleaned_data["words"],
            heard=form.heard,
            form_key=form.cleaned_data["form_key"],
            actor=actor,
            now=now,
        )
        return address("talk", pk)

    answer = done(request, form, write)
    return answer or shown(request, "talk/heard.html", form, "相手から聞いたことを書く", thread=read)


@policy(open_to=WRITING)
@never_cache
@require_GET
def of_case(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Show which hand-offs of a case have been talked about."""
    case, handoffs = read_threads_of_case(case_id=pk, actor=actor_of(request), now=timezone.now())
    context = {"page_title": "引継ぎのやりとり", "case": case, "handoffs": handoffs}
    return render(request, "talk/of_case.html", context)
