from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from handoff.access import EnrolledRequest, actor_of, opened, policy
from handoff.actors import KEEPING
from handoff.answers import posted
from handoff.disclosure.enums import ReceiverCategory
from handoff.views import UNPROCESSABLE

from .access import agencies_for, agency_for
from .forms import AgencyForm
from .queries import SHOWN, listed
from .services import accept_offer, settle_agency


@policy(open_to=KEEPING)
@never_cache
@require_GET
def agency_list(request: EnrolledRequest) -> HttpResponse:
    """Show the agencies as this door knows them, and what the public door says otherwise."""
    words = request.GET.get("q", "").strip()[:100]
    actor = actor_of(request)
    with opened(actor, now=timezone.now()):
        rows = listed(agencies_for(actor), words=words)
    context = {"page_title": "機関の写し", "rows": rows, "words": words, "is_cut": len(rows) >= SHOWN}
    return render(request, "copying/agencies.html", context)


@policy(open_to=KEEPING)
@never_cache
@require_http_methods(["GET", "POST"])
def agency(request: EnrolledRequest, pk: int) -> HttpResponse:
    """Settle what kind of receiver an agency is and who represents it; show what is offered."""
    actor, now = actor_of(request), timezone.now()
    with opened(actor, now=now):
        found = agency_for(actor, pk)
    form = AgencyForm(posted(request), initial={"category": found.category, "head": found.head})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        settle_agency(
            agency_id=pk,
            category=ReceiverCategory(data["category"]),
            head=data["head"],
            actor=actor,
            now=now,
        )
        messages.success(request, "決めました。")
        return redirect("handoff:agencies")
    names = {field.name: field.verbose_name for field in found._meta.fields}
    offers = [(names[name], getattr(found, name), value) for name, value in (found.offered or {}).items()]
    context = {
        "page_title": found.name,
        "agency": found,
        "offers": offers,
        "form": form,
        "has_errors": bool(form.errors),
    }
    return render(request, "copying/agency.html", context, status=UNPROCESSABLE if form.errors else 200)


@policy(open_to=KEEPING)
@require_POST
def accept(request: EnrolledRequest, pk: int) -> HttpResponse:
    """Let what the public door says of an agency hold here as well."""
    accept_offer(agency_id=pk, actor=actor_of(request), now=timezone.now())
    messages.success(request, "取り入れました。")
    return redirect("handoff:agencies")
