"""The desk's screens of hosts."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, Link, actor
from content.desk_forms import Done, Kept, Screen, form_screen
from directory.queries import open_agencies, suggest_agencies
from events.access import event_at_the_desk
from events.cohosts.access import host_at_the_desk, hosts_desk
from events.cohosts.enums import HostRole
from events.cohosts.exceptions import HostRefused
from events.cohosts.forms import HostForm, NewHostForm
from events.cohosts.queries import hosts_of, notes_for_applicants
from events.cohosts.services import add_host, change_host, remove_host
from events.models import Event
from events.views.desk.frame import LIST, to_event
from foundation.centre.queries import current_centre

TITLE = "共催・後援、名簿の共有"


def _room(event: Event) -> Link:
    return TITLE, reverse("cohosts_desk:of_event", args=[event.pk])


@hosts_desk.form_page
def of_event(request: HttpRequest, pk: int) -> HttpResponse:
    """List who holds an event with the centre, and add an agency that was looked for."""
    event, now = event_at_the_desk(pk), timezone.now()
    current = open_agencies(today=timezone.localdate(now))
    form = NewHostForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        agency = get_object_or_404(current, public_id=request.POST.get("agency", ""))
        role = HostRole(form.cleaned_data["role"])
        try:
            add_host(event=event, agency=agency, role=role, actor=actor(request), now=now)
        except HostRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"「{agency.name}」を{role.label}に加えました。")
        return HttpResponseRedirect(_room(event)[1], status=SEE_OTHER)
    hosts, search = hosts_of(event), request.GET.get("q", "")
    return desk.show(
        request,
        "cohosts/desk/hosts.html",
        TITLE,
        trail=[(LIST, reverse("event_desk:list")), to_event(event)],
        event=event,
        hosts=hosts,
        counting=next((host.agency.name for host in hosts if host.counts_event), current_centre().name),
        told=notes_for_applicants(event, now),
        search=search,
        found=suggest_agencies(search, current.select_related("kind", "municipality")),
        form=form,
    )


@hosts_desk.form_page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the role, the counting and the sharing of one host."""
    host = host_at_the_desk(pk)
    form = HostForm(request.POST if request.method == "POST" else None, host=host)

    def save() -> Done:
        given = form.cleaned_data
        change_host(
            host=host,
            role=HostRole(given["role"]),
            counts_event=given["counts_event"],
            shares_roster=given["shares_roster"],
            actor=actor(request),
            now=timezone.now(),
        )
        return Done(f"「{host.agency.name}」の内容を変えました。", _room(host.event)[1])

    trail = [(LIST, reverse("event_desk:list")), to_event(host.event), _room(host.event)]
    screen = Screen("cohosts/desk/change.html", host.agency.name, trail)
    kept = Kept(host, lambda: _as_it_stands(pk))
    return form_screen(request, form, save, screen, refused_as=HostRefused, kept=kept, host=host)


def _as_it_stands(pk: int) -> HostForm | None:
    try:
        return HostForm(host=host_at_the_desk(pk))
    except Http404:
        return None


@hosts_desk.deed
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a host away."""
    host = host_at_the_desk(pk)
    try:
        remove_host(host=host, actor=actor(request), now=timezone.now())
    except HostRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"「{host.agency.name}」を外しました。名簿も、もう見えません。")
    return HttpResponseRedirect(_room(host.event)[1], status=SEE_OTHER)
