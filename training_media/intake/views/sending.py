"""A file is sent: in pieces by the script, or whole by a browser without it."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.request import UnreadablePostError
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from content import desk
from content.desk import SEE_OTHER, UNPROCESSABLE, actor
from training_media.intake.access import intake_desk, own_upload, upload_at_the_desk
from training_media.intake.enums import Stage
from training_media.intake.exceptions import IntakeRefused, NoRoom, WrongPlace
from training_media.intake.files import FULL
from training_media.intake.forms import BeginForm, NewUploadForm
from training_media.intake.models import Upload
from training_media.intake.rules import MEGABYTE, MOST_PIECE_BYTES
from training_media.intake.services.uploads import (
    add_piece,
    begin_upload,
    drop_upload,
    moved,
    take_whole,
    try_again,
)

from .frame import LIST, to_list

TITLE = "動画を送る"
READ_BYTES = 64 * 1024
# How many bytes are there: where a piece begins, and in each answer.
PLACE = "Upload-Offset"
BAD, CONFLICT, TOO_LARGE, INSUFFICIENT = 400, 409, 413, 507


def _show(request: HttpRequest, form: NewUploadForm, *, status: int) -> HttpResponse:
    trail = [(LIST, reverse("intake_desk:list"))]
    return desk.show(request, "intake/desk/new.html", TITLE, trail=trail, status=status, form=form)


@csrf_protect
def _sent(request: HttpRequest) -> HttpResponse:
    is_sent = request.method == "POST"
    form = NewUploadForm(request.POST if is_sent else None, request.FILES if is_sent else None)
    if form.is_bound and form.is_valid():
        try:
            take_whole(
                name=form.sent.name or "",
                size=form.sent.size or 0,
                move_to=_into_its_place(form.sent),
                title=form.cleaned_data["title"],
                actor=actor(request),
                now=timezone.now(),
            )
        except IntakeRefused as refused:
            form.add_error("file", str(refused))
        else:
            messages.success(
                request, "動画を受け取りました。見られるようになるまで、この画面でお待ちください。"
            )
            return to_list()
    return _show(request, form, status=UNPROCESSABLE if form.errors else 200)


@csrf_exempt
@intake_desk.form_page
def new(request: HttpRequest) -> HttpResponse:
    """Take a whole file, by a form that works without scripts.

    Whoever may not send is turned away before a byte is read: the check against forged requests reads the
    whole form, so it comes after the door. A disk that fills up meanwhile is told, and nothing stays.
    """
    try:
        return _sent(request)
    except OSError as error:
        if isinstance(error, UnreadablePostError) or error.errno not in FULL:
            raise
    form = NewUploadForm({}, {})
    form.errors.clear()
    form.add_error("file", str(NoRoom()))
    return _show(request, form, status=INSUFFICIENT)


def _into_its_place(sent: UploadedFile) -> Callable[[Path], None]:
    if hasattr(sent, "temporary_file_path"):
        return moved(Path(sent.temporary_file_path()))

    def write(place: Path) -> None:
        with place.open("xb") as file:
            place.chmod(0o600)
            shutil.copyfileobj(sent, file)

    return write


@intake_desk.deed
def begin(request: HttpRequest) -> JsonResponse:
    """Say what will come; answers where its pieces go, and how much of the same file is there already."""
    form = BeginForm(request.POST)
    if not form.is_valid():
        return _refusal("ファイルの名前か大きさが読めません。ファイルを選びなおしてください。", status=BAD)
    given = form.cleaned_data
    try:
        upload = begin_upload(
            name=given["name"],
            size=given["size"],
            modified=given["modified"] or 0,
            title=given["title"],
            actor=actor(request),
            now=timezone.now(),
        )
    except IntakeRefused as refused:
        return _refusal(str(refused), status=UNPROCESSABLE)
    return _standing(upload)


@intake_desk.form_page
def piece(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take a piece at the place that its header names, or say how much is there. Raises Http404."""
    upload = own_upload(key, actor(request))
    if request.method != "POST":
        return _standing(upload)
    place, long = request.headers.get(PLACE, ""), request.META.get("CONTENT_LENGTH") or ""
    if not (place.isdecimal() and long.isdecimal()):
        return _refusal("続きの場所がわかりません。", status=BAD)
    if int(long) > MOST_PIECE_BYTES:
        return _refusal("一度に送る分が大きすぎます。", status=TOO_LARGE)
    try:
        upload = _added(request, upload, int(place))
    except WrongPlace as wrong:
        return _refusal(str(wrong), status=CONFLICT, received=wrong.received)
    except IntakeRefused as refused:
        status = INSUFFICIENT if isinstance(refused, NoRoom) else UNPROCESSABLE
        return _refusal(str(refused), status=status)
    return _standing(upload)


def _added(request: HttpRequest, upload: Upload, place: int) -> Upload:
    """Take what comes of a piece, then add it: nobody waits for a slow line while the row is locked."""
    with tempfile.SpooledTemporaryFile(max_size=MEGABYTE) as content:
        _read(request, content)
        return add_piece(
            upload=upload, place=place, content=content, actor=actor(request), now=timezone.now()
        )


def _read(request: HttpRequest, content: IO[bytes]) -> None:
    """Read what comes; where the line breaks, what came before is kept. Raises NoRoom."""
    try:
        while read := request.read(READ_BYTES):
            content.write(read)
    except UnreadablePostError:
        pass
    except OSError as error:
        if error.errno in FULL:
            raise NoRoom from error
        raise


def _standing(upload: Upload) -> JsonResponse:
    facts = {
        "address": reverse("intake_desk:piece", args=[upload.key]),
        "received": upload.received,
        "done": upload.stage != Stage.SENDING,
        "list": reverse("intake_desk:list"),
    }
    return JsonResponse(facts, headers={PLACE: str(upload.received)})


def _refusal(words: str, *, status: int, received: int | None = None) -> JsonResponse:
    headers = {} if received is None else {PLACE: str(received)}
    return JsonResponse({"words": words, "received": received}, status=status, headers=headers)


@intake_desk.deed
def again(request: HttpRequest, key: UUID) -> HttpResponseRedirect:
    """Put a file that could not be taken in back in line."""
    upload = upload_at_the_desk(key)
    try:
        try_again(upload=upload, actor=actor(request), now=timezone.now())
    except IntakeRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"「{upload}」を、もう一度取り込みます。")
    return to_list()


@intake_desk.deed
def drop(request: HttpRequest, key: UUID) -> HttpResponseRedirect:
    """Give up a file."""
    upload = upload_at_the_desk(key)
    try:
        drop_upload(upload=upload, actor=actor(request), now=timezone.now())
    except IntakeRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"「{upload}」を消しました。")
    return HttpResponseRedirect(reverse("intake_desk:list"), status=SEE_OTHER)
