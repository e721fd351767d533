"""The desk where readings are confirmed: by page, for the frame, and the list of what waits."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from content import desk
from content.models import BasePage

from .access import readings_desk
from .forms import ReadingsForm
from .proposals import is_available
from .queries import places_waiting, rows
from .services import confirm
from .shown import sentences_of_frame, sentences_of_page

HOME = "ふりがな"
FRAME = "画面のことば"


@readings_desk.reading
def places(request: HttpRequest) -> HttpResponse:
    """Show where sentences wait to be confirmed, the fullest place first."""
    found = places_waiting()
    return desk.show(
        request,
        "furigana/places.html",
        "まだ確かめていない読み",
        places=found,
        programs_help=is_available(),
    )


@readings_desk.form_page
def page_readings(request: HttpRequest, pk: int) -> HttpResponse:
    """Let staff confirm the readings of one page as it was last saved, published or not."""
    page = get_object_or_404(Page, pk=pk).specific
    if not isinstance(page, BasePage):
        raise Http404
    latest = page.get_latest_revision_as_object()
    back = (page.title, reverse("wagtailadmin_pages:edit", args=[page.pk]))
    return _readings(request, sentences_of_page(latest), f"ふりがなを確かめる：{latest.title}", back)


@readings_desk.form_page
def frame_readings(request: HttpRequest) -> HttpResponse:
    """Let staff confirm the words of header, footer and of all screens that no editor writes."""
    return _readings(request, sentences_of_frame(), f"ふりがなを確かめる：{FRAME}", None)


def _readings(request: HttpRequest, texts: list[str], title: str, back: desk.Link | None) -> HttpResponse:
    form = ReadingsForm(rows(texts), request.POST if request.method == "POST" else None)
    if request.method == "POST" and (chosen := form.chosen()) is not None:
        typed = form.typed()
        count = confirm(readings=chosen, actor=desk.actor(request), now=timezone.now(), typed=typed)
        if kept := len(typed.keys() - chosen.keys()):
            messages.info(request, f"ほかに書いた読み（{kept}文）は、書きかけとして残しました。")
        if count:
            messages.success(request, f"{count}文の読みを確かめました。公開中のページには、すぐに出ます。")
        else:
            messages.info(request, "新しく確かめた文はありません。")
        address = f"{request.path}#{form.next_after(form.button)}"
        return HttpResponseRedirect(address, status=desk.SEE_OTHER)
    return desk.show(
        request,
        "furigana/readings.html",
        title,
        trail=[(HOME, reverse("furigana_places")), *([back] if back else [])],
        status=desk.UNPROCESSABLE if form.errors else 200,
        form=form,
        programs_help=is_available(),
    )
