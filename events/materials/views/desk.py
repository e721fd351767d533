"""The desk's screens of materials."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, UNPROCESSABLE, Link, actor
from content.desk_forms import Done, Kept, Screen, form_screen
from events.access import event_at_the_desk
from events.exceptions import EventsError
from events.materials.access import material_at_the_desk, materials_desk, materials_of
from events.materials.forms import MaterialsForm, OpenUntilForm
from events.materials.services import add_materials, remove_material, set_open_until
from events.models import Event
from events.views.desk.frame import LIST, to_event

from .serving import served

TITLE = "参加した方だけの資料"


def _room(event: Event) -> Link:
    return TITLE, reverse("materials_desk:of_event", args=[event.pk])


@materials_desk.form_page
def of_event(request: HttpRequest, pk: int) -> HttpResponse:
    """List the materials of an event and take new ones."""
    event, now = event_at_the_desk(pk), timezone.now()
    today = timezone.localdate(now)
    is_sent = request.method == "POST"
    form = MaterialsForm(request.POST if is_sent else None, request.FILES if is_sent else None, today=today)
    if form.is_bound and form.is_valid():
        made = add_materials(
            event=event,
            uploads=form.uploads,
            open_until=form.cleaned_data["open_until"],
            actor=actor(request),
            now=now,
        )
        messages.success(request, f"資料を{len(made)}つ添えました。参加する方のページに出ます。")
        return HttpResponseRedirect(_room(event)[1], status=SEE_OTHER)
    return desk.show(
        request,
        "materials/desk.html",
        TITLE,
        trail=[(LIST, reverse("event_desk:list")), to_event(event)],
        status=UNPROCESSABLE if form.errors else 200,
        event=event,
        today=today,
        materials=list(materials_of(event)),
        form=form,
    )


@materials_desk.form_page
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Say until when a material is open."""
    material, now = material_at_the_desk(pk), timezone.now()
    options = {"today": timezone.localdate(now), "initial": {"open_until": material.open_until}}
    form = OpenUntilForm(request.POST or None, **options)

    def save() -> Done:
        day = form.cleaned_data["open_until"]
        set_open_until(material=material, open_until=day, actor=actor(request), now=now)
        return Done(f"「{material}」を開ける日を変えました。", _room(material.event)[1])

    def fresh() -> OpenUntilForm:
        first = {"open_until": material_at_the_desk(pk).open_until}
        return OpenUntilForm(today=timezone.localdate(now), initial=first)

    trail = [(LIST, reverse("event_desk:list")), to_event(material.event), _room(material.event)]
    screen = Screen("materials/change.html", f"いつまで開けるか　{material}", trail)
    kept = Kept(material, fresh)
    return form_screen(request, form, save, screen, refused_as=EventsError, kept=kept, material=material)


@materials_desk.reading
def look(request: HttpRequest, pk: int) -> FileResponse:  # noqa: ARG001 -- Django's signature
    """Give staff a material, also one that is open no more."""
    return served(material_at_the_desk(pk))


@materials_desk.deed
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a material away."""
    material = material_at_the_desk(pk)
    remove_material(material=material, actor=actor(request), now=timezone.now())
    messages.success(request, f"「{material}」を外しました。")
    return HttpResponseRedirect(_room(material.event)[1], status=SEE_OTHER)
