"""The desk's screens of recordings: the list, one of them, its title and its rights."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, actor
from content.desk_forms import Done, Kept, Screen, form_screen
from training_media.intake import queries
from training_media.intake.access import (
    intake_desk,
    recording_at_the_desk,
    recordings_at_the_desk,
    uploads_at_the_desk,
)
from training_media.intake.enums import Rendition
from training_media.intake.exceptions import IntakeRefused
from training_media.intake.forms import RightsForm, TitleForm
from training_media.intake.links import address_of, is_over
from training_media.intake.services.recordings import (
    RightsNoted,
    note_rights,
    remove_recording,
    rename_recording,
)
from training_media.models import Recording

from .frame import LIST, address, to_list, trail


@intake_desk.reading
def listing(request: HttpRequest) -> HttpResponse:
    """List what is on its way and what is there; it looks again by itself while something goes on."""
    uploads = list(queries.on_their_way(uploads_at_the_desk()))
    found = Paginator(queries.for_the_list(recordings_at_the_desk()), queries.RECORDINGS_ON_A_PAGE)
    page = found.get_page(request.GET.get("page"))
    recordings = list(page.object_list)
    response = desk.show(
        request,
        "intake/desk/list.html",
        LIST,
        uploads=uploads,
        recordings=recordings,
        page_obj=page,
        own=actor(request),
    )
    goes_on = queries.is_somebody_waiting(uploads, recordings)
    return desk.look_again(response) if goes_on else response


@intake_desk.reading
def recording(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a recording: how far it is, what it looks like, where it is used, and its rights."""
    found = recording_at_the_desk(pk)
    files = list(found.files.all())
    over = is_over(found)
    addresses = {} if over else {each.rendition: address_of(found, each.rendition) for each in files}
    response = desk.show(
        request,
        "intake/desk/recording.html",
        found.title,
        trail=trail(),
        recording=found,
        upload=getattr(found, "upload", None),
        rights=getattr(found, "rights", None),
        files=files,
        low=addresses.get(Rendition.LOW),
        poster=addresses.get(Rendition.POSTER),
        links=[(each, addresses[each.rendition]) for each in files if not over],
        over=over,
        parts=list(found.parts.select_related("course")),
        earlier=list(found.earlier.all()),
    )
    goes_on = queries.is_somebody_waiting([], [found])
    return desk.look_again(response) if goes_on else response


@intake_desk.form_page
def title(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a recording another title."""
    found = recording_at_the_desk(pk)
    form = TitleForm(request.POST if request.method == "POST" else None, initial={"title": found.title})

    def save() -> Done:
        given = form.cleaned_data["title"]
        rename_recording(recording=found, title=given, actor=actor(request), now=timezone.now())
        return Done("題名を変えました。", address(found))

    screen = Screen("intake/desk/title.html", "題名を変える", trail(found))
    kept = Kept(found, lambda: TitleForm(initial={"title": recording_at_the_desk(pk).title}))
    return form_screen(request, form, save, screen, refused_as=IntakeRefused, kept=kept, recording=found)


@intake_desk.form_page
def rights(request: HttpRequest, pk: int) -> HttpResponse:
    """Note the rights of a recording."""
    found, now = recording_at_the_desk(pk), timezone.now()
    today = timezone.localdate(now)

    def opened(recording: Recording, data: object = None) -> RightsForm:
        return RightsForm(data, rights=getattr(recording, "rights", None), today=today)

    form = opened(found, request.POST if request.method == "POST" else None)

    def save() -> Done:
        note_rights(recording=found, noted=RightsNoted(**form.cleaned_data), actor=actor(request), now=now)
        return Done("権利を書きました。", address(found))

    screen = Screen("intake/desk/rights.html", "だれと作り、いつまで使えるか", trail(found))
    kept = Kept(found, lambda: opened(recording_at_the_desk(pk)))
    return form_screen(request, form, save, screen, refused_as=IntakeRefused, kept=kept, recording=found)


@intake_desk.reading
def rights_list(request: HttpRequest) -> HttpResponse:
    """List the rights of all recordings, first what ends first."""
    rows = queries.rights_rows(recordings_at_the_desk(), today=timezone.localdate())
    return desk.show(
        request, "intake/desk/rights_list.html", "動画の権利と、使える期限", trail=trail(), rows=rows
    )


@intake_desk.deed
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a recording that nobody uses."""
    found = recording_at_the_desk(pk)
    try:
        remove_recording(recording=found, actor=actor(request), now=timezone.now())
    except IntakeRefused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("intake_desk:recording", args=[pk]), status=SEE_OTHER)
    messages.success(request, f"「{found}」を消しました。")
    return to_list()
