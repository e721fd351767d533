"""What leads do beside the deeds: call, tell in an emergency, look at it, settle what opens when."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from accounts.enums import PrivateRole
from handoff.access import EnrolledRequest, actor_of, opened, policy
from handoff.actors import LEADING, WRITING, Actor
from handoff.answers import address, done, password_asked, posted, shown
from handoff.disclosure.enums import Part, ReceiverCategory, Step
from handoff.machine.access import emergency_for, handoff_for, hands_of
from handoff.machine.enums import Hand
from handoff.machine.leading_forms import CallForm, EmergencyForm, ProfileForm, ReviewForm
from handoff.machine.models import Handoff
from handoff.machine.queries import parts_of
from handoff.machine.services.calls import note_call
from handoff.machine.services.emergencies import review_emergency, tell_in_emergency
from handoff.machine.services.profiles import profiles, settle_profile

from .answering import answered

ANSWERING = LEADING | {PrivateRole.AGENCY_COORDINATOR}
LASTING = (
    "24時間で終わります。ここに書くと、記録に残り、別の責任者に知らせます。画面では、相手に何も開きません。"
)


@policy(open_to=WRITING)
@never_cache
@require_http_methods(["GET", "POST"])
def call(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Write down a telephone call with the other side."""
    actor, now = actor_of(request), timezone.now()
    handoff = _held(actor, pk, {Hand.GIVER, Hand.GIVER_LEAD}, now=now)
    form = CallForm(posted(request))
    phone = handoff.performer.phone if handoff.performer else ""
    return answered(
        request,
        pk,
        form,
        lambda: note_call(handoff_id=pk, words=form.cleaned_data["words"], actor=actor, now=now),
        title="電話したことを書く",
        button="電話を記録する",
        note=f"相手の電話：{phone}" if phone else "",
    )


@policy(open_to=ANSWERING)
@never_cache
@require_http_methods(["GET", "POST"])
def emergency(request: EnrolledRequest, pk: UUID) -> HttpResponse:
    """Tell parts at once, without consent, safeguard or approval, to save somebody from harm."""
    actor, now = actor_of(request), timezone.now()
    handoff = _held(actor, pk, {Hand.GIVER_LEAD}, now=now)
    form = EmergencyForm(posted(request), parts=parts_of(handoff))
    return password_asked(request, form, is_fresh=actor.is_fresh) or answered(
        request,
        pk,
        form,
        lambda: tell_in_emergency(handoff_id=pk, telling=form.telling(), actor=actor_of(request), now=now),
        title="緊急に知らせる",
        button="知らせたことを記録する",
        note=LASTING,
    )


@policy(open_to=ANSWERING | {PrivateRole.PRIVACY_OFFICER})
@never_cache
@require_http_methods(["GET", "POST"])
def emergency_review(request: EnrolledRequest, pk: UUID, emergency: UUID) -> HttpResponse:
    """Look at what another person told in an emergency, and write down what was found."""
    actor, now = actor_of(request), timezone.now()
    with opened(actor, now=now) as opening:
        found = emergency_for(actor, pk, emergency, today=timezone.localdate(now))
        words = {name: found.unseal(name) for name in ("told_to", "reason")}
        opening.note("machine.emergency_read", found, words)
    form = ReviewForm(posted(request))

    def write() -> str:
        said = form.cleaned_data["words"]
        review_emergency(handoff_id=pk, emergency_id=emergency, words=said, actor=actor, now=now)
        return address("detail", pk)

    answer = done(request, form, write, said="確かめたことを記録しました。")
    more = {"emergency": found, "told": [Part(each).label for each in found.parts], "words": words}
    return answer or shown(request, "machine/emergency.html", form, "緊急の提供を確かめる", **more)


@policy(open_to=LEADING)
@never_cache
@require_GET
def profile_list(request: EnrolledRequest) -> HttpResponse:
    """Show for each kind of receiver which part opens when."""
    with opened(actor_of(request), now=timezone.now()):
        found = profiles()
    rows = [
        (part.label, [Step(found[each][part]).label if part in found[each] else "" for each in found])
        for part in Part
    ]
    context = {"page_title": "何を、いつ開くか", "categories": list(found), "rows": rows}
    return render(request, "machine/profiles.html", context)


@policy(open_to=LEADING)
@never_cache
@require_http_methods(["GET", "POST"])
def profile(request: EnrolledRequest, category: str) -> HttpResponse:
    """Settle which part opens when for one kind of receiver; drafts from now on follow it."""
    actor, now, kind = actor_of(request), timezone.now(), ReceiverCategory(category)
    with opened(actor, now=now):
        known = profiles()[kind]
    form = ProfileForm(posted(request), initial={part.value: int(step) for part, step in known.items()})

    def write() -> str:
        settle_profile(category=kind, steps=form.steps(), actor=actor, now=now)
        return address("profiles")

    answer = done(request, form, write, said="決めました。これから書く引継ぎに使います。")
    return answer or shown(request, "machine/profile.html", form, kind.label)


def _held(actor: Actor, pk: UUID, hands: set[Hand], *, now: datetime) -> Handoff:
    """Return a hand-off in which this actor has one of these hands. Raises Http404."""
    today = timezone.localdate(now)
    with opened(actor, now=now):
        handoff = handoff_for(actor, pk, today=today)
        if not hands & hands_of(actor, handoff, today=today):
            raise Http404
        return handoff
