"""A new edit comes in the place of an old one: choose it, then say what both have in common."""

from collections.abc import Sequence
from hashlib import blake2b

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, UNPROCESSABLE, actor
from content.meanwhile import SEEN
from training_media.intake import queries
from training_media.intake.access import intake_desk, recording_at_the_desk, recordings_at_the_desk
from training_media.intake.exceptions import IntakeRefused
from training_media.intake.forms import NewRecordingForm, piece_rows
from training_media.intake.rules import same_until_the_shorter_ends
from training_media.intake.services.replacing import replace_recording
from training_media.models import Recording
from training_media.viewing.rules import SamePiece

from .frame import address, trail

TITLE = "新しい動画に入れかえる"
CHANGED = (
    "この画面を開いたあとで、ほかの人が内容を変えました。"
    "下に書いたものを確かめて、もう一度保存すると、それに変わります。"
)


@intake_desk.form_page
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Replace a recording; once it is replaced, only the time map changes."""
    old = recording_at_the_desk(pk)
    if old.replaced_by is not None:
        return _map(request, old, old.replaced_by)
    others = queries.others_to_choose(recordings_at_the_desk(), old)
    is_asked = "new" in request.GET
    form = NewRecordingForm(request.GET if is_asked else None, recordings=others)
    if is_asked and form.is_valid():
        return _map(request, old, recording_at_the_desk(form.cleaned_data["new"]))
    status = UNPROCESSABLE if form.errors else 200
    template = "intake/desk/replace_choose.html"
    return desk.show(request, template, TITLE, trail=trail(old), status=status, form=form, recording=old)


def _map(request: HttpRequest, old: Recording, new: Recording) -> HttpResponse:
    """Show the time map, or save it."""
    is_there = old.replaced_by_id is not None
    first = same_until_the_shorter_ends(old.duration, new.duration)
    pieces = queries.kept_pieces(old) if is_there else first
    rows = piece_rows(request.POST if request.method == "POST" else None, pieces)
    seen, refused = _mark(new, pieces), ""
    if rows.is_bound and request.POST.get(SEEN) != seen:
        refused = CHANGED
    elif rows.is_bound and rows.is_valid():
        try:
            replace_recording(old=old, new=new, pieces=rows.pieces, actor=actor(request), now=timezone.now())
        except IntakeRefused as error:
            refused = str(error)
        else:
            messages.success(request, "入れかえました。前の版で見た分は、新しい版でも見たことになります。")
            return HttpResponseRedirect(address(new), status=SEE_OTHER)
    return desk.show(
        request,
        "intake/desk/replace.html",
        TITLE,
        trail=trail(old),
        status=UNPROCESSABLE if refused or (rows.is_bound and not rows.is_valid()) else 200,
        recording=old,
        new=new,
        rows=rows,
        rows_in_a_list=[rows],
        refused=refused,
        is_there=is_there,
        seen=seen,
    )


def _mark(new: Recording, pieces: Sequence[SamePiece]) -> str:
    """Return what tells whether the map is still the one that the page showed."""
    spans = " ".join(f"{each.old[0]}-{each.old[1]}-{each.new_start}" for each in pieces)
    return blake2b(f"{new.pk} {spans}".encode(), digest_size=8).hexdigest()
