"""The desk's screen of one viewer's sittings: those that were not theirs are not counted."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from content import desk
from content.desk import SEE_OTHER, Link, actor
from content.desk_forms import Done, Screen, form_screen
from training_media.campaigns.access import campaign_desk
from training_media.viewing.exceptions import CannotBeLeftOut
from training_media.viewing.models import Viewer
from training_media.viewing.services.leaving_out import count_anew, leave_out
from training_media.watching import queries
from training_media.watching.access import seat_at_the_desk, viewer_at_the_desk
from training_media.watching.forms import LeaveOutForm
from training_media.watching.own_record import titles_of

MOST_ROWS = 300
TITLE = "この視聴を数えない"
WORDS = (
    "この回を、この人が見た分に入れません。"
    "ほかの人の分と、この人のほかの回は、そのままです。あとで、また数えられます。"
)


@campaign_desk.reading
def sittings(request: HttpRequest, viewer: int) -> HttpResponse:
    """Show when somebody watched what, by what they came in, and what does not count."""
    found = viewer_at_the_desk(viewer)
    titles = titles_of(None)
    rows = [
        (each, titles.get(each.sitting.recording_id, each.sitting.recording.title))
        for each in queries.sittings_of(found)[:MOST_ROWS]
    ]
    title = f"{found.name}　見た日時"
    return desk.show(
        request, "watching/desk/sittings.html", title, trail=_trail(), viewer=found, rows=rows, most=MOST_ROWS
    )


@campaign_desk.form_page
def leave_out_one(request: HttpRequest, viewer: int, seat: int) -> HttpResponse:
    """Count a sitting for somebody no more."""
    found, form = seat_at_the_desk(viewer, seat), LeaveOutForm(request.POST or None)

    def save() -> Done:
        because = form.cleaned_data["reason"]
        leave_out(seat=found, because=because, actor=actor(request), now=timezone.now())
        return Done("この視聴を、数えないことにしました。", _address(viewer))

    screen = Screen("watching/desk/leave_out.html", TITLE, [*_trail(), _link(found.viewer)])
    return form_screen(
        request,
        form,
        save,
        screen,
        refused_as=CannotBeLeftOut,
        words=WORDS,
        seat=found,
        back=_address(viewer),
    )


@campaign_desk.deed
def count_one_anew(request: HttpRequest, viewer: int, seat: int) -> HttpResponse:
    """Count a sitting for somebody again."""
    found = seat_at_the_desk(viewer, seat)
    try:
        count_anew(seat=found, actor=actor(request), now=timezone.now())
    except CannotBeLeftOut as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "この視聴を、また数えることにしました。")
    return HttpResponseRedirect(_address(viewer), status=SEE_OTHER)


def _address(viewer: int) -> str:
    return reverse("watching_desk:viewer", args=[viewer])


def _link(viewer: Viewer) -> Link:
    return f"{viewer.name}　見た日時", _address(viewer.pk)


def _trail() -> list[Link]:
    return [("動画の視聴", reverse("campaign_desk:campaigns"))]
